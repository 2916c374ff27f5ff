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
SENTENCES_TOGETHER: Final = 3  # what somebody tells in more sentences is heard in parts, or in the whole
SPEAKS_FROM: Final = 3  # words of a part of a text
SHORT: Final = frozenset({"danger", "stop"})  # asked of one or two words too; the others hear too much in "very happy"
CALM: Final = frozenset({"unhappy", "unsure", "stop"})  # learnt from texts without danger, and heard in the whole
BESIDE_THE_WHOLE: Final = 0.5  # so much more than the whole text may a part of it say of these
SPOKE_MAX: Final = 5  # words that are named


class UnreadableModelError(Exception):
    """The file of weights is not what `python -m training.train` writes."""


Part = Sequence[Marked]


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

    def places(self, words: Part) -> frozenset[int]:
        """Where the pieces of these words stand among the weights."""
        return places(words, bits=self.bits)

    def heard_in(self, name: str, text: Words, *, language: str) -> Iterator[Part]:
        """The parts of a text in which the answer is yes; none when nothing was learnt in that language."""
        return (part for part in _asked(name, text) if self.says(name, part, language=language))

    def loudness(self, name: str, text: Words, *, language: str) -> float:
        """How far the loudest part of a text is above what makes a yes: less than 0 is a no. Of all but danger, that is
        at most a little more than the whole text says: "I want my money back" says less beside "from the barber"."""
        head = self.heads[name]
        loudest = max((head.sum(self.places(part)) for part in _asked(name, text)), default=-math.inf)
        if name in CALM:
            loudest = min(loudest, head.sum(self.places(text.words)) + BESIDE_THE_WHOLE)
        return loudest - head.thresholds.get(language, math.inf)

    def says(self, name: str, part: Part, *, language: str) -> bool:
        """Whether this head says yes to a part of a text."""
        threshold = self.heads[name].thresholds.get(language)
        return threshold is not None and self.heads[name].sum(self.places(part)) >= threshold

    def most(self, names: Sequence[str], part: Part) -> str:
        """The one of these heads that the part speaks for the most."""
        spoken = self.places(part)
        return max(names, key=lambda name: self.heads[name].sum(spoken))

    def spoke(self, name: str, parts: Sequence[Part]) -> str:
        """The words without which the sum would fall the most, in the part that says the most; of a long one, in a
        part of that."""
        head = self.heads[name]
        loudest = max(parts, key=lambda part: head.sum(self.places(part)))
        words = max(_parts(loudest), key=lambda part: head.sum(self.places(part)))
        whole = head.sum(self.places(words))
        without = [(whole - head.sum(self.places([*words[:at], *words[at + 1 :]])), at) for at in range(len(words))]
        heaviest = sorted(at for fall, at in sorted(without, reverse=True)[:SPOKE_MAX] if fall > 0)
        return " ".join(words[at][0] for at in heaviest or range(min(SPOKE_MAX, len(words))))


def places(words: Part, *, bits: int) -> frozenset[int]:
    """Where the pieces of these words stand among 2**bits weights."""
    mask = (1 << bits) - 1
    return frozenset(zlib.crc32(piece.encode()) & mask for piece in pieces(words))


def _asked(name: str, text: Words) -> Iterator[Part]:
    """The parts of a text in which this head is asked. "Stomach hard" says all there is; "7" only a rule knows."""
    if len(text.words) >= SPEAKS_FROM:
        yield from (part for part in windows(text) if len(part) >= SPEAKS_FROM)
    elif name in SHORT and any(len(word) > 1 and word.isalpha() for word, _ in text.words):
        yield text.words


def windows(text: Words) -> Iterator[Part]:
    """The whole text, each of its sentences, two and three that follow one another, and parts of long ones: so danger
    weighs as much among other sentences as alone."""
    words, edges = text.words, (0, *text.ends)
    yield words
    for together in range(1, min(SENTENCES_TOGETHER, len(text.ends) - 1) + 1):
        for start, end in zip(edges, edges[together:], strict=False):
            yield words[start:end]
    sentences = [words[start:end] for start, end in pairwise(edges)] if len(text.ends) > 1 else []
    for sentence in sentences or [words]:
        if len(sentence) > WINDOW_WORDS:
            yield from _parts(sentence)


def _parts(words: Part) -> Iterator[Part]:
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
