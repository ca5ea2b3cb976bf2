"""What must not be read from a stolen database: AES-GCM fields, and a blind index by which they are found.

A value is bound to its table and column: copied into another, it no longer opens.
`v1:` names the key, so that a new key can be used while old values still open.
"""

import base64
import hmac
import os
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

from tedung.office.base import keys

VERSION = "v1:"
NONCE = 12
INDEX_BYTES = 16


@cache
def _cipher() -> AESGCM:
    return AESGCM(keys.read(settings.KEYS, "nik"))


def encrypt(plain: str, place: str) -> str:
    """Return `plain` encrypted for `place` (table.column); empty stays empty."""
    if not plain:
        return ""
    nonce = os.urandom(NONCE)
    sealed = nonce + _cipher().encrypt(nonce, plain.encode(), place.encode())
    return VERSION + base64.b64encode(sealed).decode()


def decrypt(stored: str, place: str) -> str:
    """Return what was encrypted for `place`; raise InvalidTag when it was another place or was changed."""
    if not stored:
        return ""
    sealed = base64.b64decode(stored.removeprefix(VERSION))
    return _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], place.encode()).decode()


def seal(content: bytes, place: str) -> bytes:
    """Return a document's bytes encrypted for `place`."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher().encrypt(nonce, content, place.encode())


def unseal(sealed: bytes, place: str) -> bytes:
    """Return a document's bytes; raise InvalidTag when they were changed."""
    return _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())


@cache
def _index_key() -> bytes:
    return keys.read(settings.KEYS, "index")


def blind_index(plain: str) -> str:
    """Return the key under which an encrypted value is found; the same for the same value, empty for none."""
    if not plain:
        return ""
    digest = hmac.digest(_index_key(), plain.encode(), "sha256")
    return digest[:INDEX_BYTES].hex()


if TYPE_CHECKING:
    Text = models.TextField[str, str]
else:
    Text = models.TextField


class EncryptedField(Text):
    """Text that only the program reads; look it up by its blind index, never by itself."""

    def _place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in."""
        prepared = super().get_prep_value(value)
        return encrypt(prepared, self._place()) if prepared else ""

    def from_db_value(self, value: str | None, *_: object) -> str:
        """Decrypt on the way out."""
        return decrypt(value or "", self._place())

    def get_lookup(self, lookup_name: str) -> Any:  # noqa: ARG002 - Django's signature
        """Refuse every comparison: two encryptions of one value differ."""
        raise TypeError(f"{self.name} is encrypted: look it up by its blind index")
