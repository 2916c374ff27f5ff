"""One clock for two processes: who keeps the world sets it, the bot reads it from shared memory."""

from ctypes import c_longlong
from datetime import UTC, datetime, timedelta

from simulator import Clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class SharedClock(Clock):
    """A clock that stands still; each setting of it is seen by the other process at once."""

    def __init__(self, start: datetime, cell: c_longlong) -> None:
        self._cell = cell  # eight bytes, written and read whole
        super().__init__(start)

    def set(self, at: datetime) -> None:
        super().set(at)
        self._cell.value = (self.now() - _EPOCH) // _MICROSECOND

    def advance(self, by: timedelta) -> None:
        self.set(self.now() + by)

    def run(self) -> None:
        raise ValueError("this clock is moved by hand: it has no pace of its own")


class Reading:
    """The same clock, as the other process reads it."""

    def __init__(self, cell: c_longlong) -> None:
        self._cell = cell

    def __call__(self) -> datetime:
        return _EPOCH + self._cell.value * _MICROSECOND
