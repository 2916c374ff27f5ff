"""Reads what a patient wrote: is there danger in it, are they unhappy, do they want the messages to stop."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from care.reading.danger import LEVELS, Danger, rank, worse
from care.reading.heard import Heard
from care.reading.learnt import load_learnt
from care.reading.rulebook import Rules, load_rules

__all__ = ["LEARNT", "LEVELS", "Danger", "Reading", "Rules", "load_rules", "read", "worse"]

LEARNT: Final = "learnt"  # how names of what the model found begin or end
_WORSE: Final[tuple[Danger, ...]] = ("emergency", "urgent")
_LEAST: Final[Danger] = "same_day"
_LOUDER: Final = 3  # so many times as loud as danger must unhappiness be to be told beside it
_UNHAPPY: Final = f"unhappy-{LEARNT}"
_UNSURE: Final = "unsure"  # how the ids of rules begin that hear somebody who does not know how they feel


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text was found to say: its danger, what found it (worst first), and the words that spoke."""

    danger: Danger | None
    rules: tuple[str, ...]
    unhappy: bool
    unsure: bool  # neither happy nor unhappy, as far as one can tell: to be asked, not assumed
    stop: bool
    matched: tuple[str, ...]


def read(rules: Rules | Sequence[Rules], text: str, *, procedure: str | None = None, day: int | None = None) -> Reading:
    """What the text says in any of these languages, of which the patient's own comes first: what the rules find, and
    what the model adds to it. Never raises.
    An unknown procedure or day rules nothing out."""
    books = (rules,) if isinstance(rules, Rules) else rules
    heard = _spoken([Heard(book, text) for book in books])
    found = [
        _Found(id=hit.rule.id, level=hit.rule.level, words=hit.words)
        for each in heard
        for hit in each.hits(procedure, day)
    ]
    home = max(heard, key=lambda each: each.at_home, default=None)
    learnt = tuple(_learnt(home, operated=day is None or day >= 0)) if home else ()
    found = sorted((*found, *learnt), key=lambda one: -rank(one.level))
    danger: Danger | None = None
    for one in found:
        danger = worse(danger, one.level)
    if danger and not (home and _rather_unhappy(home)):  # what a rule calls unhappy stays
        found = [one for one in found if one.level or LEARNT not in one.id]
    return Reading(
        danger=danger,
        rules=tuple(dict.fromkeys(one.id for one in found)),
        unhappy=(unhappy := any(one.level is None and not one.id.startswith(_UNSURE) for one in found)),
        unsure=not unhappy and danger is None and any(one.id.startswith(_UNSURE) for one in found),
        stop=any(each.stop(in_danger=danger is not None) for each in heard)
        or (home is not None and danger is None and _stop(home)),
        matched=tuple(dict.fromkeys(one.words for one in found)),
    )


def _spoken(heard: Sequence[Heard]) -> Sequence[Heard]:
    """The languages a text may be in: the first, which is the patient's own, and all in which at least half as many of
    its words are at home as in the best. "Sin pus" is not for the English rules, which know no "sin"."""
    most = max((each.at_home for each in heard), default=0)
    return [each for at, each in enumerate(heard) if at == 0 or 2 * each.at_home >= most]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Something heard in a text: its level (None: unhappiness), and the words that spoke."""

    id: str
    level: Danger | None
    words: str


def _learnt(heard: Heard, *, operated: bool) -> Iterator[_Found]:
    """What the model hears in a text: danger, of the body or of despair; unhappiness; not knowing. Of each, the worst
    level of any part, and the words of the part that says the most. All its bodily danger comes after an operation,
    and before it despair has to be plain: "I want to breathe through both sides" is a hope."""
    learnt, text, language = load_learnt(), heard.text(), heard.language
    parts = list(learnt.heard_in("danger", text, language=language))
    crisis = [part for part in parts if learnt.most(("crisis", "body"), part) == "crisis"]
    if not operated:
        crisis = [part for part in crisis if learnt.says("crisis", part, language=language)]
    if crisis:
        yield _Found(id=f"crisis-{LEARNT}", level="crisis", words=learnt.spoke("danger", crisis))
    body = [part for part in parts if part not in crisis] if operated else []
    if body:
        level = next((one for one in _WORSE if any(learnt.says(one, part, language=language) for part in body)), _LEAST)
        yield _Found(id=f"{LEARNT}-{level.replace('_', '-')}", level=level, words=learnt.spoke("danger", body))
    for head, id_ in (("unhappy", _UNHAPPY), ("unsure", f"{_UNSURE}-{LEARNT}")):
        if learnt.loudness(head, text, language=language) >= 0:
            said = list(learnt.heard_in(head, text, language=language))
            yield _Found(id=id_, level=None, words=learnt.spoke(head, said))


def _rather_unhappy(heard: Heard) -> bool:
    """Whether unhappiness is told beside danger: to the model the words of each look like the other's."""
    learnt, text, language = load_learnt(), heard.text(), heard.language
    danger = learnt.loudness("danger", text, language=language)
    return learnt.loudness("unhappy", text, language=language) >= _LOUDER * max(danger, 0)


def _stop(heard: Heard) -> bool:
    return load_learnt().loudness("stop", heard.text(), language=heard.language) >= 0
