"""The procedures that ship: whole, in both languages, and within the honesty rules."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest

from bot.protocols import read_protocol_named, shipped_protocols
from care.protocol import LEVELS, Level, Protocol
from care.source import Model

PROTOCOLS = {name: read_protocol_named(name) for name in shipped_protocols()}
LANGUAGES = {"en", "es", "pt-BR", "ru"}

SURGERY_DAYS = (date(2024, 2, 29), date(2024, 8, 31), date(2025, 1, 31), date(2026, 11, 15))
DAYS_BEFORE = 30
DAYS_AFTER = 10 * 366
FLAGS_A_DAY_MAX = 7  # they are buttons
FLAG_LABEL_CHARS_MAX = 42  # a danger sign must not be cut on a narrow phone
TEXT_CHARS_MAX = 600
CHECK_IN_QUESTIONS_MAX = 3
LABEL_CHARS_MAX = 60

# Beginnings of words that no text may hold: verdicts, money, promises, fault, medicines against pain.
BANNED = {
    "en": (
        r"\b(ab)?normal|\bpric(e|es|ing)\b|\bcosts?\b|\bfees?\b|\brefund|\bguarant|\bpromis|\bfault|\bblame|\bmistake"
        r"|\bpain ?killer|\bpain relie|\bibuprofen|\bparacetamol|\bacetaminophen|\banalgesi|\baspirin|\bnaproxen"
        r"|\bopioid|\bjust swelling|\bdon.t worry|\bwe recommend|\byou should have"
    ),
    "es": (
        r"\b(a|anor)?normal|\bprecio|\bcostes?\b|\bcostos?\b|\bhonorarios|\breembols|\bdevoluci|\bgarant|\bpromet"
        r"|\bpromes|\bculpa|\bun error|\banalg[eé]sic|\bcalmante|\bibuprofeno|\bparacetamol|\bacetaminof|\baspirina"
        r"|\bnaproxeno|\bopioide|\bsolo es hinchaz|\bno se preocupe|\ble recomendamos"
    ),
    "pt-BR": (
        r"\b(a)?norma(l|is)\b|\bpreço|\bcusta(m|r)?\b|\bcustos?\b|\bhonorários|\breembols|\bdevoluç|\bgarant|\bpromet"
        r"|\bpromess|\bculpa|\bum erro\b|\banalg[eé]sic|\bibuprofeno|\bparacetamol|\bdipirona|\baspirina"
        r"|\bnaproxeno|\bopioide|\bé só inchaço|\bnão se preocupe|\brecomendamos"
    ),
    "ru": (
        r"\bнормальн|\bненормальн|\bэто норма\b|\bв норме\b|\bцен[аыуе]\b|\bстоимост|\bвозврат (денег|средств)"
        r"|\bгаранти|\bобеща|\bвиноват|\bпо вине\b|\bвашей вин|\bошибк[аи] врач|\bобезболив|\bибупрофен|\bпарацетамол"
        r"|\bанальгин|\bаспирин|\bнапроксен|\bопиоид|\bпросто отёк|\bне волнуйтесь|\bмы рекомендуем"
    ),
}
PLACE = re.compile(r"\{\w+\}")
MONEY_AND_PICTURES = re.compile(r"[€$£¥❤♥★☆☺☹\U0001F300-\U0001FAFF]")
FAMILIAR = re.compile(r"\b(tú|tu|tus|tienes|puedes|estás|contigo|te)\b", re.IGNORECASE)  # Spanish here says `usted`
BODY = re.compile(r"nose|nasal|rhinoplast|breast|implant|nariz|rinoplast|pecho|mama", re.IGNORECASE)

# Rows of the clinical facts on red flags that concern these operations: words of the symptom, first and last day on
# which it must be offered, and how fast somebody must act at the least.
RED_FLAG_ROWS: tuple[tuple[str, str, str, int, int, Level], ...] = (
    ("rhinoplasty", "breathing trouble or chest pain, first weeks", r"breathless.*chest pain", 0, 14, "emergency"),
    ("rhinoplasty", "breathing trouble or chest pain, later", r"breathless.*chest pain", 15, 3660, "emergency"),
    ("rhinoplasty", "one-sided calf pain", r"calf", 0, 42, "urgent"),
    ("rhinoplasty", "septal haematoma", r"blocked.*pain", 1, 7, "urgent"),
    ("rhinoplasty", "bleeding despite pressure", r"bleeding after 15 min", 0, 14, "urgent"),
    ("rhinoplasty", "heavy bleeding", r"heavy bleeding", 0, 14, "emergency"),
    ("rhinoplasty", "packing and fever, rash, vomiting", r"packing.*fever.*rash.*vomiting", 0, 14, "emergency"),
    ("rhinoplasty", "filler closing a vessel", r"filler.*sight.*skin", 42, 3660, "emergency"),
    ("rhinoplasty", "fever of 38", r"38 °C", 0, 3660, "same_day"),
    ("rhinoplasty", "fever of 39", r"39 °C", 0, 3660, "urgent"),
    ("rhinoplasty", "wound infection", r"pus.*redness", 0, 42, "same_day"),
    ("breast_augmentation", "breathing trouble or chest pain", r"breathless.*chest pain", 0, 3660, "emergency"),
    ("breast_augmentation", "one-sided calf pain", r"calf", 0, 42, "urgent"),
    ("breast_augmentation", "haematoma", r"suddenly.*tight.*painful", 0, 42, "urgent"),
    ("breast_augmentation", "implant infection", r"red breast.*pus.*wound", 0, 90, "same_day"),
    ("breast_augmentation", "implant infection with fever", r"fever and hot breast", 0, 90, "urgent"),
    ("breast_augmentation", "late swelling, lump, hardening", r"swollen.*lump.*hardening", 366, 3660, "next_day"),
    ("breast_augmentation", "dark or blistered skin", r"nipple.*skin dark", 1, 10, "same_day"),
    ("breast_augmentation", "fever of 38", r"38 °C", 0, 3660, "same_day"),
    ("breast_augmentation", "fever of 39", r"39 °C", 0, 3660, "urgent"),
    ("facelift", "breathing trouble or chest pain", r"breathless.*chest pain", 0, 3660, "emergency"),
    ("facelift", "haematoma with breathing trouble", r"neck.*hard to breathe", 0, 14, "emergency"),
    ("facelift", "haematoma: growing one-sided pain or swelling", r"one side.*growing pain.*swelling", 0, 10, "urgent"),
    ("facelift", "one-sided calf pain", r"calf", 0, 42, "urgent"),
    ("facelift", "skin dark, blue-grey, blistering", r"skin dark.*blister", 1, 10, "same_day"),
    ("facelift", "fever of 38", r"38 °C", 0, 3660, "same_day"),
    ("facelift", "fever of 39", r"39 °C", 0, 3660, "urgent"),
    ("blepharoplasty", "breathing trouble or chest pain", r"breathless.*chest pain", 0, 3660, "emergency"),
    ("blepharoplasty", "retrobulbar haematoma", r"eye pain.*bulging.*sight.*open", 0, 5, "emergency"),
    ("blepharoplasty", "lid pull and dry eye", r"lid pulled.*dry", 2, 3660, "same_day"),
    ("blepharoplasty", "one-sided calf pain", r"calf", 0, 42, "urgent"),
    ("blepharoplasty", "fever of 38", r"38 °C", 0, 3660, "same_day"),
    ("blepharoplasty", "fever of 39", r"39 °C", 0, 3660, "urgent"),
    ("hair_transplant", "breathing trouble or chest pain", r"breathless.*chest pain", 0, 3660, "emergency"),
    ("hair_transplant", "recipient necrosis", r"black patch.*pain.*heat.*spread", 1, 14, "same_day"),
    ("hair_transplant", "one-sided calf pain", r"calf", 0, 42, "urgent"),
    ("hair_transplant", "fever of 38", r"38 °C", 0, 3660, "same_day"),
    ("hair_transplant", "fever of 39", r"39 °C", 0, 3660, "urgent"),
    ("injectables", "vessel closed: sight, droop, stroke signs", r"sight.*drooping.*stroke", 0, 1825, "emergency"),
    ("injectables", "vessel closed: skin", r"white.*blue.*skin.*pain", 0, 14, "urgent"),
    ("injectables", "later blisters", r"blisters", 0, 85, "same_day"),
    ("injectables", "fever of 38", r"38 °C", 0, 1825, "same_day"),
    ("injectables", "fever of 39", r"39 °C", 0, 1825, "urgent"),
    ("liposuction", "fat embolism", r"breathless.*confused.*red dots", 0, 3, "emergency"),
    ("liposuction", "breathing trouble or chest pain", r"breathless.*chest pain", 0, 3660, "emergency"),
    ("liposuction", "perforation, necrotising infection", r"belly hard.*purple", 0, 28, "emergency"),
    ("liposuction", "seroma, infection", r"sloshing.*pus", 2, 42, "same_day"),
    ("liposuction", "one-sided calf pain", r"calf", 0, 42, "urgent"),
    ("liposuction", "fever of 38", r"38 °C", 0, 3660, "same_day"),
    ("liposuction", "fever of 39", r"39 °C", 0, 3660, "urgent"),
    ("gluteal_fat_grafting", "fat embolism", r"breathless.*confused.*red dots", 0, 3, "emergency"),
    ("gluteal_fat_grafting", "breathing trouble or chest pain", r"breathless.*chest pain", 0, 3660, "emergency"),
    ("gluteal_fat_grafting", "perforation, necrotising infection", r"belly hard.*purple", 0, 28, "emergency"),
    ("gluteal_fat_grafting", "one-sided calf pain", r"calf", 0, 42, "urgent"),
    ("gluteal_fat_grafting", "fever of 38", r"38 °C", 0, 3660, "same_day"),
    ("gluteal_fat_grafting", "fever of 39", r"39 °C", 0, 3660, "urgent"),
    ("abdominoplasty", "breathing trouble or chest pain", r"breathless.*chest pain", 0, 3660, "emergency"),
    ("abdominoplasty", "seroma, foul discharge", r"sloshing.*foul", 2, 42, "same_day"),
    ("abdominoplasty", "rigid belly, spreading purple", r"belly hard.*purple", 0, 28, "emergency"),
    ("abdominoplasty", "skin dark or blistering", r"skin dark.*blister", 1, 10, "same_day"),
    ("abdominoplasty", "one-sided calf pain", r"calf", 0, 42, "urgent"),
    ("abdominoplasty", "fever of 38", r"38 °C", 0, 3660, "same_day"),
    ("abdominoplasty", "fever of 39", r"39 °C", 0, 3660, "urgent"),
    ("breast_reduction", "breathing trouble or chest pain", r"breathless.*chest pain", 0, 3660, "emergency"),
    ("breast_reduction", "haematoma", r"suddenly.*tight.*painful", 0, 42, "urgent"),
    ("breast_reduction", "nipple or skin death", r"nipple.*skin dark", 1, 10, "same_day"),
    ("breast_reduction", "wound infection", r"red breast.*pus.*wound", 0, 90, "same_day"),
    ("breast_reduction", "one-sided calf pain", r"calf", 0, 42, "urgent"),
    ("breast_reduction", "fever of 38", r"38 °C", 0, 3660, "same_day"),
    ("breast_reduction", "fever of 39", r"39 °C", 0, 3660, "urgent"),
)

PAINFUL_TO_HIDE = ("facelift", "blepharoplasty", "injectables")  # where a painkiller hides what must be seen

OPERATIONS = {name: one for name, one in PROTOCOLS.items() if any(o.kind == "surgical" for o in one.options)}
INTIMATE = {"breast_augmentation", "breast_reduction", "gluteal_fat_grafting"}
SHIPPED = (
    *("abdominoplasty", "blepharoplasty", "breast_augmentation", "breast_reduction", "facelift"),
    *("gluteal_fat_grafting", "hair_transplant", "injectables", "liposuction", "rhinoplasty"),
)

every_operation = pytest.mark.parametrize("protocol", OPERATIONS.values(), ids=OPERATIONS)
every_protocol = pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=PROTOCOLS)
every_surgery_day = pytest.mark.parametrize("surgery", SURGERY_DAYS, ids=str)


def _followed_days(surgery: date) -> Iterator[date]:
    return (surgery + timedelta(days=days) for days in range(-DAYS_BEFORE, DAYS_AFTER + 1))


def _rows(value: object, path: str = "") -> Iterator[tuple[str, Model]]:
    """Every part of a protocol that states a fact, with its path."""
    if isinstance(value, Model):
        if "source" in type(value).model_fields:
            yield path, value
        for name in type(value).model_fields:
            yield from _rows(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _rows(item, f"{path}.{key}")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _rows(item, f"{path}.{number}")


@cache
def _offered(procedure: str, surgery: date) -> tuple[frozenset[str], ...]:
    """The danger signs of each day from the day of surgery on."""
    days = (surgery + timedelta(days=days) for days in range(DAYS_AFTER + 1))
    return tuple(frozenset(flag.id for flag in PROTOCOLS[procedure].flags_on(surgery, day)) for day in days)


def test_the_procedures_that_ship() -> None:
    """Each under its own file name; injectables alone need no operation."""
    procedures = {stem: protocol.procedure for stem, protocol in PROTOCOLS.items()}

    assert set(procedures) == set(SHIPPED)
    assert all(stem == procedure for stem, procedure in procedures.items())
    assert set(PROTOCOLS) - set(OPERATIONS) == {"injectables"}


@every_protocol
def test_waiting_is_among_the_options(protocol: Protocol) -> None:
    """Time is explained like any other way."""
    time = protocol.option("time")

    assert time is not None
    assert time.kind == "non_surgical"


@every_protocol
def test_pictures_of_intimate_parts_are_never_asked_for(protocol: Protocol) -> None:
    """Each protocol says how pictures are taken, or that a person arranges them."""
    assert protocol.photos is not None
    assert protocol.photos.intimate != bool(protocol.photos.views)
    assert protocol.photos.intimate == (protocol.procedure in INTIMATE)


@every_protocol
def test_every_text_is_in_every_language(protocol: Protocol) -> None:
    """No patient meets a text in a language they did not choose."""
    spoken = LANGUAGES.union(protocol.name)

    missing = [(path, spoken.difference(texts)) for path, texts in protocol.texts() if not spoken <= set(texts)]

    assert missing == []


@every_protocol
def test_the_same_places_in_every_language(protocol: Protocol) -> None:
    """A telephone number that the English text gives is given in each translation."""
    wrong = [
        (path, language)
        for path, texts in protocol.texts()
        for language, text in texts.items()
        if not set(PLACE.findall(texts["en"])) - {"{surgeon}"} <= set(PLACE.findall(text))
    ]

    assert wrong == []


@every_protocol
def test_no_text_is_long(protocol: Protocol) -> None:
    """Texts are read with a thumb, at midnight."""
    long = [path for path, texts in protocol.texts() for text in texts.values() if len(text) > TEXT_CHARS_MAX]

    assert long == []


@every_protocol
def test_buttons_are_short(protocol: Protocol) -> None:
    """A button's words fit on a phone, and those of a danger sign are not even cut on a narrow one."""
    labels = [(path, text) for path, texts in protocol.texts() if path.endswith("label") for text in texts.values()]
    long = [text for _, text in labels if len(text) > LABEL_CHARS_MAX]
    cut = [text for path, text in labels if path.startswith("red_flags") and len(text) > FLAG_LABEL_CHARS_MAX]

    assert (long, cut) == ([], [])


@every_protocol
def test_no_verdict_money_promise_or_medicine_against_pain(protocol: Protocol) -> None:
    """The bot never says what is normal, whose fault it is or what it costs, and never covers pain."""
    found = [
        (path, language, hit.group())
        for path, texts in protocol.texts()
        for language, text in texts.items()
        if (hit := re.search(BANNED[language], text, re.IGNORECASE) or MONEY_AND_PICTURES.search(text))
    ]

    assert found == []


@every_protocol
def test_spanish_says_usted(protocol: Protocol) -> None:
    """Patients are addressed with respect in every Spanish text."""
    familiar = [(path, texts["es"]) for path, texts in protocol.texts() if FAMILIAR.search(texts["es"])]

    assert familiar == []


@every_protocol
def test_the_first_lines_of_a_check_in_keep_the_secret(protocol: Protocol) -> None:
    """What a lock screen may show names neither the operation nor the body."""
    telling = [
        step.id
        for step in protocol.check_ins
        if step.intro is None or any(BODY.search(text) or "{procedure}" in text for text in step.intro.values())
    ]

    assert telling == []


@every_protocol
def test_every_fact_says_where_it_comes_from(protocol: Protocol) -> None:
    """Each row has a source and a grade; one that rests on our own proposal is graded as such."""
    rows = list(_rows(protocol))
    unsourced = [path for path, row in rows if not getattr(row, "source", "") or not getattr(row, "grade", "")]
    flattered = [
        path for path, row in rows if "proposal" in getattr(row, "source", "") and row.model_dump()["grade"] != "P"
    ]

    assert (unsourced, flattered) == ([], [])


@every_protocol
@every_surgery_day
def test_the_result_is_not_asked_about_too_early(protocol: Protocol, surgery: date) -> None:
    """No satisfaction question, and no unhappy answer, before the earliest sensible day."""
    first = protocol.judged.first_asked.on(surgery)
    early = [
        (step.id, id_)
        for step in protocol.check_ins
        for id_ in step.ask
        if protocol.questions[id_].about == "satisfaction" or any(c.unhappy for c in protocol.questions[id_].choices)
        if step.on.on(surgery) < first
    ]

    assert early == []


@every_protocol
def test_a_check_in_is_three_taps(protocol: Protocol) -> None:
    """People answer three questions in two minutes, not more; and every question is asked somewhere."""
    long = [step.id for step in protocol.check_ins if len(step.ask) > CHECK_IN_QUESTIONS_MAX]
    asked = {id_ for step in protocol.check_ins for id_ in step.ask}

    assert (long, set(protocol.questions) - asked) == ([], set())


@every_protocol
@every_surgery_day
def test_a_stage_card_for_every_day(protocol: Protocol, surgery: date) -> None:
    """From the day of surgery to year ten, "too early" always has something to say."""
    empty = [str(day) for day in _followed_days(surgery) if day >= surgery and protocol.stage_on(surgery, day) is None]

    assert empty == []


@every_protocol
@every_surgery_day
def test_the_danger_signs_of_a_day_fit_under_one_message(protocol: Protocol, surgery: date) -> None:
    """After surgery there are always some to choose from, and never more than seven."""
    counts = {day: len(protocol.flags_on(surgery, day)) for day in _followed_days(surgery)}
    wrong = {str(day): n for day, n in counts.items() if not (day >= surgery) <= n <= FLAGS_A_DAY_MAX}

    assert wrong == {}


@every_surgery_day
@pytest.mark.parametrize(
    ("procedure", "row", "words", "first", "last", "level"),
    RED_FLAG_ROWS,
    ids=[f"{r[0]}: {r[1]}" for r in RED_FLAG_ROWS],
)
def test_every_known_danger_sign_is_offered(
    procedure: str, row: str, words: str, first: int, last: int, level: Level, surgery: date
) -> None:
    """Each row of the clinical facts has a button on each day of its window, at least as urgent as the row says."""
    enough = {
        flag.id
        for flag in PROTOCOLS[procedure].red_flags
        if re.search(words, flag.label["en"], re.IGNORECASE) and LEVELS.index(flag.level) >= LEVELS.index(level)
    }

    offered = _offered(procedure, surgery)
    absent = [days for days in range(first, last + 1) if enough.isdisjoint(offered[days])]

    assert absent == [], row


@every_protocol
def test_what_to_do_now_names_a_number(protocol: Protocol) -> None:
    """An emergency calls the emergency number; anything else the clinic, with the emergency number to fall back on."""
    needed: dict[Level, tuple[str, ...]] = {
        "emergency": ("{emergency_number}",),
        "urgent": ("{clinic_phone}", "{emergency_number}"),
        "same_day": ("{clinic_phone}", "{emergency_number}"),
        "next_day": ("{clinic_phone}",),
    }

    lacking = [
        (flag.id, language, number)
        for flag in protocol.red_flags
        for language, text in flag.advice.items()
        for number in needed[flag.level]
        if number not in text
    ]

    assert lacking == []


@every_protocol
def test_danger_is_asked_for_in_the_first_weeks(protocol: Protocol) -> None:
    """Every check-in of the first three weeks begins with the danger signs; silence on day 1 is told that day."""
    early = [step for step in protocol.check_ins if 0 < step.on.about_days <= 21]
    first_day = [step.silence for step in early if str(step.on) == "day 1"]

    assert {protocol.questions[step.ask[0]].kind for step in early} == {"safety"}
    assert first_day == ["same_day"]


@every_operation
def test_nobody_is_alone_while_it_is_too_early_to_judge(protocol: Protocol) -> None:
    """Between week 3 and the first question about the result the patient is asked at least twice how they cope."""
    asked = [
        step.id
        for step in protocol.check_ins
        if 21 <= step.on.about_days < protocol.judged.first_asked.about_days
        and any(protocol.questions[id_].about == "coping" for id_ in step.ask)
    ]

    assert len(asked) >= 2


@every_protocol
def test_not_coping_brings_a_person_now(protocol: Protocol) -> None:
    """The last answer to "how are you coping?" is urgent; a hard time is at most for the next day."""
    levels = {
        choice.id: choice.level
        for question in protocol.questions.values()
        if question.about == "coping"
        for choice in question.choices
    }

    assert levels == {"well": None, "moments": None, "hard": "next_day", "not_coping": "urgent"}


@every_protocol
def test_what_an_instruction_question_is_for(protocol: Protocol) -> None:
    """A question about a recovery instruction says its purpose, and that it serves care only."""
    silent = [
        id_
        for id_, question in protocol.questions.items()
        if question.about == "adherence"
        and id_ != "ready"
        and (question.why is None or "only to help your team look after you" not in question.why["en"])
    ]

    assert silent == []


@every_operation
def test_follow_up_lasts_ten_years(protocol: Protocol) -> None:
    """There is a word from the clinic in each year up to the tenth."""
    surgery = SURGERY_DAYS[0]
    years = {(moment.on(surgery) - surgery).days // 365 for step in protocol.check_ins for moment in step.days()}

    assert set(range(11)) <= years


@every_operation
def test_options_of_both_kinds(protocol: Protocol) -> None:
    """Surgical and non-surgical ways are explained, time among them, and surgery waits until the tissue has settled."""
    surgical = [option for option in protocol.options if option.kind == "surgical"]
    hurried = [option.id for option in surgical if not option.earliest or option.earliest.about_days < 180]

    assert protocol.option("time") is not None
    assert protocol.option("revision") in surgical
    assert hurried == []


def test_implants_can_be_corrected_or_removed() -> None:
    """Revision and explant are both explained after a breast augmentation."""
    protocol = PROTOCOLS["breast_augmentation"]

    kinds = [option.kind for id_ in ("revision", "explant") if (option := protocol.option(id_))]

    assert kinds == ["surgical", "surgical"]


def test_filler_says_what_it_rules_out() -> None:
    """Filler in the nose names the revision that it makes wait."""
    filler = PROTOCOLS["rhinoplasty"].option("filler")

    assert filler is not None
    assert [blocks.option for blocks in filler.blocks] == ["revision"]


def test_silicone_implants_are_scanned() -> None:
    """The scan is asked about between years 5 and 6, and then every two to three years."""
    step = PROTOCOLS["breast_augmentation"].check_in("scan")
    assert step is not None

    years = [moment.about_days / 365.25 for moment in step.days()]

    assert 5 <= years[0] <= 6
    assert all(2 <= later - earlier <= 3.01 for earlier, later in pairwise(years))


@pytest.mark.parametrize("procedure", PAINFUL_TO_HIDE)
def test_pain_is_looked_at_and_never_covered(procedure: str) -> None:
    """After a facelift, on eyelids and after filler, no text speaks of tablets, and pain that grows brings a person."""
    protocol = PROTOCOLS[procedure]
    pain = next(question for question in protocol.questions.values() if question.about == "pain")
    tablets = re.compile(r"\btablets?\b|\bpills?\b|painkiller|pain relief|\btook for (the )?pain", re.IGNORECASE)

    spoken = [path for path, texts in protocol.texts() if tablets.search(texts["en"])]

    assert spoken == []
    assert any(alert.rises_by for alert in pain.alerts)
    assert {alert.level for alert in pain.alerts} <= {"same_day", "urgent", "emergency"}


@every_protocol
def test_what_a_flag_covers_means_one_thing_and_is_no_more_urgent(protocol: Protocol) -> None:
    """A button may stand for another operation's only when it brings help at least as soon."""
    others = [other for each in PROTOCOLS.values() if each is not protocol for other in each.red_flags]
    for flag in protocol.red_flags:
        for covered in flag.covers:
            levels = [LEVELS.index(other.level) for other in others if other.id == covered]

            assert len({other.label["en"] for other in others if other.id == covered}) == 1, covered
            assert max(levels) <= LEVELS.index(flag.level), (flag.id, covered)
