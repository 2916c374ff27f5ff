"""What was meant by words typed where a button was expected."""

import re
import unicodedata
from collections.abc import Iterable

from care.lines import Line, Quoted, Written
from care.patient import Waiting

_NUMBER = re.compile(r"\s*(\d{1,2})\s*(?:/\s*10|out of 10|de 10|sobre 10)?\s*[.!]?\s*")
_RANGE = re.compile(r"(?<=\d)\s*[-\u2013]\s*(?=\d)")  # 7-8
_SPELLED = {
    word: number
    for words in (
        "zero one two three four five six seven eight nine ten",
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez",
    )
    for number, word in enumerate(words.split())
}
_MEANT = {  # what people type instead of pressing one of the bot's own buttons
    "_yes": {"yes", "yes they did", "sí", "si"},
    "_no": {"no", "nobody", "no nobody", "no one", "nadie", "no nadie"},
    "_none": {"no", "none", "none of these", "none of them", "ninguno", "ninguna", "nada", "nada de esto"},
    "_skip": {"skip", "skip this", "saltar"},
    "_agree": {"i agree", "estoy de acuerdo", "acepto"},
    "_better": {"better", "mejor"},
    "_same": {"the same", "same", "igual"},
    "_worse": {"worse", "peor"},
}
_BETWEEN = frozenset({"or", "to", "o", "a", "maybe", "about", "y", "and", "un", "like"})


def typed_choice(waiting: Waiting, text: str) -> str | None:
    """The choice that the typed words name: a button's own words or a number on a scale. None when it is neither."""
    wanted = _folded(text)
    for row in waiting.buttons:
        for button in row:
            if wanted in _MEANT.get(button.choice, ()) or wanted in map(_folded, _shown(button.label)):
                return button.choice
    number = scale_number(text)
    choices = {button.choice for row in waiting.buttons for button in row}
    return str(number) if number is not None and {"0", "10"} <= choices else None


def _shown(label: Line) -> Iterable[str]:
    match label:
        case Written(texts=texts):
            return texts.values()
        case Quoted(text=text):
            return (text,)
        case _:
            return ()


def scale_number(text: str) -> int | None:
    """`7`, `7/10`, `seven`; of `seven or eight` the higher, since doubt never lowers. None for `11`, `-1` or words."""
    if found := _NUMBER.fullmatch(text):
        number = int(found[1])
        return number if 0 <= number <= 10 else None
    words = _folded(_RANGE.sub(" or ", text)).split()
    numbers = [_spelled(word) for word in words if word not in _BETWEEN]
    if not numbers or None in numbers or len(numbers) > 2:
        return None
    return max(number for number in numbers if number is not None)


def _spelled(word: str) -> int | None:
    if word.isascii() and word.isdigit() and int(word) <= 10:
        return int(word)
    return _SPELLED.get(word)


def _folded(text: str) -> str:
    return " ".join(
        unicodedata.normalize("NFKC", text).casefold().replace("-", " - ").replace(",", " ").strip(" .!").split()
    )
