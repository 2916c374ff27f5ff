"""The doors through which bots come: methods and files."""

import asyncio
import json
from collections.abc import Coroutine
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from simulator.api import Reply, answer, refused_reply
from simulator.connection import cut
from simulator.errors import ApiError, bad_request
from simulator.params import Params, Upload
from simulator.wire import Json, encode
from simulator.world import World

_NOT_FOUND = Reply(status=404, content=encode(ApiError(404, "Not Found").as_json()))


class MethodDoor:
    """/bot<token>/<method>, parameters in the query, a form, multipart or JSON."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path_params"]
        try:
            params = await _read_params(Request(scope, receive))
        except ApiError as error:
            await _send(Reply(status=error.code, content=encode(error.as_json())), scope, receive, send)
            return
        answering = answer(self._world, token=path["token"], method=path["method"], params=params)
        if path["method"].lower() == "getupdates":
            reply = await _unless_gone(answering, receive)
        else:
            reply = await answering
        if reply is not None:
            await _send(reply, scope, receive, send)


class FileDoor:
    """/file/bot<token>/<path>"""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path_params"]
        stored = self._world.files.by_path(path["path"])
        reply = refused_reply(self._world)
        if reply is None and path["token"] in self._world.bots and stored is not None:
            reply = Reply(status=200, content=stored.content, content_type="application/octet-stream")
        await _send(reply or _NOT_FOUND, scope, receive, send)


class NotFoundDoor:
    """Anywhere else."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await _send(_NOT_FOUND, scope, receive, send)


async def _unless_gone(answering: Coroutine[Any, Any, Reply], receive: Receive) -> Reply | None:
    """The reply, or None when the other side hangs up before: the poll of a bot that was killed ends with it."""
    answer_task, gone_task = asyncio.create_task(answering), asyncio.create_task(_gone(receive))
    await asyncio.wait({answer_task, gone_task}, return_when=asyncio.FIRST_COMPLETED)
    gone_task.cancel()
    if answer_task.done():
        return answer_task.result()
    answer_task.cancel()
    return None


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _read_params(request: Request) -> Params:
    values: Json = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        async with request.form() as form:
            for name, part in form.multi_items():
                if isinstance(part, UploadFile):
                    uploads[name] = Upload(
                        name=part.filename or "", content=await part.read(), content_type=part.content_type
                    )
                else:
                    values[name] = part
        return Params(values, uploads)
    body = await request.body()
    if not body:
        return Params(values)
    return Params(values | (_read_json(body) if kind == "application/json" else _read_form(body)))


def _read_form(body: bytes) -> Json:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _read_json(body: bytes) -> Json:
    try:
        values = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(values, dict):
        raise bad_request("can't parse JSON object: expected an Object")
    return values


async def _send(reply: Reply, scope: Scope, receive: Receive, send: Send) -> None:
    if reply.ending == "reset":
        await cut(scope, receive, with_reset=True)
        return
    headers = [
        (b"content-type", reply.content_type.encode()),
        (b"content-length", str(len(reply.content)).encode()),
    ]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    if reply.ending == "half":
        await send({"type": "http.response.body", "body": reply.content[: len(reply.content) // 2], "more_body": True})
        await cut(scope, receive, with_reset=False)
        return
    await send({"type": "http.response.body", "body": reply.content})
