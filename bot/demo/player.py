"""Plays a story on a stage, and shows each word that is said."""

from dataclasses import dataclass, field

from bot.demo.screen import Screen
from bot.demo.stage import NotSettled, Stage
from bot.demo.story import Step, Story
from simulator.chats import Chat
from simulator.people import User
from simulator.posting import ActRefusedError


class StoryError(Exception):
    """The story did not go as it is written; the words say at which step."""


@dataclass(slots=True, kw_only=True)
class Player:
    """One playing of one story. `play` raises StoryError when something that must be seen is not."""

    stage: Stage
    story: Story
    screen: Screen
    shown: int = 0
    edits: dict[tuple[int, int], int] = field(default_factory=dict)

    async def play(self) -> None:
        self.screen.title(self.story)
        for name, person in self.story.patients.items():
            await self.stage.enroll(person.request(name))
        await self.stage.settle()
        self.shown = self.stage.world.history.cursor
        for number, step in enumerate(self.story.play, start=1):
            try:
                await self._do(step)
            except (LookupError, ValueError, ActRefusedError, NotSettled) as error:
                raise StoryError(f"step {number} ({_words(step)}): {error}") from error
            self._show_new()
        self.screen.end(self.stage.now)

    async def _do(self, step: Step) -> None:
        stage = self.stage
        if step.narrate:
            self.screen.narrate(step.narrate)
        elif step.until:
            await stage.until(step.until.replace(tzinfo=stage.house.practice.clinic.tz))
        elif step.see:
            self._must_see(step.see, step.says or "")
        elif step.who:
            await self._act(step, step.who)

    async def _act(self, step: Step, who: str) -> None:
        stage, person = self.stage, self._person(who)
        staff = who not in self.story.patients
        if step.joins:
            self.screen.said(who, "(opens the link and types the code)", self.stage.now, staff=staff)
            await stage.join(who)
        elif step.taps:
            await self._tap(who, step.taps, stage.staff_chat if staff and not step.privately else None)
        elif step.writes:
            self.screen.said(who, step.writes, stage.now, staff=staff)
            stage.world.act.text(person, step.writes)
        elif step.sends:
            self.screen.said(who, f"({step.sends})", stage.now, staff=staff)
            getattr(stage.world.act, step.sends)(person)
        elif step.replies:
            self.screen.said(who, step.replies, stage.now, staff=staff)
            alert = next(d for d in reversed(stage.world.delivered(stage.staff_chat)) if d.labels)
            stage.world.act.text(person, step.replies, chat=stage.staff_chat, reply_to=alert.message_id)
        await stage.settle()

    async def _tap(self, who: str, labels: tuple[str, ...], chat: Chat | None) -> None:
        staff = who not in self.story.patients
        for label in labels:
            self._show_new()
            self.screen.said(who, f"[ {label} ]", self.stage.now, staff=staff)
            self.stage.world.act.press(self._person(who), label, chat=chat)
            await self.stage.settle()

    def _person(self, who: str) -> User:
        if who not in self.stage.people:
            raise LookupError(f"nobody here is called '{who}'")
        return self.stage.people[who]

    def _must_see(self, whom: str, says: str) -> None:
        chat = self.stage.staff_chat if whom == "staff" else self._person(whom)
        texts = [delivered.text for delivered in self.stage.world.delivered(chat)]
        if not any(says in text for text in texts[-6:]):
            last = texts[-1] if texts else "nothing"
            raise LookupError(f"{whom} was to read '{says}', and read last: {last}")

    def _show_new(self) -> None:
        world, staff_chat = self.stage.world, self.stage.staff_chat.id
        for delivered in world.history.delivered(self.shown):
            key = (delivered.chat_id, delivered.message_id)
            to = "staff" if delivered.chat_id == staff_chat else self._name(delivered.chat_id)
            staff, sent = to not in self.story.patients, delivered.sent
            if key not in self.edits:
                self.screen.bot_said(to, sent.text, sent.rows, sent.at, staff=staff, method=sent.method)
            if delivered.edits and staff and len(delivered.edits) != self.edits.get(key):
                self.screen.changed(delivered.text)
            self.edits[key] = len(delivered.edits)
        self.shown = world.history.cursor

    def _name(self, chat_id: int) -> str:
        return next((name for name, person in self.stage.people.items() if person.id == chat_id), str(chat_id))


def _words(step: Step) -> str:
    said = {name: value for name, value in step.model_dump().items() if value not in (None, False)}
    return ", ".join(f"{name}: {value}" for name, value in said.items())
