"""A try at another law: values replaced in a file, and what that does to the same people; in a job."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.errors import TedungError
from tedung.law import law_on, law_version
from tedung.money import rupiah, thousands
from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.jobs.models import Job
from tedung.office.jobs.running import batch_of_job, progress
from tedung.office.jobs.services import enqueue
from tedung.office.kajian import choices, naming
from tedung.office.kajian.models import ReformRun, Scenario, SourceState
from tedung.office.kajian.naming import Names, lang
from tedung.office.kajian.reform_form import said_of
from tedung.office.kajian.showing import Column, Table, hides_small, is_small, people, table, withheld
from tedung.office.kajian.sources import opened
from tedung.study import cost
from tedung.study.reform import AMOUNTS, CHANGES, PAID, simulate
from tedung.study.reform_file import Reform, flat, read_reform

if TYPE_CHECKING:
    from datetime import date

    from django.core.files.uploadedfile import UploadedFile

LARGEST = 65_536
JOB = "kajian.reform"
BY = ("desil", "kelompok_sasaran", "sex", "segment")
PERIOD = "period"
MOST, BESIDE = 10, 4


@change("kajian.prepare")
def ask(
    scenario: Scenario,
    upload: "UploadedFile[Any] | bytes",
    month: Month | None = None,
    length: int = 1,
) -> Job:
    """Check a file of changed values and ask for what it does; functions are not run here.

    month: whose law is changed, the scenario's first unless told.  length: months that it holds.
    """
    content = upload if isinstance(upload, bytes) else _content(upload)
    if len(content) > LARGEST:
        raise Refusal(
            _("Berkas perubahan paling besar 64 KB. Periksa apakah berkas yang benar yang diunggah.")
        )
    if scenario.source.state != SourceState.SIAP:
        raise Refusal(_("Data kajian ini belum siap. Tunggu pekerjaannya selesai."), "not_ready")
    first = month or first_month(scenario)
    try:
        _read(content, first)
        told = content.decode("utf-8")
    except (TedungError, UnicodeDecodeError) as fault:
        raise Refusal(str(fault), "reform") from fault
    return enqueue(JOB, scenario_id=scenario.pk, text=told, month=str(first), length=length)


def first_month(scenario: Scenario) -> Month:
    """Return the first month of a scenario."""
    return choices.months(choices.whole(scenario.choices))[0]


def _content(upload: "UploadedFile[Any]") -> bytes:
    if (upload.size or 0) > LARGEST:
        return b" " * (LARGEST + 1)
    upload.seek(0)
    content: bytes = upload.read()
    return content


def _read(content: bytes, month: Month) -> Reform:
    with TemporaryDirectory(prefix="tedung-") as folder:
        path = Path(folder) / "perubahan.toml"
        path.write_bytes(content)
        return read_reform(path, law_on(month.first_day))


def run(scenario_id: int, text: str, month: str = "", length: int = 1) -> dict[str, Any]:
    """Do the work of a reform; the same file over the same people, months and law once."""
    scenario = Scenario.objects.select_related("source__people").get(pk=scenario_id)
    done = {"path": f"/kajian/{scenario.pk}/perubahan/"}
    first = Month.parse(month) if month else first_month(scenario)
    asked = {"first_month": str(first), "months": length}
    mark = choices.sha256([text, choices.inputs_sha256(asked, scenario.source)])
    if scenario.reforms.filter(sha256=mark).exists():
        return done
    reform = _read(text.encode(), first)
    with opened(scenario.source) as people_path:
        rows = list(_found(people_path, reform, scenario.region, first, length))
    with batch_of_job():
        _keep(scenario, reform.name, text=text, mark=mark, rows=rows, day=first.first_day)
    return done


def _found(people_path: Path, reform: Reform, region: str, first: Month, length: int) -> Iterator[Any]:
    """Yield the rows of the first month, by group, and the sums of all months.

    Months of the same law are counted as the first of them.
    """
    sums: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    spans = list(cost.spans(first, length))
    progress(0, len(spans))
    for done, (month, times) in enumerate(spans, start=1):
        found = simulate(people_path, [reform], month, region=region, groups=BY if done == 1 else ())
        if done == 1:
            yield from found.table().to_pylist()
        for row in found.totals():
            for name in AMOUNTS:
                sums[bool(row["reform"])][name] += times * row[name]
        progress(done, len(spans))
    yield {
        "grouped_by": PERIOD,
        "group": str(length),
        "reform": reform.name,
        "now": dict(sums[False]),
        "then": dict(sums[True]),
    }


@change("kajian.prepare")
def _keep(scenario: Scenario, name: str, *, text: str, mark: str, rows: list[Any], day: "date") -> None:
    ReformRun.objects.create(
        scenario=scenario,
        name=name[:160],
        text=text,
        sha256=mark,
        tables=rows,
        law_day=day,
        law_version=law_version(),
        by=current().label,
        at=clock.now(),
    )


def shown(scenario: Scenario) -> dict[str, Any]:
    """Return the reforms tried, the newest first, each with its tables; and one that is on its way."""
    rows = list(scenario.reforms.order_by("-pk")[:MOST])
    job = Job.objects.filter(kind=JOB, arguments__scenario_id=scenario.pk).order_by("-pk").first()
    told = [(one, changes(one), tables(one)) for one in rows]
    return {"reforms": told, "beside": beside(rows), "job": job}


def changes(one: ReformRun) -> list[tuple[str, str, str, str]]:
    """Return the values that a reform changes: what, from, to, and where it stands."""
    values: dict[str, Any] = {}
    for path, given in flat(tomllib.loads(one.text, parse_float=Decimal).get("values", {})):
        values[path] = given["value"] if isinstance(given, dict) else given
    return said_of(values, law_on(one.law_day))


def beside(rows: list[ReformRun]) -> list[Table]:
    """Return up to four reforms of the same month in one table, beside the law as it is."""
    seen = [one for one in reversed(rows) if tables(one)]
    if not seen:
        return []
    alike = [
        one for one in seen if (one.law_day, one.law_version) == (seen[-1].law_day, seen[-1].law_version)
    ]
    picked = alike[-BESIDE:]
    pairs = [_pair(one) for one in picked]
    columns = [
        Column("now", _("Hukum sekarang"), "said"),
        *(Column(f"r{one.pk}", one.name, "said") for one in picked),
    ]
    lines = [
        {
            "what": label,
            "now": write(pairs[0][0][name]) if name not in CHANGES else "–",
            **{f"r{one.pk}": write(pair[1][name]) for one, pair in zip(picked, pairs, strict=True)},
        }
        for name, (label, write) in _measures().items()
        if name in CHANGES or any(row[name] for pair in pairs for row in pair)
    ]
    title = _("Semua perubahan berdampingan, sebulan mulai %(month)s") % {
        "month": naming.month(str(Month.of(picked[0].law_day)))
    }
    return [table("beside", title, _("Apa"), columns, lines, named=lambda row: row["what"])]


def _pair(one: ReformRun) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return everybody's row under the law as it is, and under the reform."""
    totals = [row for row in one.tables if not row["grouped_by"]]
    now, then = (
        next(row for row in totals if bool(row["reform"]) == is_reform) for is_reform in (False, True)
    )
    return now, then


def _measures() -> dict[str, tuple[str, Any]]:
    """Return what is told of a reform: its name, and how it is written."""
    names = Names()

    def count(value: int) -> str:
        return withheld() if hides_small() and is_small(value) else thousands(value, lang())

    def amount(value: int) -> str:
        return rupiah(value, lang())

    return {
        "enrolled": (_("Terdaftar"), count),
        "covered": (_("Terlindungi"), count),
        **{name: (label, amount) for name, label in _amounts(names).items()},
        "winners": (_("Beruntung"), count),
        "losers": (_("Merugi"), count),
        "gained": (_("Untungnya sebulan"), amount),
        "lost": (_("Ruginya sebulan"), amount),
    }


def _amounts(names: Names) -> dict[str, str]:
    return {
        "contributions": _("Iuran sebulan"),
        "jkm_expected": _("Manfaat JKM yang diharapkan sebulan"),
        "jkk_expected": _("Manfaat JKK yang diharapkan sebulan"),
        **{name: _("Dibayar %(payer)s") % {"payer": _payer(name, names)} for name in PAID},
    }


def tables(one: ReformRun) -> list[Table]:
    """Return the tables of a reform: the law as it is beside it, and who gains by group."""
    rows = one.tables
    if hides_small() and any(is_small(row["enrolled"]) for row in rows if not row["grouped_by"]):
        return []
    return [
        _totals(one),
        *_period(rows),
        *(_by(name, rows) for name in BY if any(row["grouped_by"] == name for row in rows)),
    ]


def _totals(one: ReformRun) -> Table:
    now, then = _pair(one)
    rows = [
        {"what": label, "now": write(now[name]), "then": write(then[name])}
        for name, (label, write) in _measures().items()
        if name not in CHANGES and (now[name] or then[name])
    ]
    return table("totals", _("Semua bersama, sebulan"), _("Apa"), _sides(), rows, named=_what)


def _sides() -> list[Column]:
    return [Column("now", _("Hukum sekarang"), "said"), Column("then", _("Perubahan"), "said")]


def _what(row: Mapping[str, Any]) -> str:
    return str(row["what"])


def _period(rows: list[dict[str, Any]]) -> list[Table]:
    """Return the sums of all months that the reform holds; none where it is one month."""
    found = next((row for row in rows if row["grouped_by"] == PERIOD), None)
    if found is None or found["group"] == "1":
        return []
    labels = {
        **_amounts(Names()),
        "contributions": _("Iuran"),
        "jkm_expected": _("Manfaat JKM yang diharapkan"),
        "jkk_expected": _("Manfaat JKK yang diharapkan"),
    }
    lines = [
        {
            "what": label,
            "now": rupiah(found["now"][name], lang()),
            "then": rupiah(found["then"][name], lang()),
        }
        for name, label in labels.items()
        if found["now"][name] or found["then"][name]
    ]
    title = _("Selama berlaku, %(count)s bulan") % {"count": found["group"]}
    note = _("Bulan dengan hukum yang sama dihitung seperti bulan pertamanya.")
    return [table("period", title, _("Apa"), _sides(), lines, named=_what, note=note)]


def _payer(name: str, names: Names) -> str:
    code = name.removeprefix("by_")
    if code == "state":
        return _("negara")
    return names.of("payer", "self" if code == "worker" else code)


def _by(name: str, rows: list[dict[str, Any]]) -> Table:
    names, title = Names(), naming.dimensions()[name]
    told = [row for row in rows if row["grouped_by"] == name and row["reform"] and row["people"]]
    columns = [
        people("winners", _("Beruntung")),
        people("losers", _("Merugi")),
        Column("gained", _("Untungnya sebulan"), "rupiah"),
        Column("lost", _("Ruginya sebulan"), "rupiah"),
    ]
    titled = _("Siapa beruntung dan merugi menurut %(what)s") % {"what": naming.lower(title)}
    return table(
        f"reform_{name}", titled, title, columns, told, named=lambda row: names.of(name, row["group"])
    )
