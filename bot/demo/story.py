"""A story: who is followed, and what they do when. Read from YAML, and played through Telegram's door."""

from importlib.resources import files
from pathlib import Path

from pydantic import Field, model_validator

from bot.demo.moments import Moment
from bot.demo.steps import Person, Step
from care.source import Model, Problem, SourceError, parse, read_source

STEPS_MAX = 2_000


class Story(Model):
    """A story as its file tells it."""

    title: str
    about: str
    start: Moment
    patients: dict[str, Person] = Field(default_factory=dict)  # enrolled at the start
    play: tuple[Step, ...] = Field(min_length=1, max_length=STEPS_MAX)

    @model_validator(mode="after")
    def _about_somebody(self) -> "Story":
        if not self.people:
            raise ValueError("a story is about somebody: write `patients`, or a step that `enrolls`")
        return self

    @property
    def people(self) -> dict[str, Person]:
        """Every patient, also those who are enrolled on the way."""
        later = {step.who: step.enrolls for step in self.play if step.who and step.enrolls}
        return self.patients | later

    @property
    def kills(self) -> bool:
        """Whether the bot is killed in it, and so must live in a process of its own."""
        return any(step.bot for step in self.play)


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
