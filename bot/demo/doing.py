"""Does what a step says, on the stage."""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.demo.finding import find_message
from bot.demo.process import BotProcess
from bot.demo.stage import Stage
from bot.demo.steps import Mishap, Step
from bot.enroll import Invitation
from simulator.chats import Chat
from simulator.people import User

Said = Callable[[str, str], None]  # who, and in which words it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """The people of a story at work. `said` is told of each deed before it is done."""

    stage: Stage
    said: Said

    async def act(self, step: Step, who: str) -> None:
        """Somebody does something, and all that comes of it happens. Raises LookupError, ValueError and
        ActRefusedError, in words."""
        if step.enrolls:
            self.said(who, "(is enrolled)")
            await self.stage.enroll(step.enrolls.request(who), known_as=who)
        elif step.joins:
            self.said(who, "(opens the link and types the code)")
            await self.stage.join(who)
        elif step.taps:
            await self._tap(step, who, step.taps)
        else:
            self._do(step, who, self.person(who))
        await self.stage.settle()

    async def trouble(self, mishap: Mishap) -> None:
        """Something goes wrong between the bot and Telegram, or all is well again."""
        trouble = self.stage.trouble
        if mishap.outage is not None:
            seconds = None if mishap.outage == "until calm" else mishap.outage
            trouble.cut_off(lasts=None if seconds is None else timedelta(seconds=float(seconds)), kind=mishap.kind)
        elif mishap.slow is not None:
            trouble.slow_down(mishap.slow)
        elif mishap.unanswered is not None:
            trouble.leave_unanswered(mishap.unanswered)
        else:
            trouble.calm()
        await self.stage.settle()

    async def bot(self, what: str) -> None:
        """Kill the bot, start it, or both."""
        process = self.stage.bot
        if not isinstance(process, BotProcess):
            raise ValueError("here the bot has no process of its own that could be killed")  # noqa: TRY004  # the story's
        if what in ("kill", "restart"):
            await process.kill()
        if what in ("start", "restart"):
            await process.start()
        await self.stage.settle()

    def person(self, who: str) -> User:
        if who not in self.stage.people:
            raise LookupError(f"nobody here is called '{who}'")
        return self.stage.people[who]

    def is_staff(self, who: str) -> bool:
        return self.stage.house.practice.clinic.person(self.person(who).id) is not None

    async def _tap(self, step: Step, who: str, taps: tuple[str, ...]) -> None:
        person = self.person(who)
        chat = self._chat(who, in_group=not step.privately)
        for label in taps:
            self.said(who, f"[ {label} ]")
            message = None
            if step.on is not None or step.alert is not None:
                message = find_message(chat, on=step.on, alert=step.alert, label=label).message_id
            self.stage.world.act.press(person, label, chat=chat, message_id=message)
            await self.stage.settle()

    def _do(self, step: Step, who: str, person: User) -> None:
        world = self.stage.world
        own = self._chat(who, in_group=step.in_staff_chat)
        if step.opens is not None:
            self.said(who, f"(opens the link of {step.opens})" if step.opens != who else "(opens the link)")
            world.act.open_link(person, self._invitation(step.opens).link.partition("start=")[2])
        elif step.code_of is not None:
            self.said(who, "(types the code)")
            world.act.text(person, self._invitation(step.code_of).code)
        elif step.writes is not None:
            self.said(who, step.writes)
            world.act.text(person, step.writes, chat=own)
        elif step.edits is not None:
            self.said(who, f"(changes a message) {step.edits}")
            world.act.edit(person, find_message(own, on=step.on, author=person.id).message_id, step.edits, chat=own)
        elif step.sends is not None:
            self.said(who, f"({step.sends})" + (f" {step.caption}" if step.caption else ""))
            self._send(step, step.sends, person, own)
        elif step.replies is not None:
            self.said(who, step.replies)
            self._reply(step, who, person, step.replies)
        elif step.blocks:
            self.said(who, "(blocks the bot)")
            world.act.block(person)
        elif step.unblocks:
            self.said(who, "(unblocks the bot)")
            world.act.unblock(person)

    def _send(self, step: Step, medium: str, person: User, chat: Chat) -> None:
        facts: dict[str, object] = {"chat": chat}
        if step.caption is not None:
            facts["caption"] = step.caption
        if step.content is not None:
            facts["content"] = b64decode(step.content)
        getattr(self.stage.world.act, medium)(person, **facts)

    def _reply(self, step: Step, who: str, person: User, text: str) -> None:
        chat = self._chat(who, in_group=not step.privately)
        told = step.on is not None or step.alert is not None
        with_buttons = self.is_staff(who) and not told
        to = find_message(chat, on=step.on, alert=step.alert, with_buttons=with_buttons)
        self.stage.world.act.text(person, text, chat=chat, reply_to=to.message_id)

    def _chat(self, who: str, *, in_group: bool) -> Chat:
        """The staff chat for staff who act in it, else the private chat with the bot."""
        if in_group and self.is_staff(who):
            return self.stage.staff_chat
        return self.stage.world.chat(self.person(who).id)

    def _invitation(self, name: str) -> Invitation:
        if name not in self.stage.invitations:
            raise LookupError(f"nobody called '{name}' is enrolled")
        return self.stage.invitations[name]
