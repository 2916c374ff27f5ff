"""The parameters of a method call, however they were sent."""

import json
from dataclasses import dataclass, field
from typing import Any

from simulator.errors import bad_request
from simulator.wire import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came with the call."""

    name: str
    content: bytes
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Params:
    """Reads parameters by name and kind; what cannot be read is a 400 in Telegram's words."""

    values: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "") or name in self.uploads

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        if isinstance(value, str) and not value.isascii():
            _check_encoding(value)
        if value is None or isinstance(value, str):
            return value
        return json.dumps(value) if isinstance(value, bool | list | dict) else str(value)

    def number(self, name: str, default: int | None = None) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            return default

    def count(self, name: str, default: int) -> int:
        value = self.number(name, default)
        return default if value is None else value

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes")

    def json_object(self, name: str, *, what: str) -> Json | None:
        """A nested object, or None; `what` names it in the refusal."""
        value = self._nested(name, what)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"can't parse {what}: expected an Object")
        return value

    def json_objects(self, name: str, *, what: str) -> list[Json] | None:
        """A nested list of objects, or None."""
        value = self._nested(name, what)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise bad_request(f"can't parse {what}: expected an Array of Objects")
        return value

    def names(self, name: str, *, what: str) -> frozenset[str] | None:
        """A nested list of words, or None."""
        value = self._nested(name, what)
        return frozenset(map(str, value)) if isinstance(value, list) else None

    def _nested(self, name: str, what: str) -> Any:
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def chat(self, name: str = "chat_id") -> int | str:
        """A chat id, or @name."""
        value = self.values.get(name)
        if value in (None, ""):
            raise bad_request(f"{name} is empty")
        text = str(value)
        if text.startswith("@"):
            return text
        try:
            return int(text)
        except ValueError:
            raise bad_request("chat not found") from None


def _check_encoding(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
