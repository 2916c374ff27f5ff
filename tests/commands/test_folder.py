"""init, check and preview: a clinic learns what is wrong, and where, before patients do."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Command


def test_a_folder_written_by_init_passes_check(aftercare: Command) -> None:
    """What we hand out works as it is, and says what the clinic still has to sign."""
    result = aftercare("check", "clinic")

    assert result.exit_code == 0
    assert "Nothing is broken." in result.stdout
    assert "red flags that nobody has signed" in result.stdout


def test_init_overwrites_nothing(aftercare: Command, place: Path) -> None:
    """A folder with something in it stays as it is."""
    before = (place / "clinic" / "clinic.yaml").read_bytes()

    result = aftercare("init", "clinic")

    assert result.exit_code == 1
    assert "not empty" in result.stderr
    assert (place / "clinic" / "clinic.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("zone: Europe/Madrid", "zone: Mars/X", "no time zone 'Mars/X'"),
        (
            'quiet: {from: "21:00", until: "08:00"}',
            'quiet: {from: "22:00", until: "22:00"}',
            "begin and end are the same",
        ),
        ("id: rosa", "id: Rosa Clinic", "id"),
        ("surgeons: [Dr Elena Vega]", "surgeon: [Dr Elena Vega]", "did you mean 'surgeons'?"),
        ("tell: on_call", "tell: oncall", "nobody has the role 'oncall' (did you mean 'on_call'?)"),
        ("  - rhinoplasty\n", "  - rhinoplasti\n", "did you mean 'rhinoplasty'?"),
        ("languages: [en, es, pt-BR, ru]", "languages: [en, xx]", "xx"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_what_to_write(
    aftercare: Command, place: Path, old: str, new: str, said: str
) -> None:
    """One wrong word in clinic.yaml: the error leads to it, and nothing starts."""
    file = place / "clinic" / "clinic.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")

    checked, ran = aftercare("check", "clinic"), aftercare("run")

    assert checked.exit_code == 1
    assert said in checked.stderr
    assert "clinic" in checked.stderr
    assert ran.exit_code == 1
    assert said in ran.stderr


def test_a_protocol_that_asks_what_does_not_exist_is_refused(aftercare: Command, place: Path) -> None:
    """A check-in for a question that is not there: file, line, path and what was perhaps meant."""
    file = place / "clinic" / "protocols" / "rhinoplasty.yaml"
    text = file.read_text(encoding="utf-8")
    line = next(number for number, row in enumerate(text.splitlines(), start=1) if "ask: [" in row and "coping" in row)
    rows = text.splitlines()
    rows[line - 1] = rows[line - 1].replace("coping", "copping")
    file.write_text("\n".join(rows), encoding="utf-8")

    result = aftercare("check", "clinic")

    assert result.exit_code == 1
    assert f"rhinoplasty.yaml:{line}:" in result.stderr
    assert "no question 'copping' (did you mean 'coping'?)" in result.stderr


def test_a_missing_folder_says_how_to_write_one(aftercare: Command) -> None:
    """The first thing a newcomer does wrong ends with the right command."""
    result = aftercare("check", "nowhere")

    assert result.exit_code == 1
    assert "aftercare init nowhere" in result.stderr


def test_preview_shows_local_times_and_the_reason_of_each_shift(aftercare: Command) -> None:
    """A check-in wanted at night comes in the morning, and the table says why."""
    result = aftercare(
        "preview",
        "rhinoplasty",
        "--surgery",
        "2026-03-02",
        "--hour",
        "23:30",
        "--zone",
        "Europe/Madrid",
        "--format",
        "json",
    )

    rows = json.loads(result.stdout)
    shifted = [row for row in rows if "quiet hours" in " ".join(row["why"])]
    assert result.exit_code == 0
    assert shifted
    assert all(row["at"].endswith("08:00") for row in shifted)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--surgery", "2.3.2026", "YYYY-MM-DD"), ("--zone", "Mars/X", "no time zone"), ("--hour", "late", "18:00")],
)
def test_preview_explains_a_value_it_cannot_read(aftercare: Command, option: str, value: str, said: str) -> None:
    """A date, zone or hour that is none: what to write instead, no traceback."""
    words = {"--surgery": "2026-03-02"} | {option: value}

    result = aftercare("preview", "rhinoplasty", *(part for pair in words.items() for part in pair))

    assert result.exit_code == 2
    assert said in result.stderr
