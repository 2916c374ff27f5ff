"""What a clinic reads when its reading rules cannot be used: the file, the line, the path, and what to write."""

from importlib.resources import files

import pytest

from care.reading.rulebook import LANGUAGES, load_rules, read_rules
from care.source import SourceError

ENGLISH = (files("care") / "rules" / "en.yaml").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_rules_load(language: str) -> None:
    """The rules that ship can be used, and each danger rule has an id of its own."""
    rules = load_rules(language)

    assert rules.language == language
    assert len({rule.id for rule in rules.danger}) == len(rules.danger)


def test_both_languages_know_the_same_dangers() -> None:
    """What is danger in one language is danger of the same level in the other."""
    english, spanish = ({rule.id: rule.level for rule in load_rules(each).danger} for each in ("en", "es"))

    assert english == spanish


def test_unknown_language_is_refused() -> None:
    """A language without rules is refused with the list of those that have some."""
    with pytest.raises(SourceError, match="write one of en, es"):
        load_rules("xx")


@pytest.mark.parametrize(
    ("change", "into", "what"),
    [
        ("id: coughing-blood", "id: breathing", "the id 'breathing' is taken"),
        ("any: [cough* … blood*,", "any: [<cugh> … blood*,", "no group <cugh>; known are"),
        ("any: [cough* … blood*,", "any: [… blood*,", "begins or ends with a gap"),
        ("any: [cough* … blood*,", "any: [co* … blood*,", "would match too much"),
        ("any: [cough* … blood*,", "any: [cough* …99 blood*,", "skips 99 words; write 1 to 8"),
        ("any: [cough* … blood*,", "any: ['(cough)+ blood',", "is not a word; write words"),
        ("id: crisis-violence", "id: violence", "begins with `crisis`"),
        ("level: urgent", "level: severe", "Input should be 'same_day', 'urgent'"),
        ("    grade: A", "    grad: A", "unknown key 'grad' (did you mean 'grade'?)"),
    ],
)
def test_mistakes_are_named_with_their_line(change: str, into: str, what: str) -> None:
    """A mistake in the rules is refused with file, line, path and what to write instead."""
    line = ENGLISH[: ENGLISH.index(change)].count("\n") + 1

    with pytest.raises(SourceError) as refused:
        read_rules(ENGLISH.replace(change, into, 1), file="en.yaml")

    assert what in str(refused.value)
    assert any(abs(problem.line - line) <= 1 and problem.path for problem in refused.value.problems)
