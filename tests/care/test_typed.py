"""What is meant by words typed where a button was expected."""

from datetime import UTC, datetime

import pytest

from care.lines import Button, button, quoted, written
from care.patient import Waiting, Writing
from care.typed import scale_number, typed_choice


def a_question(*buttons: Button) -> Waiting:
    now = datetime(2026, 3, 4, 12, tzinfo=UTC)
    return Waiting(prompt="k7f2q.5", since=now, topic=Writing(), text=(), buttons=tuple((one,) for one in buttons))


SCALE = a_question(*(Button(choice=str(number), label=quoted(str(number))) for number in range(11)))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7), ("7/10", 7), ("7 / 10", 7), ("7 out of 10", 7), ("7 de 10", 7), ("7.", 7), ("seven", 7),
        ("siete", 7), ("seven or eight", 8), ("7 or 8", 8), ("7-8", 8), ("0", 0), ("10", 10), ("diez!", 10),
        ("maybe 4", 4), ("11", None), ("-1", None), ("70", None), ("7 8 9", None), ("", None), ("seventy", None),
        ("7 days ago", None), ("sete ou oito", 8), ("três", 3), ("семь из 10", None), ("7 из 10", 7),
        ("шесть или семь", 7), ("not 7", None), ("٧", 7),
    ],
)  # fmt: skip
def test_numbers_on_a_scale(text: str, number: int | None) -> None:
    """A number in figures or words; of two the higher, since doubt never lowers; else nothing is guessed."""
    assert scale_number(text) == number


def test_a_number_counts_only_where_a_scale_is_asked() -> None:
    """ "7" is no answer to a question with other buttons."""
    asked = a_question(button("_yes"), button("_no"))

    assert typed_choice(SCALE, "7/10") == "7"
    assert typed_choice(asked, "7") is None


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("Managing well", "well"), ("managing WELL.", "well"), ("lo llevo bien", "well"), ("18:00", "h1800"),
        ("Yes", "_yes"), ("sí", "_yes"), ("No, nobody", "_no"), ("no", "_no"), ("perhaps", None),
        ("no I am not managing well", None),
        ("sim", "_yes"), ("não, ninguém", "_no"), ("ninguém", "_no"), ("Да", "_yes"), ("никто", "_no"),
    ],
)  # fmt: skip
def test_words_of_a_button(text: str, choice: str | None) -> None:
    """The words on a button, in any language, or what people say for yes and no; nothing else."""
    asked = a_question(
        Button(choice="well", label=written({"en": "Managing well", "es": "Lo llevo bien"})),
        Button(choice="h1800", label=quoted("18:00")),
        button("_yes"),
        button("_no"),
    )

    assert typed_choice(asked, text) == choice
