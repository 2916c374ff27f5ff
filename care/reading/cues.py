"""Cues: the words beside a phrase that take its meaning away, such as no, what if, my sister, has stopped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from care.reading.phrase import Phrase
from care.reading.phrasebook import Phrasebook, Span
from care.reading.rulefile import Kind
from care.reading.words import Word

_LIST_REACH: Final = 6  # how much farther a cue reaches along a list
_LIST_WORDS_AHEAD: Final = 5  # "no fever, redness, pus or smell": how far on the `or` may stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One kind of cue: how far it reaches, what it cancels, and what ends its reach."""

    id: str
    side: Literal["before", "after"]
    any: tuple[Phrase, ...]
    reach: int
    across_commas: bool
    lists: bool
    alone: bool  # counts only as the last word of its clause, and not as a question: "fever: no"
    but_not: tuple[Phrase, ...]
    only_with: tuple[Phrase, ...]  # counts only with one of these, in its sentence or the next: "my son … I am well"
    ends_at: tuple[Phrase, ...]
    cancels: frozenset[Kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    cue: Cue
    near_edges: frozenset[int]
    """Where the cue stops (before) or starts (after): the edge that looks at the phrase."""
    ends: frozenset[int]


class Cues:
    """The cues heard in one text; asks of any span whether one of them cancels it."""

    __slots__ = ("_heard", "_list_words", "_words")

    def __init__(
        self,
        cues: Iterable[Cue],
        *,
        words: Sequence[Word],
        book: Phrasebook,
        found: dict[int, tuple[Span, ...]],
        list_words: frozenset[str],
    ) -> None:
        self._words = words
        self._list_words = list_words
        self._heard = tuple(_hear(cue, book, found, words) for cue in cues)

    def cancel(self, span: Span, kind: Kind) -> bool:
        """Whether the words at this span are denied, only supposed, over, or about somebody else."""
        return any(kind in heard.cue.cancels and self._covers(heard, span) for heard in self._heard)

    def _covers(self, heard: _Heard, span: Span) -> bool:
        cue = heard.cue
        if not heard.near_edges:
            return False
        step, edge, home = (-1, span.start, span.start) if cue.side == "before" else (1, span.stop, span.stop - 1)
        for distance in range(cue.reach + (_LIST_REACH if cue.lists else 0) + 1):
            place = edge - (step < 0)
            if edge in heard.near_edges:
                near = distance <= cue.reach or self._in_list(place, home)
                return near and self._same_breath(cue, place, home)
            if not 0 <= place < len(self._words) or place in heard.ends:
                return False
            if self._words[place].sentence != self._words[home].sentence:
                return False
            edge += step
        return False

    def _same_breath(self, cue: Cue, place: int, home: int) -> bool:
        if not 0 <= place < len(self._words):
            return False
        there, here = self._words[place], self._words[home]
        if there.sentence != here.sentence:
            return False
        return cue.across_commas or there.clause == here.clause or (cue.lists and self._in_list(place, home))

    def _in_list(self, place: int, home: int) -> bool:
        ahead = self._words[place + 1 : home + _LIST_WORDS_AHEAD + 1]
        return any(w.text in self._list_words and w.sentence == self._words[home].sentence for w in ahead)


def _hear(cue: Cue, book: Phrasebook, found: dict[int, tuple[Span, ...]], words: Sequence[Word]) -> _Heard:
    def spans(phrases: Iterable[Phrase]) -> list[Span]:
        return [span for phrase in phrases for span in found.get(book.number(phrase), ())]

    live = _outside(spans(cue.any), spans(cue.but_not))
    if cue.only_with:
        said = {words[span.start].sentence for span in spans(cue.only_with)}
        live = [span for span in live if {(at := words[span.start].sentence), at + 1} & said]
    if cue.alone:
        live = [span for span in live if _last(span, words)]
    edges = frozenset(span.stop if cue.side == "before" else span.start for span in live)
    ends = frozenset(place for span in spans(cue.ends_at) for place in range(span.start, span.stop))
    return _Heard(cue=cue, near_edges=edges, ends=ends)


def _last(span: Span, words: Sequence[Word]) -> bool:
    end = words[span.stop - 1]
    more = span.stop < len(words) and words[span.stop].clause == end.clause
    return not more and end.mark != "?"


def _outside(spans: list[Span], excused: list[Span]) -> list[Span]:
    """The spans that do not lie within an excused one."""
    edges = sorted([(span.start, 0, span.stop) for span in excused] + [(span.start, 1, span.stop) for span in spans])
    outside: list[Span] = []
    excused_to = 0
    for start, asked, stop in edges:
        if not asked:
            excused_to = max(excused_to, stop)
        elif stop > excused_to:
            outside.append(Span(start=start, stop=stop))
    return outside
