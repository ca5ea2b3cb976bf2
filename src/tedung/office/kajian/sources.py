"""Make a source: look at the registry, take a table in, or invent a population; each in a job.

What is kept of a person is what the study looks at: no name, no number, no address; an id of a table
that was handed in becomes a mark that only this office can make.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from tedung.errors import TedungError
from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.access.scope import require_within
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import Refusal
from tedung.office.documents.services import read, store
from tedung.office.jobs.models import Job
from tedung.office.jobs.running import batch_of_job, progress
from tedung.office.jobs.services import enqueue
from tedung.office.kajian import registry
from tedung.office.kajian.models import SEALED, SOURCE_STEPS, Source, SourceState
from tedung.population.census.folder import write as invent_people
from tedung.study import gap
from tedung.study import people as tables
from tedung.study.people import ID_COLUMNS
from tedung.study.states import USED

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

KEPT = (
    *USED,
    *("income", "upah", "risk_class", "occupation", "programmes", "bpu_kind", "transport", "jkn"),
    "registered_on",
)
"""Columns that the study looks at; the ids are marked, everything else is left behind."""

JOB = "kajian.source"
REGENCY = 1  # dots in its code: 51.71


@change("kajian.prepare")
def take_registry(region: str, day: date) -> Source:
    """Ask for the people whom the office knows, protected or not on *day*."""
    return _ask(region, Source.Kind.REGISTRY, _("Registri kantor ini"), day)


@change("kajian.prepare")
def invent(region: str, day: date, seed: int, scale: float = 1.0) -> Source:
    """Ask for a synthetic population of a regency or province."""
    if region.count(".") > REGENCY:
        raise Refusal(_("Penduduk rekaan dibuat untuk satu kota, kabupaten atau provinsi utuh."), "region")
    made_of = {"seed": seed, "scale": scale}
    return _ask(region, Source.Kind.INVENTED, _("Penduduk rekaan"), day, made_of=made_of)


@change("kajian.prepare")
def take_table(region: str, day: date, name: str, upload: "UploadedFile[Any] | bytes") -> Source:
    """Keep a table of people that was handed in, and ask for it to be read."""
    require_within("kajian.prepare", region=region)
    document = store(upload, "kajian_upload", name=name, region=region)
    return _ask(region, Source.Kind.UPLOAD, name, day, handed_in=document)


def _ask(region: str, kind: str, name: str, day: date, **fields: Any) -> Source:
    require_within("kajian.prepare", region=region)
    who = current()
    source = Source.everything.create(
        region=region,
        kind=kind,
        name=name,
        day=day,
        prepared_by=who.user_id,
        by=who.label,
        made_at=clock.now(),
        **fields,
    )
    begun(source, SourceState.MENUNGGU)
    enqueue(JOB, source_id=source.pk)
    return source


def job_of(source: Source) -> Job | None:
    """Return the job that makes a source, where the actor asked for it."""
    return Job.objects.filter(kind=JOB, arguments__source_id=source.pk).order_by("-pk").first()


def make(source_id: int) -> dict[str, Any]:
    """Do the work of a source: once; a second call finds it done."""
    source = Source.objects.get(pk=source_id)
    done = {"path": "/kajian/data/"}
    if source.state == SourceState.SIAP:
        return done
    progress(0, 3)
    try:
        found, summary = _found(source)
        progress(1, 3)
        summary |= _checked(found, source)
    except (Refusal, TedungError) as fault:
        _failed(source, str(fault))
        raise
    progress(2, 3)
    content = _bytes(found)
    with batch_of_job():
        _ready(source, content, found.num_rows, summary)
    progress(3, 3)
    return {**done, "people": found.num_rows}


@change("kajian.prepare")
def _ready(source: Source, content: bytes, count: int, summary: dict[str, Any]) -> None:
    people = store(content, SEALED, name=f"kajian-{source.pk}.parquet", region=source.region)
    step(source, SourceState.SIAP, SOURCE_STEPS, people=people, count=count, summary=summary, sentence="")


@change("kajian.prepare")
def _failed(source: Source, sentence: str) -> None:
    if source.state == SourceState.MENUNGGU:
        step(source, SourceState.GAGAL, SOURCE_STEPS, sentence=sentence)


def _found(source: Source) -> tuple[pa.Table, dict[str, Any]]:
    if source.kind == Source.Kind.REGISTRY:
        return _registry(source), {}
    if source.kind == Source.Kind.UPLOAD:
        return _handed_in(source), {}
    return _invented(source)


@change("kajian.prepare")
def _registry(source: Source) -> pa.Table:
    """Read the registry; what row security hides is seen here, and only counted."""
    found = registry.people(source.region, source.day)
    if not found.num_rows:
        raise Refusal(_("Registri kantor ini belum berisi orang. Ambil usulan lebih dulu."), "empty")
    return found


def _handed_in(source: Source) -> pa.Table:
    document = source.handed_in
    if document is None:
        raise Refusal(_("Tabelnya tidak ada lagi. Unggah sekali lagi."), "no_table")
    with TemporaryDirectory(prefix="tedung-") as folder:
        path = Path(folder) / f"tabel.{document.name.rsplit('.', 1)[-1]}"
        path.write_bytes(read(document))
        found = _read(path)
    kept = found.select([name for name in found.column_names if name in KEPT])
    if "household_id" in found.column_names:
        homes = found["household_id"].cast(pa.string()).to_pylist()
        marked = [blind_index(one) if one else None for one in homes]
        kept = kept.add_column(0, "household_id", pa.array(marked, pa.string()))
    return _within(kept.add_column(0, "person_id", _marks(found)), source.region)


def _read(path: Path) -> pa.Table:
    try:
        return tables.read(path)
    except (pa.ArrowException, ValueError) as fault:
        raise Refusal(
            _("Tabel ini tidak dapat dibaca. Simpan ulang sebagai .csv, lalu unggah."), "damaged"
        ) from fault


def _within(people: pa.Table, region: str) -> pa.Table:
    return tables.within(people, region) if "village" in people.column_names else people


def _marks(found: pa.Table) -> pa.Array:
    """Return a mark a row: of its id by the office's key, of its place where the table has no ids."""
    if not set(ID_COLUMNS) & set(found.column_names):
        return pa.array([f"b{number:09}" for number in range(1, found.num_rows + 1)], pa.string())
    return pa.array([blind_index(one) for one in tables.ids(found)], pa.string())


def _invented(source: Source) -> tuple[pa.Table, dict[str, Any]]:
    with TemporaryDirectory(prefix="tedung-") as folder:
        out = Path(folder) / "penduduk"
        made = invent_people(
            out, [source.region], source.made_of["seed"], source.made_of["scale"], source.day
        )
        found = tables.read(out)
    certainties: dict[str, int] = {}
    for margin in made.fit["margins"]:
        certainties[margin["certainty"]] = certainties.get(margin["certainty"], 0) + 1
    return found, {
        "margins": dict(sorted(certainties.items())),
        "assumptions": [{"id": one["id"], "en": one["en"]} for one in made.fit["assumptions"]],
    }


def _checked(found: pa.Table, source: Source) -> dict[str, Any]:
    """Return which columns say something; a column of another type is refused now, not later."""
    seen = gap.gap_of(found, source.day)
    return {"columns": sorted(set(found.column_names) - set(seen.missing)), "missing": sorted(seen.missing)}


def _bytes(found: pa.Table) -> bytes:
    """Write the table as Parquet; the same rows, the same bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(found, sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


@contextmanager
def opened(source: Source) -> Iterator[Path]:
    """Yield the people of a source as a Parquet file that is gone afterwards."""
    if source.people is None:
        raise Refusal(_("Data ini belum siap. Tunggu pekerjaannya selesai, lalu hitung lagi."), "not_ready")
    with TemporaryDirectory(prefix="tedung-") as folder:
        path = Path(folder) / "people.parquet"
        path.write_bytes(read(source.people))
        yield path
