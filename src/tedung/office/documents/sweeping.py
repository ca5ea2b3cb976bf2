"""Files of documents whose transaction failed: named by no row, removed a day later."""

from pathlib import Path

from django.conf import settings

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.documents.models import Document

DAY_SECONDS = 24 * 60 * 60


def swept(now: float | None = None) -> int:
    """Remove the files that no document names and that are older than a day; return how many.

    A transaction that is still open has written its file and not yet its row: none lasts a day.  `now` is
    the instant in seconds, of the computer as the files' own times are.
    """
    old = (now or clock.instant().timestamp()) - DAY_SECONDS
    removed = 0
    for path in _files():
        if path.stat().st_mtime < old and not _is_named(path.name):
            path.unlink()
            removed += 1
    return removed


def missing() -> list[str]:
    """Return the public ids of documents whose file is gone: a matter for the backup."""
    there = {path.name for path in _files()}
    with acting(SYSTEM):
        rows = Document.everything.values_list("public_id", "stored_as").order_by("pk").iterator()
        return [public_id for public_id, stored_as in rows if stored_as not in there]


def _files() -> list[Path]:
    folder: Path = settings.DOCUMENTS
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.exists() else []


def _is_named(name: str) -> bool:
    with acting(SYSTEM):
        return Document.everything.filter(stored_as=name).exists()
