"""Finds every phrase of a rule set in a text, in one pass whose work grows with the text and not faster."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from care.reading.phrase import Choice, Gap, Phrase
from care.reading.vocabulary import Vocabulary
from care.reading.words import Word

_FILLERS_MAX: Final = 3  # "is really very much bleeding": so many words without weight may stand between two others


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a phrase was found: from the first word to before the last."""

    start: int
    stop: int


@dataclass(slots=True)
class _Node:
    reach: int = 0
    steps: dict[int, "_Node"] = field(default_factory=dict)
    gaps: dict[int, "_Node"] = field(default_factory=dict)
    phrases: list[int] = field(default_factory=list)


class Phrasebook:
    """All phrases of a language, laid together as one tree so that a text is walked once for all of them."""

    __slots__ = ("_choices", "_fillers", "_numbers", "_phrases", "_root", "_vocabulary")

    def __init__(self, phrases: Collection[Phrase], *, fillers: Collection[str], ordinary: Collection[str]) -> None:
        self._phrases = {phrase: number for number, phrase in enumerate(dict.fromkeys(phrases))}
        self._numbers: dict[
            int, tuple[Phrase, int]
        ] = {}  # by identity: hashing a phrase takes long, and rules keep theirs
        self._choices: dict[Choice, int] = {}
        self._fillers = frozenset(fillers)
        self._root = _Node()
        for phrase, number in self._phrases.items():
            self._plant(phrase, number)
        self._vocabulary = Vocabulary(self._choices, ordinary=ordinary)

    def number(self, phrase: Phrase) -> int:
        """The number under which `find` reports this phrase."""
        known = self._numbers.get(id(phrase))
        if known is None or known[0] is not phrase:
            known = self._numbers[id(phrase)] = (phrase, self._phrases[phrase])
        return known[1]

    def find(self, words: Sequence[Word]) -> dict[int, tuple[Span, ...]]:
        """Every place of every phrase that occurs, by the phrase's number, in the order of the text."""
        known = {text: self._vocabulary.choices(text) for text in {word.text for word in words}}
        said = [known[word.text] for word in words]
        found: dict[int, dict[Span, None]] = {}
        for start in range(len(words)):
            self._walk(words, said, start, found)
        return {number: tuple(spans) for number, spans in found.items()}

    def _plant(self, phrase: Phrase, number: int) -> None:
        node = self._root
        for part in phrase:
            if isinstance(part, Gap):
                node = node.gaps.setdefault(part.words, _Node(reach=part.words))
            else:
                node = node.steps.setdefault(self._choices.setdefault(part, len(self._choices)), _Node())
        node.phrases.append(number)

    def _walk(
        self, words: Sequence[Word], said: Sequence[frozenset[int]], start: int, found: dict[int, dict[Span, None]]
    ) -> None:
        todo = [(node, start + 1) for choice in said[start] if (node := self._root.steps.get(choice))]
        seen: set[tuple[int, int]] = set()
        while todo:
            node, at = todo.pop()
            if (id(node), at) in seen:
                continue
            seen.add((id(node), at))
            for number in node.phrases:
                found.setdefault(number, {})[Span(start=start, stop=at)] = None
            for onward in (node, *node.gaps.values()):
                todo.extend(self._onward(onward, words, said, at))

    def _onward(
        self, node: _Node, words: Sequence[Word], said: Sequence[frozenset[int]], at: int
    ) -> list[tuple[_Node, int]]:
        if not node.steps:
            return []
        ahead: list[tuple[_Node, int]] = []
        last = min(len(words), at + node.reach + _FILLERS_MAX + 1)
        skips, fillers = node.reach, _FILLERS_MAX
        for place in range(at, last):
            if words[place].sentence != words[at - 1].sentence:
                break
            ahead.extend((step, place + 1) for choice, step in node.steps.items() if choice in said[place])
            if words[place].text in self._fillers and fillers:
                fillers -= 1
            elif skips:
                skips -= 1
            else:
                break
        return ahead
