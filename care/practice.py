"""What a clinic brings to every decision: its own description, its protocols, and the rules for reading words."""

from collections.abc import Mapping
from dataclasses import dataclass

from care.clinic import Clinic
from care.protocol import Protocol
from care.triage import Rules


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Practice:
    """A clinic with its protocols by procedure, and reading rules for each language its patients may write."""

    clinic: Clinic
    protocols: Mapping[str, Protocol]
    rules: tuple[Rules, ...]
