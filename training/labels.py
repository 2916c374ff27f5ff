"""What a labelled sentence can be, and how bad that may be."""

from collections.abc import Mapping
from typing import Final

from care.reading.danger import Danger

DANGER: Final[Mapping[str, Danger]] = {
    "breath": "emergency",
    "collapse": "emergency",
    "brain": "emergency",
    "sight": "emergency",
    "bleeding_heavy": "emergency",
    "allergy": "emergency",
    "toxic": "emergency",
    "bleeding": "urgent",
    "clot": "urgent",
    "one_side": "urgent",
    "blanching": "urgent",
    "blocked_nose": "urgent",
    "high_fever": "urgent",
    "fever": "same_day",
    "infection": "same_day",
    "wound_open": "same_day",
    "necrosis": "same_day",
    "fluid": "same_day",
    "pain": "same_day",
    "sick": "same_day",
    "lid": "same_day",
    "late_breast": "same_day",
    "self_harm": "crisis",
    "own_surgery": "crisis",
    "despair": "crisis",
}
"""By label, after the red flags of the protocols; levels are proposals until a clinic signs them."""

OTHERS: Final = ("unhappy", "unsure", "stop", "harmless")
LABELS: Final = (*DANGER, *OTHERS)
