"""The vault: AES-GCM around every text that could say something about a patient's health."""

import base64
import binascii
import hashlib
import os
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32  # AES-256
_VERSION = b"1"
_KEY_ID_BYTES = 4  # enough to tell a handful of keys apart, too few to say anything about one
_NONCE_BYTES = 12  # what GCM is defined for
_HEADER_BYTES = len(_VERSION) + _KEY_ID_BYTES


class VaultError(Exception):
    """A sealed value could not be opened."""


class WrongKey(VaultError):  # noqa: N818
    """The value was sealed with a key that this process was not given."""

    def __init__(self, *, key_id: str, about: str) -> None:
        super().__init__(
            f"{about}: sealed with key {key_id}, which is not among the keys given. "
            "Add the old key after the new one; the first seals, all of them open."
        )
        self.key_id = key_id
        self.about = about


class Tampered(VaultError):  # noqa: N818
    """The value is not what was sealed: damaged, cut, or put into another place."""

    def __init__(self, *, about: str) -> None:
        super().__init__(f"{about}: the sealed value is damaged or belongs to another place. Restore it from a backup.")
        self.about = about


class BadKey(ValueError):  # noqa: N818
    """A text that should hold keys does not."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"{problem}. Write one or more keys of {KEY_BYTES} bytes, as base64 (44 characters) or hex (64), "
            "separated by a comma or a new line, the newest first."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of 32 bytes. Its id is public and stands in each value that it sealed."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise BadKey(f"A key has {len(self.secret)} bytes")

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.secret).digest()[:_KEY_ID_BYTES]


class Vault:
    """Seals with the first key, opens with any; `about` ties a value to the place where it was put."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        if not keys:
            raise BadKey("There is no key")
        self._sealing_id = keys[0].id
        self._ciphers = {key.id: AESGCM(key.secret) for key in keys}
        if len(self._ciphers) < len(keys):
            raise BadKey("The same key is given twice")

    @classmethod
    def from_text(cls, text: str) -> "Vault":
        """The vault for keys as a person writes them: base64 or hex, separated by commas or white space."""
        words = [word for word in re.split(r"[,\s]+", text) if word]
        return cls(tuple(Key(secret=_decode(word, position)) for position, word in enumerate(words, start=1)))

    def seal(self, text: str, *, about: str) -> bytes:
        header = _VERSION + self._sealing_id
        nonce = os.urandom(_NONCE_BYTES)
        plain = text.encode("utf-8", "surrogatepass")  # Telegram can send half of an emoji
        return header + nonce + self._ciphers[self._sealing_id].encrypt(nonce, plain, header + about.encode())

    def open(self, value: bytes, *, about: str) -> str:
        """The text that was sealed. Raises `WrongKey` or `Tampered`."""
        header, nonce = value[:_HEADER_BYTES], value[_HEADER_BYTES : _HEADER_BYTES + _NONCE_BYTES]
        if header[:1] != _VERSION or len(nonce) < _NONCE_BYTES:
            raise Tampered(about=about)
        key_id = header[1:]
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise WrongKey(key_id=key_id.hex(), about=about)
        try:
            plain = cipher.decrypt(nonce, value[_HEADER_BYTES + _NONCE_BYTES :], header + about.encode())
        except InvalidTag:
            raise Tampered(about=about) from None
        return plain.decode("utf-8", "surrogatepass")


def new_key() -> str:
    """A fresh key as text, ready for the settings."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def _decode(word: str, position: int) -> bytes:
    try:
        if len(word) == 2 * KEY_BYTES:
            return bytes.fromhex(word)
        padded = word.rstrip("=") + "=" * (-len(word.rstrip("=")) % 4)
        return base64.b64decode(padded.replace("-", "+").replace("_", "/"), validate=True)
    except (ValueError, binascii.Error):
        raise BadKey(f"Key {position} is neither base64 nor hex") from None
