"""What a clinic reads about a file that cannot be used: file, line, what is wrong, and what to write instead."""

from pathlib import Path

import pytest

from care.clinic import read_clinic
from care.protocol import Protocol
from care.protocol_file import Translation, read_common, read_protocol
from care.source import SourceError
from tests.care.conversation import CLINIC

CLINIC_YAML = (CLINIC / "clinic.yaml").read_text(encoding="utf-8")
PROTOCOLS = Path(__file__).parents[2] / "care" / "protocols"
NOSE_YAML = (PROTOCOLS / "rhinoplasty.yaml").read_text(encoding="utf-8")
COMMON_YAML = (PROTOCOLS / "common.yaml").read_text(encoding="utf-8")
COMMON = read_common(COMMON_YAML, file="common.yaml")
SPANISH_YAML = (PROTOCOLS / "es" / "rhinoplasty.yaml").read_text(encoding="utf-8")


def _changed(text: str, old: str, new: str) -> tuple[str, int]:
    """The file with one passage changed, and the line where it stands."""
    assert text.count(old) >= 1, old
    before, _, after = text.partition(old)
    return before + new + after, before.count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "below", "says"),
    [
        (
            'quiet: {from: "21:00", until: "08:00"}',
            'quiet: {from: "22:00", until: "22:00"}',
            0,
            "begin and end are the",
        ),
        ('quiet: {from: "21:00", until: "08:00"}', 'quiet: {from: "08:00", until: "06:00"}', 0, "fewer than 4 hours"),
        ("zone: Europe/Madrid", "zone: Mars/X", 0, "no time zone 'Mars/X'"),
        ("zone: Europe/Madrid", "zone: Europe/Madird", 0, "did you mean 'Europe/Madrid'?"),
        ("  mon: 09:00-14:00, 16:00-19:00", "  mon: 9-14", 0, "two digits each"),
        ("check_in_hour: 18:00", "check_in_hour: 6pm", 0, "write a time of day"),
        ("languages: [en, es, pt-BR, ru]", "languages: []", 0, "at least 1 item"),
        ("complaints:", "complaint:", 0, "unknown key 'complaint' (did you mean 'complaints'?)"),
        ("{after: 5 minutes, tell: on_call}", "{after: 5 minutes, tell: oncall}", 0, "did you mean 'on_call'?"),
        ("{after: 5 minutes, tell: on_call}", "{after: soon, tell: on_call}", 0, "write a length of time"),
        ("telegram: 1002", "telegram: 1001", 0, "1001 stands here twice"),
        ("    es: la línea de atención", "    fr: la línea de atención", -2, "name: has no text in es, which"),
        ("name: Clínica Rosa", "name: Clínica Rosa\nname: Other", 1, "the key 'name' stands here twice"),
        ("id: rosa", "id:\t- rosa", 0, "not readable as YAML"),
    ],
)
def test_a_broken_clinic_file(old: str, new: str, below: int, says: str) -> None:
    """Refused with the file, the line and what to write."""
    text, line = _changed(CLINIC_YAML, old, new)

    with pytest.raises(SourceError) as raised:
        read_clinic(text, file="clinic.yaml")

    assert f"clinic.yaml:{line + below}: " in str(raised.value)
    assert says in str(raised.value)


def test_an_empty_ladder() -> None:
    """A level whose ladder has no rung would tell nobody."""
    start = CLINIC_YAML.index("  emergency:\n")
    text = CLINIC_YAML[:start] + "  emergency: []\n" + CLINIC_YAML[CLINIC_YAML.index("  urgent:\n") :]

    with pytest.raises(SourceError, match=r"ladder\.emergency: is empty; name at least who is told"):
        read_clinic(text, file="clinic.yaml")


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n- list\n", "just words"])
def test_a_file_that_is_no_mapping(text: str) -> None:
    """Empty files and lists are refused in words."""
    with pytest.raises(SourceError, match="the file is empty or a list"):
        read_clinic(text, file="clinic.yaml")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("ask: [safety, pain, coping]", "ask: [safety, pian, coping]", "no question 'pian' (did you mean 'pain'?)"),
        ("    on: month 3\n    ask: [result", "    on: month 2\n    ask: [result", "before `judged.first_asked`"),
        ("repeat: {every: year 1, until: year 10}", "repeat: {every: day 1, until: year 10}", "do not add up"),
        ("    on: year 2\n    repeat: {every: year 1,", "    on: day 1\n    repeat: {every: day 1,", "at most 200"),
        ("repeat: {every: year 1, until: year 10}", "repeat: {every: year 0, until: year 10}", "must be at least 1"),
        ("label: From the front", "label: {es: De frente}", "at least the English text"),
        ("Phone {clinic_phone} now.", "Phone {phone} now.", "unknown placeholder {phone}; known: {clinic}"),
        ("label: From the front", "label: " + "From the front " * 6, "at most 60 fit"),
        ("  - use: calf", "  - use: clalf", "no common row 'clalf' (did you mean 'calf'?)"),
        ("coping: {use: coping}", "coping: {use: copping}", "no common row 'copping' (did you mean 'coping'?)"),
        ("  - use: calf", "  - use: calf\n    until: soon", "write a moment counted from surgery"),
        ("  - id: day_2\n", "  - id: day_1\n", "'day_1' stands here twice"),
        ("    on: day 2\n", "    on: second day\n", "write a moment counted from surgery"),
        ("    until: day 14\n    changing", "    until: day -3\n    changing", "ends (day -3) before it begins"),
        ("      - option: revision", "      - option: revison", "no option 'revison' (did you mean 'revision'?)"),
    ],
)  # fmt: skip
def test_a_broken_protocol(old: str, new: str, says: str) -> None:
    """Refused, near the line that was changed, in words that say what to do."""
    text, line = _changed(NOSE_YAML, old, new)

    with pytest.raises(SourceError) as raised:
        read_protocol(text, file="nose.yaml", common=COMMON)

    problem = next(problem for problem in raised.value.problems if says in problem.what)
    assert abs(problem.line - line) <= 8 or problem.path == "check_ins"


def _nose_in_spanish(text: str) -> Protocol:
    spanish = Translation(text, file="es/nose.yaml", language="es")
    return read_protocol(NOSE_YAML, file="nose.yaml", common=COMMON, translations=[spanish])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  day_7:\n    what:", "  day_8:\n    what:", "has no 'day_8' here"),
        ("name: \"", "nmae: \"", "has no 'nmae' here"),
        ("  day_7:\n    what: ", "  day_7:\n    on: day 7\n    what: ", "`day 7`"),
        ("review: {draft: true}", "review: {draught: true}", "unknown key 'draught' (did you mean 'draft'?)"),
        ("  day_7:\n    what: \"Retirada de puntos y férulas\"", "  day_7: Retirada", "something that is not a text"),
        ("  day_7:\n    what: \"Retirada de puntos y férulas\"", "  day_7: [Retirada]", "write the text here"),
    ],
)  # fmt: skip
def test_a_broken_translation(old: str, new: str, says: str) -> None:
    """A text for something that the protocol does not have is refused in the translation's own file."""
    text, line = _changed(SPANISH_YAML, old, new)

    with pytest.raises(SourceError) as raised:
        _nose_in_spanish(text)

    problem = next(problem for problem in raised.value.problems if says in problem.what)
    assert problem.file == "nose.yaml" or abs(problem.line - line) <= 2


def test_a_common_row_is_mended_in_its_own_file() -> None:
    """A mistake in the shared rows is named where it stands, once, and not in each protocol that takes the row."""
    text, line = _changed(COMMON_YAML, "      - at_least: 8", "      - at_least: 80")

    with pytest.raises(SourceError, match=f"common.yaml:{line}: .*less than or equal to 10"):
        read_common(text, file="common.yaml")


def test_what_a_protocol_says_beside_use_goes_first() -> None:
    """A clinic changes one window and keeps the rest of the row."""
    text, _ = _changed(NOSE_YAML, "  - use: calf\n", "  - use: calf\n    until: week 8\n")

    calf = next(flag for flag in read_protocol(text, file="nose.yaml", common=COMMON).red_flags if flag.id == "calf")

    assert (str(calf.until), calf.level) == ("week 8", "urgent")


def test_every_problem_is_named_at_once() -> None:
    """Two mistakes in one file are two lines."""
    text, _ = _changed(CLINIC_YAML, "zone: Europe/Madrid", "zone: Mars/X")
    text, _ = _changed(text, "check_in_hour: 18:00", "check_in_hour: 6pm")

    with pytest.raises(SourceError) as raised:
        read_clinic(text, file="clinic.yaml")

    assert [problem.path for problem in raised.value.problems] == ["zone", "check_in_hour"]


def test_a_partial_ladder_must_still_lead_to_somebody() -> None:
    """Levels that are not written climb the built-in ladder, so its people must exist too."""
    text = CLINIC_YAML.replace(", on_call]", "]")
    head, _, rest = text.partition("ladder:")
    partial = "ladder:\n  emergency:\n    - {after: at once, tell: staff_chat}\n" + rest[rest.index("\nprotocols:") :]

    with pytest.raises(SourceError) as refused:
        read_clinic(head + partial, file="clinic.yaml")

    assert "nobody has the role 'on_call' of `urgent`, which is not written here and built in" in str(refused.value)
