"""read: a clinic tries the rules on its own sentences."""

import json

from tests.commands.conftest import Command


def test_a_line_in_an_object_out(aftercare: Command) -> None:
    """Each line is answered in order, with what was found."""
    result = aftercare("read", "--language", "en", typed="no fever\nI can't breathe\nplease stop messaging me\n")

    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == [1, 2, 3]
    assert [row["danger"] for row in rows] == [None, "emergency", None]
    assert [row["stop"] for row in rows] == [False, False, True]
    assert set(rows[0]) == {"id", "text", "danger", "rules", "words", "unhappy", "unsure", "stop"}


def test_objects_keep_their_id_and_are_read_with_procedure_and_day(aftercare: Command) -> None:
    """With --jsonl each line brings its own id, procedure and day."""
    line = json.dumps({"id": "a7", "text": "I hate how my nose looks", "procedure": "rhinoplasty", "day": 200})

    row = json.loads(aftercare("read", "--language", "en", "--jsonl", typed=line).stdout)

    assert row["id"] == "a7"
    assert row["unhappy"] is True


def test_a_line_that_is_no_object_stops_nobody_else(aftercare: Command) -> None:
    """The bad line is named on standard error; the others are answered; the exit code tells."""
    typed = '{"text": "no fever"}\nnot json\n[1]\n{"text": "\\u0000 \\ud800"}\n'

    result = aftercare("read", "--language", "en", "--jsonl", typed=typed)

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "line 2:" in result.stderr
    assert "line 3:" in result.stderr


def test_an_unknown_language_names_the_known_ones(aftercare: Command) -> None:
    """No rules, no guess."""
    result = aftercare("read", "--language", "tlh", typed="x\n")

    assert result.exit_code == 2
    assert "known: en, es" in result.stderr
