"""A web server connection that the simulator can cut."""

import asyncio
import contextlib
import socket
import struct
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

_TRANSPORT = "simulator.transport"


class Connection(H11Protocol):
    """Hands its transport to the application, in the scope's extensions."""

    def connection_made(  # type: ignore[override]  # as uvicorn has it
        self, transport: asyncio.Transport
    ) -> None:
        super().connection_made(transport)
        inner: Any = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[_TRANSPORT] = transport
            await inner(scope, receive, send)

        self.app = app


async def cut(scope: Scope, receive: Receive, *, with_reset: bool) -> None:
    """End the connection now: with a reset the other side sees nothing more, without one it sees an early end."""
    transport: asyncio.Transport | None = scope.get("extensions", {}).get(_TRANSPORT)
    if transport is None:
        raise ConnectionResetError("the simulator cut the connection")
    if with_reset:
        connection = transport.get_extra_info("socket")
        with contextlib.suppress(OSError):  # the other side has hung up before
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass
