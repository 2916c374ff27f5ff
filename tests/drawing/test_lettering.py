"""Words that are drawn fit where they are drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drawing.lettering import shortened, width_of, wrap


@given(st.text(max_size=80), st.floats(min_value=40, max_value=300))
def test_no_line_is_wider_than_its_room(text: str, room: float) -> None:
    """Whatever is written: a line fits, or is a single letter."""
    lines = wrap(text, room=room, size=12.5)

    assert [line for line in lines if width_of(line, size=12.5) > room and len(line) > 1] == []


@given(st.text(max_size=80), st.floats(min_value=40, max_value=300))
def test_no_letter_is_lost_between_lines(text: str, room: float) -> None:
    """Put together again, the lines are the text without its spaces."""
    lines = wrap(text, room=room, size=12.5)

    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("narrow", "wide"), [("il", "mw"), ("ñandú", "ÑANDÚ"), ("abc", "手術後"), ("word", "word word")]
)
def test_wide_letters_need_more_room(narrow: str, wide: str) -> None:
    """Capitals, wide letters and ideographs are not taken for an i."""
    assert width_of(narrow, size=12) < width_of(wide, size=12)


def test_an_accent_changes_no_width() -> None:
    """Letters with a sign above them are as wide as those without."""
    assert width_of("ánimo", size=12) == width_of("animo", size=12)


def test_what_is_cut_off_says_so() -> None:
    """Of too many lines the first are kept, and the last of them shows that there was more."""
    assert shortened(("one", "two,", "three"), 2) == ("one", "two …")
    assert shortened(("one", "two"), 2) == ("one", "two")
