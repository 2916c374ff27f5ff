"""A story with one patient, turned into a golden conversation: what was decided and said, without the wires."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo import golden
from bot.demo.conversation import Alert, Conversation, NoSuchButton, Seen
from bot.demo.golden_play import begun, do, told
from bot.demo.moments import as_written, instant_of
from bot.demo.steps import Person, Step
from bot.demo.story import Story
from care.alert import OUTCOMES
from care.clinic import Clinic
from care.protocol import LEVELS

TAKE, CLOSE = "I take it", "Close…"  # the buttons of an alert


class NotGolden(ValueError):  # noqa: N818
    """The story cannot be a golden conversation; the words name the step."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"step {number}: {why}" if number else why)


def to_golden(story: Story, clinic: Clinic) -> dict[str, Any]:
    """The tree of the golden file, each step with what comes of it. Raises NotGolden."""
    return _Turning.of(story, clinic).tree()


@dataclass(slots=True, kw_only=True)
class _Turning:
    story: Story
    clinic: Clinic
    name: str
    conversation: Conversation
    head: dict[str, Any]
    rows: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, story: Story, clinic: Clinic) -> "_Turning":
        if len(story.people) != 1:
            raise NotGolden(0, f"a golden conversation has one patient, this story {len(story.people)}")
        ((name, person),) = story.people.items()
        head = _head(story, name, person, clinic)
        return cls(
            story=story,
            clinic=clinic,
            name=name,
            conversation=begun(golden.Story.model_validate(head | {"steps": [{"narrate": "-"}]})),
            head=head,
        )

    def tree(self) -> dict[str, Any]:
        for number, step in enumerate(self.story.play, start=1):
            try:
                for row in self._rows(step):
                    self._happens(row)
            except (NoSuchButton, ValueError) as error:
                raise NotGolden(number, str(error)) from error
        if not self.rows:
            raise NotGolden(0, "nothing happens in it that a golden conversation could show")
        return self.head | {"steps": self.rows}

    def _happens(self, row: dict[str, Any]) -> None:
        step = golden.Step.model_validate(row)
        seen: tuple[Seen, ...] = tuple(do(self.conversation, step, at_once=True))
        at = self.conversation.now.astimezone(self.conversation.zone)
        comes = told(golden.Played(step=step, at=at, seen=seen))
        self.rows.append(row | ({"comes": comes} if comes else {}))

    def _rows(self, step: Step) -> Iterator[dict[str, Any]]:
        """What a golden conversation says of this step; nothing of what only a stage has."""
        if step.trouble or step.bot:
            raise ValueError("a golden conversation knows no trouble and no kill; take the step out")
        if moment := step.at or step.until:
            yield from self._time(moment)
        if step.narrate:
            yield {"narrate": step.narrate}
        elif step.who == self.name:
            yield from self._patient(step)
        elif step.who:
            yield from self._staff(step, step.who)

    def _time(self, moment: datetime) -> Iterator[dict[str, Any]]:
        at = instant_of(moment, self.clinic.tz)
        if at > self.conversation.now:
            yield {"until": as_written(at, self.conversation.zone)}

    def _patient(self, step: Step) -> Iterator[dict[str, Any]]:
        if step.joins or step.code_of == self.name:
            yield {"joins": self.head["language"]}
        for label in step.taps or ():
            waiting = self.conversation.patient.waiting
            live = waiting is not None and label in self.conversation.labels(waiting)
            yield {"taps" if live else "taps_old": label}
        if step.writes is not None or step.replies is not None:
            text = step.writes or step.replies or ""
            yield {"command": text} if text.startswith("/") else {"writes": text}
        if step.edits is not None:
            yield {"edits": step.edits}
        if step.sends == "album":
            raise ValueError("send the pictures one by one: a golden conversation has no album of a stage")
        if step.sends is not None:
            yield {"sends": step.sends} | ({"caption": step.caption} if step.caption else {})
        if step.blocks or step.unblocks:
            yield {"blocks" if step.blocks else "unblocks": True}

    def _staff(self, step: Step, who: str) -> Iterator[dict[str, Any]]:
        for label in step.taps or ():
            if label == TAKE:
                self._is_meant(step.alert, self._worst())
                yield {"takes": who}
            elif label in OUTCOMES.values():
                self._is_meant(step.alert, self.conversation.alerts[-1] if self.conversation.alerts else None)
                outcome = next(name for name, words in OUTCOMES.items() if words == label)
                yield {"closes": outcome, "by": who}
            elif label != CLOSE:
                raise ValueError(f"staff have no button '{label}' in a golden conversation")
        if step.replies is not None:
            yield {"replies": step.replies, "by": who}
        if step.deed not in ("taps", "replies"):
            raise ValueError(f"in a golden conversation staff take, close and reply; not: {step.deed}")

    def _worst(self) -> Alert | None:
        """The alert that `takes` takes: the worst that nobody has taken; of equals, the newest."""
        untaken = [alert for alert in reversed(self.conversation.alerts) if not alert.taken]
        return max(untaken, key=lambda alert: LEVELS.index(alert.level), default=None)

    def _is_meant(self, number: int | None, alert: Alert | None) -> None:
        if alert is None:
            raise ValueError("there is no alert yet")
        if number not in (None, alert.number):
            raise ValueError(f"this is about alert #{number}, and a golden conversation can only mean #{alert.number}")


def _head(story: Story, name: str, person: Person, clinic: Clinic) -> dict[str, Any]:
    zone = ZoneInfo(person.zone or clinic.zone)
    enrolled = story.start
    for step in story.play:
        enrolled = step.at or step.until or enrolled
        if step.enrolls:
            break
    else:
        enrolled = story.start
    start = instant_of(enrolled, clinic.tz).astimezone(zone)
    operation = {"procedure": person.procedure, "surgery": person.surgery, "surgeon": person.surgeon}
    return {
        "title": story.title,
        "about": story.about,
        "operations": [operation],
        "language": person.language,
        "name": person.name or name,
        "zone": zone.key,
        "start": as_written(start, zone),
        "begins": "invited",
        "at_once": True,
    }
