"""What we promise about speed, in one place."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A limit in words, and whether a number keeps within it."""

    words: str
    met: Callable[[float], bool]


def at_least(least: float, unit: str = "×") -> Target:
    return Target(words=f"≥ {least:g} {unit}".strip(), met=lambda value: value >= least)


def at_most(most: float, unit: str = "") -> Target:
    return Target(words=f"≤ {most:g} {unit}".strip(), met=lambda value: value <= most)


CLAIM_FLAT = at_most(1.2, "×")  # the time of a claim with a million pending, against ten thousand
ADD_AGAINST_JOBS = at_least(20)
FIRE_AGAINST_JOBS = at_least(10)
STALL_MS = at_most(50, "ms")  # nobody else in the process waits longer while timers fire
SENT_SHARE = at_least(97, "% of 30/s")
REFUSED = at_most(0, "refused")  # 429 answers
