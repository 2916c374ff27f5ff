"""Each check-in as a chart: its questions, their choices, and what every choice does, as a made-up patient finds it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from bot.drawing.charts.chart import Box, Chart, Row
from bot.drawing.made_up import Case
from bot.drawing.spoken import keys, label, levels, reply, told
from bot.drawing.walk import Step, pressed
from care.events import CheckInDue
from care.flow import advance
from care.lines import Line, Written
from care.patient import Answer, CheckingIn, Patient
from care.plan import Due

THANKS, STOP, CONCERN = "thanks", "stop", "concern"
_ENDS: Mapping[str, str] = {
    THANKS: "Thanks: all is answered, until the next time",
    CONCERN: "The concern begins after the last question",
    STOP: "It stops here: a person takes over",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInChart:
    """One way in which a check-in goes, and all the times at which it goes so."""

    dues: tuple[Due, ...]
    chart: Chart


def check_in_charts(case: Case) -> tuple[CheckInChart, ...]:
    """The check-ins of the protocol in the order of their first time; those that go alike together."""
    found: dict[Chart, tuple[Due, ...]] = {}
    for due in case.dues:
        chart = Chart(boxes=tuple(_boxes(case, due)))
        found[chart] = (*found.get(chart, ()), due)
    return tuple(CheckInChart(dues=some, chart=chart) for chart, some in found.items())


def _boxes(case: Case, due: Due) -> Iterator[Box]:
    """A box for each question, one below the other, and the ends that its choices lead to."""
    asked, after_zero = _asked(case, case.patient, due), _asked(case, _with_zeros(case), due)
    ends: set[str] = {THANKS}
    for number, steps in enumerate(asked):
        last = number + 1 == len(asked)
        goes_on = THANKS if last else asked[number + 1][0].screen
        scale = case.protocol.questions[steps[0].screen].kind == "scale"
        calm = keys(told(min(steps, key=_alarm)))
        found = [_row(step, case, calm if last else frozenset()) for step in steps]
        rows = [*_in_ranges(found), *_rising(steps, after_zero[number], case)] if scale else found
        ends |= {end for row in rows for end in row.leads_to}
        yield Box(
            id=steps[0].screen,
            kind="screen",
            title=steps[0].screen.replace("_", " ").capitalize(),
            number=number + 1,
            text=tuple(case.words(line) for line in _question(steps[0])),
            rows=tuple(rows),
            then=goes_on,
        )
    yield from (Box(id=id_, kind="end", title=title) for id_, title in _ENDS.items() if id_ in ends)


def _question(step: Step) -> tuple[Line, ...]:
    """What the protocol asks, and why."""
    return tuple(line for line in step.waiting.text[step.waiting.lead :] if isinstance(line, Written))


def _row(step: Step, case: Case, calm: frozenset[str]) -> Row:
    """One choice. After the last question a check-in goes on to its end only when the end is said as it is said to
    who is well."""
    ended = step.after is None and not keys(told(step)) & calm
    leads = (CONCERN,) if _unhappy(step) else (STOP,) if ended else ()
    return Row(labels=(label(step, case),), levels=levels(step), reply=reply(step, case), leads_to=leads)


def _in_ranges(rows: Sequence[Row]) -> Iterator[Row]:
    """Numbers that do the same, together."""
    for (raised, said, leads), some in groupby(rows, key=lambda row: (row.levels, row.reply, row.leads_to)):
        labels = [row.labels[0] for row in some]
        shown = labels[0] if len(labels) == 1 else f"{labels[0]} to {labels[-1]}"
        yield Row(labels=(shown,), levels=raised, reply=said, leads_to=leads)


def _rising(steps: Sequence[Step], after_zero: Sequence[Step], case: Case) -> Iterator[Row]:
    """The rise since the last answer that tells staff what the number alone does not."""
    higher = (now for first, now in zip(steps, after_zero, strict=True) if levels(now) != levels(first))
    for step in islice(higher, 1):
        row = _row(step, case, frozenset())
        yield replace(row, labels=(f"{step.choice} or more above the last answer",))


def _with_zeros(case: Case) -> Patient:
    """The patient, after answering 0 to every scale before."""
    (episode,) = case.patient.episodes
    for id_, question in case.protocol.questions.items():
        if question.kind == "scale":
            episode = episode.answered(Answer(question=id_, number=0, at=case.noon(case.surgery_on)))
    return case.patient.with_episode(episode)


def _asked(case: Case, patient: Patient, due: Due) -> list[tuple[Step, ...]]:
    """For each question every choice; on the way the calmest answer is given."""
    practice = case.practice
    event = CheckInDue(episode="e1", step=due.step, nth=due.nth, expires_at=due.expires_at)
    current = advance(practice, patient, event, now=due.at).patient
    asked: list[tuple[Step, ...]] = []
    while current.waiting and isinstance(current.waiting.topic, CheckingIn):
        asked.append(tuple(seen for seen in pressed(practice, current, due.at) if isinstance(seen, Step)))
        current = min(asked[-1], key=_alarm).turn.patient
    return asked


def _alarm(step: Step) -> tuple[int, bool, int]:
    """The least alarming choice first."""
    return len(levels(step)), _unhappy(step), len(step.turn.effects)


def _unhappy(step: Step) -> bool:
    """Whether the choice starts the concern, now or when the check-in is through."""
    after = step.turn.patient.waiting
    return after is not None and (not isinstance(after.topic, CheckingIn) or after.topic.unhappy is not None)
