"""An office from its backup: opened, proved, and only then put where an office opens.

Everything is read aside first: a restore that was killed before its last step leaves the office empty, and
the next one begins anew.
"""

import gzip
import hashlib
import json
import os
import shutil
import tarfile
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from tedung.errors import TedungError
from tedung.office.starting import dump
from tedung.office.starting.backup import FORM, MANIFEST
from tedung.office.starting.proof import Table, models, proof
from tedung.office.starting.sealed import PIECE, Reader
from tedung.texts import text


class Held(NamedTuple):
    """What a backup says of itself."""

    version: str
    made_at: str
    rows: int
    tables: int
    documents: int


def look(path: Path, passphrase: str) -> Held:
    """Read a backup to its end and say what it holds; `TedungError` where it is not whole."""
    return _held(_unpacked(path, passphrase, Path(os.devnull), is_kept=False))


def restore(path: Path, passphrase: str) -> Held:
    """Put a backup into this empty office, and prove that each table has the rows and sums it had.

    `TedungError`: the office is not empty or of another kind or region; the backup is of a newer version
    or not whole.
    """
    from django.conf import settings

    _check_is_empty()
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.HOME, prefix="restore-") as folder:
        aside = Path(folder)
        told = _unpacked(path, passphrase, aside, is_kept=True)
        _check_fits(told)
        _put_keys(aside / "keys", settings.KEYS)
        _put_documents(aside / "documents", settings.DOCUMENTS)
        dump.put_back(aside / "database")
    _prove(told)
    return _held(told)


def _check_is_empty() -> None:
    from django.db import OperationalError

    try:
        is_empty = dump.is_empty()
    except OperationalError as fault:
        raise TedungError(text("office.no_database")) from fault
    if not is_empty:
        raise TedungError(text("backup.not_empty"))


def _unpacked(path: Path, passphrase: str, folder: Path, *, is_kept: bool) -> dict[str, Any]:
    """Return the manifest, each file of which was there and unchanged; kept, they lie in `folder`."""
    found: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    with path.open("rb") as raw:
        sealed = Reader(raw, passphrase)
        try:
            with gzip.GzipFile(fileobj=sealed) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
                for entry in tar:
                    if entry.name == MANIFEST:
                        manifest = _manifest(tar, entry)
                    else:
                        found[entry.name] = _taken(tar, entry, folder, is_kept=is_kept)
        except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as fault:
            raise TedungError(text("backup.damaged")) from fault
        while sealed.read(PIECE):  # to the last piece, which says that nothing was cut off
            pass
    if not manifest or found != manifest["files"]:
        raise TedungError(text("backup.damaged"))
    return manifest


def _manifest(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> dict[str, Any]:
    file = tar.extractfile(entry)
    told: dict[str, Any] = json.loads(file.read()) if file else {}
    if told.get("form") != FORM:
        raise TedungError(text("backup.newer", version=told.get("version", "?")))
    return told


def _taken(tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path, *, is_kept: bool) -> str:
    """Read one file, keep it where asked, and return its digest; a name leads nowhere but below `folder`."""
    file = tar.extractfile(entry)
    parts = entry.name.split("/")
    if file is None or len(parts) > 2 or any(part in {"", ".", ".."} for part in parts):
        raise TedungError(text("backup.damaged"))
    digest = hashlib.sha256()
    target = folder.joinpath(*parts) if is_kept else Path(os.devnull)
    target.parent.mkdir(exist_ok=True, mode=0o700)
    with target.open("wb") as out:
        while piece := file.read(PIECE):
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest()


def _check_fits(told: dict[str, Any]) -> None:
    from django.conf import settings

    if not set(told["migrations"]) <= dump.known_migrations():
        raise TedungError(text("backup.newer", version=told["version"]))
    if told["kind"] != dump.kind():
        raise TedungError(text("backup.other_kind", held=told["kind"], here=dump.kind()))
    if told["region"] != settings.HOME_REGION:
        raise TedungError(text("backup.other_region", region=told["region"]))


def _put_keys(held: Path, keys: Path) -> None:
    """Put the keys where there are none; others, made for an office that was never used, go to a side."""
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in sorted(held.iterdir()):
        there = keys / path.name
        if there.exists() and there.read_bytes() != path.read_bytes():
            there.rename(there.with_suffix(".before-restore"))
        shutil.copyfile(path, there)
        there.chmod(0o600)


def _put_documents(held: Path, documents: Path) -> None:
    documents.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in sorted(held.iterdir()) if held.exists() else []:
        shutil.copyfile(path, documents / path.name)
        (documents / path.name).chmod(0o600)


def _prove(told: dict[str, Any]) -> None:
    """Compare each table with what was counted when the backup was made; an older version's by rows."""
    from django.db import connection

    from tedung.office.access.actor import SYSTEM, acting

    is_older = bool(dump.known_migrations() - set(told["migrations"]))
    with acting(SYSTEM):
        if is_older:
            found = {(name, _rows(name, connection)) for name, *_ in told["tables"]}
            counted = {(name, rows) for name, rows, *_ in told["tables"]}
        else:
            found = {_flat(proof(model, connection)) for model in models()}
            counted = {tuple(table) for table in told["tables"]}
    differing = sorted({table[0] for table in counted ^ found})
    if differing:
        raise TedungError(text("backup.differs", tables=", ".join(differing)))


def _flat(table: Table) -> tuple[Any, ...]:
    return (table.name, table.rows, *table.sums)


def _rows(table: str, connection: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return int(cursor.fetchone()[0])


def _held(told: dict[str, Any]) -> Held:
    documents = sum(name.startswith("documents/") for name in told["files"])
    rows = sum(table[1] for table in told["tables"])
    return Held(told["version"], told["made_at"], rows, len(told["tables"]), documents)
