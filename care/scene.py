"""One turn in the making: the patient as far as decided, and the effects so far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from care.calendar import awake, read_by
from care.effects import Ask, Cancel, Effect, Lane, Replan, Schedule, Settle, Tell
from care.events import ReminderDue, Tapped, WaitExpired
from care.lines import Button, Line, say
from care.patient import Episode, Patient, Topic, Waiting
from care.plan import Due, plan
from care.practice import Practice
from care.protocol import Level, Protocol

Rows = Sequence[Sequence[Button]]
LATE_AFTER = timedelta(hours=2)  # not in the breath in which the patient joined


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
        takes_words: bool = False,
        lane: Lane = "reply",
        remind_after: timedelta | None = None,
        expires_at: datetime,
    ) -> "Scene":
        """Ask, and wait for the answer. What waited before is no longer asked."""
        prompt = f"{self.patient.id}.{self.patient.turn}"
        rows = tuple(tuple(row) for row in buttons)
        waiting = Waiting(
            prompt=prompt, since=self.now, topic=topic, text=tuple(text), buttons=rows, takes_words=takes_words
        )
        asked = self.leave().with_patient(waiting=waiting)
        asked = asked.then(Ask(prompt=prompt, text=waiting.text, buttons=rows, lane=lane, expires_at=expires_at))
        if remind_after and (at := self.awake(self.now + remind_after)) < expires_at:
            event = ReminderDue(prompt=prompt)
            asked = asked.then(Schedule(key=f"wait:remind:{prompt}", at=at, event=event, why="no answer yet"))
        expired = WaitExpired(prompt=prompt)
        return asked.then(Schedule(key=f"wait:expire:{prompt}", at=expires_at, event=expired, why="the question ends"))

    def ask_again(self, *lead: Line, lane: Lane = "reply") -> "Scene":
        """The question that waits, once more, with the same prompt: buttons of both messages work."""
        waiting = self.patient.waiting
        if waiting is None:
            return self.tell(*lead, lane=lane)
        return self.then(Ask(prompt=waiting.prompt, text=(*lead, *waiting.text), buttons=waiting.buttons, lane=lane))

    def leave(self) -> "Scene":
        """Nothing waits any more."""
        if self.patient.waiting is None:
            return self
        prompt = self.patient.waiting.prompt
        left = self.with_patient(waiting=None)
        return left.then(
            Cancel(prefix=f"wait:remind:{prompt}", why="answered or ended"),
            Cancel(prefix=f"wait:expire:{prompt}", why="answered or ended"),
        )

    def settle(self, chosen: Line | None, tap: Tapped | None = None) -> "Scene":
        """Show the answer in the question's place, and wait for it no longer."""
        waiting = self.patient.waiting
        if waiting is None:
            return self
        message_id = tap.message_id if tap else None
        shown = Settle(prompt=waiting.prompt, message_id=message_id, text=waiting.text, chosen=chosen)
        return self.then(shown).leave()

    def replan(self, episode: Episode, why: str, *, joining: bool = False) -> "Scene":
        """Write the plan of an episode. On joining, what may be asked late is asked once."""
        protocol = self.protocol(episode)
        if protocol is None:
            return self
        dues = plan(
            protocol,
            surgery_on=episode.surgery_on,
            zone=self.zone,
            hour=time.fromisoformat(self.patient.hour),
            clinic=self.practice.clinic,
        )
        late = tuple(self._asked_late(protocol, dues)) if joining else ()
        return self.then(Replan(episode=episode.id, dues=(*dues, *late), why=why))

    def _asked_late(self, protocol: Protocol, dues: Sequence[Due]) -> Iterator[Due]:
        for due in dues:
            step = protocol.check_in(due.step)
            if step and step.late == "ask" and due.at < self.now:
                at = self.awake(self.now + LATE_AFTER)
                why = (*due.why, "enrolled late: asked once")
                yield replace(due, at=at, expires_at=at + step.expires, why=why, late=True)

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

    def protocol(self, episode: Episode) -> Protocol | None:
        return self.practice.protocols.get(episode.procedure)

    @property
    def latest(self) -> Episode:
        """The operation nearest to today: the one a loose word is most likely about."""
        return min(self.patient.episodes, key=lambda episode: abs((self.today - episode.surgery_on).days))

    def who_reads(self, level: Level) -> Line:
        """Who reads it and when, and whom to call instead: said beside every way to raise a worry."""
        clinic = self.practice.clinic
        if level in ("emergency", "urgent"):
            return say("who-reads-now", clinic=clinic.name, phone=clinic.phone, emergency=clinic.emergency_number)
        by = read_by(clinic, level, self.now)
        return say("who-reads", clinic=clinic.name, by=by, phone=clinic.phone, emergency=clinic.emergency_number)
