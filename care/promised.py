"""What was promised for a day: the papers for a second opinion, an answer to a complaint. In the morning of that day
the staff are reminded of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from care.calendar import closes, instant, opens
from care.effects import RaiseAlert, Schedule, Skip
from care.events import PapersReady, Promised, PromiseDue
from care.lines import Line, say
from care.patient import Concern, Episode, PapersAsked
from care.report import facts
from care.scene import Scene

PAPERS_WITHIN = timedelta(days=7)  # proposal
LATE_DO = "Hand over the papers today (`aftercare packet`), or tell the patient when they come."


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    what: Promised
    by: date
    said: Line  # to the patient
    do: str  # what staff are asked to do about it


def promises(scene: Scene, concern: Concern) -> Iterator[Promise]:
    """What a concern has coming when it is passed on now."""
    clinic = scene.practice.clinic
    head = clinic.complaint_head
    if concern.papers:
        by = _by(scene, PAPERS_WITHIN)
        said = say("papers-asked", clinic=clinic.name, by=by)
        yield Promise(what="papers", by=by, said=said, do=f"Look through the papers and hand them over by {by}.")
    if concern.route == "complaint" and head:
        by = _by(scene, head.within)
        said = say("complaint-answered", head=head.name, by=by)
        do = f"Answer by {by}." if concern.sealed else f"Give it to {head.name}, who answers by {by}."
        do = f"{do} Tell the patient that it has arrived."
        yield Promise(what="complaint", by=by, said=said, do=do)


def remember(scene: Scene, concern: Concern) -> Scene:
    """Look after each promise on its day; what is due today, the alert about the concern is for."""
    clinic = scene.practice.clinic
    for promise in promises(scene, concern):
        morning = opens(clinic, instant(promise.by, time(0), clinic.tz))
        if morning <= scene.now:
            continue
        key = f"promise:{promise.what}:{concern.id}.{concern.round}"
        event = PromiseDue(episode=concern.episode, what=promise.what, by=promise.by)
        scene = scene.then(Schedule(key=key, at=morning, event=event, why="promised for this day"))
    return scene


def ask_for_papers(scene: Scene, concern: Concern, episode: Episode) -> Scene:
    """The patient agreed to what is in the papers."""
    papers = PapersAsked(
        at=scene.now,
        complaints=concern.complaints,
        words=concern.words,
        weight=None if concern.burden else concern.weight,
        by=_by(scene, PAPERS_WITHIN),
    )
    return scene.with_patient(episodes=scene.patient.with_episode(replace(episode, papers=papers)).episodes)


def papers_ready(scene: Scene, event: PapersReady) -> Scene:
    """Somebody has looked through the papers: the patient learns where to get them; where nothing may be sent to them,
    a person has to tell them."""
    episode = scene.patient.episode(event.episode)
    if episode is None:
        return scene
    if scene.left_alone:
        return scene.then(_untold(scene, episode))
    if episode.papers:
        known = replace(episode, papers=replace(episode.papers, ready=True))
        scene = scene.with_patient(episodes=scene.patient.with_episode(known).episodes)
    clinic = scene.practice.clinic
    ready = say(
        "papers-ready", name=scene.patient.first_name, staff=event.staff, clinic=clinic.name, phone=clinic.phone
    )
    return scene.tell(ready, lane="check_in")


def _untold(scene: Scene, episode: Episode) -> RaiseAlert:
    return RaiseAlert(
        key=f"promise.papers.{episode.id}",
        level="next_day",
        episode=episode.id,
        title="The papers are ready, and the bot cannot tell the patient",
        facts=facts(scene, episode),
        do="Call the patient: they get no messages.",
    )


def promise_due(scene: Scene, event: PromiseDue) -> Scene:
    """Whether a complaint was answered the bot cannot know, so it always asks; papers it has seen go out, and asked
    for again they have another day."""
    episode = scene.patient.episode(event.episode)
    if event.what == "complaint":
        return scene.then(_reminder(scene, event, episode, "The complaint is to be answered today"))
    papers = episode.papers if episode else None
    if papers and papers.ready:
        return scene.then(Skip(reason="the papers have been handed over"))
    if papers and papers.by != event.by:
        return scene.then(Skip(reason="they were asked for again, and promised for another day"))
    return scene.then(_reminder(scene, event, episode, "The papers for a second opinion are promised for today"))


def _reminder(scene: Scene, event: PromiseDue, episode: Episode | None, title: str) -> RaiseAlert:
    head = scene.practice.clinic.complaint_head
    who = head.name if head else "the head of complaints"
    return RaiseAlert(
        key=f"promise.{event.what}.{event.episode}",
        level="same_day",
        episode=event.episode,
        title=title,
        facts=facts(scene, episode),
        do=LATE_DO if event.what == "papers" else f"Make sure that {who} has answered; else tell the patient when.",
    )


def _by(scene: Scene, within: timedelta) -> date:
    clinic = scene.practice.clinic
    return closes(clinic, scene.now + within).astimezone(clinic.tz).date()
