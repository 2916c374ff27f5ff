"""A finished text: HTML as Telegram takes it, cut to Telegram's size, with nothing in it that breaks a message."""

import html
import re
from dataclasses import dataclass

UTF16_UNITS_MAX = 4096  # Telegram's limit for one message, counted without markup

_TAG = re.compile(r"</?(?:b|i|blockquote)>")
# NUL and lone surrogates break JSON and databases; direction overrides let one line hide another.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Text:
    """One message or more. Make it with `plain`, or of HTML whose foreign parts went through `escaped`."""

    html: str

    @property
    def plain(self) -> str:
        """The same without markup: what is sent when Telegram refuses the markup."""
        return html.unescape(_TAG.sub("", self.html))

    def pieces(self) -> "tuple[Text, ...]":
        """The text in messages that Telegram accepts, cut at ends of lines where it can be. Nothing is lost."""
        if utf16_units(self.plain) <= UTF16_UNITS_MAX:
            return (self,)
        return tuple(Text(escaped(piece)) for piece in _cut(self.plain))


def plain(text: str) -> Text:
    return Text(escaped(text))


def escaped(text: str) -> str:
    """Foreign words as HTML text, cleaned of what breaks messages."""
    return html.escape(clean(text), quote=False)


def clean(text: str) -> str:
    """The words without control characters, lone surrogates and direction overrides."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def utf16_units(text: str) -> int:
    """How Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str) -> list[str]:
    pieces: list[str] = []
    rest = text
    while utf16_units(rest) > UTF16_UNITS_MAX:
        at = _fit(rest)
        newline = rest.rfind("\n", at // 2, at)
        at = newline + 1 if newline > 0 else at
        pieces.append(rest[:at].rstrip("\n") or "\N{HORIZONTAL ELLIPSIS}")
        rest = rest[at:]
    return [*pieces, rest] if rest.strip() else pieces


def _fit(text: str) -> int:
    low, high = 1, min(len(text), UTF16_UNITS_MAX)
    while low < high:
        middle = (low + high + 1) // 2
        if utf16_units(text[:middle]) <= UTF16_UNITS_MAX:
            low = middle
        else:
            high = middle - 1
    return low
