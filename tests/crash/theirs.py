"""One run of the stock bot, killed as often, counted the same way."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.crash.killing import Killer
from tests.crash.notes import Plan
from tests.crash.result import Result
from tests.crash.standin import StandIn, stand_in
from tests.crash.stock import StockBot
from tests.crash.tally import tally

TOKEN = "43:STOCKSTOCKSTOCKSTOCKSTOCKSTOCKSTOCK"
QUIET_LOOKS = 5  # looks in a row without anything new: it keeps no record of what it still has to do


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirRun:
    """python-telegram-bot's polling bot with a file of its own."""

    folder: Path
    plan: Plan
    at_random: int

    def result(self) -> Result:
        with stand_in(TOKEN) as telegram:
            telegram.people(list(self.plan.chats))
            bot = StockBot(api_url=telegram.url, token=TOKEN, folder=self.folder)
            bot.prepare()
            killer = Killer(
                victim=bot,
                updates=self.plan.updates,
                push=telegram.write,
                at_random=self.at_random,
                at_each_point=0,
                chance=Random(self.plan.seed),  # noqa: S311  # where it is killed is no secret
                folder=self.folder,
            )
            killer.run()
            waiting = telegram.unconfirmed()
            drained_s = killer.drain(_Quiet(telegram=telegram, bot=bot))
            return self._counted(telegram, bot, killer.at, waiting, drained_s)

    def _counted(self, telegram: StandIn, bot: StockBot, at: Counter[str], waiting: int, drained_s: float) -> Result:
        kept = bot.kept()
        shown = {chat: len(telegram.delivered(chat)) for chat in self.plan.chats}
        return Result(
            name="python-telegram-bot polling, SQLite",
            updates=len(self.plan.updates),
            kills=at.total(),
            at=dict(at),
            tally=tally(self.plan.written(), kept),
            unseen=sum(max(0, self.plan.each - number) for number in shown.values()),
            sent_twice=sum(max(0, number - self.plan.each) for number in shown.values()),
            unknown=None,
            waiting=waiting,
            drained_s=drained_s,
        )


@dataclass(slots=True, kw_only=True)
class _Quiet:
    """True when nothing waits at Telegram and nothing new has been kept for a second."""

    telegram: StandIn
    bot: StockBot
    before: int = -1
    looks: int = 0

    def __call__(self) -> bool:
        number = sum(len(words) for words in self.bot.kept().values())
        still = number == self.before and self.telegram.unconfirmed() == 0
        self.looks, self.before = self.looks + 1 if still else 0, number
        return self.looks >= QUIET_LOOKS
