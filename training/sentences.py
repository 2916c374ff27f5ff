"""The labelled sentences: `sentences/<language>/<label>.txt`, one a line; `+unhappy | …` gives a line more labels."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from training.labels import DANGER, LABELS

FOLDER: Final = Path(__file__).parent / "sentences"

_MORE: Final = re.compile(r"^((?:\+\w+[\s,]*)+)\|\s*(.+)$")


class BadSentenceError(Exception):
    """A line of the labelled sentences cannot be read; the words name file, line and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A text as a patient might write it, and everything that it says."""

    text: str
    labels: frozenset[str]

    @property
    def dangerous(self) -> bool:
        return not self.labels.isdisjoint(DANGER)


def languages() -> tuple[str, ...]:
    """The languages that have sentences."""
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir()))


def read_sentences(language: str, *, folder: Path = FOLDER) -> tuple[Sentence, ...]:
    """All labelled sentences of a language, always in the same order. Raises BadSentenceError."""
    return tuple(sentence for label in LABELS for sentence in _in_file(folder / language / f"{label}.txt", label=label))


def _in_file(path: Path, *, label: str) -> Iterator[Sentence]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        more: set[str] = set()
        if text.startswith("+"):
            text, more = _more(text, place=f"{path.name}:{number}")
        yield Sentence(text=text, labels=frozenset({label, *more}))


def _more(line: str, *, place: str) -> tuple[str, set[str]]:
    found = _MORE.match(line)
    if found is None:
        raise BadSentenceError(f"{place}: write `+label | the sentence`")
    more = set(re.findall(r"\w+", found[1]))
    if unknown := more.difference(LABELS):
        raise BadSentenceError(f"{place}: no label {', '.join(sorted(unknown))} (there are: {', '.join(LABELS)})")
    return found[2], more


def fingerprint() -> str:
    """Changes when any labelled sentence does."""
    found = hashlib.sha256()
    for language in languages():
        for label in LABELS:
            found.update((FOLDER / language / f"{label}.txt").read_bytes())
    return found.hexdigest()[:16]
