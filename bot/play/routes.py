"""The page's door: what it reads, and what it asks for."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.demo.process import NotStarted
from bot.enroll import EnrolmentError
from bot.play.deeds import act, enroll, kill_or_start, make_trouble, move_clock, refuse_untold
from bot.play.desk import Desk
from bot.play.readings import events_of, picture_of, scene_of, timeline_of
from bot.play.wishes import WishError
from simulator import ActRefusedError

UNTOLD = (  # what the stand-in can do and a story cannot tell
    ("/control/acts", "POST"),
    ("/control/push", "POST"),
    ("/control/updates/{what}", "POST"),
    ("/control/faults", "POST"),
    ("/control/faults", "DELETE"),
    ("/control/limits", "POST"),
    ("/control/bots", "POST"),
    ("/control/users", "POST"),
    ("/control/groups", "POST"),
)

Handler: TypeAlias = Callable[[Desk, Request], Awaitable[Any]]


def play_routes(desk: Desk) -> list[BaseRoute]:
    """Everything under /play/."""
    return [
        _route(desk, "/play/scene", "GET", scene_of),
        _route(desk, "/play/timeline", "GET", timeline_of),
        _route(desk, "/play/enroll", "POST", enroll),
        _route(desk, "/play/clock", "POST", move_clock),
        _route(desk, "/play/trouble", "POST", make_trouble),
        _route(desk, "/play/bot", "POST", kill_or_start),
        _route(desk, "/play/events", "GET", events_of),
        _route(desk, "/play/picture/{file_id}", "GET", picture_of),
        *(_recorded_routes(desk) if desk.recording.recorder else ()),
    ]


def _recorded_routes(desk: Desk) -> list[BaseRoute]:
    """While a story is recorded, these stand before the stand-in's own."""
    return [
        _route(desk, "/control/act/{act}", "POST", act),
        *(_route(desk, path, method, refuse_untold) for path, method in UNTOLD),
    ]


def _route(desk: Desk, path: str, method: str, handler: Handler) -> Route:
    """The route; what the page did wrong is a 400 that says so in words."""

    async def endpoint(request: Request) -> Response:
        try:
            result = await handler(desk, request)
        except WishError as error:
            return _refusal(str(error), error.field)
        except EnrolmentError as error:
            return _refusal(str(error), _named(str(error)))
        except (LookupError, ValueError, TypeError, ActRefusedError, NotStarted) as error:
            return _refusal(str(error), None)
        if isinstance(result, Response):
            return result
        return JSONResponse(result)

    return Route(path, endpoint, methods=[method])


def _refusal(words: str, field: str | None) -> Response:
    return JSONResponse({"error": words} | ({"field": field} if field else {}), status_code=400)


def _named(words: str) -> str | None:
    """Errors of enrolment begin with the name of what is wrong."""
    name = words.partition(":")[0]
    return {"name": "first_name"}.get(name, name) if name.isidentifier() else None
