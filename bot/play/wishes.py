"""What the page may ask for, read at the door."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from bot.enroll import Request
from care.clinic import ZoneName
from care.source import Model

Wish = TypeVar("Wish")

SECONDS_MAX = 30 * 366 * 86_400


class WishError(ValueError):
    """The page asked for something that cannot be understood; the words say what, `field` where."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


def _one_line(name: str) -> str:
    if any(not character.isprintable() for character in name):
        raise ValueError("write it on one line, without control characters")
    return name


class Enrolment(Model):
    """A patient to be."""

    first_name: Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_one_line)]
    initials: Annotated[str, Field(min_length=1, max_length=6), AfterValidator(_one_line)]
    procedure: str
    surgery_on: date
    surgeon: str
    language: str
    zone: ZoneName | None = None

    def request(self) -> Request:
        return Request(**self.model_dump())


class Advance(Model):
    do: Literal["advance"]
    seconds: float = Field(gt=0, le=SECONDS_MAX)
    stop_at_questions: bool = False


class To(Model):
    """A moment with its zone, or without one: then as the clinic's clock shows it."""

    do: Literal["to"]
    at: datetime
    stop_at_questions: bool = False

    def moment(self, zone: ZoneInfo) -> datetime:
        return self.at if self.at.tzinfo else self.at.replace(tzinfo=zone)


class Next(Model):
    do: Literal["next"]
    stop_at_questions: bool = False


class Awake(Model):
    do: Literal["awake"]
    patient: str | None = None
    stop_at_questions: bool = False


class Run(Model):
    do: Literal["play"]
    rate: float = Field(gt=0)
    stop_at_questions: bool = False


class Pause(Model):
    do: Literal["pause"]


ClockWish = Annotated[Advance | To | Next | Awake | Run | Pause, Field(discriminator="do")]


class Outage(Model):
    do: Literal["outage"]
    seconds: float | None = Field(default=3600, gt=0, le=SECONDS_MAX)
    kind: Literal["reset", "502"] = "reset"

    def told(self) -> dict[str, Any]:
        """The same as a story tells it; so do the others."""
        lasts = {"outage": "until calm" if self.seconds is None else self.seconds}
        return lasts if self.kind == "reset" else {**lasts, "kind": self.kind}


class Slow(Model):
    do: Literal["slow"]
    seconds: float = Field(ge=0, le=30)

    def told(self) -> dict[str, Any]:
        return {"slow": self.seconds}


class Unanswered(Model):
    do: Literal["unanswered"]
    times: int = Field(default=1, ge=1, le=100)

    def told(self) -> dict[str, Any]:
        return {"unanswered": self.times}


class Calm(Model):
    do: Literal["calm"]

    def told(self) -> dict[str, Any]:
        return {"calm": True}


TroubleWish = Annotated[Outage | Slow | Unanswered | Calm, Field(discriminator="do")]


class BotWish(Model):
    do: Literal["kill", "start", "restart"]


CLOCK: TypeAdapter[ClockWish] = TypeAdapter(ClockWish)
TROUBLE: TypeAdapter[TroubleWish] = TypeAdapter(TroubleWish)
BOT: TypeAdapter[BotWish] = TypeAdapter(BotWish)
ENROLMENT: TypeAdapter[Enrolment] = TypeAdapter(Enrolment)


def read_wish(kind: TypeAdapter[Wish], body: Any) -> Wish:
    """The wish in a body. Raises WishError, which names the first thing that is wrong."""
    try:
        return kind.validate_python(body)
    except ValidationError as error:
        first = error.errors()[0]
        names = [str(part) for part in first["loc"] if not str(part)[:1].isupper()]
        words = str(first["msg"]).removeprefix("Value error, ")
        name = names[-1] if names else None
        raise WishError(f"{name}: {words}" if name else words, name) from error
