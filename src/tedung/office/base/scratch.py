"""A folder for plain copies of documents: readable by nobody else, gone afterwards, whoever was killed.

Whoever uses one holds the lock on it; the system lets go of the lock when the process ends, however it ends.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings


@contextmanager
def scratch() -> Iterator[Path]:
    """Lend a folder of one's own."""
    with _home() as home:
        folder = Path(mkdtemp(dir=home))
        held = _opened(folder)
        fcntl.flock(held, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def sweep() -> int:
    """Remove the folders whose users are gone; return how many."""
    with _home() as home:
        return sum(_is_swept(folder) for folder in sorted(home.iterdir()))


def _is_swept(folder: Path) -> bool:
    try:
        held = _opened(folder)
    except OSError:  # no folder: not ours
        return False
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        with suppress(FileNotFoundError):  # its user has ended just now
            shutil.rmtree(folder)
        return True
    finally:
        os.close(held)


@contextmanager
def _home() -> Iterator[Path]:
    """Yield where the folders lie, locked: nobody sweeps a folder between its making and its lock."""
    home: Path = settings.HOME / "scratch"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    held = _opened(home)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield home
    finally:
        os.close(held)


def _opened(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
