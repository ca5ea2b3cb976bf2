"""The whole office in one file that a passphrase opens: rows, documents, keys, and what proves them whole.

Inside the seal lies a packed tar: `manifest.json` (what was counted, of which version), the database of one
instant, each document as it lies, the keys.  The file gets its name when it is complete, so that a backup
that was killed is not there.  Rows come first: a document stored meanwhile is left for the next backup,
and none that the rows name is missing.
"""

import fcntl
import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, NamedTuple

from tedung import __version__
from tedung.errors import TedungError
from tedung.office.starting import dump
from tedung.office.starting.proof import Table, models, proof
from tedung.office.starting.sealed import LEAST, Writer
from tedung.progress import Progress
from tedung.texts import text

FORM = 1
MANIFEST, DOCUMENTS = "manifest.json", "documents"


class Made(NamedTuple):
    """What a backup holds."""

    rows: int
    tables: int
    sums: int
    documents: int
    missing: int  # documents that the rows name and the folder has not


def backup(out: Path, passphrase: str) -> Made:
    """Write the office to `out`, whole or not at all; an existing file is never written over.

    `TedungError`: the file is there already, the passphrase is too short, the tables are not this version's.
    """
    from tedung.office.access.actor import SYSTEM, acting

    if len(passphrase) < LEAST:
        raise TedungError(text("backup.short_passphrase", least=LEAST))
    if out.exists():
        raise TedungError(text("backup.exists", path=out))
    dump.check_tables()
    with acting(SYSTEM), _workplace() as folder, dump.instant(folder) as (database, connection):
        tables = [proof(model, connection) for model in models()]
        named = _named(connection)
        files = _collected(database, named)
        _write(out, passphrase, tables, files)
    _note()
    rows, sums = sum(table.rows for table in tables), sum(len(table.sums) for table in tables)
    stored = sum(name.startswith(DOCUMENTS) for name, _ in files)
    return Made(rows, len(tables), sums, stored, len(named) - stored)


@contextmanager
def _workplace() -> Iterator[Path]:
    """Yield a folder that nobody else reads; what a backup left that was killed is removed."""
    from django.conf import settings

    with (settings.HOME / "backup.lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TedungError(text("backup.another")) from None
        for left in settings.HOME.glob("backup-*/"):
            shutil.rmtree(left)
        with TemporaryDirectory(dir=settings.HOME, prefix="backup-") as folder:
            yield Path(folder)


def _note() -> None:
    """Leave the instant at which a backup was finished, for the page of the office's health."""
    from django.conf import settings

    (settings.HOME / "backup.done").touch()


def _named(connection: Any) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT stored_as FROM documents_document")
        return {name for (name,) in cursor.fetchall()}


def _collected(database: Path, named: set[str]) -> list[tuple[str, Path]]:
    """Return what goes in: the database, the documents that its rows name, the keys."""
    from django.conf import settings

    stored = [path for path in _files(settings.DOCUMENTS) if path.name in named]
    keys = [path for path in _files(settings.KEYS) if path.suffix == ".key"]
    files = [("database", database)]
    files += [(f"{DOCUMENTS}/{path.name}", path) for path in stored]
    return files + [(f"keys/{path.name}", path) for path in keys]


def _write(out: Path, passphrase: str, tables: list[Table], files: list[tuple[str, Path]]) -> None:
    """Write aside, then give the file its name; unlike a rename, a link never takes another file's place."""
    aside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with aside.open("xb") as raw:
            os.fchmod(raw.fileno(), 0o600)
            _fill(raw, passphrase, tables, files)
            raw.flush()
            os.fsync(raw.fileno())
        os.link(aside, out)
    except FileExistsError as fault:
        raise TedungError(text("backup.exists", path=out)) from fault
    finally:
        aside.unlink(missing_ok=True)


def _fill(raw: IO[bytes], passphrase: str, tables: list[Table], files: list[tuple[str, Path]]) -> None:
    sealed = Writer(raw, passphrase)
    with (
        gzip.GzipFile(fileobj=sealed, mode="wb", compresslevel=1, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        Progress(text("backup.writing"), total=len(files)) as progress,
    ):
        _add_bytes(tar, MANIFEST, _manifest(tables, files))
        for name, path in files:
            _add(tar, name, path)
            progress.step()
    sealed.finish()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.exists() else []


def _manifest(tables: list[Table], files: list[tuple[str, Path]]) -> bytes:
    from django.conf import settings

    from tedung.office.base import clock

    told = {
        "form": FORM,
        "version": __version__,
        "kind": dump.kind(),
        "region": settings.HOME_REGION,
        "made_at": clock.instant().isoformat(timespec="seconds"),
        "migrations": dump.migrations(),
        "tables": [[table.name, table.rows, *table.sums] for table in tables],
        "files": {name: _digest(path) for name, path in files},
    }
    return json.dumps(told).encode()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def _add(tar: tarfile.TarFile, name: str, path: Path) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = path.stat().st_size
    with path.open("rb") as file:
        tar.addfile(entry, file)
