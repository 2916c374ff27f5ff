"""The simulator's own clock: real time, shifted time, or time that stands still until told."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Gives `now()` in UTC. Made with a start it stands still; without one it follows real time."""

    def __init__(self, start: datetime | None = None) -> None:
        self._standing_at: datetime | None = None
        self._ahead = timedelta()
        if start is not None:
            self.set(start)

    def __call__(self) -> datetime:
        return self.now()

    @property
    def stands_still(self) -> bool:
        return self._standing_at is not None

    def now(self) -> datetime:
        if self._standing_at is not None:
            return self._standing_at
        return datetime.now(UTC) + self._ahead

    def set(self, at: datetime) -> None:
        """Stand still at this moment."""
        if at.tzinfo is None:
            raise ValueError("clock.set: the moment needs a time zone, for example 2026-03-01T09:00:00+00:00")
        self._standing_at = at.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move on; a standing clock stands at the later moment, a running one runs on from it."""
        if self._standing_at is not None:
            self._standing_at += by
        else:
            self._ahead += by

    def run(self) -> None:
        """Run again, from the moment it shows."""
        if self._standing_at is not None:
            self._ahead = self._standing_at - datetime.now(UTC)
            self._standing_at = None
