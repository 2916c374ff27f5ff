"""The page itself: files of the package, and nothing else."""

import mimetypes
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

FIRST = "index.html"

mimetypes.add_type("text/javascript", ".js")  # some systems know it by an older name
mimetypes.add_type("application/manifest+json", ".webmanifest")


def page_routes() -> list[BaseRoute]:
    return [Route("/", _first), Route("/page/{path:path}", _file)]


async def _first(request: Request) -> Response:
    return _answer(FIRST)


async def _file(request: Request) -> Response:
    return _answer(request.path_params["path"])


def _answer(path: str) -> Response:
    found = _found(path)
    if found is None:
        return Response("Not here.", status_code=404, media_type="text/plain")
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return Response(found.read_bytes(), media_type=kind)


def _found(path: str) -> Traversable | None:
    """The file of this path inside the package; None when there is none, or the path leads elsewhere."""
    parts = path.split("/")
    if any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
        return None
    place: Traversable = files("bot.play").joinpath("page")
    for part in parts:
        place = place.joinpath(part)
    return place if place.is_file() else None
