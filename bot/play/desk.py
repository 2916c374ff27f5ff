"""What the handlers of the page's door work with."""

import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from bot.demo.process import BotProcess
from bot.play.clockwork import Clockwork
from bot.play.play import Play
from bot.play.recording import Recording
from bot.play.wishes import WishError


@dataclass(slots=True, kw_only=True)
class Desk:
    """One play, and everything by which it is moved."""

    play: Play
    clockwork: Clockwork
    process: BotProcess
    recording: Recording


async def body_of(request: Request) -> Any:
    """The JSON that was sent. Raises WishError."""
    try:
        return json.loads(await request.body())
    except ValueError:
        raise WishError("send JSON") from None
