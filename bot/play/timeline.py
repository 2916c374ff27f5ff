"""The timeline: everything around a moment in the order of time, each with its state and its reason."""

from collections.abc import Sequence
from datetime import datetime

from bot.play.alert_rows import alert_rows
from bot.play.deed_rows import deed_rows
from bot.play.planned_rows import planned_rows
from bot.play.play import Play
from bot.play.rows import Row
from storage import timeline

ROWS_MAX = 500


async def read_timeline(play: Play, *, moment: datetime, limit: int, patient_id: str | None = None) -> list[Row]:
    """Up to `limit` rows, half of them before the moment when there are as many; of one patient, or of all."""
    house = play.stage.house
    clinic = house.practice.clinic
    wanted = max(1, min(limit, ROWS_MAX))
    async with play.stage.db.read() as tx:
        around = await timeline.around(tx, clinic=clinic.id, moment=moment, limit=wanted, patient_id=patient_id)
    states = {id_: one.state for id_, one in play.persons.followed.items()}
    rows = [*planned_rows(around), *alert_rows(around, clinic), *deed_rows(around, house, states)]
    return _window(sorted(rows, key=lambda row: (row.at, row.id)), moment, wanted)


def _window(rows: Sequence[Row], moment: datetime, limit: int) -> list[Row]:
    """The rows nearest to the moment on both sides; what one side lacks, the other may have."""
    before = [row for row in rows if row.at <= moment]
    after = rows[len(before) :]
    ahead = min(len(after), max(limit // 2, limit - len(before)))
    return [*before[max(0, len(before) - (limit - ahead)) :], *after[:ahead]]
