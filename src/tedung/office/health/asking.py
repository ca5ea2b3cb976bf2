"""What is asked of a working office; none of the answers holds a person's data."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from tedung.office.base import clock
from tedung.office.jobs import leases
from tedung.office.jobs.models import Job, State

GIB = 1 << 30
LEAST_FREE = GIB
WAITS_LONG = timedelta(minutes=15)
BACKUP_AGE = timedelta(days=7)


@dataclass(frozen=True)
class Answer:
    """One question answered: whether all is well, in words, and what to do where it is not."""

    is_well: bool
    said: str
    advice: str = ""


class Question(NamedTuple):
    """What is asked under which name; an office that fails a vital one is closed (503)."""

    name: str
    title: Callable[[], str]
    ask: Callable[[], Answer]
    is_vital: bool


def database() -> Answer:
    """Ask whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return Answer(
            False, _("tidak menjawab"), _("Periksa apakah PostgreSQL berjalan dan TEDUNG_DATABASE.")
        )
    return Answer(True, _("menjawab"))


def tables() -> Answer:
    """Ask whether the tables are this version's."""
    try:
        is_new = _is_migrated()
    except DatabaseError:
        is_new = False
    if not is_new:
        return Answer(False, _("dari versi lain"), _("Jalankan: tedung office migrate"))
    return Answer(True, _("sesuai dengan versi ini"))


def worker() -> Answer:
    """Ask whether somebody works the jobs, on this computer at least."""
    since = Job.everything.filter(state=State.QUEUED).order_by("pk").values_list("made_at", flat=True).first()
    is_late = since is not None and clock.now() - since > WAITS_LONG
    if leases.any_alive():
        said = _("bekerja")
    elif is_late:
        said = _("tidak ada, dan ada pekerjaan yang menunggu lama")
    else:
        said = _("tidak ada di komputer ini")
    advice = _("Jalankan: tedung office work, atau mulai ulang tedung serve.")
    return Answer(not is_late and leases.any_alive(), said, advice)


def disk() -> Answer:
    """Ask how much room the office's folder has left."""
    free = shutil.disk_usage(settings.HOME).free
    said = _("%(free)s GiB kosong") % {"free": f"{free / GIB:.1f}".replace(".", ",")}
    return Answer(free >= LEAST_FREE, said, _("Kosongkan ruang: kantor berhenti menulis bila penuh."))


def backup() -> Answer:
    """Ask when the last backup was finished."""
    advice = _("Jalankan: tedung backup kantor-TANGGAL.tedung --passphrase-file BERKAS")
    try:
        made = datetime.fromtimestamp((settings.HOME / "backup.done").stat().st_mtime, UTC)
    except FileNotFoundError:
        return Answer(False, _("belum pernah"), advice)
    age = (clock.instant() - made).days
    said = _("hari ini") if not age else _("%(days)s hari yang lalu") % {"days": age}
    return Answer(age <= BACKUP_AGE.days, said, advice)


@cache
def _migrated() -> bool:
    return True


def _is_migrated() -> bool:
    """Compare the tables with the steps; once they agree they are not asked again by this process."""
    from django.db.migrations.executor import MigrationExecutor

    if _migrated.cache_info().currsize:
        return True
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    return _migrated()


QUESTIONS = (
    Question("database", lambda: _("Basis data"), database, is_vital=True),
    Question("tables", lambda: _("Tabel"), tables, is_vital=True),
    Question("worker", lambda: _("Pekerja di belakang layar"), worker, is_vital=False),
    Question("disk", lambda: _("Ruang penyimpanan"), disk, is_vital=False),
    Question("backup", lambda: _("Cadangan terakhir"), backup, is_vital=False),
)


def answers() -> list[tuple[Question, Answer]]:
    """Ask everything; where the database is silent, nothing more is asked of it."""
    found = [(QUESTIONS[0], QUESTIONS[0].ask())]
    if not found[0][1].is_well:
        return found
    return found + [(question, question.ask()) for question in QUESTIONS[1:]]
