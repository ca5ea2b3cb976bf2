"""Make a source: look at the registry, take a table in, or invent a population; each in a job.

What is kept of a person is what the study looks at: no name, no number, no address; an id of a table
that was handed in becomes a mark that only this office can make.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
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
from tedung.study import blocks, gap
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
STEPS = 3
ROW_GROUP = 125_000
"""Rows of the sealed table that are read at once."""


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
    progress(0, STEPS)
    with TemporaryDirectory(prefix="tedung-") as folder:
        try:
            path, summary = _found(source, Path(folder))
            progress(1, STEPS)
            count, seen = _checked(path, source)
        except (Refusal, TedungError) as fault:
            _failed(source, str(fault))
            raise
        progress(2, STEPS)
        content = path.read_bytes()
    with batch_of_job():
        _ready(source, content, count, summary | seen)
    progress(STEPS, STEPS)
    return {**done, "people": count}


@change("kajian.prepare")
def _ready(source: Source, content: bytes, count: int, summary: dict[str, Any]) -> None:
    people = store(content, SEALED, name=f"kajian-{source.pk}.parquet", region=source.region)
    step(source, SourceState.SIAP, SOURCE_STEPS, people=people, count=count, summary=summary, sentence="")


@change("kajian.prepare")
def _failed(source: Source, sentence: str) -> None:
    if source.state == SourceState.MENUNGGU:
        step(source, SourceState.GAGAL, SOURCE_STEPS, sentence=sentence)


def _found(source: Source, folder: Path) -> tuple[Path, dict[str, Any]]:
    """Write the people of a source to a Parquet file in *folder*; return it and what is known of them."""
    path = folder / "people.parquet"
    if source.kind == Source.Kind.INVENTED:
        return path, _invented(source, folder / "penduduk", path)
    table = _registry(source) if source.kind == Source.Kind.REGISTRY else _handed_in(source)
    pq.write_table(table, path, compression="zstd", row_group_size=ROW_GROUP)
    return path, {}


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


def _invented(source: Source, out: Path, path: Path) -> dict[str, Any]:
    """Invent the people of a source, village by village, and write them to *path*."""
    made = invent_people(out, [source.region], source.made_of["seed"], source.made_of["scale"], source.day)
    files = tables.parts(out)
    with pq.ParquetWriter(path, tables.schema_of(files[0]), compression="zstd") as written:
        for table in _in_groups(files):
            written.write_table(table, row_group_size=ROW_GROUP)
    certainties = Counter(margin["certainty"] for margin in made.fit["margins"])
    return {
        "margins": dict(sorted(certainties.items())),
        "assumptions": [{"id": one["id"], "en": one["en"]} for one in made.fit["assumptions"]],
    }


def _in_groups(files: Sequence[Path]) -> Iterator[pa.Table]:
    """Yield the people of some files, as many at once as one group of rows."""
    held: list[pa.Table] = []
    for path in files:
        held.append(pq.read_table(path))
        if sum(one.num_rows for one in held) >= ROW_GROUP:
            yield pa.concat_tables(held)
            held = []
    if held:
        yield pa.concat_tables(held)


def _checked(path: Path, source: Source) -> tuple[int, dict[str, Any]]:
    """Return how many people there are and which columns say something.

    A column of another type, or an id that stands twice, is refused now, not later.
    """
    with blocks.opened(path) as people:
        seen = gap.gap_of(people, source.day)
        names = set(people.names)
    return seen.people, {"columns": sorted(names - set(seen.missing)), "missing": sorted(seen.missing)}


@contextmanager
def opened(source: Source) -> Iterator[Path]:
    """Yield the people of a source as a Parquet file that is gone afterwards."""
    if source.people is None:
        raise Refusal(_("Data ini belum siap. Tunggu pekerjaannya selesai, lalu hitung lagi."), "not_ready")
    with TemporaryDirectory(prefix="tedung-") as folder:
        path = Path(folder) / "people.parquet"
        path.write_bytes(read(source.people))
        yield path
