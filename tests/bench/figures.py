"""A measured number, beside what it is compared with, and whether it is what we promise."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table. `judged` is the number that the target is about: a ratio, or the value itself."""

    what: str
    value: float
    unit: str
    beside: float | None = None
    beside_what: str = ""
    judged: float | None = None
    target: Target | None = None

    @property
    def met(self) -> bool:
        return self.target is None or self.judged is None or self.target.met(self.judged)

    def as_json(self) -> dict[str, object]:
        return {
            "what": self.what,
            "value": round(self.value, 3),
            "unit": self.unit,
            "beside": None if self.beside is None else round(self.beside, 3),
            "beside_what": self.beside_what,
            "judged": None if self.judged is None else round(self.judged, 3),
            "target": self.target.words if self.target else None,
            "met": self.met,
        }


def middle(values: Sequence[float]) -> float:
    return float(median(values))


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all stays at or below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
