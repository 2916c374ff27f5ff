"""A loop's own beat: noted when it succeeds, and not oftener than anybody looks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage import beats
from storage.database import Tx

NOTED_EVERY = timedelta(seconds=10)  # each noting is a write to disk


@dataclass(slots=True, kw_only=True)
class Pulse:
    """The beat of one loop of one clinic, such as "work:rosa"."""

    name: str
    noted_at: datetime | None = None

    async def beat(self, tx: Tx, *, now: datetime) -> None:
        """The loop has just done its work, or found none."""
        if self.noted_at is None or abs(now - self.noted_at) >= NOTED_EVERY:
            await beats.beat(tx, self.name, now=now)
            self.noted_at = now
