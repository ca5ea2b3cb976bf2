"""Write aside, then rename: nobody ever finds half a file, whenever the process was killed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tedung.errors import TedungError
from tedung.texts import text

OURS = ".tedung"
"""A file that marks a folder as an output of ours, which a later run may replace."""


@contextmanager
def file_aside(target: Path) -> Iterator[Path]:
    """Yield a path beside *target*; on success it takes the name of *target*, else it is removed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=target.suffix, dir=target.parent)
    os.close(handle)
    aside = Path(name)
    try:
        yield aside
        aside.chmod(0o666 & ~_umask())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def folder_aside(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside *target*; on success it takes its place, else it is removed.

    An existing *target* is replaced only where an earlier run of ours wrote it or it
    is empty; anything else is refused with `TedungError`, so that no user's folder is lost.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not _is_ours(target):
        raise TedungError(text("files.not_ours", folder=target))
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        yield aside
        (aside / OURS).touch()
        aside.chmod(0o777 & ~_umask())
        _swap(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    return folder.is_dir() and ((folder / OURS).exists() or not any(folder.iterdir()))


def _swap(aside: Path, target: Path) -> None:
    if not target.exists():
        aside.rename(target)
        return
    old = aside.with_name(aside.name + ".old")
    target.rename(old)
    aside.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
