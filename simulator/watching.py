"""The reading side of the control door; each list has a cursor and can wait for more."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute

from simulator.chats import Chat, Message
from simulator.control_route import control_route
from simulator.keyboard import shown_buttons
from simulator.menus import command_menu
from simulator.wire import Json
from simulator.world import World

WAIT_MAX = timedelta(seconds=50)


def watching_routes(world: World) -> list[BaseRoute]:
    return [
        control_route(world, "/control/bots", "GET", _bots),
        control_route(world, "/control/users", "GET", _users),
        control_route(world, "/control/chats", "GET", _chats),
        control_route(world, "/control/transcript/{chat_id:int}", "GET", _transcript),
        control_route(world, "/control/transcript/-{chat_id:int}", "GET", _group_transcript),
        control_route(world, "/control/delivered", "GET", _delivered),
        control_route(world, "/control/calls", "GET", _calls),
        control_route(world, "/control/presses", "GET", _presses),
        control_route(world, "/control/menu", "GET", _menu),
        control_route(world, "/control/counters", "GET", _counters),
        control_route(world, "/control/changes", "GET", _changes),
        control_route(world, "/control/faults", "GET", _faults),
        control_route(world, "/control/clock", "GET", _clock),
    ]


async def _bots(world: World, request: Request) -> list[Json]:
    """Each bot, with how many updates it has not confirmed."""
    return [
        bot.as_json()
        | {"token": bot.token, "pending": len(bot.queue.pending), "webhook": bot.webhook and bot.webhook.url}
        for bot in world.bots.values()
    ]


async def _users(world: World, request: Request) -> list[Json]:
    return [user.as_json() for user in world.users.values()]


async def _chats(world: World, request: Request) -> list[Json]:
    return [
        chat.as_json() | {"bot_id": owner or None, "messages": len(chat.messages), "blocked": chat.blocked}
        for (owner, _), chat in world.chats.items()
    ]


async def _transcript(world: World, request: Request) -> list[Json]:
    return _shown(world, request, request.path_params["chat_id"])


async def _group_transcript(world: World, request: Request) -> list[Json]:
    return _shown(world, request, -request.path_params["chat_id"])


def _shown(world: World, request: Request, chat_id: int) -> list[Json]:
    chat = world.chat(chat_id, bot=_bot(request))
    return [_line(world, chat, message) for message in chat.shown()]


def _line(world: World, chat: Chat, message: Message) -> Json:
    body = message.body
    rows = shown_buttons(body.get("reply_markup"))
    author = world.users.get(message.author)
    return {
        "message_id": message.message_id,
        "author": message.author,
        "name": author.first_name if author else chat.title,
        "by_bot": any(bot.id == message.author for bot in world.bots.values()),
        "date": body["date"],
        "edited": "edit_date" in body,
        "text": body.get("text") or body.get("caption") or "",
        "buttons": [[button.as_json() for button in row] for row in rows],
        "reactions": sorted(emoji for emojis in message.reactions.values() for emoji in emojis),
        "message": body,
    }


async def _delivered(world: World, request: Request) -> Json:
    """?chat_id=&since=&wait=seconds"""
    chat_id, since = _number(request, "chat_id", None), _number(request, "since", 0) or 0
    found = await _waited(world, request, lambda: world.delivered(chat_id, since=since))
    return {"cursor": world.history.cursor, "items": [item.as_json() for item in found]}


async def _calls(world: World, request: Request) -> Json:
    """?method=&since=&wait=seconds"""
    method, since = request.query_params.get("method"), _number(request, "since", 0) or 0
    found = await _waited(world, request, lambda: world.calls(method, since=since))
    return {"cursor": len(world.history.calls), "items": [call.as_json() for call in found]}


async def _presses(world: World, request: Request) -> list[Json]:
    """The presses and the answers to them."""
    return [press.as_json() for press in world.presses.values()]


async def _menu(world: World, request: Request) -> list[Json]:
    """?user_id=&chat_id=: the commands that this user sees there."""
    user = world.user(int(request.query_params["user_id"]))
    chat = world.chat(_number(request, "chat_id", user.id) or user.id, bot=_bot(request))
    language = user.language_code or ""
    return command_menu(world.bot(_bot(request)), chat=chat, user_id=user.id, language=language)


async def _counters(world: World, request: Request) -> Json:
    return dict(world.counters)


async def _changes(world: World, request: Request) -> Json:
    """?since=&wait=seconds: the number of changes so far, waiting for one after `since`."""
    since = _number(request, "since", 0) or 0
    await _waited(world, request, lambda: range(world.changes.count - since))
    return {"cursor": world.changes.count}


async def _faults(world: World, request: Request) -> Json:
    rules = [{"kind": fault.kind, "method": fault.method, "times": fault.times} for fault in world.faults.rules]
    return {"outage": world.faults.outage, "faults": rules}


async def _clock(world: World, request: Request) -> Json:
    return {"now": world.clock.now().isoformat(), "stands_still": world.clock.stands_still}


async def _waited(world: World, request: Request, seen: Callable[[], Sequence[Any]]) -> Sequence[Any]:
    wait = min(timedelta(seconds=float(request.query_params.get("wait", 0))), WAIT_MAX)
    found = seen()
    if found or not wait:
        return found
    try:
        return await world.wait_for(lambda: world.closing or seen(), wait) and seen()
    except TimeoutError:
        return found


def _bot(request: Request) -> str | int | None:
    which = request.query_params.get("bot")
    return int(which) if which is not None and which.isdecimal() else which


def _number(request: Request, name: str, default: int | None) -> int | None:
    value = request.query_params.get(name)
    return default if value is None else int(value)
