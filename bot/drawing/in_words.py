"""What a picture shows, as tables and lists: for who cannot see it, or wants to search, copy or print it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.drawing.charts.cards import level_name
from bot.drawing.charts.chart import Box, Chart, Row
from bot.drawing.made_up import Case
from bot.drawing.svg import element, words
from bot.drawing.timeline import moment_name, named, plain
from care.lines import written
from care.offset import Offset
from care.plan import Due
from care.protocol import Protocol


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of markup cells, in a frame that scrolls by itself where it is wider than the screen."""
    head = element("tr", *(element("th", words(name), scope="col") for name in heads))
    body = [element("tr", *(element("td", cell) for cell in row)) for row in rows]
    parts = (element("caption", words(caption)), element("thead", head), element("tbody", "", *body))
    frame = element("table", *parts)
    return element("div", frame, class_="scroll", tabindex="0", role="region", aria_label=caption)


def timeline_in_words(case: Case) -> str:
    """Check-ins, visits, the result, the stages and the danger signs, each with its dates."""
    protocol = case.protocol
    heads = ("When", "Planned for", "Kind", "Asks", "Not asked after", "Why then")
    return "".join(
        (
            table("Check-ins", heads, (_check_in(case, due) for due in case.dues)),
            table("The surgeon's visits", ("When", "What"), _visits(case)),
            table("The result", ("When", "What"), _result(case)),
            table("Healing stages", ("From", "Until", "Stage", "What the patient reads"), _stages(case)),
            table(
                "Danger signs that are offered",
                ("From", "Until", "Level", "Button", "What the patient reads"),
                _red_flags(case, protocol),
            ),
        )
    )


def said(text: str, case: Case) -> str:
    """Words in the patient's language, marked as such."""
    return element("q", words(text), lang=case.language, dir="auto")


def day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b} {on.year}"


def moment(at: datetime, case: Case) -> str:
    local = at.astimezone(case.zone)
    return f"{day(local.date())}, {local:%H:%M}"


def _check_in(case: Case, due: Due) -> tuple[str, ...]:
    step = case.protocol.check_in(due.step)
    asks = [said(case.words(written(case.protocol.questions[id_].ask)), case) for id_ in (step.ask if step else ())]
    return (
        words(moment(due.at, case)),
        words(moment_name(case, due)),
        words(step.kind if step else ""),
        "<br/>".join(asks),
        words(moment(due.expires_at, case)),
        words("; ".join(due.why)),
    )


def _visits(case: Case) -> Iterable[tuple[str, str]]:
    for visit in case.protocol.visits:
        yield _on(visit.on, case), said(case.words(written(visit.what)), case)


def _result(case: Case) -> Iterable[tuple[str, str]]:
    judged = case.protocol.judged
    yield _on(judged.first_asked, case), "First asked about"
    yield _on(judged.from_, case), "Can be judged from then on"
    yield _on(judged.until, case), "Judged by then"
    yield _on(judged.revision_from, case), "A revision from then on"


def _stages(case: Case) -> Iterable[tuple[str, ...]]:
    for stage in case.protocol.stages:
        text = said(case.words(written(stage.changing)), case)
        yield _on(stage.from_, case), _on(stage.until, case), words(plain(stage.id)), text


def _red_flags(case: Case, protocol: Protocol) -> Iterable[tuple[str, ...]]:
    for flag in protocol.red_flags:
        label, advice = (said(case.words(written(texts)), case) for texts in (flag.label, flag.advice))
        yield _on(flag.from_, case), _on(flag.until, case), words(flag.level.replace("_", " ")), label, advice


def _on(when: Offset, case: Case) -> str:
    return words(f"{named(when)}: {day(when.on(case.surgery_on))}")


def chart_in_words(chart: Chart, case: Case) -> str:
    """Each screen with its choices and where each leads; the ends by name, with what happens there."""
    screens = (_screen(box, chart, case) for box in chart.screens)
    return element("ol", "", *screens)


def _screen(box: Box, chart: Chart, case: Case) -> str:
    rows = [element("li", _row(row, box, chart, case)) for row in box.rows]
    asks = " ".join(said(text, case) for text in box.text)
    title = element("strong", words(box.title))
    return element("li", f"{title}: {asks}", element("ul", "", *rows))


def _row(row: Row, box: Box, chart: Chart, case: Case) -> str:
    chosen = ", ".join(said(label, case) for label in row.labels)
    raised = "".join(f"; {words(level_name(level).lower())}" for level in row.levels)
    reply = f"; the patient reads: {said(row.reply, case)}" if row.reply else ""
    targets = row.leads_to or ((box.then,) if box.then else ())
    return f"{chosen}{raised}{reply} → {' or '.join(_named(chart.box(id_), chart, case) for id_ in targets)}"


def _named(box: Box, chart: Chart, case: Case) -> str:
    """A screen by its number; an end with all that happens there."""
    if box.kind == "screen":
        return words(f"{box.number} {box.title}")
    raised = "".join(f"; {words(level_name(level).lower())}" for level in box.levels)
    reads = "".join(f" {said(text, case)}" for text in box.text)
    later = "".join(
        f"; {words(row.labels[0].lower())}: {' or '.join(_named(chart.box(id_), chart, case) for id_ in row.leads_to)}"
        for row in box.rows
    )
    return f"{element('em', words(box.title))}{raised}{later}.{reads}"
