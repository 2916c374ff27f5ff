"""The simulator as a web server."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Generator, Sequence
from datetime import timedelta

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from simulator.connection import Connection
from simulator.control import control_routes
from simulator.door import FileDoor, MethodDoor, NotFoundDoor
from simulator.world import World

STOP_WAIT = timedelta(milliseconds=500)  # for answers under way when the server stops


def create_app(world: World, *, beside: Sequence[BaseRoute] = (), middleware: Sequence[Middleware] = ()) -> Starlette:
    """The Bot API under /bot<token>/, files under /file/bot<token>/, the control door under /control/; and, first, what
    somebody puts beside it."""
    methods, files, nowhere = MethodDoor(world), FileDoor(world), NotFoundDoor()
    return Starlette(
        routes=[
            *beside,
            Route("/bot{token}/{method}", methods),
            Route("/file/bot{token}/{path:path}", files),
            *control_routes(world),
            Route("/{path:path}", nowhere),
        ],
        middleware=middleware,
    )


@contextlib.asynccontextmanager
async def serve(world: World, *, port: int = 0, app: Starlette | None = None) -> AsyncIterator[str]:
    """Run the simulator, or an app made of it, in this loop on the loopback; gives its address, for example
    http://127.0.0.1:40123."""
    # named TCP, for asyncio sends small answers at once only on sockets that say so
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        server = WorldServer(world, app=app)
        running = asyncio.create_task(server.serve(sockets=[listening]))
        await asyncio.wait({running, asyncio.ensure_future(server.ready.wait())}, return_when=asyncio.FIRST_COMPLETED)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.stop()
            await running


class WorldServer(uvicorn.Server):
    """uvicorn that leaves signals alone, and lets go of open polls when it stops."""

    def __init__(self, world: World, *, app: Starlette | None = None, takes_signals: bool = False) -> None:
        super().__init__(
            uvicorn.Config(
                app or create_app(world),
                http=Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                backlog=2048,
                timeout_keep_alive=60,
            )
        )
        self.ready = asyncio.Event()
        self._asked_to_stop = asyncio.Event()
        self._world = world
        self._takes_signals = takes_signals

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        with super().capture_signals() if self._takes_signals else contextlib.nullcontext():
            yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._world.closing = False
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, let open polls and hanging answers go, cut whoever is still there after STOP_WAIT."""
        for server in self.servers:
            server.close()
        for listening in sockets or ():
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        self._world.stop_waiting()
        await self._world.deliveries.close()
        if self.server_state.tasks:
            _, late = await asyncio.wait(list(self.server_state.tasks), timeout=STOP_WAIT.total_seconds())
            for task in late:
                task.cancel()
        await asyncio.sleep(0)

    async def main_loop(self) -> None:
        if self._takes_signals:
            await super().main_loop()
        else:
            await self._asked_to_stop.wait()

    def stop(self) -> None:
        """End `serve`, without waiting for uvicorn's next look at its flags."""
        self.should_exit = True
        self._asked_to_stop.set()
