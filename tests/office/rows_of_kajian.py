"""Rows of the studies for the walk and the tests: a dozen people of Kesiman, a scenario over them, its link."""

import io
import re
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
from conftest_office import KESIMAN
from python_calamine import CalamineWorkbook

from tedung.office.base import clock
from tedung.office.documents.services import store
from tedung.office.kajian import computing, services
from tedung.office.kajian.models import SEALED, Result, Source

YEAR = 12 * 16_800  # JKK 10,000 and JKM 6,800 a month for the lowest bracket: PP 44/2015 Pasal 20
NAMES = re.compile(r"SUDARMA|\b\d{16}\b|nama_ktp")
PLAIN = {
    "first_month": "2027-01",
    "months": 12,
    "budget": 10 * 12 * 16_800,
    "seed": "undian uji",
    "sensitivity": False,
}


def one(number, **known):
    """Somebody of Kesiman who may be covered: every second a man, from 26 years on."""
    return {
        "person_id": f"p{number:05}",
        "village": KESIMAN,
        "sex": "LP"[number % 2],
        "birth_date": date(2000 - number % 25, 5, 1),
        "kelompok_sasaran": ("pemangku", "pedagang")[number % 2],
        "opd_pengampu": ("dinas_kebudayaan", "dinas_sosial")[number % 2],
        "income": 1_000_000,
        "is_member": False,
        **known,
    }


def a_source(people=None, region=KESIMAN, kind="registry"):
    """A source that is ready."""
    table = pa.Table.from_pylist(people or [one(number) for number in range(20)])
    sink = io.BytesIO()
    pq.write_table(table, sink)
    document = store(sink.getvalue(), SEALED, name="kajian.parquet", region=region)
    return Source.everything.create(
        region=region,
        kind=kind,
        name="Data uji",
        day=date(2026, 12, 1),
        people=document,
        count=table.num_rows,
        state="siap",
        by="uji",
        made_at=clock.now(),
    )


def a_scenario(source=None, **chosen):
    """A scenario that was computed."""
    scenario = services.prepare(source or a_source(), "Kajian uji", {**PLAIN, **chosen})
    computing.compute(scenario.pk)
    scenario.refresh_from_db()
    return scenario


COMPUTED = {}


def a_known_scenario():
    """The plain scenario with its result as the first computation of the process made it."""
    if not COMPUTED:
        made = a_scenario()
        COMPUTED.update({field: getattr(made.result, field) for field in ("sha256", *FIELDS)})
        return made
    scenario = services.prepare(a_source(), "Kajian uji", PLAIN)
    result = Result.objects.create(
        scenario=scenario,
        source_id_then=scenario.source_id,
        inputs_sha256="x",
        by="uji",
        at=clock.now(),
        **COMPUTED,
    )
    scenario.state, scenario.result_pk = "dihitung", result.pk
    scenario.save(update_fields=["state", "result_pk"])
    return scenario


FIELDS = ("choices", "facts", "tables", "law_day", "law_version")


def a_share():
    """A link to a scenario, for every role in Kesiman."""
    return services.share(a_known_scenario(), "", KESIMAN)


def sheets(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
