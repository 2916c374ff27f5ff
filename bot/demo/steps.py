"""The steps of a story: one thing that happens each."""

from base64 import b64decode
from binascii import Error as NoBase64
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.demo.moments import Moment
from bot.enroll import Request
from care.source import Model

CONTENT_CHARS_MAX = 40_000  # of a picture in base64: a small sample, for the story is to be read

Taps = Annotated[tuple[str, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]
Medium = Literal["photo", "voice", "video", "document", "sticker", "contact", "location", "poll", "album"]


def _base64(value: str) -> str:
    try:
        b64decode(value, validate=True)
    except (NoBase64, ValueError):
        raise ValueError("write the file in base64") from None
    return value


Content = Annotated[str, Field(max_length=CONTENT_CHARS_MAX), AfterValidator(_base64)]

CAPTIONED = ("photo", "video", "document", "album")
FILES = ("photo", "video", "document", "voice")
BY_SOMEBODY = (
    "joins",
    "enrolls",
    "opens",
    "code_of",
    "taps",
    "writes",
    "edits",
    "sends",
    "replies",
    "blocks",
    "unblocks",
)
BY_NOBODY = ("until", "see", "narrate", "trouble", "bot")
_BESIDE = {  # what says more about a deed, and about which
    "says": ("see",),
    "caption": ("sends",),
    "content": ("sends",),
    "on": ("taps", "edits", "replies"),
    "alert": ("taps", "replies"),
    "privately": ("taps", "replies"),
    "in_staff_chat": ("writes", "sends", "edits"),
}


class Person(Model):
    """A made-up patient. `name` is what the bot calls them, where the story knows them under another."""

    initials: str
    procedure: str
    surgery: date
    surgeon: str = "Dr Elena Vega"
    language: str = "en"
    zone: str | None = None
    name: str | None = None

    def request(self, known_as: str) -> Request:
        return Request(
            first_name=self.name or known_as,
            initials=self.initials,
            procedure=self.procedure,
            surgery_on=self.surgery,
            surgeon=self.surgeon,
            language=self.language,
            zone=self.zone,
        )


class Mishap(Model):
    """Trouble between the bot and Telegram; exactly one kind."""

    outage: float | Literal["until calm"] | None = None  # seconds of the story
    kind: Literal["reset", "502"] = "reset"  # of an outage
    slow: float | None = Field(default=None, ge=0, le=30)  # real seconds
    unanswered: int | None = Field(default=None, ge=1, le=100)  # messages that are delivered without an answer
    calm: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Mishap":
        kinds = [name for name in ("outage", "slow", "unanswered", "calm") if getattr(self, name) is not None]
        if len(kinds) != 1:
            raise ValueError("trouble has exactly one of outage, slow, unanswered, calm")
        if isinstance(self.outage, float) and self.outage <= 0:
            raise ValueError("an outage lasts more than 0 seconds, or `until calm`")
        return self


class Step(Model):
    """One thing that happens: somebody does something, time passes, something goes wrong, or must be seen."""

    who: str | None = None
    at: Moment | None = None  # time passes until then, before it
    joins: bool | None = None  # opens the link and types the code
    enrolls: Person | None = None  # `who` is enrolled now, and not at the start
    opens: str | None = None  # whose link is opened
    code_of: str | None = None  # whose code is typed
    taps: Taps | None = None  # the words on a button, or several one after the other
    writes: str | None = None
    edits: str | None = None  # the new words of the newest own message, or of the one that is meant by `on`
    sends: Medium | None = None
    replies: str | None = None  # staff: to the newest alert; patients: to the newest message
    blocks: Literal[True] | None = None
    unblocks: Literal[True] | None = None
    on: str | None = None  # some words of the message that is meant, when it is not the newest
    alert: int | None = None  # the number of the alert that is meant
    caption: str | None = None
    content: Content | None = None
    privately: bool = False  # a staff member, in the private chat with the bot
    in_staff_chat: bool = False  # a staff member, who else writes in private
    until: Moment | None = None
    see: str | None = None  # a name, or `staff`
    says: str | None = None
    narrate: str | None = None
    trouble: Mishap | None = None
    bot: Literal["kill", "start", "restart"] | None = None

    @model_validator(mode="after")
    def _one_deed(self) -> "Step":
        deeds = [name for name in (*BY_SOMEBODY, *BY_NOBODY) if getattr(self, name) is not None]
        if len(deeds) != 1:
            raise ValueError(f"a step has exactly one of {', '.join((*BY_SOMEBODY, *BY_NOBODY))}")
        deed = deeds[0]
        if deed in BY_SOMEBODY and not self.who:
            raise ValueError(f"`{deed}` needs `who`")
        if deed == "see" and self.says is None:
            raise ValueError("`see` needs `says`: words that must be there")
        for name, deeds_with in _BESIDE.items():
            if getattr(self, name) not in (None, False) and deed not in deeds_with:
                raise ValueError(f"`{name}` says more about {' or '.join(deeds_with)}, not about {deed}")
        if self.caption is not None and self.sends not in CAPTIONED:
            raise ValueError(f"a {self.sends} has no caption; {', '.join(CAPTIONED)} have")
        if self.content is not None and self.sends not in FILES:
            raise ValueError(f"a {self.sends} has no content here; {', '.join(FILES)} have")
        return self

    @property
    def deed(self) -> str:
        """The name of what happens."""
        return next(name for name in (*BY_SOMEBODY, *BY_NOBODY) if getattr(self, name) is not None)
