"""Timers that are due become turns; whoever claims the row has it."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from care.alert import Subject
from care.effects import Schedule, Skip
from care.events import load_event
from care.flow import Turn
from care.patient import load_patient
from storage import Database, Tx, patients, timers
from storage.escalation import raise_alert
from storage.house import House
from storage.pulse import Pulse
from storage.timers import TimerRow
from storage.turn import take_turn
from storage.vault import VaultError

TURNS_A_BEAT = 200  # then the other loops have their chance; the next beat goes on
TURN_S = 30

logger = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Due:
    """The due timers of one clinic."""

    db: Database
    house: House
    clock: Callable[[], datetime]
    ring: Callable[[], None]  # called after each turn: there may be something to send
    pulse: Pulse = field(init=False)

    def __post_init__(self) -> None:
        self.pulse = Pulse(name=f"due:{self.clinic}")

    @property
    def clinic(self) -> str:
        return self.house.practice.clinic.id

    async def beat(self) -> int:
        """Turn what is due into turns, the most overdue first. Returns how many."""
        for number in range(TURNS_A_BEAT):
            if not await self.step():
                return number
        return TURNS_A_BEAT

    async def step(self) -> bool:
        now = self.clock()
        row: TimerRow | None = None
        try:
            async with asyncio.timeout(TURN_S), self.db.write() as tx:
                await self.pulse.beat(tx, now=now)
                rows = await timers.due(tx, clinic=self.clinic, now=now, limit=1)
                if not rows:
                    return False
                row = rows[0]
                event = load_event(row.payload)
                turn = await take_turn(tx, patient_id=row.patient_id, event=event, now=now, house=self.house)
                await _settle(tx, row, turn, now)
        except Exception as error:  # one broken timer must not stop the others
            if row is None:
                raise
            await self._failed(row, error, now)
        self.ring()
        return True

    async def _failed(self, row: TimerRow, error: Exception, now: datetime) -> None:
        """Count the failure and, when it is the last, tell a person; what cannot be told is counted all the same."""
        dead = False
        for tell in (True, False):
            try:
                async with self.db.write() as tx:
                    dead = await timers.fail(tx, row.id, now=now, reason=type(error).__name__)
                    if dead and tell:
                        await self._tell(tx, row, now)
                break
            except Exception as another:
                if not tell:
                    raise
                untold = {"action": "staff_not_told", "timer": row.id, "error": type(another).__name__}
                logger.error("Staff could not be told of a timer", extra=untold)  # noqa: TRY400
        extra = {"action": "timer_failed", "timer": row.id, "dead": dead, "error": type(error).__name__}
        logger.error("A timer failed", extra=extra)

    async def _tell(self, tx: Tx, row: TimerRow, now: datetime) -> None:
        initials, case = await _who(tx, row.patient_id)
        subject = Subject(
            initials=initials,
            case=case,
            title="The bot could not do what was planned",
            words=(),
            facts=(f"Planned: {row.kind}, {row.local or row.due_at}",),
            do="Ask the patient yourself, and tell whoever looks after the bot.",
        )
        await raise_alert(
            tx,
            clinic=self.house.practice.clinic,
            patient_id=row.patient_id,
            key=f"timer.{row.id}",
            level="next_day",
            subject=subject,
            now=now,
        )


async def _who(tx: Tx, patient_id: str) -> tuple[str, int]:
    """Initials and case number, as far as they can be read: the patient's own document may be what is damaged."""
    try:
        known = await patients.load(tx, patient_id, lock=False)
        return (load_patient(known.state).initials, known.case_number) if known else ("?", 0)
    except (VaultError, ValueError):
        return "?", await patients.case_number(tx, patient_id)


async def _settle(tx: Tx, row: TimerRow, turn: Turn, now: datetime) -> None:
    """Done, or skipped with its reason; a turn that planned the same timer again has settled it already."""
    if any(isinstance(effect, Schedule) and effect.key == row.key for effect in turn.effects):
        return
    skipped = next((effect.reason for effect in turn.effects if isinstance(effect, Skip)), None)
    await timers.settle(tx, row.id, state="skipped" if skipped else "done", now=now, reason=skipped)
