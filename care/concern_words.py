"""What the concern shows: this patient's own dates and words, put together for each state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from care.calendar import instant, read_by
from care.lines import Instant, Line, Listed, Say, quoted, say, written
from care.outcome import level_of
from care.patient import Concern, Episode, Patient
from care.protocol import Protocol
from care.scene import Scene

SLOTS = 3  # offered times for a call
SLOT_NOTICE = timedelta(hours=2)  # nobody can be asked to call sooner than this

Text = tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Part of an opening day in which the surgeon may call."""

    choice: str
    label: Line
    for_staff: str
    end: datetime


def slots(scene: Scene) -> tuple[Slot, ...]:
    """The next opening periods of the clinic that begin when the wish has been read."""
    clinic = scene.practice.clinic
    read = max(scene.now + SLOT_NOTICE, read_by(clinic, "same_day", scene.now))
    found: list[Slot] = []
    first = scene.now.astimezone(clinic.tz).date()
    for ahead in range(21):
        day = first + timedelta(days=ahead)
        for start_at, end_at in clinic.periods(day):
            start, end = (instant(day, at, clinic.tz).astimezone(UTC) for at in (start_at, end_at))
            if start < read or len(found) == SLOTS:
                continue
            shown = f"{start.astimezone(clinic.tz):%a %-d %b %H:%M}\u2013{end_at:%H:%M}"
            found.append(
                Slot(
                    choice=f"slot_{start:%m%d%H%M}",
                    label=say("slot", start=start, end=Instant(at=end, only_time=True)),
                    for_staff=shown,
                    end=end,
                )
            )
    return tuple(found)


def mirror(concern: Concern, patient: Patient) -> Text:
    """Thanks, and the patient's own words said back."""
    thanks = say("concern-thanks", name=patient.first_name)
    return (thanks, say("concern-mirror", words=concern.words[-1])) if concern.words else (thanks,)


def stage_card(scene: Scene, episode: Episode, protocol: Protocol) -> Text:
    """Where healing stands: the day, what still changes and why, when the result can be judged, the next look."""
    if scene.today < episode.surgery_on:
        return (say("stage-before", on=episode.surgery_on),)
    return tuple(_stage_lines(scene, episode, protocol))


def _stage_lines(scene: Scene, episode: Episode, protocol: Protocol) -> Iterator[Line]:
    surgery, today, judged = episode.surgery_on, scene.today, protocol.judged
    early, late = judged.from_.on(surgery), judged.until.on(surgery)
    day = (today - surgery).days
    yield say("stage-day", day=day, start=(early - surgery).days, end=(late - surgery).days)
    if today < late:
        yield say("stage-judged", start=early, end=late)
    if stage := protocol.stage_on(surgery, today):
        yield written(stage.changing, surgeon=episode.surgeon)
    if visit := protocol.next_visit(surgery, today + timedelta(days=1)):
        yield say("stage-visit", surgeon=episode.surgeon, on=visit.on.on(surgery))
    else:
        yield say("stage-no-visit", surgeon=episode.surgeon)
    for row in protocol.surveillance:
        yield written(row.says, surgeon=episode.surgeon)


def choose_text(scene: Scene, concern: Concern, episode: Episode, protocol: Protocol) -> Text:
    lead = say("concern-again") if concern.round else say("concern-choose")
    return (*stage_card(scene, episode, protocol), lead)


def option_text(scene: Scene, concern: Concern, episode: Episode, protocol: Protocol) -> Text:
    """One option: what it means, when, what it cannot do, who decides, what it blocks."""
    option = protocol.option(concern.option or "")
    if option is None:
        return (say("concern-options"),)
    when: Say = say("option-any-time")
    if option.earliest:
        earliest = option.earliest.on(episode.surgery_on)
        when = say("option-from", on=earliest) if earliest > scene.today else say("option-since", on=earliest)
    blocks = tuple(say("option-blocks", why=written(block.why, surgeon=episode.surgeon)) for block in option.blocks)
    return (
        say("option-title", option=written(option.label)),
        say("option-means", text=written(option.means, surgeon=episode.surgeon)),
        say("option-when", text=when),
        say("option-cannot", text=written(option.cannot, surgeon=episode.surgeon)),
        say("option-decides", text=written(option.who_decides, surgeon=episode.surgeon)),
        *blocks,
        say("option-not-advice", surgeon=episode.surgeon),
    )


def view_text(scene: Scene, concern: Concern, episode: Episode, protocol: Protocol) -> Text:
    """How to take one picture, the same way as the one before; and, once it is there, when to take it again."""
    view = protocol.view(concern.view or "")
    if view is None:
        return (say("concern-photo", clinic=scene.practice.clinic.name),)
    how = (say("photo-view", view=written(view.label), how=written(view.how, surgeon=episode.surgeon)),)
    before = episode.picture(view.id)
    if before is None:
        return (*how, say("photo-send"))
    if view.id in concern.seen:
        return (say("photo-got", view=written(view.label)), say("photo-retake"))
    return (*how, say("photo-same", on=before.at.astimezone(scene.zone).date()), say("photo-send"))


def policy_text(episode: Episode, protocol: Protocol) -> Text:
    """What the clinic has laid down, in its own words and with this patient's date; else what to ask about."""
    policy = protocol.revision_policy
    if policy is None:
        return (say("policy-differ"), say("policy-ask"))
    until = (say("policy-until", on=policy.until.on(episode.surgery_on)),) if policy.until else ()
    bears = tuple(
        say(f"policy-{who}", fees=Listed(parts=tuple(say(f"fee-{fee}") for fee in fees)))
        for who, fees in (("clinic", policy.clinic_bears), ("patient", policy.patient_bears))
        if fees
    )
    not_for = (written(policy.not_for, surgeon=episode.surgeon),) if policy.not_for else ()
    return (
        say("policy-own"),
        written(policy.text, surgeon=episode.surgeon),
        *until,
        *bears,
        *not_for,
        say("policy-ask"),
    )


def second_opinion_text(scene: Scene, episode: Episode) -> Text:
    clinic = scene.practice.clinic
    own = (written(clinic.second_opinion, surgeon=episode.surgeon),) if clinic.second_opinion else ()
    return (say("second-opinion", surgeon=episode.surgeon), *own, say("second-opinion-packet", clinic=clinic.name))


def agreed_text(scene: Scene, episode: Episode, protocol: Protocol) -> Text:
    """The patient's own words from before surgery. Never a verdict."""
    told: list[Line] = []
    for about in ("hopes", "realistic"):
        for id_, question in protocol.questions.items():
            answer = episode.answer(id_) if question.about == about else None
            if answer and answer.words:
                on = answer.at.astimezone(scene.zone).date()
                told.append(say(f"agreed-{about}", on=on, words=quoted(answer.words)))
    if not told:
        return (say("agreed-nothing", surgeon=episode.surgeon),)
    return (*told, say("agreed-talk", surgeon=episode.surgeon))


def distress_text(scene: Scene, concern: Concern) -> Text:
    """Somebody is told already; who reads it and when, and whom to talk to before that."""
    line = scene.practice.clinic.help_line
    heard = say("concern-distress", name=scene.patient.first_name, line=written(line.name), line_phone=line.phone)
    return (heard, scene.who_reads(level_of(concern)), say("concern-reach"))


def complaint_text(scene: Scene) -> Text:
    return (say("complaint"), written(scene.practice.clinic.complaints), scene.who_reads("next_day"))


def summary_text(scene: Scene, concern: Concern, protocol: Protocol) -> Text:
    """What would be sent, for the patient to approve."""
    lines: list[Line] = [say("summary", clinic=scene.practice.clinic.name)]
    complaints = filter(None, map(protocol.complaint, concern.complaints))
    lines.extend(say("summary-bothers", what=written(complaint.label)) for complaint in complaints)
    lines.extend(say("summary-words", words=quoted(words)) for words in concern.words)
    if concern.burden:
        lines.append(say(f"summary-burden-{concern.burden}"))
    elif concern.weight is not None:
        lines.append(say("summary-weight", weight=concern.weight))
    lines.append(say(f"summary-route-{concern.route or 'surgeon'}"))
    return (*lines, scene.who_reads(level_of(concern)), say("summary-ask"))
