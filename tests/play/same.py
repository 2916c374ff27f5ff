"""What two plays must have in common: what was decided, with its effects and times, and what became of each plan."""

import json
from typing import Any

from sqlalchemy import select

from bot.demo.stage import Stage
from storage import journal, patients, timers
from storage.tables import alert

# Drawn anew in each play, or counted by Telegram: they say nothing about what was decided.
_OWN = ("message_id", "file_id", "album")


async def journals_of(stage: Stage) -> dict[int, list[tuple[str, Any, Any]]]:
    """Each patient's turns by case number: when, upon what, with which effects."""
    found = {}
    async with stage.db.read() as tx:
        for row in await patients.of_clinic(tx, stage.house.practice.clinic.id):
            entries = await journal.of_patient(tx, row.id)
            found[row.case_number] = [
                (entry.at.isoformat(), _plain(entry.event, row.id), _plain(entry.effects, row.id)) for entry in entries
            ]
    return found


async def ledgers_of(stage: Stage) -> dict[int, list[tuple[object, ...]]]:
    """Each patient's timers by case number: what, when, why then, and what became of it when."""
    found = {}
    async with stage.db.read() as tx:
        for row in await patients.of_clinic(tx, stage.house.practice.clinic.id):
            rows = await timers.of_patient(tx, row.id)
            found[row.case_number] = sorted(
                (
                    timer.due_at.isoformat(),
                    timer.key.replace(row.id, "patient"),
                    timer.kind,
                    timer.why,
                    timer.state,
                    timer.reason,
                    timer.settled_at and timer.settled_at.isoformat(),
                )
                for timer in rows
            )
    return found


async def alerts_of(stage: Stage) -> list[tuple[object, ...]]:
    """The alerts and how far each has climbed."""
    columns = (alert.c.key, alert.c.level, alert.c.state, alert.c.raised_at, alert.c.climbs_at, alert.c.rung)
    async with stage.db.read() as tx:
        return [tuple(row) for row in await tx.execute(select(*columns).order_by(alert.c.id))]


def _plain(text: str, patient_id: str) -> Any:
    return _without(json.loads(text.replace(patient_id, "patient")))


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without(item) for key, item in value.items() if key not in _OWN}
    return [_without(item) for item in value] if isinstance(value, list) else value
