"""Turns what a patient typed into plain words that rules can be held against."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_DROPPED: Final = frozenset({"Mn", "Me", "Cf", "Cs"})  # accents, zero-width and bidi marks, halves of characters
_SWAPS: Final = str.maketrans(
    {"½": ".5 ", "º": "°", "˚": "°", "…": "...", "'": "", "’": "", "‘": "", "`": "", "´": "", "ʼ": "", "\u2028": "\n"}
)
_STRETCHED: Final = re.compile(r"([^\W\d])\1{2,}")
_PIECE: Final = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|°|\.{2,}|[.!?;]|[\n,:()]| [-–—]+ ")
_SENTENCE_ENDS: Final = frozenset(".!?;")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word, folded, with the sentence and the clause that it stands in."""

    text: str
    sentence: int
    clause: int


def fold(text: str) -> str:
    """The text in small letters, without accents, invisible marks, apostrophes or stretched letters (sooo)."""
    bare = _drop(text.translate(_SWAPS))
    plain = _drop(unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold()))
    return _STRETCHED.sub(r"\1", plain)


def split(text: str) -> tuple[Word, ...]:
    """The words of any text, in order. Sentences end at . ! ? ; and clauses also at commas, brackets and line ends."""
    words: list[Word] = []
    sentence = clause = 0
    for piece in _PIECE.findall(fold(text)):
        if piece in _SENTENCE_ENDS:
            sentence += 1
            clause += 1
        elif piece[0].isalnum() or piece == "°":
            words.append(Word(text=piece, sentence=sentence, clause=clause))
        else:
            clause += 1
    return tuple(words)


def respell(words: Sequence[Word], spellings: Mapping[tuple[str, ...], str]) -> tuple[Word, ...]:
    """The words with each known other way of writing (can not, cannot) put in its one form (cant)."""
    longest = max(map(len, spellings), default=1)
    result: list[Word] = []
    at = 0
    while at < len(words):
        used, text = _spelling(words, at, longest, spellings)
        result.append(Word(text=text, sentence=words[at].sentence, clause=words[at].clause))
        at += used
    return tuple(result)


def _spelling(
    words: Sequence[Word], at: int, longest: int, spellings: Mapping[tuple[str, ...], str]
) -> tuple[int, str]:
    for length in range(min(longest, len(words) - at), 0, -1):
        run = words[at : at + length]
        same = spellings.get(tuple(word.text for word in run))
        if same is not None and run[0].clause == run[-1].clause:
            return length, same
    return 1, words[at].text


def _drop(text: str) -> str:
    return "".join(mark for mark in text if unicodedata.category(mark) not in _DROPPED)
