"""Telegram's HTML: the text without tags, its entities, or the refusal in Telegram's own words."""

import re
from dataclasses import dataclass

from simulator.errors import ApiError, bad_request
from simulator.wire import Json

_NAMES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_ENTITY = re.compile(r"&(?:(?P<name>lt|gt|amp|quot)|#x(?P<hex>[0-9a-fA-F]+)|#(?P<decimal>\d+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPACE = " \t\r\n\v\f"
_ATTRIBUTE = re.compile(
    r"""[ \t\r\n\v\f]*(?P<name>[^\s=>]*)[ \t\r\n\v\f]*(?P<equals>=?)[ \t\r\n\v\f]*"""
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[A-Za-z0-9.-]*))"""
)


@dataclass(slots=True, kw_only=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    start: int  # in UTF-16 units of the text without tags


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The shown text and its entities; raises "can't parse entities: …" with the byte offset."""
    return _Parser(source).run()


def _decoded(piece: str) -> str:
    return _ENTITY.sub(_decode, piece)


def _decode(found: re.Match[str]) -> str:
    if found["name"]:
        return _NAMED[found["name"]]
    code = int(found["hex"], 16) if found["hex"] else int(found["decimal"])
    if 0xD800 <= code <= 0xDFFF:
        raise bad_request(
            "can't parse entities: Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code) if 0 < code <= 0x10FFFF else found[0]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []
        self.language = ""  # of the code that a <pre> may wrap

    def run(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            if self.source[self.at] == "<":
                self._tag()
            else:
                self._plain()
        if self.open:
            raise self._refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.text), self.entities

    def _plain(self) -> None:
        end = self.source.find("<", self.at)
        end = len(self.source) if end < 0 else end
        piece = _decoded(self.source[self.at : end])
        self.text.append(piece)
        self.length += _units(piece)
        self.at = end

    def _tag(self) -> None:
        if self.source.startswith("</", self.at):
            self._end_tag()
        else:
            self._start_tag()

    def _start_tag(self) -> None:
        begin = self.at
        name_end = self._skip_name(begin + 1)
        if name_end >= len(self.source):
            raise self._refuse_at("Unclosed start tag", begin)
        tag = self.source[begin + 1 : name_end].lower()
        if tag not in _NAMES:
            raise self._refuse_at(f'Unsupported start tag "{tag}"', begin)
        attributes, self.at = self._attributes(tag, begin, name_end)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refuse_at('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag=tag, attributes=attributes, start=self.length))

    def _attributes(self, tag: str, begin: int, at: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        while True:
            while at < len(self.source) and self.source[at] in _SPACE:
                at += 1
            if at >= len(self.source):
                raise self._refuse_at("Unclosed start tag", begin)
            if self.source[at] == ">":
                return attributes, at + 1
            name, value, at = self._attribute(tag, begin, at)
            attributes[name] = value

    def _attribute(self, tag: str, begin: int, at: int) -> tuple[str, str, int]:
        found = _ATTRIBUTE.match(self.source, at)
        if found is None or not found["name"]:
            raise self._refuse_at(f'Empty attribute name in the tag "{tag}"', begin)
        name, end = found["name"].lower(), found.end()
        if not found["equals"]:
            if (tag, name) == ("blockquote", "expandable"):
                return name, "", found.end("name")
            raise self._refuse_at(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
        following = self.source[end : end + 1]
        if found["bare"] is not None:
            if following in ("'", '"') and not found["bare"]:
                raise self._refuse_at("Unclosed start tag", begin)
            if not following and not found["bare"]:
                raise self._refuse_at(f'Unclosed start tag "{tag}"', begin)
            if not following or following not in _SPACE + ">":
                raise self._refuse_at("Unexpected end of name token", found.start("bare"))
        return name, _decoded(found["double"] or found["single"] or (found["bare"] or "").lower()), end

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self._refuse_at("Unexpected end tag", begin)
        name_end = self._skip_name(begin + 2)
        close = name_end
        while close < len(self.source) and self.source[close] in _SPACE:
            close += 1
        if close >= len(self.source) or self.source[close] != ">":
            raise self._refuse_at("Unclosed end tag", begin)
        name = self.source[begin + 2 : name_end].lower()
        opened = self.open.pop()
        if name and name != opened.tag:
            offset = len(self.source[:begin].encode("utf-8", "surrogatepass"))
            raise self._refuse(
                f'Unmatched end tag at byte offset {offset}, expected "</{opened.tag}>", found "</{name}>"'
            )
        self._close(opened)
        self.at = close + 1

    def _close(self, opened: _Open) -> None:
        length = self.length - opened.start
        kind = _NAMES[opened.tag]
        if length <= 0:
            return
        entity: Json = {"type": kind, "offset": opened.start, "length": length}
        if opened.tag == "a":
            url = opened.attributes.get("href") or "".join(self.text)[-length:]
            if not re.match(r"(https?|tg|mailto|tel|ftp|tonsite)://?|[\w-]+(\.[\w-]+)+", url):
                return
            entity["url"] = url
        elif opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "code" and opened.attributes.get("class", "").startswith("language-"):
            self.language = opened.attributes["class"].removeprefix("language-")
        elif opened.tag == "pre" and self.language and self.entities[-1]["offset"] == opened.start:
            entity["language"], self.language = self.language, ""
            self.entities.pop()
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        self.entities.append(entity)

    def _skip_name(self, at: int) -> int:
        while at < len(self.source) and self.source[at] not in _SPACE + ">":
            at += 1
        return at

    def _refuse_at(self, reason: str, at: int) -> ApiError:
        offset = len(self.source[:at].encode("utf-8", "surrogatepass"))
        return self._refuse(f"{reason} at byte offset {offset}")

    @staticmethod
    def _refuse(reason: str) -> ApiError:
        return bad_request(f"can't parse entities: {reason}")
