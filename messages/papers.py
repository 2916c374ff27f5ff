"""The papers for a second opinion, put into the patient's words: as a page to print, and as data."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from care.lines import Line, Say, say
from care.papers import Answered, Papers, own_words
from messages.catalog import Catalog, Reader, day_words
from messages.text import escaped

FORMAT = 1  # of the data; raised when a reader of it would have to change

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}dt{font-weight:600;margin-top:.8rem}"
    "dd{margin:0}time{color:#555}blockquote{margin:.5rem 0;padding-left:1rem;border-left:3px solid #999}"
    "img{max-width:100%}"
)


def papers_data(papers: Papers, *, catalog: Catalog, reader: Reader, pictures: Iterable[str]) -> dict[str, Any]:
    """Everything in the papers as JSON-able data; times are ISO 8601 with their offset."""

    def told(answers: Iterable[Answered]) -> list[dict[str, str]]:
        return [
            {
                "at": answer.at.astimezone(reader.zone).isoformat(),
                "question": words(answer.question),
                "answer": words(answer.answer),
            }
            for answer in answers
        ]

    def words(line: Line) -> str:
        return catalog.words(line, reader)

    return {
        "format": FORMAT,
        "language": reader.language,
        "case": papers.case,
        "first_name": papers.first_name,
        "procedure": words(papers.procedure),
        "surgery_on": papers.surgery_on.isoformat(),
        "surgeon": papers.surgeon,
        "before_surgery": told(papers.before),
        "what_bothers": [words(line) for line in papers.bothers],
        "own_words": [words(line) for line in own_words(papers)],
        "weighs_of_10": papers.asked.weight,
        "asked_on": papers.asked.at.astimezone(reader.zone).isoformat(),
        "answers": told(papers.answers),
        "pictures": list(pictures),
    }


def papers_page(papers: Papers, *, catalog: Catalog, reader: Reader, clinic: str, pictures: Iterable[str]) -> str:
    """The papers as one HTML page without scripts, in the patient's language; pictures lie beside it."""

    def words(line: Line) -> str:
        return escaped(catalog.words(line, reader))

    def told(answers: Iterable[Answered]) -> Iterator[str]:
        for answer in answers:
            asked = f"<time>{_when(answer.at, reader)}</time> {words(answer.question)}"
            yield f"<dt>{asked}</dt><dd>{words(answer.answer)}</dd>"

    def part(key: str, *inside: str) -> str:
        return f"<h2>{words(Say(key=key, args={}))}</h2>" + "".join(inside) if inside else ""

    title = words(say("papers-title", procedure=papers.procedure, on=papers.surgery_on))
    bothers = [f"<li>{words(line)}</li>" for line in papers.bothers]
    quoted = [f"<blockquote>{words(line)}</blockquote>" for line in own_words(papers)]
    weight = [words(say("summary-weight", weight=papers.asked.weight))] if papers.asked.weight is not None else []
    shown = [f'<figure><img src="{escaped(name)}" alt="{escaped(name)}"></figure>' for name in pictures]
    made = words(say("papers-made", on=papers.asked.at.astimezone(reader.zone).date()))
    who = " · ".join(escaped(name) for name in (papers.first_name, str(papers.case), papers.surgeon, clinic))
    told_now = (*(("<ul>", *bothers, "</ul>") if bothers else ()), *quoted, *(f"<p>{line}</p>" for line in weight))
    return "".join(
        (
            f'<!doctype html><html lang="{reader.language}"><meta charset="utf-8">',
            f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style>',
            f"<h1>{title}</h1><p>{who}</p>",
            f"<p>{made}</p>",
            part("papers-before", *(("<dl>", *told(papers.before), "</dl>") if papers.before else ())),
            part("papers-bothers", *told_now),
            part("papers-answers", *(("<dl>", *told(papers.answers), "</dl>") if papers.answers else ())),
            part("papers-pictures", *shown),
            "</html>\n",
        )
    )


def _when(at: datetime, reader: Reader) -> str:
    return escaped(day_words(at.astimezone(reader.zone).date(), reader.language))
