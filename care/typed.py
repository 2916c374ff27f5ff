"""What was meant by words typed where a button was expected."""

import re
import unicodedata
from collections.abc import Iterable

from care.lines import Line, Quoted, Written
from care.patient import Waiting

_NUMBER = re.compile(r"\s*(\d{1,2})\s*(?:/\s*10|out of 10|de 10|sobre 10|из 10)?\s*[.!]?\s*")
_RANGE = re.compile(r"(?<=\d)\s*[-\u2013]\s*(?=\d)")  # 7-8
_SPELLED = {
    word: number
    for words in (
        "zero one two three four five six seven eight nine ten",
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez",
        "zero um dois três quatro cinco seis sete oito nove dez",
        "ноль один два три четыре пять шесть семь восемь девять десять",
    )
    for number, word in enumerate(words.split())
}
_MEANT = {  # what people type instead of pressing one of the bot's own buttons, in any language
    "_yes": {"yes", "yes they did", "sí", "si", "sim", "да"},
    "_no": {
        *("no", "nobody", "no nobody", "no one"),
        *("nadie", "no nadie"),
        *("não", "nao", "ninguém", "ninguem", "não ninguém"),
        *("нет", "никто", "нет никто"),
    },
    "_none": {
        *("no", "none", "none of these", "none of them"),
        *("ninguno", "ninguna", "nada", "nada de esto"),
        *("não", "nao", "nenhum", "nenhuma", "nenhum desses", "nada disso"),
        *("нет", "ничего", "ничего из этого", "ничего такого", "ни одного"),
    },
    "_skip": {"skip", "skip this", "saltar", "pular", "пропустить"},
    "_agree": {"i agree", "estoy de acuerdo", "acepto", "concordo", "aceito", "согласен", "согласна"},
    "_better": {"better", "mejor", "melhor", "лучше"},
    "_same": {"the same", "same", "igual", "a mesma coisa", "так же", "то же самое"},
    "_worse": {"worse", "peor", "pior", "хуже"},
}
_BETWEEN = frozenset(
    {"or", "to", "maybe", "about", "and", "like", "o", "a", "y", "un", "ou", "e", "um", "uns", "или", "до", "примерно"}
)


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
