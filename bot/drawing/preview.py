"""A protocol as a page: the patient's timeline, every check-in, and the concern; each as a picture and in words."""

from bot.drawing import strips
from bot.drawing.charts.formats import narrow, numbered, short, wide
from bot.drawing.charts.paint import painted
from bot.drawing.check_ins import CheckInChart, check_in_charts
from bot.drawing.concern import concern_chart
from bot.drawing.in_words import chart_in_words, day, moment, said, timeline_in_words
from bot.drawing.made_up import Case
from bot.drawing.page import details, figure, page, section
from bot.drawing.strips import timeline_picture
from bot.drawing.svg import element, words
from bot.drawing.timeline import moment_name, plain, timeline
from care.lines import written
from care.plan import Due

_BELOW = "The same stands below in words."
_TIMELINE = "When each check-in comes, what heals meanwhile, and which danger signs are offered when."
_CHECK_INS = "What is asked, what may be chosen, and what each choice does. In italics: what the patient reads next."
_CONCERN = (
    "What begins when a patient is unhappy, or sends /concern. It was found by pressing every button of every screen. "
    "→ leads on, ↩ leads back. A broken line is another day."
)


def preview_page(case: Case) -> str:
    """The patient's timeline, every check-in, and the concern: each as a picture and in words."""
    name = case.words(written(case.protocol.name))
    return page(
        name,
        _header(case, name),
        element(
            "main",
            section("timeline", "The patient's timeline", _TIMELINE, _timeline(case, name)),
            section("check-ins", "The check-ins", _CHECK_INS, _check_ins(case)),
            section("concern", "The concern", _CONCERN, _concern(case, name)),
        ),
    )


def _header(case: Case, name: str) -> str:
    protocol = case.protocol
    facts = (
        f"{protocol.procedure}, version {protocol.version}",
        f"surgery on {day(case.surgery_on)}",
        f"{case.zone.key}, {case.hour:%H:%M}",
        f"words in “{case.language}”",
    )
    signed = sum(flag.reviewed_by is not None and flag.reviewed_on is not None for flag in protocol.red_flags)
    links = (("timeline", "Timeline"), ("check-ins", "Check-ins"), ("concern", "Concern"))
    return element(
        "header",
        element("h1", words(name), lang=case.language, dir="auto"),
        element("p", words(" · ".join(facts)), class_="quiet"),
        element("p", words(f"Danger signs signed by a clinician: {signed} of {len(protocol.red_flags)}.")),
        element("nav", element("ul", "", *(element("li", element("a", text, href=f"#{id_}")) for id_, text in links))),
    )


def _timeline(case: Case, name: str) -> str:
    found = timeline(case)
    title = f"{name}: timeline"
    desc = f"{len(found.check_ins)} check-ins, the last on {day(found.check_ins[-1].at)}. {_BELOW}"
    desk, phone = (
        timeline_picture(found, width=width, name=f"timeline-{kind}", title=title, desc=desc)
        for kind, width in (("desk", strips.WIDE), ("phone", strips.NARROW))
    )
    return figure(desk, phone, timeline_in_words(case))


def _concern(case: Case, name: str) -> str:
    chart = numbered(concern_chart(case))
    title = f"{name}: the concern"
    desc = f"{len(chart.screens)} screens, {len(chart.boxes) - len(chart.screens)} ends. {_BELOW}"
    desk, phone = (
        painted(layout(chart), name=f"concern-{kind}", title=title, desc=desc)
        for kind, layout in (("desk", wide), ("phone", narrow))
    )
    return figure(desk, phone, chart_in_words(chart, case))


def _check_ins(case: Case) -> str:
    charts = check_in_charts(case)
    parts = [_check_in(case, one, number) for number, one in enumerate(charts, start=1)]
    return element("div", *parts, class_="days")


def _check_in(case: Case, one: CheckInChart, number: int) -> str:
    """Closed at first: its summary names the day and what is asked."""
    names = [moment_name(case, due) for due in one.dues]
    asks = ", ".join(plain(box.id).lower() for box in one.chart.screens)
    title = ", ".join(names)
    picture = painted(
        short(one.chart),
        name=f"check-in-{number}",
        title=f"Check-in: {title}",
        desc=f"Asks: {asks}. {_BELOW}",
    )
    summary = f"{words(title)}{element('span', words(asks), class_='quiet')}"
    times = element("ul", "", *(element("li", _time(case, due)) for due in one.dues))
    inside = times + element("figure", picture, details("The same in words", chart_in_words(one.chart, case)))
    return details(summary, inside, open_=number == 1)


def _time(case: Case, due: Due) -> str:
    step = case.protocol.check_in(due.step)
    intro = f" {said(case.words(written(step.intro)), case)}" if step and step.intro else ""
    return f"{words(moment_name(case, due))}: {words(moment(due.at, case))}.{intro}"
