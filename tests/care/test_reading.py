"""How well texts are read, on labelled sentences.

`pytest tests/care/test_reading.py -s` prints the figures of the unseen ones; with `-m slow`, those of the known.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import pytest

from care.reading.danger import LEVELS, Danger, rank
from care.reading.rulebook import LANGUAGES
from care.triage import Reading, load_rules, read
from training.sentences import read_sentences

SENTENCES = Path(__file__).parent / "reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A text as a patient might write it, and what a person says it means."""

    text: str
    procedure: str | None
    day: int | None
    danger: Danger | None
    unhappy: bool
    stop: bool
    half: str


Pairs = Sequence[tuple[Sentence, Reading]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The measures of one half of one language's sentences, as shares of one. Unhappiness is measured where there is no
    danger: beside danger nobody asks about it."""

    sentences: int
    danger_found: float
    danger_at_level: float
    false_alarms: float  # where there is no danger
    false_alarms_harmless: float  # where there is nothing at all, half of it made to look dangerous
    unhappy_found: float
    unhappy_right: float
    stop_found: float
    stop_false: int


every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.mark.slow
@every_language
def test_known_sentences_are_read_well(language: str) -> None:
    """The sentences with which rules and thresholds were chosen are read as a person reads them."""
    figures = measure(language, "known")

    assert figures.danger_found >= 0.98
    assert figures.false_alarms <= 0.06
    assert figures.unhappy_found >= 0.92
    assert figures.unhappy_right >= 0.86
    assert figures.stop_found >= 0.96
    assert figures.stop_false <= 2


@every_language
def test_unseen_sentences_are_read_as_well_as_we_say(language: str) -> None:
    """Sentences of another hand, that nothing was fitted to, are read no worse than docs/reading.md says."""
    figures = asdict(measure(language, "unseen"))

    assert {name: figures[name] for name in FLOORS if figures[name] < FLOORS[name]} == {}
    assert figures["false_alarms"] <= FALSE_ALARMS_MAX
    assert figures["stop_false"] == 0


@every_language
def test_the_unseen_were_not_learnt_from(language: str) -> None:
    """No sentence stands in both."""
    learnt = {sentence.text.casefold() for sentence in read_sentences(language)}

    assert [each.text for each in sentences(language, "unseen") if each.text.casefold() in learnt] == []
    assert len(sentences(language, "unseen")) >= 150


def measure(language: str, half: str) -> Figures:
    pairs = [(each, _read(language, each)) for each in sentences(language, half)]
    calm = [(each, got) for each, got in pairs if not each.danger]
    figures = Figures(
        sentences=len(pairs),
        danger_found=_share(got.danger is not None for each, got in pairs if each.danger),
        danger_at_level=_share(rank(got.danger) >= rank(each.danger) for each, got in pairs if each.danger),
        false_alarms=_share(got.danger is not None for _, got in calm),
        false_alarms_harmless=_share(got.danger is not None for each, got in calm if not (each.unhappy or each.stop)),
        unhappy_found=_share(got.unhappy for each, got in calm if each.unhappy),
        unhappy_right=_share(each.unhappy for each, got in calm if got.unhappy),
        stop_found=_share(got.stop for each, got in calm if each.stop),
        stop_false=sum(got.stop and not each.stop for each, got in pairs),
    )
    print(f"\n{language} {half}: {figures}\n  {_by_level(pairs)}")  # noqa: T201
    return figures


def _by_level(pairs: Pairs) -> str:
    """Of the sentences of each level, how many were found at any; of those called so, how many are as bad or worse."""
    told = []
    for level in LEVELS:
        meant = [got for each, got in pairs if each.danger == level]
        called = [each for each, got in pairs if got.danger == level]
        found = sum(got.danger is not None for got in meant)
        right = sum(rank(each.danger) >= rank(level) for each in called)
        told.append(f"{level}: found {found}/{len(meant)}, right {right}/{len(called)}")
    return " · ".join(told)


@cache
def sentences(language: str, half: str) -> tuple[Sentence, ...]:
    lines = (SENTENCES / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(each for line in lines if (each := Sentence(**json.loads(line))).half == half)


def _read(language: str, sentence: Sentence) -> Reading:
    return read(load_rules(language), sentence.text, procedure=sentence.procedure, day=sentence.day)


def _share(hits: Iterable[bool]) -> float:
    each = list(hits)
    return round(sum(each) / len(each), 3)


FLOORS = {"danger_found": 0.95, "unhappy_found": 0.90, "unhappy_right": 0.85, "stop_found": 0.93}
"""As wanted, but for opt-outs: of these 0.95 are wanted, and one missed of sixteen is 0.94."""
FALSE_ALARMS_MAX = 0.10
