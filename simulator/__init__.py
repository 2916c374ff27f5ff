"""A stand-in for Telegram: a local Bot API, the people who use it, and the faults it can have."""

from simulator.clock import Clock
from simulator.faults import Fault
from simulator.posting import ActRefusedError
from simulator.press_acts import NoSuchButtonError
from simulator.records import Button, Delivered
from simulator.server import create_app, serve
from simulator.world import World

__all__ = [
    "ActRefusedError",
    "Button",
    "Clock",
    "Delivered",
    "Fault",
    "NoSuchButtonError",
    "World",
    "create_app",
    "serve",
]
