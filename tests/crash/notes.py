"""What the patients write: texts numbered chat by chat, so that each can be found again wherever it went."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FIRST_CHAT = 700_001
_NOTE = re.compile(r"note \d+ of chat \d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """So many updates, from so many chats in turn. The seed fixes where the process is killed."""

    total: int
    chat_count: int
    seed: int

    @property
    def each(self) -> int:
        return self.total // self.chat_count

    @property
    def chats(self) -> Sequence[int]:
        return range(FIRST_CHAT, FIRST_CHAT + self.chat_count)

    @property
    def updates(self) -> list[tuple[int, str]]:
        return [(chat, _words(chat, number)) for number in range(1, self.each + 1) for chat in self.chats]

    @property
    def words(self) -> list[str]:
        return [words for _, words in self.updates]

    def written(self) -> Mapping[int, Sequence[str]]:
        return {chat: [_words(chat, number) for number in range(1, self.each + 1)] for chat in self.chats}

    def found_in(self, text: str) -> list[str]:
        """The notes that a message quotes."""
        return _NOTE.findall(text)


def _words(chat: int, number: int) -> str:
    return f"note {number} of chat {chat - FIRST_CHAT + 1}"
