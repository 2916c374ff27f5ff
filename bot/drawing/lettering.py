"""How wide words are when drawn, and where their lines break: an SVG has no line breaks of its own."""

import unicodedata
from functools import cache

SPARE = 1.05  # the reader's font may run a little wider than the one measured here
BOLD = 1.08
OTHER = 620  # any letter that is not in the table: Greek, Cyrillic, Arabic …

# Thousandths of the size, as Helvetica, Arial and Liberation Sans have them.
_WIDTHS = {
    "ijl'|": 225,
    " !,./:;I[\\]ftĳ·’‘": 280,
    "()-`r“”": 335,
    '"°': 360,
    "*": 390,
    "Jckvsxyz": 500,
    "#$?0123456789L_abdeghnopquñ–": 557,
    "+<=>~F": 590,
    "TZ": 611,
    "&ABEKPSVXY": 667,
    "CDHNRUwß": 722,
    "GOQ": 778,
    "Mm": 835,
    "%": 890,
    "W": 944,
    "—…@→←↩✓": 1015,
}
_WIDTH = {letter: width for letters, width in _WIDTHS.items() for letter in letters}


def width_of(text: str, *, size: float, bold: bool = False) -> float:
    """How much room the text needs, a little on the safe side."""
    return sum(map(_letter, text)) / 1000 * size * SPARE * (BOLD if bold else 1)


@cache
def _letter(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    plain = unicodedata.normalize("NFD", letter)[0]
    wide = unicodedata.east_asian_width(plain) in "WF"
    return 1000 if wide else _WIDTH.get(letter, _WIDTH.get(plain, OTHER))


def wrap(text: str, *, room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """The text in lines that fit the room; a word that is too long for a line is cut."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size=size, bold=bold) <= room:
            lines[-1] = longer
            continue
        while len(word) > 1 and width_of(word, size=size, bold=bold) > room:
            fits = _fitting(word, room=room, size=size, bold=bold)
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return tuple(lines)


def _fitting(word: str, *, room: float, size: float, bold: bool) -> int:
    """How many letters of the word fit; at least one."""
    count = len(word)
    while count > 1 and width_of(word[:count], size=size, bold=bold) > room:
        count -= 1
    return count


def shortened(lines: tuple[str, ...], most: int) -> tuple[str, ...]:
    """The first lines, with a sign that there was more."""
    return lines if len(lines) <= most else (*lines[: most - 1], f"{lines[most - 1].rstrip(' ,.;:')} …")
