"""Updates that Telegram brings to us: written down first, and only then answered with 200."""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Bot

from bot.logs import reason_of
from bot.receive import KINDS, Receiver
from bot.telegram import call

BODY_BYTES_MAX = 1_000_000  # an update is a few kilobytes
COMMIT_WITHIN_S = 10  # else 503, and Telegram brings it again
LOOK_EVERY = timedelta(seconds=60)  # how often Telegram is asked whether it can reach us

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A clinic's door: who writes updates down, and the secret that only Telegram knows."""

    receiver: Receiver
    secret: str


def webhook_app(hooks: Mapping[str, Hook]) -> Starlette:
    """POST /telegram/<clinic> for Telegram, GET /healthz for whoever watches the process."""

    async def take(request: Request) -> Response:
        hook = hooks.get(request.path_params["clinic"])
        told = request.headers.get("x-telegram-bot-api-secret-token", "")
        if hook is None or not compare_digest(told.encode(), hook.secret.encode()):
            return PlainTextResponse("not found", status_code=404)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        return await _keep(hook, body)

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(
        routes=[Route("/telegram/{clinic}", take, methods=["POST"]), Route("/healthz", healthz, methods=["GET"])]
    )


async def set_webhook(bot: Bot, *, url: str, clinic: str, secret: str) -> None:
    """Tell Telegram where to bring this clinic's updates. What waits there is kept."""
    address = f"{url.rstrip('/')}/telegram/{clinic}"
    await call(bot, "setWebhook", {"url": address, "secret_token": secret, "allowed_updates": list(KINDS)})


async def end_webhook(bot: Bot) -> None:
    """Before polling: Telegram gives updates to one or the other. What waits there is kept."""
    await call(bot, "deleteWebhook", {"drop_pending_updates": False})


@dataclass(slots=True, kw_only=True)
class WebhookWatch:
    """Asks Telegram whether it reaches us. While it does, receiving counts as alive, though nobody may be writing."""

    bot: Bot
    receiver: Receiver
    last_error_at: int = 0

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001  # the top of a loop: it says what failed, and goes on
                extra = {"action": "webhook_watch_failed", "error": reason_of(error)}
                logger.warning("The webhook could not be checked", extra=extra)
            await asyncio.sleep(LOOK_EVERY.total_seconds())

    async def look(self) -> bool:
        """Whether no delivery has failed since the last look. If so, receiving has a fresh beat."""
        info: Any = await call(self.bot, "getWebhookInfo", {}, read_timeout=10)
        failed_at = int(info.get("last_error_date") or 0)
        well = bool(info.get("url")) and (failed_at <= self.last_error_at or not info.get("pending_update_count"))
        self.last_error_at = max(failed_at, self.last_error_at)
        if not well:
            logger.warning("Telegram cannot reach the webhook", extra={"action": "webhook_failing"})
            return False
        await self.receiver.keep([])
        return True


async def _body(request: Request) -> bytes | None:
    """The body, or None when it is larger than any update."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES_MAX:
            return None
    return bytes(body)


async def _keep(hook: Hook, body: bytes) -> Response:
    try:
        async with asyncio.timeout(COMMIT_WITHIN_S):
            await hook.receiver.keep([_read(body)])
    except Exception as error:  # noqa: BLE001  # whatever it was, nothing is on disk: Telegram must bring it again
        extra = {"action": "webhook_not_kept", "error": reason_of(error)}
        logger.warning("An update was not written down", extra=extra)
        return PlainTextResponse("not now", status_code=503)
    return PlainTextResponse("")


def _read(body: bytes) -> Any:
    """The update; a body that is no JSON is kept as text, for refusing it would bring it back for a day."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace")
