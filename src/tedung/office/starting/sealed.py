"""A file that only a passphrase opens: pieces of AES-GCM, each bound to its place and to the end of the file.

The key is made of the passphrase by scrypt.  A piece that is changed, missing, moved or cut off does not
open: what was written is read whole or not at all (the STREAM construction of Hoang, Reyhanitabar, Rogaway
and Vizar, 2015).
"""

import io
import os
from typing import IO, TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tedung.errors import TedungError
from tedung.texts import text

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MAGIC = b"TEDUNG-1"
SALT, PREFIX, TAG = 16, 7, 16
PIECE = 1 << 20
COST = 1 << 15  # scrypt's n: 32 MiB and about a tenth of a second a guess
LEAST = 12  # characters of a passphrase


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=COST, r=8, p=1).derive(passphrase.encode()))


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])


class Writer(io.RawIOBase):
    """What is written comes out sealed in `out`; only `close` writes the last piece."""

    def __init__(self, out: IO[bytes], passphrase: str) -> None:
        salt, self.prefix = os.urandom(SALT), os.urandom(PREFIX)
        self.cipher, self.out, self.number, self.held = _cipher(passphrase, salt), out, 0, bytearray()
        out.write(MAGIC + salt + self.prefix)

    def writable(self) -> bool:
        """Say that it is written to."""
        return True

    def write(self, content: "ReadableBuffer", /) -> int:
        """Keep what was given and seal every whole piece but the last."""
        given = memoryview(content).cast("B")
        self.held += given
        while len(self.held) > PIECE:
            self._seal(bytes(self.held[:PIECE]), is_last=False)
            del self.held[:PIECE]
        return len(given)

    def finish(self) -> None:
        """Seal the last piece: without it the file does not open."""
        self._seal(bytes(self.held), is_last=True)
        self.held.clear()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        self.out.write(self.cipher.encrypt(_nonce(self.prefix, self.number, is_last=is_last), piece, MAGIC))
        self.number += 1


class Reader(io.RawIOBase):
    """What a `Writer` sealed, opened piece by piece; `TedungError` where it does not open."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        head = source.read(len(MAGIC) + SALT + PREFIX)
        if len(head) < len(MAGIC) + SALT + PREFIX or not head.startswith(MAGIC):
            raise TedungError(text("backup.not_a_backup"))
        self.cipher = _cipher(passphrase, head[len(MAGIC) : len(MAGIC) + SALT])
        self.prefix, self.source, self.number, self.held = head[-PREFIX:], source, 0, memoryview(b"")
        self.ahead = source.read(PIECE + TAG)
        if not self.ahead:
            raise TedungError(text("backup.damaged"))

    def readable(self) -> bool:
        """Say that it is read from."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill `buffer` with what comes next; 0 at the end."""
        if not self.held and self.ahead:
            self.held = memoryview(self._open())
        into = memoryview(buffer).cast("B")
        count = min(len(into), len(self.held))
        into[:count] = self.held[:count]
        self.held = self.held[count:]
        return count

    def _open(self) -> bytes:
        piece, self.ahead = self.ahead, self.source.read(PIECE + TAG)
        nonce = _nonce(self.prefix, self.number, is_last=not self.ahead)
        self.number += 1
        try:
            return self.cipher.decrypt(nonce, piece, MAGIC)
        except InvalidTag:
            code = "backup.wrong_passphrase" if self.number == 1 else "backup.damaged"
            raise TedungError(text(code)) from None
