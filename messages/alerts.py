"""What staff read: who, what, how urgent, since when, what to do now; understood in three seconds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from care.alert import Subject
from care.protocol import Level
from messages.text import Text, escaped

EARLIER_CHARS_MAX = 100  # of words that were shown whole before
GONE = "{name} is no longer in `staff` of clinic.yaml: call the patient, and put them back there to read it."
SEALED = "The patient wants only {name} to read it, in their own chat with the bot."

_MARKS: dict[Level, str] = {
    "emergency": "🔴 EMERGENCY",
    "urgent": "🟠 URGENT",
    "same_day": "🟡 TODAY",
    "next_day": "🔵 NEXT WORKING DAY",
    "note": "⚪ NOTE",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an alert stands, for its first line and its last."""

    number: int
    level: Level
    raised_at: datetime
    repeats: int = 0
    read_by: datetime | None = None  # what the patient was told, or would have been
    again: bool = False  # this message tells the same alert once more
    new: bool = False  # it says something that the one before did not
    new_words: int = 0  # how many of the last words have not been shown in this chat
    taken: str | None = None  # "Ana Ruiz, 22:16"
    resolved: str | None = None  # "Spoke with the patient (Ana Ruiz, 22:40)"


def alert_text(
    subject: Subject, standing: Standing, zone: ZoneInfo, *, sealed: bool = False, gone: bool = False
) -> Text:
    """An alert as staff see it, in the clinic's zone. The patient's own words stand in quotes. Sealed, it shows that
    something waits for one of them, and nothing of what was said; `gone`, that this person cannot read it."""
    if sealed:
        shown = SEALED.format(name=subject.to_surgeon)
        do = GONE if gone else "Make sure that {name} reads it."
        subject = replace(subject, words=(), facts=(shown,), do=do.format(name=subject.to_surgeon))
    again = " · NEW" if standing.new else " · AGAIN" if standing.again else ""
    who = f"{escaped(subject.initials)} · case {subject.case} · #{standing.number}"
    lines = [
        f"<b>{_MARKS[standing.level]}{again}</b> · {who}",
        f"<b>{escaped(subject.title)}</b>",
        *_words(subject.words, standing.new_words),
        *(escaped(fact) for fact in subject.facts),
        _since(standing, zone),
    ]
    if subject.to_surgeon:
        lines.append(f"For {escaped(subject.to_surgeon)}")
    if standing.resolved:
        lines.append(f"✔ {escaped(standing.resolved)}")
    elif standing.taken:
        lines.append(f"✔ Taken by {escaped(standing.taken)}")
    else:
        lines.append(f"<b>→ {escaped(subject.do)}</b>")
    return Text("\n".join(lines))


def note_text(*, initials: str, case: int, text: str) -> Text:
    """Something staff may like to know and need not acknowledge."""
    return Text(f"{escaped(initials)} · case {case}: {escaped(text)}")


def _words(words: Sequence[str], new: int) -> Iterator[str]:
    """What the patient wrote, in order. When some of it is new here, that stands first, and the rest in short."""
    earlier = words[:-new] if new else ()
    for fresh in words[len(earlier) :]:
        yield f"<blockquote>“{escaped(fresh)}”</blockquote>"
    if earlier:
        yield "Before:"
        yield from (f"<blockquote>“{escaped(_short(old))}”</blockquote>" for old in earlier)


def _short(words: str) -> str:
    return words if len(words) <= EARLIER_CHARS_MAX else f"{words[:EARLIER_CHARS_MAX].rstrip()} …"


def _since(standing: Standing, zone: ZoneInfo) -> str:
    since = f"Since {standing.raised_at.astimezone(zone):%a %-d %b %H:%M}"
    if standing.read_by and not standing.repeats:
        since = f"{since} · by {standing.read_by.astimezone(zone):%a %-d %b %H:%M}"
    return f"{since} · came {standing.repeats + 1} times" if standing.repeats else since
