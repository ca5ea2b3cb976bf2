"""The office's keys: files of their own, apart from the database, readable by their owner alone.

`nik.key` encrypts what must not be read from a stolen database; `index.key` makes the
blind index by which a NIK is found.  Whoever has the second can list every NIK, so the
two are never in a backup together with the database unless the backup is encrypted.
"""

import os
import secrets
from functools import cache
from pathlib import Path

NAMES = ("nik", "index", "secret")
BYTES = 32


def folder(home: Path, given: str) -> Path:
    """Return the folder of the keys: `given`, or `keys` in the office's home."""
    return Path(given).resolve() if given else home / "keys"


@cache
def read(keys: Path, name: str) -> bytes:
    """Return a key, made on first use; a file that is too short is refused."""
    path = keys / f"{name}.key"
    if not path.exists():
        _make(path)
    key = bytes.fromhex(path.read_text("ascii").strip())
    if len(key) < BYTES:
        raise ValueError(f"{path.name} holds {len(key)} bytes, {BYTES} are needed: put the right key back")
    return key


def secret(keys: Path) -> str:
    """Return the key that signs sessions and forms."""
    return read(keys, "secret").hex()


def _make(path: Path) -> None:
    """Write a new key; if another process was first, its key stands."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_suffix(f".{os.getpid()}")
    aside.write_text(secrets.token_hex(BYTES), "ascii")
    aside.chmod(0o600)
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
