"""A question that was answered, or has ended, is not sent any more."""

from storage import Database, outbox
from tests.storage.rows import an_item, payloads


async def test_an_answered_question_is_not_sent_again(db: Database) -> None:
    """What waits of this prompt is cancelled; another question and another clinic's are left alone."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item("again", prompt="k7f2q.4"), an_item("next", prompt="k7f2q.5")])

        cancelled = await outbox.cancel_prompt(tx, clinic="rosa", prompt="k7f2q.4", reason="answered or ended")
        elsewhere = await outbox.cancel_prompt(tx, clinic="other", prompt="k7f2q.5", reason="answered or ended")

        assert (cancelled, elsewhere) == (1, 0)
        assert await payloads(tx) == ["next"]
