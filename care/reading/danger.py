"""How bad it may be: the levels that words or answers can raise, in order."""

from typing import Final, Literal

Danger = Literal["same_day", "urgent", "crisis", "emergency"]

LEVELS: Final[tuple[Danger, ...]] = ("same_day", "urgent", "crisis", "emergency")
"""From the mildest to the worst. Danger to life comes first; with a crisis beside it the caller gives both advices."""


def rank(level: Danger | None) -> int:
    """Where a level stands: 0 for none, more for worse."""
    return 0 if level is None else LEVELS.index(level) + 1


def worse(one: Danger | None, other: Danger | None) -> Danger | None:
    """The worse of two levels; none counts as the mildest."""
    return one if rank(one) >= rank(other) else other
