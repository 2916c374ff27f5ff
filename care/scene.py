"""One turn in the making: the patient as far as decided, and the effects so far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from care.calendar import awake, instant, read_by
from care.effects import Ask, Asked, Cancel, Effect, Lane, Replan, Schedule, Settle, Tell, Unask
from care.events import CheckInDue, ReminderDue, Tapped, WaitExpired
from care.lines import Button, Line, say
from care.patient import CheckingIn, Closing, Episode, Patient, Topic, Waiting, Worrying
from care.plan import Due, due_key, plan
from care.practice import Practice
from care.protocol import Level, Protocol

Rows = Sequence[Sequence[Button]]
DISTRESS_LASTS = timedelta(days=30)  # after words of crisis, no list of procedures for so long
LATE_AFTER = timedelta(hours=2)  # not in the breath in which the patient joined
IDLE = timedelta(hours=1)  # a conversation silent for so long makes way for another question, and goes on after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Frozen: each step returns the next scene. `advance` makes a Turn of the last one."""

    practice: Practice
    patient: Patient
    now: datetime
    effects: tuple[Effect, ...] = ()

    def then(self, *effects: Effect) -> "Scene":
        return replace(self, effects=self.effects + effects)

    def with_patient(self, **changes: Any) -> "Scene":
        return replace(self, patient=replace(self.patient, **changes))

    def tell(self, *text: Line, lane: Lane = "reply") -> "Scene":
        return self.then(Tell(text=text, lane=lane)) if text else self

    def ask(
        self,
        topic: Topic,
        text: Sequence[Line],
        buttons: Rows,
        *,
        lead: Sequence[Line] = (),
        takes_words: bool = False,
        lane: Lane = "reply",
        remind_after: timedelta | None = None,
        expires_at: datetime,
    ) -> "Scene":
        """Ask, and wait for the answer. Another conversation that waited is set aside, and gone on with later."""
        prompt = f"{self.patient.id}.{self.patient.turn}"
        rows = tuple(tuple(row) for row in buttons)
        waiting = Waiting(
            prompt=prompt,
            since=self.now,
            topic=topic,
            text=(*lead, *text),
            buttons=rows,
            lead=len(lead),
            takes_words=takes_words,
            expires_at=expires_at,
        )
        asked = self._making_room(topic).with_patient(waiting=waiting)
        asked = asked.then(Ask(prompt=prompt, text=waiting.text, buttons=rows, lane=lane, expires_at=expires_at))
        if remind_after and (at := self.awake(self.now + remind_after)) < expires_at:
            event = ReminderDue(prompt=prompt)
            asked = asked.then(Schedule(key=wait_key(prompt, "remind"), at=at, event=event, why="no answer yet"))
        expired = WaitExpired(prompt=prompt)
        ends = Schedule(key=wait_key(prompt, "expire"), at=expires_at, event=expired, why="the question ends")
        return asked.then(ends)

    def _making_room(self, topic: Topic) -> "Scene":
        waiting = self.patient.waiting
        if waiting is None or _conversation(waiting.topic) in (None, _conversation(topic)):
            return self.leave()
        return self.with_patient(waiting=None, aside=(*self.patient.aside, waiting))

    def ask_again(self, *lead: Line, lane: Lane = "reply") -> "Scene":
        """The question that waits, once more, with the same prompt: buttons of both messages work."""
        waiting = self.patient.waiting
        if waiting is None or waiting.ended(self.now):
            return self.tell(*lead, lane=lane)
        text = (*lead, *waiting.text[waiting.lead :])
        again = Ask(prompt=waiting.prompt, text=text, buttons=waiting.buttons, lane=lane, expires_at=waiting.expires_at)
        return self.then(again)

    def with_question(self, question: Waiting) -> "Scene":
        """This question in the place of the one with its prompt."""
        waiting = self.patient.waiting
        if waiting and waiting.prompt == question.prompt:
            return self.with_patient(waiting=question)
        aside = tuple(question if one.prompt == question.prompt else one for one in self.patient.aside)
        return self.with_patient(aside=aside)

    def leave(self, prompt: str | None = None) -> "Scene":
        """The question with this prompt (else the one that waits) is no longer asked."""
        waiting = self.patient.waiting
        prompt = prompt or (waiting.prompt if waiting else None)
        if prompt is None:
            return self
        still = waiting if waiting and waiting.prompt != prompt else None
        aside = tuple(other for other in self.patient.aside if other.prompt != prompt)
        left = self.with_patient(waiting=still, aside=aside)
        return left.then(Cancel(prefix=wait_key(prompt), why="answered or ended"), Unask(prompt=prompt))

    def turn_to(self, prompt: str) -> "Scene":
        """With the question of this prompt waiting, if it was set aside; else the scene as it is."""
        wanted = next((other for other in self.patient.aside if other.prompt == prompt), None)
        if wanted is None:
            return self
        room = self._making_room(wanted.topic)
        aside = tuple(other for other in room.patient.aside if other.prompt != prompt)
        return room.with_patient(waiting=wanted, aside=aside)

    def asked(self, prompt: str) -> Waiting | None:
        """The question with this prompt, while it waits or is set aside."""
        return next((one for one in self.open_questions if one.prompt == prompt), None)

    @property
    def open_questions(self) -> tuple[Waiting, ...]:
        """What waits, and what was set aside for it."""
        waiting = self.patient.waiting
        return (*self.patient.aside, waiting) if waiting else self.patient.aside

    @property
    def talking(self) -> bool:
        """Whether the patient is in the middle of a conversation, which should not be interrupted."""
        waiting = self.patient.waiting
        return waiting is not None and self.now - waiting.since < IDLE

    def settle(self, chosen: Line | None, tap: Tapped | None = None) -> "Scene":
        """Show the answer in the question's place, and wait for it no longer."""
        waiting = self.patient.waiting
        if waiting is None:
            return self
        message_id = tap.message_id if tap else None
        asked = None
        if isinstance(waiting.topic, CheckingIn):
            asked = Asked(episode=waiting.topic.episode, question=waiting.topic.question)
        text = waiting.text
        shown = Settle(prompt=waiting.prompt, message_id=message_id, text=text, chosen=chosen, asked=asked)
        return self.then(shown).leave()

    def replan(self, episode: Episode, why: str, *, joining: bool = False) -> "Scene":
        """Write the plan of an episode. On joining, what may be asked late is planned once more."""
        protocol = self.protocol(episode)
        if protocol is None:
            return self
        dues = self.dues(episode)
        late = tuple(self._asked_late(protocol, episode, dues)) if joining else ()
        return self.then(Replan(episode=episode.id, dues=dues, why=why), *late)

    def dues(self, episode: Episode) -> tuple[Due, ...]:
        """Every check-in of an episode, as planned for this patient."""
        protocol = self.protocol(episode)
        if protocol is None:
            return ()
        return plan(
            protocol,
            surgery_on=episode.surgery_on,
            zone=self.zone,
            hour=time.fromisoformat(self.patient.hour),
            clinic=self.practice.clinic,
        )

    def _asked_late(self, protocol: Protocol, episode: Episode, dues: Sequence[Due]) -> Iterator[Schedule]:
        at = self.awake(self.now + LATE_AFTER)
        for due in dues:
            step = protocol.check_in(due.step)
            if step is None or step.late != "ask" or due.at >= self.now:
                continue
            ends = at + step.expires
            if step.on.about_days < 0:  # what is meant for the time before surgery makes no sense after it
                ends = min(ends, instant(episode.surgery_on, time(0), self.zone))
            if at < ends:
                event = CheckInDue(episode=episode.id, step=due.step, nth=due.nth, expires_at=ends, late=True)
                yield Schedule(key=check_in_key(event), at=at, event=event, why="enrolled late: asked once")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.patient.zone)

    @property
    def today(self) -> date:
        """The date where the patient is."""
        return self.now.astimezone(self.zone).date()

    def awake(self, moment: datetime) -> datetime:
        """The moment, or the end of the quiet hours it falls in."""
        return awake(moment, quiet=self.practice.clinic.quiet, zone=self.zone)

    @property
    def asleep(self) -> bool:
        """Whether these are the patient's quiet hours."""
        return self.awake(self.now) > self.now

    @property
    def distressed(self) -> bool:
        """Whether words or answers have told of distress lately."""
        last = self.patient.distressed_at
        return last is not None and self.now - last < DISTRESS_LASTS

    @property
    def silent(self) -> bool:
        """Whether nothing is sent to this patient but answers: not joined, opted out, or the bot is blocked."""
        return self.patient.stage != "followed" or not self.patient.reachable

    @property
    def left_alone(self) -> bool:
        """Whether the patient wants nothing from us, or cannot get it."""
        return self.patient.stage in ("stopped", "declined") or not self.patient.reachable

    def protocol(self, episode: Episode) -> Protocol | None:
        return self.practice.protocols.get(episode.procedure)

    @property
    def latest(self) -> Episode:
        """The operation nearest to today: the one a loose word is most likely about."""
        return min(self.patient.episodes, key=lambda episode: abs((self.today - episode.surgery_on).days))

    @property
    def message_level(self) -> Level:
        """How soon a message is read: what is asked on the eve of an operation is of no use the evening after."""
        ahead = ((episode.surgery_on - self.today).days for episode in self.patient.episodes)
        return "same_day" if any(0 <= days <= 1 for days in ahead) else "next_day"

    @property
    def alerted(self) -> Line:
        """Said after advice that names whom to call already."""
        return say("alerted", clinic=self.practice.clinic.name)

    @property
    def if_chosen(self) -> Line:
        """Said beside a list of danger signs."""
        clinic = self.practice.clinic
        return say("if-chosen", clinic=clinic.name, phone=clinic.phone, emergency=clinic.emergency_number)

    @property
    def if_worse(self) -> Line:
        """Beside answers of which some alert somebody: who is told, and that nobody must wait here."""
        clinic = self.practice.clinic
        return say("if-worse", clinic=clinic.name, phone=clinic.phone, emergency=clinic.emergency_number)

    @property
    def not_emergency(self) -> Line:
        clinic = self.practice.clinic
        return say("not-emergency", phone=clinic.phone, emergency=clinic.emergency_number)

    def who_reads(self, level: Level) -> Line:
        """Who reads it and when, and whom to call instead: said beside every way to raise a worry."""
        clinic = self.practice.clinic
        if level in ("emergency", "urgent"):
            return say("who-reads-now", clinic=clinic.name, phone=clinic.phone, emergency=clinic.emergency_number)
        by = read_by(clinic, level, self.now)
        return say("who-reads", clinic=clinic.name, by=by, phone=clinic.phone, emergency=clinic.emergency_number)


def _conversation(topic: Topic) -> str | None:
    """What a question belongs to; None when nothing is lost by not going on with it."""
    match topic:
        case CheckingIn(episode=episode, step=step, nth=nth):
            return f"{episode}.{step}.{nth}"
        case Worrying(concern=concern):
            return concern.id
        case Closing(concern=concern_id):
            return f"closing.{concern_id}"
        case _:
            return None


def wait_key(prompt: str, what: str = "") -> str:
    """The key of a timer of an open question; without `what`, the beginning of all of them."""
    return f"wait:{prompt}:{what}"


def check_in_key(event: CheckInDue) -> str:
    """The key of the timer of one check-in; those of the plan begin with `check_in:`."""
    kind = "late" if event.late else "check_in"
    return f"{kind}:{event.episode}:{due_key(event.step, event.nth)}"
