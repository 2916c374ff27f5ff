"""JSON as it goes over the wire."""

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


def encode(value: object) -> bytes:
    """The value as ASCII-escaped JSON: lone surrogates and NULs survive the way."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def without_none(fields: Mapping[str, Any]) -> Json:
    """Only the fields that are there: Telegram leaves out what is empty."""
    return {name: value for name, value in fields.items() if value is not None}
