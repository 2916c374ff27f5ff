"""One row of the timeline."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

State = Literal["planned", "sent", "answered", "late", "held", "skipped", "cancelled", "unknown", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Something that was, is or will be; `what` in few words, `why` its reason."""

    id: str
    at: datetime
    what: str
    state: State
    why: str = ""
    patient_id: str | None = None
    chat_id: int | None = None
    message_id: int | None = None

    def as_json(self, zone: ZoneInfo) -> dict[str, Any]:
        return {
            "id": self.id,
            "at": self.at.isoformat(),
            "local": f"{self.at.astimezone(zone):%a %-d %b %Y, %H:%M}",
            "what": self.what,
            "state": self.state,
            "why": self.why,
            "patient_id": self.patient_id,
            "chat_id": self.chat_id,
            "message_id": self.message_id,
        }
