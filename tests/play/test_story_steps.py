"""What a story may say, and what its reader hears when it is wrong."""

from pathlib import Path

import pytest

from bot.demo.story import read_story
from care.source import SourceError

HEAD = """title: A story
about: About Lena.
start: "2026-03-02 10:00"
patients:
  Lena: {initials: L.M., procedure: rhinoplasty, surgery: 2026-03-02}
play:
"""


def reading(folder: Path, *lines: str) -> str:
    """What is said about a story with these steps; nothing when it can be read."""
    file = folder / "story.yaml"
    file.write_text(HEAD + "".join(f"  - {line}\n" for line in lines), encoding="utf-8")
    try:
        read_story(str(file))
    except SourceError as error:
        return str(error).replace(str(file), "story.yaml")
    return ""


@pytest.mark.parametrize(
    "line",
    [
        "{who: Lena, at: '2026-03-02 11:00:30.5', writes: Hello}",
        "{until: '2026-10-25 02:30:00.000000+0100'}",
        "{who: Mara, enrolls: {initials: M.M., procedure: rhinoplasty, surgery: 2026-03-02, name: Lena}}",
        "{who: Ana Ruiz, taps: I take it, alert: 3, privately: true}",
        "{who: Lena, taps: Happy, on: some words}",
        "{who: Lena, sends: photo, caption: The left side, content: aGVsbG8=}",
        "{trouble: {outage: 3600, kind: '502'}}",
        "{trouble: {outage: until calm}}",
        "{bot: restart}",
    ],
)
def test_these_can_be_read(tmp_path: Path, line: str) -> None:
    assert reading(tmp_path, line) == ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{who: Lena, writes: Hello, taps: Happy}", "story.yaml:8: play.1: a step has exactly one of"),
        ("{writes: Hello}", "story.yaml:8: play.1: `writes` needs `who`"),
        ("{who: Lena, writes: Hello, on: words}", "`on` says more about taps or edits or replies, not about writes"),
        ("{who: Lena, sends: voice, caption: Hello}", "a voice has no caption"),
        ("{who: Lena, sends: sticker, content: aGVsbG8=}", "a sticker has no content here"),
        ("{who: Lena, sends: photo, content: '***'}", "write the file in base64"),
        ("{who: Lena, sends: elephant}", "story.yaml:8: play.1.sends"),
        ("{who: Lena, at: soon, writes: Hello}", "write a date and time of the clinic"),
        ("{trouble: {outage: 0}}", "an outage lasts more than 0 seconds"),
        ("{trouble: {outage: 5, calm: true}}", "trouble has exactly one of"),
        ("{bot: dance}", "story.yaml:8: play.1.bot"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, line: str, words: str) -> None:
    """File, line, what is wrong and what may be written instead."""
    assert words in reading(tmp_path, "{who: Lena, joins: true}", line)


def test_a_story_is_about_somebody(tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    file.write_text('title: A\nabout: B\nstart: "2026-03-02 10:00"\nplay:\n  - {narrate: Nothing}\n', encoding="utf-8")

    with pytest.raises(SourceError, match="a story is about somebody"):
        read_story(str(file))
