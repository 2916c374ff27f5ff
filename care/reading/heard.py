"""One text held against the rules of one language: its words, what they match, and which of them a cue takes away."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from care.reading.cues import Cues
from care.reading.learnt import Words
from care.reading.phrase import Choice, Phrase
from care.reading.phrasebook import Span
from care.reading.rulebook import OptOut, Rule, Rules
from care.reading.rulefile import Kind
from care.reading.temperature import Measured, measured
from care.reading.words import respell, split

_FEVER = 37.5  # degrees Celsius; below it, a temperature says nothing of danger
_SPOILED_BY_WORDS = 12  # how near a `not_with` must stand, when a sentence has no end


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A rule that matched, and the words it matched on."""

    rule: Rule
    words: str


class Heard:
    """What the rules of one language make of one text."""

    __slots__ = ("_book", "_cues", "_found", "_measured", "_words")

    def __init__(self, book: Rules, text: str) -> None:
        self._book = book
        self._words = respell(split(text), book.spellings)
        self._found = book.book.find(self._words)
        self._measured = tuple(measured(self._words, book.thermometer))
        self._cues = Cues(book.cues, words=self._words, book=book.book, found=self._found, list_words=book.list_words)

    @property
    def language(self) -> str:
        return self._book.language

    @property
    def at_home(self) -> int:
        """How many of the words are such as every text in this language has: to tell which language it is."""
        return sum(word.text in self._book.common_words for word in self._words)

    def text(self) -> Words:
        """Each word, and whether a cue beside it takes its meaning away; a temperature that is no fever means none."""
        well = {at for each in self._measured if each.celsius < _FEVER for at in range(each.span.start, each.span.stop)}
        spans = (Span(start=at, stop=at + 1) for at in range(len(self._words)))
        pairs = zip(self._words, spans, strict=True)
        ends = (at for at in range(1, len(self._words)) if self._words[at].sentence != self._words[at - 1].sentence)
        return Words(
            words=tuple((word.text, span.start in well or self._cues.cancel(span, "danger")) for word, span in pairs),
            ends=(*ends, len(self._words)),
        )

    def hits(self, procedure: str | None, day: int | None) -> Iterator[Hit]:
        for rule in (*self._book.danger, *self._book.unhappy):
            if _applies(rule, procedure, day) and (span := self._fires(rule)):
                yield Hit(rule=rule, words=self._said(span))

    def stop(self, *, in_danger: bool) -> bool:
        """An opt-out: these words anywhere, or a sentence that says nothing else. A lone "stop" beside words of
        danger is more likely about the danger."""
        sentences: dict[int, list[str]] = {}
        for word in self._words:
            sentences.setdefault(word.sentence, []).append(word.text)
        bare = [_only_stop(sentence, self._book.opt_out) for sentence in sentences.values()]
        said = any(self._live(self._book.opt_out.any, "stop"))
        return said or (any(bare) and (all(bare) or not in_danger))

    def _fires(self, rule: Rule) -> Span | None:
        kind = _kind(rule)
        spoiled = self._near(rule.not_with)
        spans = (*self._hot(rule), *self._live(rule.any, kind), *self._together(rule, kind))
        return next((span for span in spans if span.start not in spoiled), None)

    def _near(self, phrases: Sequence[Phrase]) -> set[int]:
        """The places beside these phrases, within their sentence."""
        return {
            place
            for span in self._every(phrases)
            for place in range(max(0, span.start - _SPOILED_BY_WORDS), span.stop + _SPOILED_BY_WORDS)
            if place < len(self._words) and self._words[place].sentence == self._words[span.start].sentence
        }

    def _hot(self, rule: Rule) -> Iterator[Span]:
        if rule.temperature_from is not None:
            for each in self._measured:
                if _reaches(each, rule.temperature_from) and not self._cues.cancel(each.span, "danger"):
                    yield each.span

    def _live(self, phrases: Sequence[Phrase], kind: Kind) -> Iterator[Span]:
        for phrase in phrases:
            for span in self._every((phrase,)):
                if not self._cues.cancel(span, kind) and not self._denied_inside(phrase, span, kind):
                    yield span

    def _denied_inside(self, phrase: Phrase, span: Span, kind: Kind) -> bool:
        """Whether a cue within the phrase takes away its last word: "the leg is not swollen". A phrase that denies
        something itself, such as "cannot breathe", is meant so."""
        if span.stop - span.start < len(phrase) or any(
            isinstance(p, Choice) and p.whole & self._book.denials for p in phrase
        ):
            return False
        return self._cues.cancel(Span(start=span.stop - 1, stop=span.stop), kind)

    def _every(self, phrases: Sequence[Phrase]) -> Iterator[Span]:
        book = self._book.book
        return (span for phrase in phrases for span in self._found.get(book.number(phrase), ()))

    def _together(self, rule: Rule, kind: Kind) -> Iterator[Span]:
        """Spans that hold one phrase of each list: from each place of the first, the nearest of the others."""
        if not rule.all_of:
            return
        parts = [sorted(self._live(part, kind), key=lambda span: span.start) for part in rule.all_of]
        if not all(parts):
            return
        for first in parts[0]:
            near = [_nearest(first, part) for part in parts[1:]]
            start = min(first.start, *(span.start for span in near)) if near else first.start
            stop = max(first.stop, *(span.stop for span in near)) if near else first.stop
            if stop - start <= rule.within + 2:
                yield Span(start=start, stop=stop)

    def _said(self, span: Span) -> str:
        return " ".join(word.text for word in self._words[span.start : span.stop])


def _kind(rule: Rule) -> Kind:
    if rule.level is None:
        return "unhappy"
    return "crisis" if rule.level == "crisis" else "danger"


def _applies(rule: Rule, procedure: str | None, day: int | None) -> bool:
    somewhere_else = rule.procedures and procedure is not None and procedure not in rule.procedures
    another_time = rule.days and day is not None and not rule.days[0] <= day <= rule.days[1]
    return not (somewhere_else or another_time)


def _reaches(each: Measured, celsius: float) -> bool:
    return round(each.celsius, 1) >= celsius


def _nearest(first: Span, others: Sequence[Span]) -> Span:
    """The one of the others, which are sorted, that starts nearest."""
    place = bisect(others, first.start, key=lambda span: span.start)
    return min(others[max(0, place - 1) : place + 1], key=lambda span: abs(span.start - first.start))


def _only_stop(sentence: Sequence[str], opt_out: OptOut) -> bool:
    rest = [word for word in sentence if word not in opt_out.polite]
    return bool(rest) and all(word in opt_out.whole for word in rest)
