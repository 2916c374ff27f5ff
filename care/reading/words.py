"""Turns what a patient typed into plain words that rules can be held against."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

_DROPPED: Final = frozenset({"Mn", "Me", "Cf", "Cs"})  # accents, zero-width and bidi marks, halves of characters
_SWAPS: Final = str.maketrans(
    {"½": ".5 ", "º": "°", "˚": "°", "…": "...", "'": "", "’": "", "‘": "", "`": "", "´": "", "ʼ": "", "\u2028": "\n"}
)
_STRETCHED: Final = re.compile(r"([^\W\d])\1{2,}")
_PIECE: Final = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|°|\.{2,}|[.!?;]|[\n,:()]| [-–—]+ ")
_SENTENCE_ENDS: Final = frozenset(".!?;")
_ASKED_WORDS_MAX: Final = 4  # "any fever? no": a question or label so short, and an answer so short, are one
_ANSWER_WORDS_MAX: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word, folded, with the sentence and the clause that it stands in, and the mark that ends these behind it."""

    text: str
    sentence: int
    clause: int
    mark: str = ""


def fold(text: str) -> str:
    """The text in small letters, without accents, invisible marks, apostrophes or stretched letters (sooo)."""
    bare = _drop(text.translate(_SWAPS))
    plain = _drop(unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold()))
    return _STRETCHED.sub(r"\1", plain)


def split(text: str) -> tuple[Word, ...]:
    """The words of any text, in order. Sentences end at . ! ? ; and clauses also at commas, brackets and line ends; but
    a short question or label and its short answer ("fever? no", "bleeding: none") are one clause."""
    words: list[Word] = []
    sentence = 0
    for clause, (said, mark) in enumerate(_answered(list(_clauses(text)))):
        words += (Word(text=word, sentence=sentence, clause=clause) for word in said[:-1])
        words += (Word(text=word, sentence=sentence, clause=clause, mark=mark) for word in said[-1:])
        sentence += mark in _SENTENCE_ENDS
    return tuple(words)


_Clause = tuple[list[str], str]  # its words, and the mark behind it


def _clauses(text: str) -> Iterator[_Clause]:
    words: list[str] = []
    for piece in (*_PIECE.findall(fold(text)), "\n"):
        if piece[0].isalnum() or piece == "°":
            words.append(piece)
        else:
            yield words, piece
            words = []


def _answered(clauses: Sequence[_Clause]) -> Iterator[_Clause]:
    at = 0
    while at < len(clauses):
        asked, mark = clauses[at]
        answer, after = clauses[at + 1] if at + 1 < len(clauses) else ([], "")
        answers = mark in "?:" and 0 < len(asked) <= _ASKED_WORDS_MAX and 0 < len(answer) <= _ANSWER_WORDS_MAX
        yield ([*asked, *answer], after) if answers else (asked, mark)
        at += 2 if answers else 1


def respell(words: Sequence[Word], spellings: Mapping[tuple[str, ...], str]) -> tuple[Word, ...]:
    """The words with each known other way of writing (can not, cannot) put in its one form (cant)."""
    longest = max(map(len, spellings), default=1)
    result: list[Word] = []
    at = 0
    while at < len(words):
        used, text = _spelling(words, at, longest, spellings)
        result.append(replace(words[at], text=text, mark=words[at + used - 1].mark))
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
