"""What holds for every text, however strange: it is read, in linear work, and danger is never talked away."""

import json
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from care.reading.danger import LEVELS, rank, worse
from care.reading.heard import Heard
from care.reading.rulebook import LANGUAGES
from care.triage import Rules, load_rules, read

EN, ES = load_rules("en"), load_rules("es")
BOTH = (EN, ES)
ROWS = {
    rules.language: [
        json.loads(line)
        for line in (Path(__file__).parent / "reading" / f"{rules.language}.jsonl").read_text("utf-8").splitlines()
    ]
    for rules in BOTH
}
RULES = {rules.language: rules for rules in BOTH}
DANGEROUS = [(language, row["text"]) for language, rows in ROWS.items() for row in rows if row["danger"]]
HARMLESS = [row["text"] for rows in ROWS.values() for row in rows if not row["danger"]]
ANY_TEXT = st.text(st.characters(), max_size=200)  # lone surrogates and NUL among them
WARD_WORDS = st.lists(
    st.sampled_from(sorted({word for text in [*HARMLESS, *(text for _, text in DANGEROUS)] for word in text.split()}))
)
NOISE = ["\u200b", "\u200d", "\u2066", "\u0301", "\u00ad"]
quick = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(text=ANY_TEXT | WARD_WORDS.map(" ".join), day=st.none() | st.integers())
def test_any_text_is_read(text: str, day: int | None) -> None:
    """No text raises, in one language or in both."""
    reading = read(BOTH, text, procedure="rhinoplasty", day=day)

    assert reading.danger is None or reading.rules


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "\ud800", "\u200b\u200b", "\u202e38\u202c", "😭" * 4096, "{0.__init__}", "{{7*7}}"]
)
def test_odd_texts_say_nothing(text: str) -> None:
    """Blank, invisible, broken or code-like texts hold no danger, no unhappiness and no opt-out."""
    reading = read(BOTH, text)

    assert (reading.unhappy, reading.stop) == (False, False)


@quick
@given(danger=st.sampled_from(DANGEROUS), harmless=st.sampled_from(HARMLESS), first=st.booleans())
def test_harmless_words_do_not_talk_danger_away(danger: tuple[str, str], harmless: str, first: bool) -> None:
    """A sentence of danger is heard as well beside a harmless sentence as alone."""
    rules, text = RULES[danger[0]], danger[1].rstrip(".")
    other = harmless.rstrip(".")  # two dots are no end of a sentence
    together = f"{text}. {other}" if first else f"{other}. {text}"

    reading = read(rules, together)

    assert rank(reading.danger) >= rank(read(rules, text).danger)


@quick
@given(row=st.sampled_from(ROWS["en"] + ROWS["es"]), noise=st.sampled_from(NOISE), every=st.integers(1, 7))
def test_noise_changes_nothing(row: dict[str, Any], noise: str, every: int) -> None:
    """Capitals, accents and invisible marks within words do not change what is read."""
    rules = EN if row in ROWS["en"] else ES
    noisy = "".join(mark + noise * (at % every == 0) for at, mark in enumerate(row["text"])).upper()

    reading = read(rules, noisy)

    assert reading == read(rules, row["text"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "i ",
        "no ",
        "bleeding ",
        "my calf is ",
        "cant stop bleeding ",
        "38,6 ",
        "swollen on one side ",
        "i cant dont want no ",
    ],
)
def test_work_grows_with_the_text_and_not_faster(piece: str) -> None:
    """Twice the text is at most a little more than twice the work, counted in calls."""
    short, long = piece * (2048 // len(piece)), piece * (4096 // len(piece))

    assert calls(lambda: read(EN, long)) <= 2.5 * calls(lambda: read(EN, short))


@pytest.mark.parametrize("text", ["no puedo respirar", "i cant breathe"])
def test_both_languages_are_heard_at_once(text: str) -> None:
    """With the rules of two languages, danger in either is heard."""
    reading = read(BOTH, text)

    assert reading.danger == "emergency"


def test_an_emergency_and_a_crisis_are_both_kept() -> None:
    """Words of crisis beside an emergency: the level is emergency, and both rules are named."""
    reading = read(EN, "I want to die. I can't breathe.")

    assert reading.danger == "emergency"
    assert {"breathing", "crisis-wants-to-die"} <= set(reading.rules)


@pytest.mark.parametrize(("one", "other"), list(product((None, *LEVELS), repeat=2)))
def test_worse_is_the_same_both_ways(one: Any, other: Any) -> None:
    """The worse of two levels does not depend on their order, and none is never the worse."""
    assert worse(one, other) == worse(other, one)
    assert worse(one, None) == one


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("38.6", "same_day"), ("39,2", "urgent"), ("39 and a half", "urgent"), ("it was 101.8 F", "same_day"),
        ("102F", "same_day"), ("392", "urgent"), ("103F", "urgent"), ("temp 36.6", None), ("I am 39 years old", None),
        ("size 38", None), ("38 kg", None), ("fever of thirty nine", "urgent"), ("39º", "urgent"),
        ("temperature 39½", "urgent"),
    ],
)  # fmt: skip
def test_temperatures_are_understood(text: str, danger: str | None) -> None:
    """Temperatures in both scales and in the ways that people write them; ages and sizes are none."""
    assert read(EN, text).danger == danger


@pytest.mark.parametrize(("procedure", "found"), [("fillers", True), (None, True), ("abdominoplasty", False)])
def test_some_words_are_danger_after_some_operations_only(procedure: str | None, found: bool) -> None:
    """Whitened skin is a blocked vessel after fillers; an unknown operation rules nothing out."""
    rules: Rules = EN

    assert ("filler-vessel" in read(rules, "the skin turned white", procedure=procedure).rules) == found


def calls(work: Callable[[], object]) -> int:
    """How many calls the work makes: its cost without a clock."""
    count = 0

    def tally(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


FOUR = tuple(load_rules(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ("es", "sin pus, sin olor, sin fiebre"),
        ("pt", "sem febre e sem pus"),
        ("ru", "не было ни крови, ни гноя"),
        ("en", "there is no pus and no fever"),
    ],
)
def test_a_denial_is_understood_in_a_clinic_of_four_languages(own: str, text: str) -> None:
    """A language that does not know the denial is not asked."""
    rules = sorted(FOUR, key=lambda each: each.language != own)

    assert [rule for rule in read(rules, text).rules if "learnt" not in rule] == []


@pytest.mark.parametrize(
    "text", ["no puedo respirar", "não consigo respirar", "не могу дышать", "help, no puedo respirar, my chest hurts"]
)
def test_danger_is_heard_in_any_language_of_the_clinic(text: str) -> None:
    """Also when a patient writes in another language than usual, or in two at once."""
    assert read(FOUR, text).danger == "emergency"


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("Fever? No. Bleeding? None at all.", None),
        ("fever: no, bleeding: none, pus: none", None),
        ("bleeding? yes", "same_day"),
        ("it is bleeding, no?", "same_day"),
        ("39.90 for a bra", None),
        ("the nosebleed stopped by itself and nothing since", None),
        ("the nosebleed stopped by itself but it is back", "urgent"),
    ],
)
def test_a_short_answer_belongs_to_its_question(text: str, danger: str | None) -> None:
    """Fever? no, is a denial; bleeding, no? is a question."""
    found = [hit.rule.level for hit in Heard(EN, text).hits(None, None) if hit.rule.level]

    assert max(found, key=rank, default=None) == danger


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "my son's got a fever of 39.5 and I'm up all night with him, forgive the late reply"),
        ("en", "bled a bit from the nose on day 2 but stopped, nothing since"),
        ("es", "mi hermano se desmayó al verme la nariz jaja"),
        ("es", "sangré un poquito el primer día, desde ahí nada de nada"),
        ("pt", "meu pai infartou semana passada, por isso demorei para responder, comigo tudo bem"),
        ("pt", "tive febre no segundo dia, nunca mais"),
        ("ru", "у сына температура 39, я сама здорова, шов сухой"),
        ("ru", "в первую неделю нога отекала, давно прошло"),
    ],
)
def test_a_relatives_illness_and_what_is_long_over_are_no_danger(language: str, text: str) -> None:
    """By the rules alone, where the writer says in the same sentence that they are well, or that it has passed."""
    assert [hit.rule.id for hit in Heard(load_rules(language), text).hits(None, None) if hit.rule.level] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "waited my whole life to be an hourglass"),
        ("es", "una ceja de villano de disney, pero el ombligo es una monada"),
        ("es", "perdí una apuesta con mi hermano"),
        ("pt", "o buffet das bodas, coxinha fria"),
        ("ru", "платье не налезло на грудь, продаю"),
    ],
)
def test_a_word_of_its_own_is_no_slip_of_another(language: str, text: str) -> None:
    """Of `ordinary` in the rules: "monada" is a pretty thing, and not "morada", purple."""
    assert [hit.rule.id for hit in Heard(load_rules(language), text).hits(None, None) if hit.rule.level] == []


@pytest.mark.parametrize(
    ("language", "text", "danger"),
    [
        ("es", "no me duele el pecho ni me falta el aire", False),
        ("es", "ni me sangra, ni me supura", False),
        ("es", "ni me sangra ni me duele, pero tengo fiebre", True),
        ("es", "ni me puedo parar, me duele el pecho", True),
        ("es", "si algún día me da fiebre, ¿a quién llamo?", False),
        ("es", "algún día me dio fiebre, y hoy me da otra vez", True),
        ("pt", "se por acaso der febre eu ligo pra quem?", False),
        ("pt", "deu febre por acaso, 38,5", True),
        ("ru", "у меня гной пошёл", True),
        ("ru", "гной прошёл", False),
    ],
)
def test_what_is_denied_or_only_thought_of(language: str, text: str, danger: bool) -> None:
    """By the rules alone, each beside one that means it."""
    assert any(hit.rule.level for hit in Heard(load_rules(language), text).hits(None, None)) is danger


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "my husband has a fever of 39.5 since last night, he had the tummy tuck on Monday"),
        ("en", "my mum collapsed, please call. The clinic is lovely and everything else is fine"),
        ("en", "bled a bit on day 2 and today it is pouring"),
        ("es", "mi esposa se desmayó en el baño, está pálida"),
        ("es", "sangré el primer día y ahora sangro otra vez"),
        ("pt", "minha mãe desmaiou no banheiro, está pálida"),
        ("ru", "мама потеряла сознание, приезжайте"),
        ("ru", "в первый день кровь была, сегодня опять течёт кровь"),
    ],
)
def test_whoever_looks_after_the_patient_is_heard(language: str, text: str) -> None:
    """Nobody says that it is over, or that they are well themselves."""
    assert read(load_rules(language), text).danger


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "this is the biggest regret of my life"),
        ("en", "I am unhappy, the two sides do not match"),
        ("es", "me arrepiento, estaba mejor antes"),
        ("es", "al final estoy decepcionada con el equipo"),
    ],
)
def test_plain_regret_is_heard_by_the_rules(language: str, text: str) -> None:
    """What spares the joke about the football does not spare this."""
    assert [hit.rule.id for hit in Heard(load_rules(language), text).hits(None, None) if hit.rule.level is None]
