"""Run the simulator by itself: python -m simulator --port 8081 --token 123:ABC"""

import argparse
import socket
from datetime import datetime

from simulator.clock import Clock
from simulator.server import WorldServer
from simulator.world import DEFAULT_TOKEN, World


def main() -> None:
    """Serve a world with the bots that the command line names, until stopped."""
    asked = _arguments().parse_args()
    world = World(clock=Clock(asked.clock) if asked.clock else None)
    world.limits.on = not asked.no_limits
    for number, token in enumerate(asked.token or [DEFAULT_TOKEN]):
        world.create_bot(token, username=f"simulated_{number}_bot" if number else asked.username)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", asked.port))
        listening.listen()
        print(f"Telegram stand-in at http://127.0.0.1:{listening.getsockname()[1]}", flush=True)  # noqa: T201
        WorldServer(world, takes_signals=True).run(sockets=[listening])


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulator", description="A local stand-in for Telegram.")
    parser.add_argument("--port", type=int, default=8081, help="0 takes any free port")
    parser.add_argument("--token", action="append", help="a bot; give it again for more bots")
    parser.add_argument("--username", default="aftercare_bot", help="the first bot's name")
    parser.add_argument("--clock", type=datetime.fromisoformat, help="stand still at this moment, with zone")
    parser.add_argument("--no-limits", action="store_true", help="never answer 429 by itself")
    return parser


if __name__ == "__main__":
    main()
