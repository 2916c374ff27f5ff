"""Texts as Telegram takes them: parsed, trimmed, measured, with the entities it finds by itself."""

import re

from simulator.errors import bad_request
from simulator.html import parse_html
from simulator.wire import Json

TEXT_UNITS_MAX = 4096  # UTF-16 units after parsing
CAPTION_UNITS_MAX = 1024
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?!\w))"
    r"|(?P<url>https?://[^\s<>\"]+)"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<mention>(?<!\w)@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w))"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
)
_INVISIBLE = re.compile(r"[\s\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff\u00ad]*")


def units(text: str) -> int:
    """Telegram's measure of length: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def found_entities(text: str) -> list[Json]:
    """Commands, links, mentions, as Telegram finds them in a plain text."""
    return [
        {"type": found.lastgroup, "offset": units(text[: found.start()]), "length": units(found[0])}
        for found in _FOUND.finditer(text)
    ]


def read_text(source: str, *, parse_mode: str | None, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """The text as shown, and its entities."""
    match (parse_mode or "").lower():
        case "":
            text, given = source, _checked_entities(entities or [])
        case "html":
            text, given = parse_html(source)
        case _:
            raise bad_request("unsupported parse_mode")
    text, given = _trimmed(text, given)
    taken = [(entity["offset"], entity["offset"] + entity["length"]) for entity in given]
    also = [
        entity
        for entity in found_entities(text)
        if all(entity["offset"] >= end or entity["offset"] + entity["length"] <= start for start, end in taken)
    ]
    return text, sorted(given + also, key=lambda entity: (entity["offset"], -entity["length"]))


def checked_text(source: str | None, *, parse_mode: str | None, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """A message text; raises when it is empty or too long."""
    text, found = read_text(source or "", parse_mode=parse_mode, entities=entities)
    if _INVISIBLE.fullmatch(text):
        raise bad_request("message text is empty")
    if units(text) > TEXT_UNITS_MAX:
        raise bad_request("message is too long")
    return text, found


def checked_caption(
    source: str | None, *, parse_mode: str | None, entities: list[Json] | None
) -> tuple[str, list[Json]]:
    """A caption, which may be empty; raises when it is too long."""
    text, found = read_text(source or "", parse_mode=parse_mode, entities=entities)
    if units(text) > CAPTION_UNITS_MAX:
        raise bad_request("message caption is too long")
    return text, found


def _checked_entities(entities: list[Json]) -> list[Json]:
    for entity in entities:
        if not (isinstance(entity.get("offset"), int) and isinstance(entity.get("length"), int) and "type" in entity):
            raise bad_request("can't parse message entity: type, offset and length are needed")
    return entities


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    cut = units(text) - units(text.lstrip())
    text = text.strip()
    length = units(text)
    kept: list[Json] = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        end = min(length, entity["offset"] + entity["length"] - cut)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return text, kept
