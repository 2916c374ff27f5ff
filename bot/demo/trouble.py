"""What goes wrong between the bot and Telegram: off for a while, slow, or taking messages without a word."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from simulator import World
from simulator.faults import Outage

SLOW_METHODS = (
    "sendMessage",
    "editMessageText",
    "editMessageReplyMarkup",
    "answerCallbackQuery",
    "sendPhoto",
    "sendVoice",
    "sendVideo",
    "sendDocument",
    "sendSticker",
    "copyMessage",
)
SLOW_S_MAX = 30.0
UNANSWERED_MAX = 100

Kind = Literal["reset", "502"]


@dataclass(slots=True, kw_only=True)
class Trouble:
    """The trouble there is now. An outage ends by itself on the world's clock; call `passes` when that has moved."""

    world: World
    outage_until: datetime | None = None
    slow_s: float = 0.0

    @property
    def outage(self) -> Outage | None:
        return self.world.faults.outage

    @property
    def unanswered(self) -> int:
        """How many of the next messages are delivered without an answer."""
        return sum(fault.times or 0 for fault in self.world.faults.rules if fault.kind == "reset")

    def cut_off(self, *, lasts: timedelta | None = None, kind: Kind = "reset") -> None:
        """Telegram cannot be reached, for so long or until `calm`."""
        if lasts is not None and lasts <= timedelta():
            raise ValueError("seconds: an outage lasts longer than nothing")
        self.outage_until = None if lasts is None else self.world.clock() + lasts
        self.world.cut_off(kind)

    def slow_down(self, seconds: float) -> None:
        """Each answer of Telegram to what is sent comes so late, in real seconds; 0 ends it."""
        if not 0 <= seconds <= SLOW_S_MAX:
            raise ValueError(f"seconds: between 0 and {SLOW_S_MAX:g}")
        faults = self.world.faults
        faults.rules[:] = [fault for fault in faults.rules if fault.kind != "slow"]
        for method in SLOW_METHODS if seconds else ():
            faults.add("slow", method=method, times=None, seconds=seconds)
        self.slow_s = seconds

    def leave_unanswered(self, times: int) -> None:
        """The next messages are delivered, and the bot does not hear of it."""
        if not 1 <= times <= UNANSWERED_MAX:
            raise ValueError(f"times: between 1 and {UNANSWERED_MAX}")
        fault = self.world.faults.add("reset", method="sendMessage", times=times, after_delivery=True)
        self.world.faults.rules.remove(fault)
        self.world.faults.rules.insert(0, fault)  # before those that make it slow

    def calm(self) -> None:
        """All is well again."""
        self.world.faults.clear()
        self.outage_until, self.slow_s = None, 0.0
        self.world.changes.touch()

    def passes(self) -> bool:
        """End the outage whose time is over. True when it was."""
        if self.outage_until is None or self.world.clock() < self.outage_until:
            return False
        self.world.faults.outage = None
        self.outage_until = None
        self.world.changes.touch()
        return True
