"""The papers for a second opinion: what one operation's follow-up has brought out, as the patient agreed to show it.

Written so that another surgeon can take over (GMC, as quoted in gponline 2016 [B]). Not in them: words kept back or
meant for one surgeon alone, loose messages, and answers about instructions, which could be held against the patient.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from care.effects import Effect, Settle
from care.events import Event, Sent
from care.lines import Line, quoted, written
from care.patient import Episode, PapersAsked, Patient
from care.practice import Practice
from care.protocol import About, Protocol

LEFT_OUT: frozenset[About] = frozenset({"adherence"})
BEFOREHAND: frozenset[About] = frozenset({"hopes", "realistic"})  # told on their own, first


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One turn of the journal."""

    at: datetime
    event: Event
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    at: datetime
    question: Line
    answer: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    at: datetime
    file_id: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Everything that is shown; lines are put into words by whoever prints them."""

    case: int
    first_name: str
    procedure: Line
    surgery_on: date
    surgeon: str
    before: tuple[Answered, ...]  # hopes, and what was said to be realistic
    asked: PapersAsked
    bothers: tuple[Line, ...]
    answers: tuple[Answered, ...]
    pictures: tuple[Picture, ...]


def papers_of(practice: Practice, patient: Patient, episode: Episode, journal: Iterable[Entry]) -> Papers | None:
    """The papers of one operation; None while the patient has not asked for them."""
    protocol = practice.protocols.get(episode.procedure)
    if episode.papers is None or protocol is None:
        return None
    entries = tuple(journal)
    answers = tuple(_answers(entries, episode, protocol))
    complaints = (protocol.complaint(id_) for id_ in episode.papers.complaints)
    alone = len(patient.episodes) == 1  # else nobody knows which operation a picture shows
    return Papers(
        case=patient.case,
        first_name=patient.first_name,
        procedure=written(protocol.name),
        surgery_on=episode.surgery_on,
        surgeon=episode.surgeon,
        before=tuple(answer for about, answer in answers if about in BEFOREHAND),
        asked=episode.papers,
        bothers=tuple(written(complaint.label) for complaint in complaints if complaint),
        answers=tuple(answer for about, answer in answers if about not in BEFOREHAND),
        pictures=tuple(_pictures(entries)) if alone else (),
    )


def _answers(entries: Iterable[Entry], episode: Episode, protocol: Protocol) -> Iterator[tuple[About, Answered]]:
    for entry in entries:
        for effect in entry.effects:
            if not isinstance(effect, Settle) or effect.chosen is None or effect.asked is None:
                continue
            question = protocol.questions.get(effect.asked.question)
            if effect.asked.episode != episode.id or question is None or question.about in LEFT_OUT:
                continue
            asked = written(question.ask, surgeon=episode.surgeon)
            yield question.about, Answered(at=entry.at, question=asked, answer=effect.chosen)


def _pictures(entries: Iterable[Entry]) -> Iterator[Picture]:
    for entry in entries:
        if isinstance(entry.event, Sent) and entry.event.medium == "photo" and entry.event.file_id:
            yield Picture(at=entry.at, file_id=entry.event.file_id, caption=entry.event.caption)


def own_words(papers: Papers) -> tuple[Line, ...]:
    """What the patient wrote about it, word for word."""
    return tuple(quoted(words) for words in papers.asked.words)
