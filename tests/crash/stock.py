"""What it is compared with: a polling bot as python-telegram-bot's own examples write it, with a file for the words."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from tests.crash.points import Trap


@dataclass(frozen=True, slots=True, kw_only=True)
class StockBot:
    """Writes each text down, commits, and answers. It has no named points: it is killed at random."""

    api_url: str
    token: str
    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "stock.sqlite3"

    def prepare(self) -> None:
        with closing(sqlite3.connect(self.file)) as db:
            db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER, words TEXT)")

    def live(self, _trap: Trap | None) -> None:
        """Run until killed."""
        asyncio.set_event_loop(asyncio.new_event_loop())
        builder = Application.builder().token(self.token).base_url(f"{self.api_url}/bot")
        application = builder.base_file_url(f"{self.api_url}/file/bot").build()
        application.add_handler(MessageHandler(filters.TEXT, self._keep))
        application.run_polling(timeout=5, bootstrap_retries=-1)

    async def _keep(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        with closing(sqlite3.connect(self.file)) as db, db:
            db.execute("INSERT INTO note (chat, words) VALUES (?, ?)", (update.message.chat_id, update.message.text))
        await update.message.reply_text("Thank you, we have kept your message.")

    def kept(self) -> dict[int, list[str]]:
        """What each chat's people wrote, in the order in which it was kept."""
        found: dict[int, list[str]] = {}
        with closing(sqlite3.connect(self.file)) as db:
            for chat, words in db.execute("SELECT chat, words FROM note ORDER BY id"):
                found.setdefault(chat, []).append(words)
        return found
