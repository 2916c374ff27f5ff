"""What must go on by itself: ladders of alerts nobody took, and asking again after we could not receive."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from care.events import GapEnded
from care.patient import load_patient
from storage import Database, alerts, beats, patients
from storage.escalation import climb, tell_again
from storage.turn import House, take_turn

CLIMBS_A_BEAT = 50
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
            overdue = await alerts.due(tx, now=now, limit=CLIMBS_A_BEAT)
            rows = [row for row in overdue if row.clinic == self.clinic]
            for row in rows:
                await climb(tx, row, clinic=self.house.practice.clinic, now=now)
            await beats.beat(tx, f"tick:{self.clinic}", now=now)
        for row in rows:
            extra = {"action": "alert_climbed", "alert": row.id, "level": row.level}
            logger.warning("Nobody has taken an alert", extra=extra)
        if rows:
            self.ring()
        return len(rows)

    async def after_gap(self) -> int:
        """Ask again what waited while we could not receive, and show open alerts again. Returns how many of both."""
        now = self.clock()
        async with self.db.read() as tx:
            known = await patients.of_clinic(tx, self.clinic)
        waiting = [row.id for row in known if row.chat_id is not None and _asked_lately(row.state, now)]
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


def _asked_lately(state: str, now: datetime) -> bool:
    waiting = load_patient(state).waiting
    return waiting is not None and now - waiting.since < ASKED_WITHIN
