"""What the model has learnt from labelled sentences: weighs the pieces of a text, and says which words weighed most.

`python -m training.train` makes the file. It adds to what the rules find, and takes nothing away.
"""

import json
import math
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

from care.reading.ngrams import Marked, pieces

FILE: Final = "learnt.bin"
WINDOW_WORDS: Final = 24  # a longer sentence is heard in windows too: danger in the middle of much else
STEP_WORDS: Final = 12
SPEAKS_FROM: Final = 3  # words; of fewer, only the rules know what they mean
SPOKE_MAX: Final = 5  # words that are named


class UnreadableModelError(Exception):
    """The file of weights is not what `python -m training.train` writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text as the model sees it: its words with their marks, and where its sentences end."""

    words: tuple[Marked, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Head:
    """One question asked of a text: a weight of each place, and from which sum on the answer is yes."""

    weights: "array[int]"
    scale: float
    bias: float
    thresholds: Mapping[str, float]  # by language, so that each raises about as many false alarms

    def sum(self, places: frozenset[int]) -> float:
        """How much the pieces at these places speak for yes."""
        if not places:
            return self.bias
        return self.bias + self.scale * sum(self.weights[place] for place in places) / math.sqrt(len(places))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Learnt:
    """The heads by name, all over the same places."""

    bits: int
    heads: Mapping[str, Head]
    about: Mapping[str, str]  # what it was learnt from

    def places(self, words: Sequence[Marked]) -> frozenset[int]:
        """Where the pieces of these words stand among the weights."""
        return places(words, bits=self.bits)

    def says(self, name: str, text: Words, *, language: str) -> tuple[str, ...]:
        """The words that speak for yes, in their order; nothing when the answer is no, or when nothing was learnt in
        that language."""
        head = self.heads[name]
        threshold = head.thresholds.get(language)
        if threshold is None:
            return ()
        for window in windows(text):
            if len(window) >= SPEAKS_FROM and head.sum(self.places(window)) >= threshold:
                return self._spoke(head, window)
        return ()

    def most(self, names: Sequence[str], text: Words) -> str:
        """The one of these heads that the text speaks for the most."""
        spoken = self.places(text.words)
        return max(names, key=lambda name: self.heads[name].sum(spoken))

    def _spoke(self, head: Head, words: Sequence[Marked]) -> tuple[str, ...]:
        """Those without which the sum would fall the most; of a long text, in its part that says the most."""
        words = max(_parts(words), key=lambda part: head.sum(self.places(part)))
        whole = head.sum(self.places(words))
        without = [(whole - head.sum(self.places([*words[:at], *words[at + 1 :]])), at) for at in range(len(words))]
        heaviest = sorted(at for fall, at in sorted(without, reverse=True)[:SPOKE_MAX] if fall > 0)
        return tuple(words[at][0] for at in heaviest) or tuple(word for word, _ in words[:SPOKE_MAX])


def places(words: Sequence[Marked], *, bits: int) -> frozenset[int]:
    """Where the pieces of these words stand among 2**bits weights."""
    mask = (1 << bits) - 1
    return frozenset(zlib.crc32(piece.encode()) & mask for piece in pieces(words))


def windows(text: Words) -> Iterator[Sequence[Marked]]:
    """The whole text, each of its sentences, and parts of long ones."""
    words = text.words
    yield words
    sentences = [words[start:end] for start, end in pairwise((0, *text.ends))] if len(text.ends) > 1 else []
    yield from (sentence for sentence in sentences if sentence)
    for sentence in sentences or [words]:
        if len(sentence) > WINDOW_WORDS:
            yield from _parts(sentence)


def _parts(words: Sequence[Marked]) -> Iterator[Sequence[Marked]]:
    """Parts of at most WINDOW_WORDS words that overlap."""
    for start in range(0, max(1, len(words) - STEP_WORDS), STEP_WORDS):
        yield words[start : start + WINDOW_WORDS]


@cache
def load_learnt() -> Learnt:
    """The weights that ship; read once in a process."""
    return read_learnt(files("care.reading").joinpath(FILE).read_bytes())


def read_learnt(data: bytes) -> Learnt:
    """Raises UnreadableModelError."""
    try:
        head, _, packed = data.partition(b"\n")
        about = json.loads(head)
        weights = zlib.decompress(packed)
        size = 1 << int(about["bits"])
        heads = {
            row["name"]: Head(
                weights=array("b", weights[number * size : (number + 1) * size]),
                scale=float(row["scale"]),
                bias=float(row["bias"]),
                thresholds={str(language): float(value) for language, value in row["thresholds"].items()},
            )
            for number, row in enumerate(about["heads"])
        }
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        raise UnreadableModelError(str(error)) from error
    if any(len(each.weights) != size for each in heads.values()):
        raise UnreadableModelError("cut short")
    return Learnt(bits=int(about["bits"]), heads=heads, about=about["about"])


def write_learnt(learnt: Learnt) -> bytes:
    """The bytes that `read_learnt` reads."""
    rows = [
        {"name": name, "scale": head.scale, "bias": head.bias, "thresholds": dict(head.thresholds)}
        for name, head in learnt.heads.items()
    ]
    head = json.dumps({"about": dict(learnt.about), "bits": learnt.bits, "heads": rows}, sort_keys=True)
    weights = b"".join(each.weights.tobytes() for each in learnt.heads.values())
    return head.encode() + b"\n" + zlib.compress(weights, 9)
