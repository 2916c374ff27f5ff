"""What a picture of a conversation consists of, before anything is placed: boxes, their rows, and where each leads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from care.protocol import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Something that can be chosen in a box: its words, what it raises, what is said back, and where it leads."""

    labels: tuple[str, ...]
    levels: tuple[Level, ...] = ()
    reply: str = ""
    leads_to: tuple[str, ...] = ()
    later: bool = False  # not at once: on a day that was set


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One question, or one end. `then` is where it goes on whatever is chosen, unless a row leads elsewhere."""

    id: str
    kind: Literal["screen", "end", "start"]
    title: str
    number: int | None = None
    text: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    rows: tuple[Row, ...] = ()
    then: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One way from a box to another. `row` is None for the way that the whole box takes."""

    source: str
    row: int | None
    target: str
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Boxes in the order in which they were found; the first is where it begins."""

    boxes: tuple[Box, ...]

    def box(self, id_: str) -> Box:
        return next(box for box in self.boxes if box.id == id_)

    @property
    def screens(self) -> tuple[Box, ...]:
        """Those that have a number, in the order of their numbers."""
        numbered = ((box.number, box) for box in self.boxes if box.number is not None)
        return tuple(box for _, box in sorted(numbered, key=lambda pair: pair[0]))

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(link for box in self.boxes for link in _leaving(box))


def _leaving(box: Box) -> Iterator[Link]:
    for number, row in enumerate(box.rows):
        for target in row.leads_to:
            yield Link(source=box.id, row=number, target=target, later=row.later)
    if box.then:
        yield Link(source=box.id, row=None, target=box.then)
