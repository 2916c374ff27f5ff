"""What a run came to, and whether it is what we promise."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.crash.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One bot's run. `unseen`: answers and alerts that never arrived. `unknown`: sends cut off before their answer."""

    name: str
    updates: int
    kills: int
    at: Mapping[str, int]
    tally: Tally
    unseen: int
    sent_twice: int
    unknown: int | None  # None: this bot does not know
    waiting: int
    drained_s: float

    @property
    def unexplained(self) -> int:
        """Repeats that no unknown outcome accounts for."""
        return self.sent_twice if self.unknown is None else max(0, self.sent_twice - self.unknown)

    def as_promised(self, *, kills: int) -> bool:
        """0 lost, 0 doubled, 0 out of order; what was repeated was unknown; and it was really killed that often."""
        whole = self.tally == Tally() and not self.unseen and not self.unexplained
        ended_by_itself = any(where.startswith("ended") for where in self.at)
        return whole and self.kills >= kills and not ended_by_itself

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "updates": self.updates,
            "kills": self.kills,
            "killed_at": dict(self.at),
            "lost": self.tally.lost,
            "double_effects": self.tally.doubled,
            "out_of_order": self.tally.out_of_order,
            "never_arrived": self.unseen,
            "sent_twice": self.sent_twice,
            "unknown_outcomes": self.unknown,
            "left_after_last_kill": self.waiting,
            "drained_s": round(self.drained_s, 1),
        }
