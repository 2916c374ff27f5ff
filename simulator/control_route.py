"""A route of the control door: JSON in, JSON out, mistakes said in words."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.posting import ActRefusedError
from simulator.wire import encode
from simulator.world import World

Handler: TypeAlias = Callable[[World, Request], Awaitable[Any]]


def control_route(world: World, path: str, method: str, handler: Handler) -> Route:
    """The route; what the caller did wrong is a 400 that says so."""

    async def endpoint(request: Request) -> Response:
        try:
            result = await handler(world, request)
        except (ActRefusedError, LookupError, TypeError, ValueError) as error:
            return _answer({"error": f"{type(error).__name__}: {error}"}, status=400)
        return _answer(result, status=200)

    return Route(path, endpoint, methods=[method])


def _answer(result: Any, *, status: int) -> Response:
    return Response(encode(result), status_code=status, media_type="application/json")
