"""Sealing and opening, and what a person is told when keys are wrong."""

import base64

import pytest

from storage import Vault
from storage.vault import BadKey, Key, Tampered, WrongKey, new_key

OLD = Key(secret=b"o" * 32)
NEW = Key(secret=b"n" * 32)


@pytest.mark.parametrize(
    "text", ["", "it hurts", "\x00 after", "half \ud83d of", "😀" * 4096, "‮abc‬", "{p.__init__}"], ids=range(7)
)
def test_every_text_comes_back(text: str) -> None:
    """NUL, lone surrogates, emoji and bidi controls come out as they went in."""
    vault = Vault((NEW,))

    opened = vault.open(vault.seal(text, about="patient.state"), about="patient.state")

    assert text == opened


def test_nothing_of_the_text_shows() -> None:
    """A sealed value holds no piece of the text, and the same text is never sealed alike."""
    vault = Vault((NEW,))

    first, second = (vault.seal("bleeding a lot", about="a") for _ in range(2))

    assert b"bleeding" not in first
    assert first != second


def test_the_first_key_seals_and_all_open() -> None:
    """After a change of keys old values still open, and new ones carry the new key's id."""
    old = Vault((OLD,)).seal("before", about="a")
    both = Vault((NEW, OLD))

    sealed = both.seal("after", about="a")

    assert both.open(old, about="a") == "before"
    assert sealed[:5] == b"1" + NEW.id


def test_a_missing_key_is_named() -> None:
    """A value of a key that was not given says which key is missing, and what to do."""
    sealed = Vault((OLD,)).seal("x", about="patient.state")

    with pytest.raises(WrongKey, match=rf"patient\.state.*{OLD.id.hex()}.*Add the old key"):
        Vault((NEW,)).open(sealed, about="patient.state")


@pytest.mark.parametrize("at", [0, 6, 20, -1])
def test_one_changed_bit_is_noticed(at: int) -> None:
    """Damage in the version, the nonce, the text or the seal is told from a good value."""
    sealed = bytearray(Vault((NEW,)).seal("some words of a patient", about="a"))
    sealed[at] ^= 1

    with pytest.raises(Tampered):
        Vault((NEW,)).open(bytes(sealed), about="a")


@pytest.mark.parametrize("length", [0, 4, 5, 10, 17, 20])
def test_a_cut_value_is_noticed(length: int) -> None:
    """A value that lost its end does not open."""
    sealed = Vault((NEW,)).seal("some words", about="a")

    with pytest.raises((Tampered, WrongKey)):
        Vault((NEW,)).open(sealed[:length], about="a")


def test_a_value_opens_only_where_it_was_put() -> None:
    """One patient's words, copied into another's row, do not open."""
    sealed = Vault((NEW,)).seal("x", about="patient.state a")

    with pytest.raises(Tampered):
        Vault((NEW,)).open(sealed, about="patient.state b")


@pytest.mark.parametrize(
    "text",
    [
        NEW.secret.hex(),
        base64.b64encode(NEW.secret).decode(),
        base64.urlsafe_b64encode(NEW.secret).decode().rstrip("="),
        f"{NEW.secret.hex()},{OLD.secret.hex()}",
        f"\n{NEW.secret.hex()}\n{OLD.secret.hex()}\n",
    ],
)
def test_keys_are_read_as_people_write_them(text: str) -> None:
    """Hex or base64, one or several, by comma or by line; the first one seals."""
    sealed = Vault.from_text(text).seal("x", about="a")

    assert Vault((NEW,)).open(sealed, about="a") == "x"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "There is no key"),
        ("secret!", "Key 1 is neither base64 nor hex"),
        (f"{NEW.secret.hex()}, {'g' * 64}", "Key 2 is neither base64 nor hex"),
        ("aGVsbG8=", "A key has 5 bytes"),
        (f"{NEW.secret.hex()} {NEW.secret.hex()}", "The same key is given twice"),
    ],
)
def test_a_bad_key_says_what_to_write(text: str, problem: str) -> None:
    """The error names the problem and the two spellings, and never the key."""
    with pytest.raises(BadKey) as caught:
        Vault.from_text(text)

    assert str(caught.value).startswith(problem)
    assert "32 bytes, as base64 (44 characters) or hex (64)" in str(caught.value)


def test_a_new_key_is_ready_to_use() -> None:
    """What the command prints is a key, and each time another one."""
    first, second = new_key(), new_key()

    assert first != second
    assert isinstance(Vault.from_text(f"{first},{second}"), Vault)


def test_a_key_does_not_show_itself() -> None:
    """Printing a key, as a traceback might, shows nothing of it."""
    assert "nnn" not in repr(NEW)
