"""What the parts of a protocol say about each other: names that do not exist, days that cannot be."""

from collections.abc import Iterator

from care.protocol import CHECK_INS_MAX, Protocol
from care.source import Problem, Source, did_you_mean


def problems_in(protocol: Protocol, source: Source) -> Iterator[Problem]:
    """Everything that each part allows and the whole does not."""
    yield from _repeated_ids(protocol, source)
    yield from _check_questions(protocol, source)
    yield from _check_check_ins(protocol, source)
    yield from _check_windows(protocol, source)
    yield from _check_options(protocol, source)
    yield from _check_surveillance(protocol, source)


def _repeated_ids(protocol: Protocol, source: Source) -> Iterator[Problem]:
    for field in ("visits", "stages", "check_ins", "red_flags", "complaints", "options", "surveillance"):
        seen: set[str] = set()
        for number, row in enumerate(getattr(protocol, field)):
            if row.id in seen:
                yield source.problem((field, number, "id"), f"'{row.id}' stands here twice; give each its own id")
            seen.add(row.id)


def _check_questions(protocol: Protocol, source: Source) -> Iterator[Problem]:
    for id_, question in protocol.questions.items():
        path = ("questions", id_)
        if (question.kind == "choice") != bool(question.choices):
            yield source.problem(path, "a `choice` question needs `choices`; the other kinds have none")
        if question.alerts and question.kind != "scale":
            yield source.problem((*path, "alerts"), "`alerts` belong to a `scale` question")
        if len({choice.id for choice in question.choices}) != len(question.choices):
            yield source.problem((*path, "choices"), "two choices have the same id")


def _check_check_ins(protocol: Protocol, source: Source) -> Iterator[Problem]:
    total = 0
    for number, step in enumerate(protocol.check_ins):
        path = ("check_ins", number)
        for place, id_ in enumerate(step.ask):
            question = protocol.questions.get(id_)
            if question is None:
                hint = did_you_mean(id_, list(protocol.questions))
                yield source.problem((*path, "ask", place), f"no question '{id_}'{hint}")
            elif question.about == "satisfaction" and step.on.about_days < protocol.judged.first_asked.about_days:
                first = protocol.judged.first_asked
                yield source.problem(
                    (*path, "on"), f"asks about the result on {step.on}, before `judged.first_asked` ({first})"
                )
        if step.repeat and (step.repeat.every.count < 1 or step.repeat.until.about_days > 20 * 366):
            yield source.problem((*path, "repeat"), "`every` must be at least 1, and `until` at most `year 20`")
            continue
        if step.repeat and not step.on.counts_like(step.repeat.every):
            units = f"`on` ({step.on}) and `every` ({step.repeat.every}) do not add up"
            what = f"{units}; write both in days and weeks, or both in months and years"
            yield source.problem((*path, "repeat"), what)
            continue
        total += sum(1 for _ in step.days())
    if total > CHECK_INS_MAX:
        what = f"plans {total} messages; at most {CHECK_INS_MAX}. Ask less often, or stop `repeat` earlier"
        yield source.problem(("check_ins",), what)


def _check_windows(protocol: Protocol, source: Source) -> Iterator[Problem]:
    for field in ("stages", "red_flags"):
        for number, row in enumerate(getattr(protocol, field)):
            if row.from_.about_days > row.until.about_days:
                yield source.problem((field, number, "until"), f"ends ({row.until}) before it begins ({row.from_})")


def _check_options(protocol: Protocol, source: Source) -> Iterator[Problem]:
    known = [option.id for option in protocol.options]
    for number, option in enumerate(protocol.options):
        for place, blocks in enumerate(option.blocks):
            if blocks.option not in known:
                hint = did_you_mean(blocks.option, known)
                yield source.problem(("options", number, "blocks", place), f"no option '{blocks.option}'{hint}")


def _check_surveillance(protocol: Protocol, source: Source) -> Iterator[Problem]:
    """What is to be looked at for years is asked about at those times."""
    for number, row in enumerate(protocol.surveillance):
        path = ("surveillance", number)
        step = protocol.check_in(row.check_in)
        if step is None:
            hint = did_you_mean(row.check_in, [one.id for one in protocol.check_ins])
            yield source.problem((*path, "check_in"), f"no check-in '{row.check_in}'{hint}")
        elif not row.from_.about_days <= step.on.about_days <= row.until.about_days:
            what = f"the check-in '{step.id}' comes at {step.on}, not between {row.from_} and {row.until}"
            yield source.problem((*path, "check_in"), what)
        elif step.repeat is None or not (
            row.every.about_days <= step.repeat.every.about_days <= row.at_most_every.about_days
        ):
            what = f"the check-in '{step.id}' must come again every {row.every} to {row.at_most_every}"
            yield source.problem((*path, "check_in"), what)
