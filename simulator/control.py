"""The control door: what one can do to a World in process, over HTTP."""

from base64 import b64decode
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute

from simulator.acts import Acts
from simulator.chats import Chat
from simulator.control_route import control_route
from simulator.watching import watching_routes
from simulator.wire import Json
from simulator.world import World


def control_routes(world: World) -> list[BaseRoute]:
    """Everything under /control/."""
    return [
        control_route(world, "/control/bots", "POST", _create_bot),
        control_route(world, "/control/users", "POST", _create_user),
        control_route(world, "/control/groups", "POST", _create_group),
        control_route(world, "/control/act/{act}", "POST", _act),
        control_route(world, "/control/acts", "POST", _acts),
        control_route(world, "/control/push", "POST", _push),
        control_route(world, "/control/updates/{what}", "POST", _updates),
        control_route(world, "/control/faults", "POST", _add_fault),
        control_route(world, "/control/faults", "DELETE", _clear_faults),
        control_route(world, "/control/outage", "POST", _outage),
        control_route(world, "/control/clock", "POST", _clock),
        control_route(world, "/control/limits", "POST", _limits),
        *watching_routes(world),
    ]


async def _create_bot(world: World, request: Request) -> Json:
    return world.create_bot(**await request.json()).as_json()


async def _create_user(world: World, request: Request) -> Json:
    return world.create_user(**await request.json()).as_json()


async def _create_group(world: World, request: Request) -> Json:
    facts = await request.json()
    if "bots" in facts:
        facts["bots"] = [world.bot(which) for which in facts["bots"]]
    return world.create_group(**facts).as_json()


async def _act(world: World, request: Request) -> Any:
    return do_act(world, request.path_params["act"], await request.json())


async def _acts(world: World, request: Request) -> list[Any]:
    """Many at once: a list of {"act": name, …}."""
    return [do_act(world, facts.pop("act"), facts) for facts in await request.json()]


def do_act(world: World, name: str, facts: Json) -> Any:
    """Let somebody do this; the facts are the arguments of the act."""
    if name.startswith("_") or not hasattr(Acts, name):
        known = ", ".join(each for each in dir(Acts) if not each.startswith("_"))
        raise LookupError(f"no act {name!r}: expected one of {known}")
    if isinstance(facts.get("content"), str):
        facts["content"] = b64decode(facts["content"])
    result = getattr(world.act, name)(**facts)
    return result.as_json() if isinstance(result, Chat) else result


async def _push(world: World, request: Request) -> list[int | None]:
    """{"updates": [any JSON, …], "bot"?, "lane"?, "numbered"?}"""
    facts = await request.json()
    return [world.push(update, **facts) for update in facts.pop("updates")]


async def _updates(world: World, request: Request) -> Json:
    facts = await request.json()
    match request.path_params["what"]:
        case "hold":
            world.hold_updates(**facts)
            return {}
        case "release":
            return {"released": world.release_updates(**facts)}
        case "repeat":
            return {"update_id": world.repeat_update(**facts)}
        case "restart":
            world.restart_update_ids(**facts)
            return {}
        case what:
            raise LookupError(f"updates/{what}: expected hold, release, repeat or restart")


async def _add_fault(world: World, request: Request) -> Json:
    world.faults.add(**await request.json())
    return {"faults": len(world.faults.rules)}


async def _clear_faults(world: World, request: Request) -> Json:
    world.faults.clear()
    return {}


async def _outage(world: World, request: Request) -> Json:
    """{"kind": "reset" | "502" | null}"""
    kind = (await request.json())["kind"]
    if kind not in ("reset", "502", None):
        raise ValueError(f"outage {kind!r}: expected reset, 502 or null")
    world.faults.outage = kind
    return {}


async def _clock(world: World, request: Request) -> Json:
    """{"set": ISO moment}, {"advance": seconds} or {"run": true}"""
    facts = await request.json()
    if "set" in facts:
        world.clock.set(datetime.fromisoformat(facts["set"]))
    if "advance" in facts:
        world.clock.advance(timedelta(seconds=facts["advance"]))
    if facts.get("run"):
        world.clock.run()
    return {"now": world.clock.now().isoformat(), "stands_still": world.clock.stands_still}


async def _limits(world: World, request: Request) -> Json:
    """{"on": bool}; the allowances begin afresh."""
    world.limits.on = bool((await request.json())["on"])
    world.limits.reset()
    return {"on": world.limits.on}
