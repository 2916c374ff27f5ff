"""People of a play who do what is asked of them: a patient who answers everything, staff who take every alert."""

from dataclasses import dataclass, field

from bot.demo.stage import Stage
from bot.enroll import Request
from simulator.people import User
from simulator.records import Delivered
from tests.play.visitor import LENA, START

CALM = ("None of these", "Nothing needed", "I take it", "Close…")  # else the first button: the mildest stands first
PRESSES_MAX = 60  # in one sitting; more is a conversation that goes in circles


@dataclass(slots=True, kw_only=True)
class Answering:
    """Presses whatever button is shown last in each of these chats, until there is none."""

    stage: Stage
    pressed: list[tuple[str, str]] = field(default_factory=list)
    settled: set[tuple[int, int]] = field(default_factory=set)

    async def everything(self, *names: str) -> None:
        """Each of them answers what stands before them, until nothing does."""
        for name in names:
            for _ in range(PRESSES_MAX):
                if not await self.one(name):
                    break

    async def one(self, name: str) -> bool:
        """Press one button. False when there is none to press."""
        stage = self.stage
        person = stage.people[name]
        staff = stage.house.practice.clinic.person(person.id) is not None
        chat = stage.staff_chat.id if staff else person.id
        shown = [item for item in stage.world.delivered(chat) if item.labels and item.deleted_at is None]
        if not shown or (not staff and shown[-1] is not _last(stage, chat)):
            return False
        label = mildest(shown[-1])
        stage.world.act.press(person, label, chat=chat, message_id=shown[-1].message_id)
        self.pressed.append((name, label))
        await stage.settle()
        return True


async def lena_of(stage: Stage) -> User:
    """Lena: enrolled, joined, and followed in English."""
    facts = {name: value for name, value in LENA.items() if name != "surgery_on"}
    await stage.enroll(Request(**facts, surgery_on=START.date()))
    await stage.join("Lena")
    for label in ("English", "I agree", "18:00"):
        stage.world.act.press(stage.people["Lena"], label)
        await stage.settle()
    return stage.people["Lena"]


def mildest(shown: Delivered) -> str:
    """The button that makes least of it."""
    return next((label for label in CALM if label in shown.labels), shown.labels[0])


def _last(stage: Stage, chat: int) -> Delivered:
    return stage.world.delivered(chat)[-1]
