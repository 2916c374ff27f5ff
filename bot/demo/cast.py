"""Telegram before anybody has said anything: our bot, the staff, who have all pressed Start, and their group."""

from dataclasses import dataclass
from pathlib import Path

from simulator import Clock, World
from simulator.chats import Chat
from simulator.people import User
from storage import Database, Vault, migrate
from storage.house import House
from storage.vault import new_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """A clinic's own people at Telegram."""

    world: World
    staff_chat: Chat
    people: dict[str, User]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A database of one's own: its address and the key to what is sealed in it."""

    url: str
    key: str

    def open(self) -> Database:
        return Database.connect(self.url, Vault.from_text(self.key))


def new_cast(house: House, clock: Clock) -> Cast:
    """A world on this clock, with nobody in it yet but the clinic's people."""
    clinic, world = house.practice.clinic, World(clock=clock)
    world.limits.on = False  # they run on the clock that we move, and would never let go
    world.create_bot()
    people = {
        person.name: world.create_user(person.name, user_id=person.telegram, language_code="en")
        for person in clinic.staff
    }
    for person in people.values():
        world.chat(person.id).started = True
    group = world.create_group("Staff", chat_id=clinic.staff_chat, members=list(people.values()))
    return Cast(world=world, staff_chat=group, people=people)


def new_place(folder: Path) -> Place:
    """A new, migrated database in the folder. Blocks."""
    place = Place(url=f"sqlite:///{folder / 'stage.sqlite3'}", key=new_key())
    migrate(place.url)
    return place
