"""The small language in which a clinician writes what patients say.

`bleed*` is any word that begins so, `a|b` is one or the other, `too-many|all` has two words in one place,
`<cant>` is a named group of words, `…` skips up to three words and `…5` up to five. Accents, capitals and
apostrophes make no difference.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, product
from typing import Final

from care.reading.words import fold

_GAP_WORDS: Final = 3  # what a bare … may skip
_GAP_WORDS_MAX: Final = 8  # longer gaps tie together what does not belong together
_PHRASES_MAX: Final = 40  # one line that stands for more is no longer readable
_STEM_LETTERS_MIN: Final = 3  # shorter stems match half the dictionary
_GAP: Final = re.compile(r"(?:…|\.\.\.)(\d*)")
_GROUP: Final = re.compile(r"<([^\W\d]\w*)>")
_WORD: Final = re.compile(r"(?:[^\W\d_]+|\d+|°)\*?")


class PhraseError(ValueError):
    """A phrase of the rules cannot be understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Up to so many words, whatever they are."""

    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One word out of these: whole words, and stems that it may begin with."""

    whole: frozenset[str]
    stems: frozenset[str]


Phrase = tuple[Choice | Gap, ...]
Phrases = tuple[Phrase, ...]


def parse_phrase(text: str, *, groups: Mapping[str, str], spellings: Mapping[tuple[str, ...], str]) -> Phrases:
    """The phrases that a line of rules stands for: one, and one more for each choice of joined words (too-many).
    Raises PhraseError that says what to write instead."""
    phrases = tuple(
        tuple(chain.from_iterable(parts))
        for parts in product(*(_part(part, groups=groups, spellings=spellings) for part in text.split()))
    )
    if not phrases[0]:
        raise PhraseError("an empty phrase; write at least one word")
    if isinstance(phrases[0][0], Gap) or isinstance(phrases[0][-1], Gap):
        raise PhraseError(f"{text!r} begins or ends with a gap; leave the … out there")
    if len(phrases) > _PHRASES_MAX:
        raise PhraseError(f"{text!r} stands for {len(phrases)} phrases; write it as several")
    return phrases


def _part(part: str, *, groups: Mapping[str, str], spellings: Mapping[tuple[str, ...], str]) -> list[Phrase]:
    """The ways to fill one place of a phrase: a gap, one word out of some, or words joined by hyphens."""
    if gap := _GAP.fullmatch(part):
        words = int(gap[1] or _GAP_WORDS)
        if not 1 <= words <= _GAP_WORDS_MAX:
            raise PhraseError(f"{part!r} skips {words} words; write 1 to {_GAP_WORDS_MAX}")
        return [(Gap(words=words),)]
    names = _spread(part, groups)
    single = [_word(name, part) for name in names if "-" not in name]
    joined = [
        tuple(_choice([_word(word, part)], spellings) for word in name.split("-")) for name in names if "-" in name
    ]
    return [*([(_choice(single, spellings),)] if single else []), *joined]


def _choice(words: list[str], spellings: Mapping[tuple[str, ...], str]) -> Choice:
    whole = frozenset(spellings.get((word,), word) for word in words if not word.endswith("*"))
    return Choice(whole=whole, stems=frozenset(word[:-1] for word in words if word.endswith("*")))


def _spread(part: str, groups: Mapping[str, str]) -> list[str]:
    names: list[str] = []
    for name in part.split("|"):
        if not (group := _GROUP.fullmatch(name)):
            names.append(name)
        elif group[1] in groups:
            names.extend(re.split(r"[|\s]+", groups[group[1]].strip()))
        else:
            raise PhraseError(f"no group <{group[1]}>; known are {', '.join(sorted(groups)) or 'none'}")
    return names


@cache
def _word(name: str, part: str) -> str:
    word = fold(name)
    if not _WORD.fullmatch(word):
        raise PhraseError(f"{part!r} is not a word; write words, word*, one|other, <group> or … with spaces between")
    if word.endswith("*") and len(word) <= _STEM_LETTERS_MIN:
        raise PhraseError(f"{part!r} would match too much; write at least {_STEM_LETTERS_MIN} letters before the *")
    return word
