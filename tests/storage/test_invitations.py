"""The invitations: one account, a few tries, one use."""

from sqlalchemy import select

from storage import Database, Tx, invitations
from storage.invitations import InvitationRow, hash_code, hash_token, is_code
from storage.tables import invitation
from tests.storage.rows import HOUR, NOW, add_patient

LINK = "a-long-random-token"


async def invite(tx: Tx, link: str = LINK, *, patient_id: str = "k7f2q") -> int:
    """An invitation that lasts an hour, with the code 123456."""
    return await invitations.add(
        tx,
        clinic="rosa",
        patient_id=patient_id,
        token_hash=hash_token(link),
        code_hash=hash_code("123456", salt="pepper"),
        salt="pepper",
        now=NOW,
        expires_at=NOW + HOUR,
    )


async def found(tx: Tx, link: str = LINK) -> InvitationRow:
    """The invitation of this token."""
    row = await invitations.by_token(tx, clinic="rosa", token_hash=hash_token(link))
    assert row is not None
    return row


async def test_a_link_leads_to_its_patient(db: Database) -> None:
    """The right token finds the patient, in the right clinic only."""
    async with db.write() as tx:
        await add_patient(tx)
        await invite(tx)
        row = await found(tx)

        assert (row.patient_id, row.is_usable(NOW), row.is_usable(NOW + HOUR)) == ("k7f2q", True, False)
        assert await invitations.by_token(tx, clinic="luna", token_hash=hash_token(LINK)) is None
        assert await invitations.by_token(tx, clinic="rosa", token_hash=hash_token("\ud83d")) is None


async def test_neither_token_nor_code_is_stored(db: Database) -> None:
    """Who reads the table can neither open the link nor enter the code."""
    async with db.write() as tx:
        await add_patient(tx)
        await invite(tx)
        stored = str((await tx.execute(select(invitation))).all())

    assert LINK not in stored
    assert "123456" not in stored


async def test_the_code_is_told_from_others(db: Database) -> None:
    """The code with blanks around it is the code; anything else is not."""
    async with db.write() as tx:
        await add_patient(tx)
        await invite(tx)
        row = await found(tx)

    answers = [is_code(row, code) for code in ("123456", " 123456\n", "123457", "", "\ud83d")]
    assert answers == [True, True, False, False, False]


async def test_the_first_account_keeps_the_link(db: Database) -> None:
    """A second account that opens the same link is refused, the first may open it again."""
    async with db.write() as tx:
        await add_patient(tx)
        number = await invite(tx)
        opened = [await invitations.opened(tx, number, user_id=user, now=NOW) for user in (7, 8, 7)]
        mine = await invitations.opened_by(tx, clinic="rosa", user_id=7, now=NOW)

        assert opened == [True, False, True]
        assert mine is not None
        assert mine.id == number
        assert await invitations.opened_by(tx, clinic="rosa", user_id=8, now=NOW) is None


async def test_wrong_codes_lock_it(db: Database) -> None:
    """After five wrong codes nobody can use the invitation, not even with the right one."""
    async with db.write() as tx:
        await add_patient(tx)
        number = await invite(tx)
        left = [await invitations.wrong_code(tx, number, now=NOW) for _ in range(6)]

        assert left == [4, 3, 2, 1, 0, 0]
        assert (await found(tx)).is_usable(NOW) is False
        assert await invitations.used(tx, number, now=NOW) is False


async def test_it_is_used_once(db: Database) -> None:
    """The second use is refused, and so is one that comes too late."""
    async with db.write() as tx:
        await add_patient(tx)
        number = await invite(tx)
        late = await invitations.used(tx, number, now=NOW + HOUR)
        uses = [await invitations.used(tx, number, now=NOW) for _ in range(2)]

    assert (late, uses) == (False, [True, False])


async def test_a_new_invitation_ends_the_old_one(db: Database) -> None:
    """When a patient is invited again, only the newest link works; other patients' links go on."""
    async with db.write() as tx:
        await add_patient(tx)
        await add_patient(tx, "other")
        await invite(tx, "old")
        await invite(tx, "others", patient_id="other")
        await invite(tx, "new")
        usable = [(await found(tx, link)).is_usable(NOW) for link in ("old", "others", "new")]

    assert usable == [False, True, True]
