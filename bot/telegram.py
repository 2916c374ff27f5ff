"""The wire to Telegram: python-telegram-bot's `Bot` and its request layer, and what a failed call means."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

os.environ.setdefault("PTB_TIMEDELTA", "1")  # `RetryAfter.retry_after` as a timedelta; read when telegram is imported

from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

CONNECTIONS = 32  # more than the sends in flight at once, so that none waits for a connection
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_ALREADY_SO = ("message is not modified", "query is too old", "query id is invalid")
_NOTHING_TO_EDIT = ("message to edit not found", "message can't be edited")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Telegram took it."""

    message_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Certainly not sent; `after` is Telegram's word (no attempt counts), None leaves it to us."""

    after: timedelta | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Perhaps delivered, perhaps not."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Telegram will never take this call; `fallback` says that another form of it may go."""

    reason: str
    fallback: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """This chat cannot be written to: blocked, deactivated, kicked."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The group has a new id; the call goes there."""

    chat_id: int


Outcome = Sent | Later | Unknown | Rejected | Unreachable | Moved


def make_bot(token: str, *, api_url: str) -> Bot:
    """A bot against this Bot API server. Call `initialize` and `shutdown` around its use."""
    base = api_url.rstrip("/")
    tls = {"verify": base.startswith("https:")}  # loading certificates takes a while, and plain HTTP has none
    return Bot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=HTTPXRequest(connection_pool_size=CONNECTIONS, read_timeout=20, pool_timeout=5, httpx_kwargs=tls),
        get_updates_request=HTTPXRequest(connection_pool_size=2, pool_timeout=5, httpx_kwargs=tls),
    )


async def call(bot: Bot, method: str, payload: Mapping[str, Any], *, read_timeout: float | None = None) -> Any:
    """The raw result of a Bot API method. Raises telegram.error.TelegramError."""
    # `do_api_request` warns for names it has methods for; Telegram itself does not mind the capital.
    name = method[0].upper() + method[1:]
    timeout = {} if read_timeout is None else {"read_timeout": read_timeout}
    return await bot.do_api_request(name, api_kwargs=dict(payload), **timeout)  # type: ignore[arg-type]  # a float


async def send(bot: Bot, method: str, payload: Mapping[str, Any]) -> Outcome:
    """Make one call; a failure is a value."""
    try:
        result = await call(bot, method, payload)
    except TelegramError as error:
        return meaning(error)
    message_id = result.get("message_id") if isinstance(result, Mapping) else None
    return Sent(message_id=message_id if isinstance(message_id, int) else None)


def meaning(error: TelegramError) -> Outcome:
    """What a failed call means. BadRequest is a NetworkError to python-telegram-bot, so it is asked about first."""
    words = str(error)
    match error:
        case RetryAfter():
            return Later(after=_seconds(error.retry_after), reason="Telegram asks us to wait")
        case ChatMigrated():
            return Moved(chat_id=error.new_chat_id)
        case Forbidden():
            return Unreachable(reason=words)
        case BadRequest():
            return _bad_request(words)
        case InvalidToken() | EndPointNotFound() | Conflict():
            return Later(after=None, reason=words)
        case NetworkError() if isinstance(error.__cause__, _NOT_SENT):
            return Later(after=None, reason=type(error.__cause__).__name__)
        case _:
            cause = type(error.__cause__).__name__ if error.__cause__ else words
            return Unknown(reason=cause[:120])


def _bad_request(words: str) -> Outcome:
    folded = words.casefold()
    if any(known in folded for known in _ALREADY_SO):
        return Sent(message_id=None)
    if any(known in folded for known in _NOTHING_TO_EDIT):
        return Rejected(reason=words, fallback="send")
    if "can't parse entities" in folded:
        return Rejected(reason=words, fallback="plain")
    return Rejected(reason=words)


def _seconds(after: timedelta | float) -> timedelta:
    return after if isinstance(after, timedelta) else timedelta(seconds=after)
