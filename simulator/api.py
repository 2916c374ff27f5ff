"""One call of the Bot API from token to reply, with the faults and limits on the way."""

import inspect
import re
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Literal

from simulator import editing, profile, receiving, sending
from simulator.call import Call, Method
from simulator.errors import ApiError
from simulator.faults import Fault
from simulator.params import Params
from simulator.people import Bot
from simulator.records import ApiCall
from simulator.wire import Json, encode
from simulator.world import World

_METHODS: dict[str, Method] = {
    name.lower(): method
    for name, method in (receiving.METHODS | sending.METHODS | editing.METHODS | profile.METHODS).items()
}
_TOKEN = re.compile(r"\d+:[\w-]+")
_GARBAGE = b"<html><body>It works!</body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What goes back over the connection, and how the connection ends."""

    status: int
    content: bytes
    content_type: str = "application/json"
    ending: Literal["whole", "half", "reset"] = "whole"


async def answer(world: World, *, token: str, method: str, params: Params) -> Reply:
    """The reply to a call, also when it is refused or falls into a fault."""
    bot = world.bots.get(token)
    world.counters["calls"] += 1
    if world.faults.outage is not None:
        _record(world, bot, method, params, {"ok": False, "error_code": 502}, fault="outage")
        return _out(world)
    fault = world.faults.take(method, params.values.get("chat_id"))
    if fault is None:
        payload = await _perform(world, bot, token=token, method=method, params=params)
        out = world.faults.outage is not None  # it began while the call was under way
        _record(world, bot, method, params, payload, fault="outage" if out else None)
        return _out(world) if out else _reply(payload)
    return await _faulty(world, bot, fault, token=token, method=method, params=params)


def refused_reply(world: World) -> Reply | None:
    """The reply of an outage, for doors other than methods; None while there is no outage."""
    return _out(world) if world.faults.outage is not None else None


async def _perform(world: World, bot: Bot | None, *, token: str, method: str, params: Params) -> Json:
    try:
        known, handler = _admitted(bot, token, method)
        result: Any = handler(Call(world=world, bot=known, method=method, params=params))
        if inspect.isawaitable(result):
            result = await result
    except ApiError as error:
        return error.as_json()
    return {"ok": True, "result": result}


def _admitted(bot: Bot | None, token: str, method: str) -> tuple[Bot, Method]:
    if bot is None:
        raise ApiError(401, "Unauthorized") if _TOKEN.fullmatch(token) else ApiError(404, "Not Found")
    handler = _METHODS.get(method.lower())
    if handler is None:
        raise ApiError(404, "Not Found")
    return bot, handler


async def _faulty(world: World, bot: Bot | None, fault: Fault, *, token: str, method: str, params: Params) -> Reply:
    takes_effect = fault.after_delivery or fault.kind == "slow"
    if fault.kind == "slow":
        await world.faults.pause(fault.seconds)
    payload: Json = {"ok": False, "error_code": None}
    if takes_effect:
        payload = await _perform(world, bot, token=token, method=method, params=params)
    elif fault.kind.isdigit() or fault.kind == "5xx":
        payload = fault.error()
    _record(world, bot, method, params, payload, fault=fault.kind)
    return await _spoilt(world, fault, payload)


async def _spoilt(world: World, fault: Fault, payload: Json) -> Reply:
    match fault.kind:
        case "slow":
            return _reply(payload)
        case "hang":
            await world.faults.pause(fault.seconds)
            return Reply(status=200, content=b"", ending="reset")
        case "reset":
            return Reply(status=200, content=b"", ending="reset")
        case "half":
            return replace(_reply({"ok": True, "result": payload}), ending="half")
        case "garbage":
            return Reply(status=200, content=_GARBAGE, content_type="text/html")
        case _:
            return _reply(fault.error())


def _reply(payload: Json) -> Reply:
    status = HTTPStatus.OK if payload["ok"] else payload["error_code"]
    return Reply(status=int(status), content=encode(payload))


def _out(world: World) -> Reply:
    if world.faults.outage == "reset":
        return Reply(status=200, content=b"", ending="reset")
    return Reply(status=502, content=b"<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")


def _record(world: World, bot: Bot | None, method: str, params: Params, payload: Json, *, fault: str | None) -> None:
    shown = params.values | {name: f"file {upload.name}" for name, upload in params.uploads.items()}
    code = payload.get("error_code")
    if code is not None:
        world.counters[str(code)] += 1
    world.history.calls.append(
        ApiCall(
            seq=len(world.history.calls) + 1,
            at=world.clock.now(),
            bot_id=None if bot is None else bot.id,
            method=method,
            params=shown,
            ok=payload["ok"],
            error_code=code,
            description=payload.get("description"),
            fault=fault,
        )
    )
    world.changes.touch()
