"""Methods by which a bot gets its updates."""

from typing import Any

from simulator.call import Call, Method
from simulator.errors import bad_request, conflict
from simulator.updates import BATCH_MAX
from simulator.webhook import Webhook
from simulator.wire import Json, without_none

POLL_SECONDS_MAX = 50  # Telegram cuts longer polls down to this


async def get_updates(call: Call) -> list[Any]:
    if call.bot.webhook is not None:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    _remember_allowed(call)
    call.world.counters["polls"] += 1
    call.world.changes.touch()
    limit = call.params.count("limit", BATCH_MAX)
    batch = await call.bot.queue.take(
        offset=call.params.count("offset", 0),
        limit=limit if 1 <= limit <= BATCH_MAX else BATCH_MAX,
        seconds=min(max(0, call.params.count("timeout", 0)), POLL_SECONDS_MAX),
        now=call.world.clock.now,
    )
    return [entry.body for entry in batch]


def set_webhook(call: Call) -> bool:
    url = call.params.text("url") or ""
    if not url:
        return delete_webhook(call)
    if not url.startswith(("http://", "https://")):
        raise bad_request("bad webhook: invalid webhook URL specified")
    _remember_allowed(call)
    if call.params.flag("drop_pending_updates"):
        call.bot.queue.clear()
    call.bot.queue.wake("webhook")
    call.bot.webhook = Webhook(
        url=url,
        secret_token=call.params.text("secret_token") or None,
        max_connections=min(max(1, call.params.count("max_connections", 40)), 100),
    )
    call.world.deliveries.start(call.bot)
    return True


def delete_webhook(call: Call) -> bool:
    call.bot.webhook = None
    call.world.deliveries.stop(call.bot)
    if call.params.flag("drop_pending_updates"):
        call.bot.queue.clear()
    return True


def get_webhook_info(call: Call) -> Json:
    queue, webhook = call.bot.queue, call.bot.webhook
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(queue.pending)}
    if queue.allowed:
        info["allowed_updates"] = sorted(queue.allowed)
    if webhook is None:
        return info
    return info | without_none(
        {
            "url": webhook.url,
            "max_connections": webhook.max_connections,
            "last_error_date": int(webhook.last_error_at.timestamp()) if webhook.last_error_at else None,
            "last_error_message": webhook.last_error,
        }
    )


def _remember_allowed(call: Call) -> None:
    kinds = call.params.names("allowed_updates", what="allowed updates")
    if kinds is not None:
        call.bot.queue.allowed = kinds or None


METHODS: dict[str, Method] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
