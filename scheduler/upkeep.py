"""What must go on by itself: ladders of alerts nobody took, and asking again after we could not receive."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from care.alert import Subject
from care.events import GapEnded
from care.patient import load_patient
from storage import Database, Tx, alerts, beats, outbox, patients
from storage.alerts import AlertRow
from storage.escalation import climb, raise_alert, tell_again
from storage.house import House
from storage.turn import take_turn

CLIMBS_A_BEAT = 50
CLIMB_FAILED_AGAIN = timedelta(minutes=15)
PRESSES_LIVE = timedelta(seconds=120)  # Telegram keeps presses a little longer: what was asked since, lost none
ASKED_WITHIN = timedelta(hours=24)  # an older question is not worth a second message

logger = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Upkeep:
    """The upkeep of one clinic."""

    db: Database
    house: House
    clock: Callable[[], datetime]
    ring: Callable[[], None]

    @property
    def clinic(self) -> str:
        return self.house.practice.clinic.id

    async def beat(self) -> int:
        """Let every overdue alert climb. Returns how many did."""
        now = self.clock()
        async with self.db.write() as tx:
            overdue = await alerts.due(tx, clinic=self.clinic, now=now, limit=CLIMBS_A_BEAT)
            rows = [row for row in overdue if await self._climbs(tx, row, now)]
            await beats.beat(tx, f"tick:{self.clinic}", now=now)
        for row in rows:
            extra = {"action": "alert_climbed", "alert": row.id, "level": row.level}
            logger.warning("Nobody has taken an alert", extra=extra)
        if overdue:
            self.ring()
        return len(rows)

    async def _climbs(self, tx: Tx, row: AlertRow, now: datetime) -> bool:
        """Let one climb. One that cannot must not hold the others: it is put off, and staff are told."""
        try:
            async with tx.connection.begin_nested():
                await climb(tx, row, clinic=self.house.practice.clinic, now=now)
        except Exception as error:  # noqa: BLE001  # the other ladders must go on all the same
            extra = {"action": "climb_failed", "alert": row.id, "error": type(error).__name__}
            logger.error("An alert could not climb", extra=extra)  # noqa: TRY400
            await alerts.put_off(tx, row.id, until=now + CLIMB_FAILED_AGAIN)
            await self._tell_of_stuck(tx, row, now)
            return False
        return True

    async def _tell_of_stuck(self, tx: Tx, row: AlertRow, now: datetime) -> None:
        subject = Subject(
            initials="?",
            case=0,
            title=f"Nobody has taken alert #{row.id}, and the bot cannot tell it again",
            words=(),
            facts=(),
            do=f"Look for #{row.id} in this chat and act on it; tell whoever looks after the bot.",
        )
        await raise_alert(
            tx,
            clinic=self.house.practice.clinic,
            patient_id=None,
            key=f"stuck.{row.id}",
            level="urgent",
            subject=subject,
            now=now,
        )

    async def after_gap(self) -> int:
        """Ask again what waited while we could not receive, and show open alerts again. Returns how many of both."""
        now = self.clock()
        async with self.db.read() as tx:
            known = await patients.of_clinic(tx, self.clinic)
            waiting = [row.id for row in known if row.chat_id is not None and await self._asked(tx, row.state, now)]
        for patient_id in waiting:
            await self._ask_again(patient_id, now)
        async with self.db.write() as tx:
            open_ = await alerts.open_all(tx, self.clinic)
            for row in open_:
                await tell_again(tx, row, clinic=self.house.practice.clinic, now=now)
        self.ring()
        logger.warning(
            "After a gap, asked again",
            extra={"action": "gap_ended", "patients": len(waiting), "alerts": len(open_)},
        )
        return len(waiting) + len(open_)

    async def _ask_again(self, patient_id: str, now: datetime) -> None:
        try:
            async with self.db.write() as tx:
                await take_turn(tx, patient_id=patient_id, event=GapEnded(), now=now, house=self.house)
        except Exception as error:  # noqa: BLE001  # the other patients must be asked all the same
            extra = {"action": "not_asked_again", "patient": patient_id, "error": type(error).__name__}
            logger.error("A patient was not asked again", extra=extra)  # noqa: TRY400

    async def _asked(self, tx: Tx, state: str, now: datetime) -> bool:
        """Whether a question stood before the patient while we could not receive."""
        waiting = load_patient(state).waiting
        if waiting is None or now - waiting.since >= ASKED_WITHIN:
            return False
        before = now - PRESSES_LIVE
        return await outbox.asked_before(tx, clinic=self.clinic, prompt=waiting.prompt, before=before)
