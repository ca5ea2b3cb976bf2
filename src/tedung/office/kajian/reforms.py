"""A try at another law: values replaced in a file, and what that does to the same people; in a job."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tedung.errors import TedungError
from tedung.law import law_on, law_version
from tedung.money import rupiah, thousands
from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.jobs.models import Job
from tedung.office.jobs.running import batch_of_job
from tedung.office.jobs.services import enqueue
from tedung.office.kajian import choices, naming
from tedung.office.kajian.models import ReformRun, Scenario, SourceState
from tedung.office.kajian.naming import Names, lang
from tedung.office.kajian.showing import Column, Table, hides_small, is_small, people, table
from tedung.office.kajian.sources import opened
from tedung.study.reform import PAID, simulate
from tedung.study.reform_file import Reform, read_reform

if TYPE_CHECKING:
    from datetime import date

    from django.core.files.uploadedfile import UploadedFile

LARGEST = 65_536
JOB = "kajian.reform"
BY = ("desil", "kelompok_sasaran", "sex", "segment")
NOW = ""


@change("kajian.prepare")
def ask(scenario: Scenario, upload: "UploadedFile[Any] | bytes") -> Job:
    """Check a file of changed values and ask for what it does; functions are not run here."""
    content = upload if isinstance(upload, bytes) else _content(upload)
    if len(content) > LARGEST:
        raise Refusal(
            _("Berkas perubahan paling besar 64 KB. Periksa apakah berkas yang benar yang diunggah.")
        )
    if scenario.source.state != SourceState.SIAP:
        raise Refusal(_("Data kajian ini belum siap. Tunggu pekerjaannya selesai."), "not_ready")
    try:
        _read(content, scenario)
        told = content.decode("utf-8")
    except (TedungError, UnicodeDecodeError) as fault:
        raise Refusal(str(fault), "reform") from fault
    return enqueue(JOB, scenario_id=scenario.pk, text=told)


def _content(upload: "UploadedFile[Any]") -> bytes:
    if (upload.size or 0) > LARGEST:
        return b" " * (LARGEST + 1)
    upload.seek(0)
    content: bytes = upload.read()
    return content


def _read(content: bytes, scenario: Scenario) -> Reform:
    first = choices.months(choices.whole(scenario.choices))[0]
    with TemporaryDirectory(prefix="tedung-") as folder:
        path = Path(folder) / "perubahan.toml"
        path.write_bytes(content)
        return read_reform(path, law_on(first.first_day))


def run(scenario_id: int, text: str) -> dict[str, Any]:
    """Do the work of a reform; the same file over the same people and law once."""
    scenario = Scenario.objects.select_related("source__people").get(pk=scenario_id)
    done = {"path": f"/kajian/{scenario.pk}/perubahan/"}
    first = choices.months(choices.whole(scenario.choices))[0]
    marked = [text, choices.inputs_sha256({"first_month": str(first)}, scenario.source)]
    mark = choices.sha256(marked)
    if scenario.reforms.filter(sha256=mark).exists():
        return done
    reform = _read(text.encode(), scenario)
    with opened(scenario.source) as people_path:
        found = simulate(people_path, [reform], first, region=scenario.region, groups=BY)
    rows = found.table().to_pylist()
    with batch_of_job():
        _keep(scenario, reform.name, text=text, mark=mark, rows=rows, day=first.first_day)
    return done


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
    rows = list(scenario.reforms.order_by("-pk")[:10])
    job = Job.objects.filter(kind=JOB, arguments__scenario_id=scenario.pk).order_by("-pk").first()
    return {"reforms": [(one, tables(one)) for one in rows], "job": job}


def tables(one: ReformRun) -> list[Table]:
    """Return the tables of a reform: the law as it is beside it, and who gains by group."""
    rows = one.tables
    if hides_small() and any(is_small(row["enrolled"]) for row in rows if not row["grouped_by"]):
        return []
    totals = [row for row in rows if not row["grouped_by"]]
    return [
        _totals(totals),
        *(_by(name, rows) for name in BY if any(row["grouped_by"] == name for row in rows)),
    ]


def _totals(totals: list[dict[str, Any]]) -> Table:
    now, then = (
        next(row for row in totals if bool(row["reform"]) == is_reform) for is_reform in (False, True)
    )
    names = Names()
    labels = {
        "contributions": _("Iuran sebulan"),
        "jkm_expected": _("Manfaat JKM yang diharapkan sebulan"),
        "jkk_expected": _("Manfaat JKK yang diharapkan sebulan"),
        **{name: _("Dibayar %(payer)s") % {"payer": _payer(name, names)} for name in PAID},
    }
    money = [
        {"what": label, "now": rupiah(now[name], lang()), "then": rupiah(then[name], lang())}
        for name, label in labels.items()
        if now[name] or then[name]
    ]
    counts = [
        {"what": label, "now": thousands(now[name], lang()), "then": thousands(then[name], lang())}
        for name, label in (("enrolled", _("Terdaftar")), ("covered", _("Terlindungi")))
    ]
    columns = [Column("now", _("Hukum sekarang"), "said"), Column("then", _("Perubahan"), "said")]
    return table(
        "totals",
        _("Semua bersama, sebulan"),
        _("Apa"),
        columns,
        [*counts, *money],
        named=lambda row: row["what"],
    )


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
