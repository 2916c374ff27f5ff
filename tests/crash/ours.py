"""One run of our bot: patients join, updates flow, the process is killed, and the database is asked what it holds."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import Engine, create_engine, func, select

from bot.clock import wall_clock
from storage import Database, Vault, journal, tables
from storage.database import sync_url
from storage.house import House
from storage.outbox import Lane
from tests.crash.killing import Killer
from tests.crash.notes import Plan
from tests.crash.patients import join_all
from tests.crash.result import Result
from tests.crash.standin import StandIn, stand_in
from tests.crash.tally import counted, tally
from tests.crash.victim import Clinic
from tests.databases import KEY

TOKEN = "42:CRASHCRASHCRASHCRASHCRASHCRASHCRASH"
_NUMBER = re.compile(r" · #(\d+)\n")
_TIMES = re.compile(r" · came (\d+) times")


@dataclass(frozen=True, slots=True, kw_only=True)
class OurRun:
    """Our bot on one database."""

    name: str
    house: House
    database_url: str
    folder: Path
    plan: Plan
    at_random: int
    at_each_point: int
    _engine: list[Engine] = field(default_factory=list, repr=False)

    def result(self) -> Result:
        """Kill it through the whole plan, let it finish, and count."""
        patients = asyncio.run(self._join())
        with stand_in(TOKEN) as telegram:
            self._people(telegram)
            clinic = Clinic(
                house=self.house,
                database_url=self.database_url,
                api_url=telegram.url,
                token=TOKEN,
                folder=self.folder,
            )
            killer = Killer(
                victim=clinic,
                updates=self.plan.updates,
                push=telegram.write,
                at_random=self.at_random,
                at_each_point=self.at_each_point,
                chance=Random(self.plan.seed),  # noqa: S311  # where it is killed is no secret
                folder=self.folder,
            )
            killer.run()
            waiting = self._waiting() + telegram.unconfirmed()
            drained_s = killer.drain(lambda: telegram.unconfirmed() == 0 and self._waiting() == 0)
            return self._counted(telegram, patients, killer.at, waiting, drained_s)

    async def _join(self) -> dict[int, str]:
        db = Database.connect(self.database_url, Vault.from_text(KEY))
        try:
            return await join_all(db, self.plan.chats, house=self.house, now=wall_clock())
        finally:
            await db.close()

    def _people(self, telegram: StandIn) -> None:
        clinic = self.house.practice.clinic
        staff = [person.telegram for person in clinic.staff]
        telegram.people([*self.plan.chats, *staff])
        telegram.group(clinic.staff_chat, staff)

    def _waiting(self) -> int:
        """Rows that somebody still has to act on."""
        inbox, outbox = tables.inbox, tables.outbox
        new = select(func.count()).select_from(inbox).where(inbox.c.state == "new")
        unsent = select(func.count()).select_from(outbox).where(outbox.c.state.in_(("new", "claimed")))
        with self._open().connect() as connection:
            return int(connection.execute(new).scalar_one()) + int(connection.execute(unsent).scalar_one())

    def _open(self) -> Engine:
        if not self._engine:
            self._engine.append(create_engine(sync_url(self.database_url)))
        return self._engine[0]

    def _counted(
        self, telegram: StandIn, patients: Mapping[int, str], at: Counter[str], waiting: int, drained_s: float
    ) -> Result:
        kept = asyncio.run(self._journals(patients))
        replies, unknown = self._replies(), self._unknown()
        each = self.plan.each
        effects = counted(each, [replies.get(chat, 0) for chat in self.plan.chats]) + counted(each, self._alerted())
        shown = [len(telegram.delivered(chat)) for chat in self.plan.chats]
        told = [item["sent"]["text"] for item in telegram.delivered(self.house.practice.clinic.staff_chat)]
        unseen = set(self.plan.words) - {words for text in told for words in self.plan.found_in(text)}
        again = len(told) - len({_which(text) for text in told})
        return Result(
            name=self.name,
            updates=len(self.plan.updates),
            kills=at.total(),
            at=dict(at),
            tally=tally(self.plan.written(), kept) + effects,
            unseen=sum(max(0, each - number) for number in shown) + len(unseen),
            sent_twice=sum(max(0, number - each) for number in shown) + again,
            unknown=unknown,
            waiting=waiting,
            drained_s=drained_s,
        )

    async def _journals(self, patients: Mapping[int, str]) -> dict[int, list[str]]:
        """What each patient wrote, as their journal tells it."""
        db = Database.connect(self.database_url, Vault.from_text(KEY))
        try:
            async with db.read() as tx:
                entries = {chat: await journal.of_patient(tx, patient) for chat, patient in patients.items()}
        finally:
            await db.close()
        events = {chat: [json.loads(entry.event) for entry in found] for chat, found in entries.items()}
        return {chat: [event["text"] for event in found if event["kind"] == "wrote"] for chat, found in events.items()}

    def _replies(self) -> dict[int, int]:
        """How many answers each chat was to get: one a turn; a retry has a key, and is the same answer."""
        outbox = tables.outbox
        answers = (outbox.c.lane == int(Lane.REPLY)) & outbox.c.key.is_(None) & (outbox.c.state != "cancelled")
        counted_ = select(outbox.c.chat_id, func.count()).where(answers).group_by(outbox.c.chat_id)
        with self._open().connect() as connection:
            return {row[0]: row[1] for row in connection.execute(counted_)}

    def _alerted(self) -> Sequence[int]:
        """How often each patient's messages alerted the staff; a full alert has moved aside for the next."""
        alert = tables.alert
        messages = (alert.c.key == "message") | alert.c.key.startswith("message+")
        times = select(func.sum(alert.c.repeats + 1)).where(messages).group_by(alert.c.patient_id)
        with self._open().connect() as connection:
            found = [int(row[0]) for row in connection.execute(times)]
        return found + [0] * (len(self.plan.chats) - len(found))

    def _unknown(self) -> int:
        """How many sends nobody can know the outcome of."""
        outbox = tables.outbox
        lost_sight = select(func.count()).select_from(outbox).where(outbox.c.state == "unknown")
        with self._open().connect() as connection:
            return int(connection.execute(lost_sight).scalar_one())


def _which(text: str) -> tuple[str, str]:
    """What tells one message about an alert from the next: the alert's number, and how often it had come."""
    number, times = _NUMBER.search(text), _TIMES.search(text)
    return number[1] if number else text, times[1] if times else "1"
