"""Fill an empty office: each step by the one whose step it is, on the day on which it was done."""

from datetime import date, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.demo import alone, comparing, membership, paying, reporting
from tedung.office.demo.acting import as_user
from tedung.office.demo.plan import UNITS, Unit
from tedung.office.demo.registry import answer
from tedung.office.documents.services import read
from tedung.office.home import counting
from tedung.office.kajian import computing, sources
from tedung.office.kajian import services as studies
from tedung.office.letters.services import attach_signed
from tedung.office.organisations.models import Organisation
from tedung.office.padan import queries as padan_queries
from tedung.office.padan import services as padan
from tedung.office.penetapan import decrees, issuing, printing, selecting
from tedung.office.penetapan.models import Selection
from tedung.office.usulan import jobs, offices, papers, services
from tedung.office.usulan.models import Berkas, Usulan
from tedung.progress import Progress

CITY = "51.71"

BUDGET_BEFORE = 45_000_000
"""Rupiah of the running year: fewer than were proposed then."""
BUDGET = 60_000_000
"""Rupiah of the next year: fewer than are proposed, so that there is a reserve."""


def fill(lists: Path) -> None:
    """Fill an empty office from the lists that ``tedung demo`` wrote."""
    with override("id"):
        files = {path.name: path for path in sorted((lists / "daftar-masuk").iterdir()) if path.is_file()}
        today = clock.today(CITY)
        with Progress("Mengisi kantor percontohan", 2 * len(UNITS) + 4) as progress:
            _last_year(files, today.year, progress)
            _this_year(files, today, progress)


def _last_year(files: dict[str, Path], year: int, progress: Progress) -> None:
    """Decree the running year: proposed in autumn, compared, chosen, issued before 1 January."""
    for number, unit in enumerate(one for one in UNITS if one.before):
        with clock.at(date(year - 1, 10, 5) + timedelta(days=number)):
            usulan = _proposed(unit, files, year)
            _sent(unit, usulan)
            _accepted(usulan)
        progress.step(1)
    with clock.at(date(year - 1, 11, 20)):
        _registry_answers("ganjil")
        progress.step(1)
    with clock.at(date(year - 1, 12, 3)):
        selection = _chosen(year, BUDGET_BEFORE)
        _decreed(selection, f"188.45/{year - 1}/HK", f"Penerima bantuan iuran tahun {year}")
        progress.step(1)
    with as_user("verifikator"):
        with clock.at(date(year - 1, 12, 8)):
            membership.join(date(year, 1, 1), date(year, 12, 31))
        with clock.at(date(year - 1, 12, 18)):
            membership.answered()


def _this_year(files: dict[str, Path], today: date, progress: Progress) -> None:
    """Leave the next year as it is in the middle of the work."""
    for unit in UNITS:
        if unit.ahead:
            _ahead(unit, files, today)
        progress.step(1)
    with clock.at(today - timedelta(days=3)):
        _registry_answers("")
    paying.pay(today.year, today)
    comparing.compare(today)
    alone.pay_alone(today)
    with as_user("verifikator"), clock.at(today):
        selection = _plan(today.year + 1, BUDGET)
        selecting.compute(selection)
        waiting = padan_queries.to_ask(today)
        if waiting:
            padan.ask(waiting, "usulan")
    with as_user("bappeda"), clock.at(today):
        _studied(today.year + 1)
    with acting(SYSTEM), clock.at(today):
        counting.count(today.isoformat())  # so that the first page is full before a worker has run
    reporting.report(today)
    progress.step(1)


def _studied(year: int) -> None:
    """Study next year's money over the registry: as it is, and with a place for every village."""
    source = sources.take_registry(CITY, date(year, 1, 1))
    sources.make(source.pk)
    source.refresh_from_db()
    plain = {"first_month": f"{year}-01", "budget": BUDGET, "sumber_dana": "PAD", "seed": f"denpasar {year}"}
    each = [{"column": "village", "value": "", "least": 3, "percent": ""}]
    for name, floors in ((f"Rencana {year} menurut nilai", []), (f"Rencana {year}, setiap desa tiga", each)):
        scenario = studies.prepare(source, name, {**plain, "floors": floors})
        computing.compute(scenario.pk)


def _ahead(unit: Unit, files: dict[str, Path], today: date) -> None:
    with clock.at(today - timedelta(days=9)):
        usulan = _begun(unit, files, today.year + 1)
        berkas = Berkas.everything.get(usulan=usulan)
        with as_user(unit.username):
            jobs.try_out(berkas.pk)
            if unit.ahead != "tried":
                jobs.take_over(berkas.pk)
        if unit.ahead in {"tried", "lines"}:
            return
        _sent(unit, usulan)
    with clock.at(today - timedelta(days=6)):
        if unit.ahead == "accepted":
            _accepted(usulan)
        elif unit.ahead in {"checking", "given_back"}:
            with as_user("verifikator"):
                services.begin_check(usulan)
                if unit.ahead == "given_back":
                    services.give_back(
                        usulan, "Sebelas NIK belum diisi. Lihat berkas bertanda, lalu kirim ulang."
                    )


def _proposed(unit: Unit, files: dict[str, Path], year: int) -> Usulan:
    usulan = _begun(unit, files, year)
    with as_user(unit.username):
        jobs.take_over(Berkas.everything.get(usulan=usulan).pk)
    return usulan


def _begun(unit: Unit, files: dict[str, Path], year: int) -> Usulan:
    """Make a proposal and hand its list in; what a worker would do is done at once by the caller."""
    organisation = Organisation.objects.get(code=unit.code)
    opd = organisation if organisation.kind == "office" else None
    with as_user(unit.username):
        usulan = services.prepare(organisation, year, f"{organisation.name} {year}", opd)
        path = _file(files, unit.file)
        services.hand_in(usulan, _upload(path))
    return usulan


def _upload(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def _file(files: dict[str, Path], part: str) -> Path:
    return next(path for name, path in files.items() if part.casefold() in name.casefold())


def _sent(unit: Unit, usulan: Usulan) -> None:
    """Print the papers, sign them (here: the same sheet comes back), send."""
    with as_user(unit.username):
        for kind in papers.required(usulan):
            letter = papers.write(usulan, kind)
            if letter.document is not None:
                attach_signed(letter, read(letter.document), "pindaian.pdf")
        services.send(usulan)


def _accepted(usulan: Usulan) -> None:
    with as_user("verifikator"):
        services.begin_check(usulan)
        for code, _name, _people in offices.groups(usulan):
            offices.record_office(usulan, code, f"SK/{code}/{usulan.year}", clock.today(CITY))
        services.accept(usulan)


def _registry_answers(faults: str) -> None:
    """Ask the registry about everybody who is not padan, and let it answer on the same day."""
    with as_user("verifikator"):
        waiting = padan_queries.to_ask(clock.today(CITY))
        if not waiting:
            return
        request = padan.ask(waiting, "usulan")
        padan.sent(request, f"470/{request.pk}/DISNAKER", clock.today(CITY))
        padan.read_answer(request, answer(request, faults), f"470/{request.pk}/CAPIL", clock.today(CITY))


def _plan(year: int, budget: int) -> Selection:
    return selecting.plan(
        CITY,
        name=f"Seleksi penerima bantuan iuran {year}",
        year=year,
        first_month=f"{year}-01",
        months=12,
        budget=budget,
        payer="apbd_kota",
        sumber_dana="PAD",
        seed=f"denpasar {year}",
    )


def _chosen(year: int, budget: int) -> Selection:
    with as_user("verifikator"):
        selection = _plan(year, budget)
        selecting.compute(selection)
        selecting.announce(selection)
    return selection


def _decreed(selection: Selection, number: str, about: str) -> None:
    with as_user("verifikator"):
        decree = decrees.draft(selection, Organisation.objects.get(code="dinas_tenaga_kerja"), about)
        decrees.submit(decree)
    with as_user("hukum"):
        annex = printing.print_annex(decree).document
        scan = read(annex) if annex is not None else None  # the same sheet comes back, as the papers do
        issuing.note(decree, number, clock.today(CITY), "Wali Kota Denpasar", scan)
        issuing.issue(decree)
