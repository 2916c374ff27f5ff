"""Which choices of a rule set a typed word may stand for, forgiving one slip in a long word."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, TypeVar

from rapidfuzz.distance import OSA

from care.reading.phrase import Choice

V = TypeVar("V")

_SLIP_LETTERS_MIN: Final = 6  # in shorter words one letter makes another word: chest, cheat; fever, never
_WORD_LETTERS_MAX: Final = 32  # longer than any word of the rules; such a word is no slip


class Vocabulary:
    """Answers which choices a word matches; built once for a language."""

    __slots__ = ("_ordinary", "_slips", "_stem_letters_max", "_stems", "_whole")

    def __init__(self, choices: Mapping[Choice, int], *, ordinary: Collection[str]) -> None:
        self._ordinary = frozenset(ordinary)
        self._whole = _index((word, number) for choice, number in choices.items() for word in choice.whole)
        self._stems = _index((stem, number) for choice, number in choices.items() for stem in choice.stems)
        self._stem_letters_max = max(map(len, self._stems), default=0)
        self._slips = _index((less, word) for word in self._whole if _long(word) for less in _lessened(word))

    def choices(self, word: str) -> frozenset[int]:
        """The numbers of the choices that this word matches; a known or ordinary word is never taken for a slip."""
        exact = self._whole.get(word, frozenset()) | self._by_stem(word)
        if exact or word in self._ordinary or len(word) < _SLIP_LETTERS_MIN - 1:
            return exact
        return frozenset(number for meant in self._meant(word) for number in self._whole[meant])

    def _by_stem(self, word: str) -> frozenset[int]:
        longest = min(len(word), self._stem_letters_max)
        return frozenset(number for letters in range(1, longest + 1) for number in self._stems.get(word[:letters], ()))

    def _meant(self, word: str) -> Iterator[str]:
        if len(word) > _WORD_LETTERS_MAX:
            return
        near = {meant for less in _lessened(word) for meant in self._slips.get(less, ())}
        for meant in near:
            if meant[0] == word[0] and OSA.distance(meant, word, score_cutoff=1) <= 1:
                yield meant


def _long(word: str) -> bool:
    return len(word) >= _SLIP_LETTERS_MIN and word.isalpha()


def _lessened(word: str) -> set[str]:
    """The word itself and each form of it with one letter left out: two words one slip apart share one of these."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def _index(pairs: Iterable[tuple[str, V]]) -> dict[str, frozenset[V]]:
    gathered: defaultdict[str, set[V]] = defaultdict(set)
    for key, value in pairs:
        gathered[key].add(value)
    return {key: frozenset(values) for key, values in gathered.items()}
