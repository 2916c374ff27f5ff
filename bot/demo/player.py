"""Plays a story on a stage, and shows each word that is said."""

from dataclasses import dataclass, field

from bot.demo.doing import Doing
from bot.demo.moments import instant_of
from bot.demo.process import NotStarted
from bot.demo.screen import Screen
from bot.demo.stage import NotSettled, Stage
from bot.demo.steps import Step
from bot.demo.story import Story
from bot.enroll import EnrolmentError
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
        doing = Doing(stage=self.stage, said=self._said)
        for name, person in self.story.patients.items():
            await self.stage.enroll(person.request(name), known_as=name)
        await self.stage.settle()
        self.shown = self.stage.world.history.cursor
        for number, step in enumerate(self.story.play, start=1):
            try:
                await self._do(doing, step)
            except (LookupError, ValueError, ActRefusedError, EnrolmentError, NotSettled, NotStarted) as error:
                raise StoryError(f"step {number} ({_words(step)}): {error}") from error
            self._show_new()
        self.screen.end(self.stage.now)

    async def _do(self, doing: Doing, step: Step) -> None:
        if at := step.at or step.until:
            await self.stage.until(instant_of(at, self.stage.house.practice.clinic.tz))
        if step.narrate:
            self.screen.narrate(step.narrate)
        elif step.see:
            self._must_see(doing, step.see, step.says or "")
        elif step.trouble:
            await doing.trouble(step.trouble)
        elif step.bot:
            await doing.bot(step.bot)
        elif step.who:
            await doing.act(step, step.who)

    def _said(self, who: str, words: str) -> None:
        self._show_new()
        self.screen.said(who, words, self.stage.now, staff=who not in self.story.people)

    def _must_see(self, doing: Doing, whom: str, says: str) -> None:
        chat = self.stage.staff_chat if whom == "staff" else doing.person(whom)
        texts = [delivered.text for delivered in self.stage.world.delivered(chat)]
        if not any(says in text for text in texts[-6:]):
            last = texts[-1] if texts else "nothing"
            raise LookupError(f"{whom} was to read '{says}', and read last: {last}")

    def _show_new(self) -> None:
        world, staff_chat = self.stage.world, self.stage.staff_chat.id
        for delivered in world.history.delivered(self.shown):
            key = (delivered.chat_id, delivered.message_id)
            to = "staff" if delivered.chat_id == staff_chat else self._name(delivered.chat_id)
            staff, sent = to not in self.story.people, delivered.sent
            if key not in self.edits:
                self.screen.bot_said(to, sent.text, sent.rows, sent.at, staff=staff, method=sent.method)
            if delivered.edits and staff and len(delivered.edits) != self.edits.get(key):
                self.screen.changed(delivered.text)
            self.edits[key] = len(delivered.edits)
        self.shown = world.history.cursor

    def _name(self, chat_id: int) -> str:
        return next((name for name, person in self.stage.people.items() if person.id == chat_id), str(chat_id))


def _words(step: Step) -> str:
    said = step.model_dump(exclude_defaults=True)
    return ", ".join(f"{name}: {value}" for name, value in said.items())
