"""The red flags of the clinical facts, said in words: found by rules in every language, whatever else was learnt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from care.reading.danger import Danger, rank
from care.reading.heard import Heard
from care.reading.rulebook import LANGUAGES
from care.triage import load_rules

ROWS: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("red_flags.yaml"))


def phrases() -> Iterator[tuple[str, str, dict[str, Any]]]:
    return ((language, text, row) for row in ROWS for language in LANGUAGES for text in row[language])


def by_rules(language: str, text: str, *, procedure: str | None, day: int | None) -> Danger | None:
    """The worst level that a rule finds."""
    hits = Heard(load_rules(language), text).hits(procedure, day)
    return max((hit.rule.level for hit in hits), key=rank, default=None)


@pytest.mark.parametrize(("language", "text", "row"), list(phrases()))
def test_a_red_flag_said_in_words_is_found_by_rules(language: str, text: str, row: dict[str, Any]) -> None:
    """At its level or worse, after its operation; and after an operation or on a day that nobody knows."""
    known = by_rules(language, text, procedure=row["procedure"], day=row["day"])
    unknown = by_rules(language, text, procedure=None, day=None)

    assert rank(known) >= rank(row["level"]), known
    assert rank(unknown) >= rank(row["level"]), unknown
