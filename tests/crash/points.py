"""Named places in the life of an update at which the process can be made to kill itself, unknown to the product."""

import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import bot.send
import bot.work
from bot.receive import Receiver
from bot.work import Worker
from storage import journal

Call = Callable[..., Awaitable[Any]]

POINTS = (
    "after fetch, before commit",
    "after commit, before the offset",
    "mid-turn, after the journal",
    "after the turn, before commit",
    "after the turn's commit",
    "after claim, before send",
    "after send, before mark",
)


def _always(*_: object) -> bool:
    return True


@dataclass(slots=True, kw_only=True)
class Trap:
    """Kills this process without a word at the n-th passage of a point; the point's name stands in the note file."""

    point: str
    passages: int
    note: str

    def set(self) -> None:
        """From now on. Everything is wrapped in this process only."""
        self._lay(Receiver, "keep", before=POINTS[0], after=POINTS[1], when=_has_updates)
        self._lay(journal, "append", after=POINTS[2])
        self._lay(bot.work, "take_turn", after=POINTS[3])
        self._lay(Worker, "step", after=POINTS[4])
        self._lay(bot.send, "send", before=POINTS[5], after=POINTS[6])

    def _lay(
        self, owner: object, name: str, *, before: str = "", after: str = "", when: Callable[..., bool] = _always
    ) -> None:
        call: Call = getattr(owner, name)
        setattr(owner, name, self._after(after, self._before(before, call, when), when))

    def _before(self, point: str, call: Call, when: Callable[..., bool]) -> Call:
        @wraps(call)
        async def trapped(*args: Any, **kwargs: Any) -> Any:
            if when(*args):
                self._pass(point)
            return await call(*args, **kwargs)

        return trapped

    def _after(self, point: str, call: Call, when: Callable[..., bool]) -> Call:
        @wraps(call)
        async def trapped(*args: Any, **kwargs: Any) -> Any:
            result = await call(*args, **kwargs)
            if result is not False and when(*args):
                self._pass(point)
            return result

        return trapped

    def _pass(self, point: str) -> None:
        if point != self.point:
            return
        self.passages -= 1
        if self.passages <= 0:
            with open(self.note, "w", encoding="utf-8") as note:  # noqa: PTH123  # as little as can be before the end
                note.write(point)
            os.kill(os.getpid(), signal.SIGKILL)


def _has_updates(_receiver: object, updates: object) -> bool:
    return bool(updates)
