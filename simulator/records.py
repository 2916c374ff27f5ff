"""What the simulator remembers for those who watch: deliveries, calls, presses."""

from dataclasses import dataclass, field
from datetime import datetime

from simulator.wire import Json, without_none


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """An inline button as the user sees it."""

    text: str
    data: str | None = None
    url: str | None = None
    style: str | None = None

    def as_json(self) -> Json:
        return without_none({"text": self.text, "data": self.data, "url": self.url, "style": self.style})


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """How a message looked from one moment on."""

    at: datetime
    method: str
    text: str
    rows: Rows
    body: Json

    def as_json(self) -> Json:
        return {
            "at": self.at.isoformat(),
            "method": self.method,
            "text": self.text,
            "buttons": [[button.as_json() for button in row] for row in self.rows],
        }


@dataclass(slots=True, kw_only=True, eq=False)
class Delivered:
    """A message that a bot delivered: as it was sent, its edits, and as it is shown now."""

    seq: int
    bot_id: int
    chat_id: int
    message_id: int
    sent: Version
    edits: list[Version] = field(default_factory=list)
    deleted_at: datetime | None = None

    @property
    def at(self) -> datetime:
        return self.sent.at

    @property
    def method(self) -> str:
        return self.sent.method

    @property
    def shown(self) -> Version:
        return self.edits[-1] if self.edits else self.sent

    @property
    def text(self) -> str:
        """The text (or caption) shown now."""
        return self.shown.text

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The inline buttons shown now, in reading order."""
        return tuple(button for row in self.shown.rows for button in row)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(button.text for button in self.buttons)

    def as_json(self) -> Json:
        return {
            "seq": self.seq,
            "bot_id": self.bot_id,
            "chat_id": self.chat_id,
            "message_id": self.message_id,
            **self.shown.as_json(),
            "method": self.method,
            "at": self.at.isoformat(),
            "sent": self.sent.as_json(),
            "edits": [version.as_json() for version in self.edits],
            "deleted_at": self.deleted_at.isoformat() if self.deleted_at else None,
            "message": self.shown.body,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """One call of a method, with its outcome."""

    seq: int
    at: datetime
    bot_id: int | None
    method: str
    params: Json
    ok: bool
    error_code: int | None
    description: str | None
    fault: str | None

    def as_json(self) -> Json:
        return {
            "seq": self.seq,
            "at": self.at.isoformat(),
            "bot_id": self.bot_id,
            "method": self.method,
            "params": self.params,
            "ok": self.ok,
            "error_code": self.error_code,
            "description": self.description,
            "fault": self.fault,
        }


@dataclass(slots=True, kw_only=True, eq=False)
class Press:
    """A press on a button (a callback query) and the answers the bot gave to it."""

    id: str
    at: datetime
    bot_id: int
    user_id: int
    data: str
    answers: list[Json] = field(default_factory=list)

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "at": self.at.isoformat(),
            "bot_id": self.bot_id,
            "user_id": self.user_id,
            "data": self.data,
            "answers": self.answers,
        }
