"""The pieces of a text that the model weighs: runs of characters, and words with their neighbours."""

from collections.abc import Iterator, Sequence
from typing import Final

SHORTEST: Final = 3
LONGEST: Final = 6
WORDS_MAX: Final = 700  # of a Telegram message; what is longer is cut, so that no text takes long

Marked = tuple[str, bool]  # a word, and whether a cue beside it takes its meaning away


def pieces(words: Sequence[Marked]) -> Iterator[str]:
    """Every run of three to six characters of words that follow one another, and each word, pair of words, and pair
    with one word left out, with a leading `=`; the first and the last words again, with `^` and `$`. A word that is
    denied, supposed, over or about somebody else stands apart, with a leading `~` and its beginnings: `no fever` is
    not `fever`. Numbers are all the same: what they mean, the rules know."""
    words = [("#" if word[0].isdigit() else word, denied) for word, denied in words[:WORDS_MAX]]
    run: list[str] = []
    for word, denied in words:
        if denied:
            yield from _runs(run)
            run = []
            yield from (f"~{word[:length]}" for length in range(SHORTEST, min(LONGEST, len(word)) + 1))
        else:
            run.append(word)
    yield from _runs(run)
    shown = [f"~{word}" if denied else word for word, denied in words]
    for at, word in enumerate(shown):
        yield f"={word}"
        if at + 1 < len(shown):
            yield f"={word} {shown[at + 1]}"
        if at + 2 < len(shown):
            yield f"={word} _ {shown[at + 2]}"
    yield from _edges(shown)


def _edges(shown: Sequence[str]) -> Iterator[str]:
    """How it begins and how it ends."""
    for words, mark in ((shown[:2], "^"), (shown[-2:][::-1], "$")):
        for length in range(1, len(words) + 1):
            yield mark + " ".join(words[:length])


def _runs(words: Sequence[str]) -> Iterator[str]:
    line = f" {' '.join(words)} " if words else ""
    for length in range(SHORTEST, LONGEST + 1):
        for start in range(len(line) - length + 1):
            yield line[start : start + length]
