"""A story: who is followed, and what they do when. Read from YAML, and played through Telegram's door."""

from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from bot.enroll import Request
from care.source import Model, Problem, SourceError, parse, read_source

STEPS_MAX = 500


def _moment(value: object) -> object:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.strptime(str(value), "%Y-%m-%d %H:%M")  # noqa: DTZ007  # the clinic's zone is added by the player
    except ValueError:
        raise ValueError("write a date and time of the clinic, such as `2026-03-04 18:00`") from None


Moment = Annotated[datetime, BeforeValidator(_moment)]
Taps = Annotated[tuple[str, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]
_DEEDS = ("joins", "taps", "writes", "sends", "replies", "until", "see", "narrate")


class Person(Model):
    """A made-up patient."""

    initials: str
    procedure: str
    surgery: date
    surgeon: str = "Dr Elena Vega"
    language: str = "en"

    def request(self, name: str) -> Request:
        return Request(
            first_name=name,
            initials=self.initials,
            procedure=self.procedure,
            surgery_on=self.surgery,
            surgeon=self.surgeon,
            language=self.language,
        )


class Step(Model):
    """One thing that happens: somebody does something, time passes, or something must be seen."""

    who: str | None = None
    joins: bool | None = None
    taps: Taps | None = None  # the words on a button, or several one after the other
    writes: str | None = None
    sends: str | None = None  # photo, voice, sticker …
    replies: str | None = None  # a staff member, to the newest alert
    privately: bool = False  # a staff member, in the private chat with the bot
    until: Moment | None = None
    see: str | None = None  # a name, or `staff`
    says: str | None = None
    narrate: str | None = None

    @model_validator(mode="after")
    def _one_deed(self) -> "Step":
        deeds = [name for name in _DEEDS if getattr(self, name) is not None]
        if len(deeds) != 1:
            raise ValueError(f"a step has exactly one of {', '.join(_DEEDS)}")
        if deeds[0] in ("joins", "taps", "writes", "sends", "replies") and not self.who:
            raise ValueError(f"`{deeds[0]}` needs `who`")
        if deeds[0] == "see" and self.says is None:
            raise ValueError("`see` needs `says`: words that must be there")
        return self


class Story(Model):
    """A story as its file tells it."""

    title: str
    about: str
    start: Moment
    patients: dict[str, Person] = Field(min_length=1)
    play: tuple[Step, ...] = Field(min_length=1, max_length=STEPS_MAX)


def story_names() -> tuple[str, ...]:
    """The stories that come with the product."""
    names = (entry.name for entry in files("bot.demo").joinpath("stories").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def read_story(name: str) -> Story:
    """A shipped story by its name, or one in a file. Raises SourceError."""
    if name in story_names():
        text = files("bot.demo").joinpath("stories", f"{name}.yaml").read_text(encoding="utf-8")
        return parse(Story, read_source(text, file=f"{name}.yaml"))
    path = Path(name)
    if not path.is_file():
        what = f"no story '{name}' (there are: {', '.join(story_names())}) and no such file"
        raise SourceError([Problem(file=name, line=1, path="", what=what)])
    return parse(Story, read_source(path.read_text(encoding="utf-8"), file=name))
