"""The pages of scenarios: what each role sees, what a form refuses, papers, workers, browsers."""

import re
import time
from datetime import date

import pytest
from conftest_office import CITY, KESIMAN
from iuran_of_test import a_pos
from jobs_of_test import start_worker
from rows_of_kajian import NAMES, PLAIN, YEAR, a_known_scenario, a_scenario, a_source, one, sheets

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.anggaran import services as anggaran
from tedung.office.base.refusals import Refusal
from tedung.office.documents.services import read
from tedung.office.jobs.models import Job
from tedung.office.jobs.worker import run_waiting
from tedung.office.kajian import papers, reforms, services
from tedung.office.kajian.models import Result, Scenario
from tedung.office.organisations.models import Organisation
from tedung.office.reference.models import Group


@pytest.fixture
def planner(as_system, make_user, signed_in):
    """Somebody of Bappeda, signed in."""
    return signed_in(make_user("bappeda"))


# The pages.


def few():
    """Thirty pedagang and three pemangku: who they are would be told."""
    return [one(number, kelompok_sasaran="pemangku" if number < 3 else "pedagang") for number in range(33)]


def test_an_analyst_sees_no_cell_of_so_few(as_system, offices, make_user, signed_in):
    made = a_scenario(a_source(few(), CITY), budget=20 * YEAR)
    seen = {}
    for role in ("analis", "verifikator"):
        client = signed_in(make_user(role))
        page = client.get(f"/kajian/{made.pk}/").content.decode()
        book = sheets(client.get(f"/kajian/{made.pk}/tabel/").content)
        assert not NAMES.search(page)
        assert not NAMES.search(str(book))
        seen[role] = ("disembunyikan" in page, book["gap_kelompok_sasaran"][3:5])
    assert seen["verifikator"] == (False, [["Pedagang kecil", 0, 30, 0], ["Pemangku", 0, 3, 0]])
    hidden = [["Pedagang kecil", "disembunyikan", "", ""], ["Pemangku", "disembunyikan", "", ""]]
    assert seen["analis"] == (True, hidden)


def test_an_operator_sees_no_cell_of_so_few_of_other_villages(as_system, offices, make_user, signed_in):
    link = services.share(a_scenario(a_source(few(), CITY), budget=20 * YEAR), "operator_desa", CITY)
    page = signed_in(make_user("operator_desa", "region", KESIMAN)).get(
        f"/kajian/dibagikan/{link.public_id}/"
    )
    assert "disembunyikan" in page.content.decode()


def test_of_so_few_chosen_the_money_is_not_told_either(as_system, offices, make_user, signed_in):
    made = a_scenario(a_source(region=CITY), budget=3 * YEAR)
    page = signed_in(make_user("analis")).get(f"/kajian/{made.pk}/").content.decode()
    assert "Rp604.800" not in page.partition("Pilihan kajian ini")[0].partition("direncanakan")[0]
    assert "Biaya per bulan" not in page
    book = sheets(signed_in(make_user("analis", username="lain")).get(f"/kajian/{made.pk}/tabel/").content)
    assert not {"months", "lines", "expected"} & set(book)
    told = dict(book["Ringkasan"])
    assert told["Terpilih"] == told["Terpakai"] == told["Direncanakan"] == "disembunyikan"


FORM = {
    "name": "Rencana",
    "first_month": "2027-01",
    "months": "6",
    "programmes": "jkk+jkm",
    "payer": "apbd_kota",
    "budget": "Rp1.008.000",
    "lowest_bracket": "on",
    "seed": "undian",
    **{f"weight_{name}": "100" for name in ("income", "risk", "dependants", "age", "desil")},
    "batas-TOTAL_FORMS": "2",
    "batas-INITIAL_FORMS": "0",
    "batas-0-what": "sex:P",
    "batas-0-percent": "50",
}


def test_a_form_makes_a_scenario_and_its_page_shows_it(as_system, offices, make_user, signed_in):
    """Rp1,008,000 pay for ten people over six months; half of them women."""
    source = a_source(region=CITY)
    client = signed_in(make_user("bappeda"))
    answer = client.post("/kajian/baru/", {**FORM, "source": source.pk})
    assert answer.status_code == 302
    assert "Sedang dikerjakan" in client.get(answer["Location"]).content.decode()
    assert run_waiting() == 1
    page = client.get(answer["Location"]).content.decode()
    for said in ("Rp1.008.000", "Terpilih", "<path", "Tanda hasil", "naskahnya dibaca", "Batas terendah"):
        assert said in page
    made = Scenario.everything.get()
    assert made.result.facts["chosen"] == 10
    assert made.result.tables["floors"][0]["chosen"] >= 5


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"budget": "-1"}, "rupiah utuh"),
        ({"budget": ""}, "wajib|required|Wajib|Bidang"),
        ({"budget": "9" * 16}, "rupiah utuh"),
        ({"first_month": "Januari"}, "Tulis tahun dan bulan"),
        ({"first_month": "1999-01"}, "antara 2016"),
        ({"months": "7"}, "Lama"),
        ({"source": "99999"}, "Data orang"),
        ({"weight_age": "-1"}, "Umur"),
        ({"batas-0-what": ""}, "Pilih untuk siapa"),
        ({"batas-0-least": "3"}, "salah satu"),
        ({"batas-0-percent": "101"}, "bagian"),
        ({"batas-TOTAL_FORMS": "9999"}, "Batas terendah perlu diperbaiki"),
        (
            {f"weight_{name}": "0" for name in ("income", "risk", "dependants", "age", "desil")},
            "paling sedikit satu",
        ),
    ],
)
def test_a_form_that_is_wrong_says_where(planner, offices, wrong, said):
    source = a_source(region=CITY)
    answer = planner.post("/kajian/baru/", {**FORM, "source": source.pk, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="errors"' in page
    assert re.search(said, page)
    assert not Scenario.everything.exists()


def test_two_to_four_stand_side_by_side(as_system, offices, make_user, signed_in):
    source = a_source(region=CITY)
    first, second = a_scenario(source), a_scenario(source, budget=15 * YEAR)
    client = signed_in(make_user("kepala"))
    page = client.get("/kajian/banding/", {"kajian": [first.pk, second.pk]}).content.decode()
    assert page.count("Kajian uji") >= 2
    assert "Rp3.024.000" in page
    assert "berbeda" in page
    assert "Data orangnya tidak sama" not in page
    for asked in ([first.pk], [first.pk, first.pk], [first.pk, 999_999]):
        assert client.get("/kajian/banding/", {"kajian": asked}).status_code == 302
    assert client.get("/kajian/banding/", {"kajian": ["1 OR 1=1", first.pk]}).status_code == 400


def test_the_list_does_not_grow(as_system, offices, make_user, signed_in, django_assert_max_num_queries):
    source = a_source(region=CITY)
    for number in range(60):
        services.prepare(source, f"Kajian {number}", PLAIN)
    client = signed_in(make_user("pptk"))
    with django_assert_max_num_queries(24):
        page = client.get("/kajian/").content.decode()
    assert page.count("<tr>") == 51
    following = re.search(r"\?sebelum=(\d+)", page)[0]
    assert client.get(f"/kajian/{following}").content.decode().count("<tr>") == 11


# Papers and reforms.


def test_the_paper_is_printed_once_without_a_small_cell(as_system, offices, make_user, signed_in):
    made = a_scenario(a_source(few(), CITY), budget=20 * YEAR)
    services.ask_paper(made)
    assert run_waiting() == 1
    papers.make(made.pk)
    kept = {paper.form: read(paper.document) for paper in made.result.papers.all()}
    assert set(kept) == {"pdf", "odt"}
    assert kept["pdf"].startswith(b"%PDF-")
    client = signed_in(make_user("analis"))
    answer = client.get(f"/kajian/{made.pk}/naskah/odt/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content == kept["odt"]
    assert client.get(f"/kajian/{made.pk}/naskah/exe/").status_code == 404


def test_a_reader_of_a_link_gets_the_same_files(as_system, offices, make_user, signed_in):
    """A village's operator: tables with small rows hidden, the paper as it was kept; nothing after the end."""
    made = a_scenario(a_source(few(), CITY), budget=20 * YEAR)
    services.ask_paper(made)
    run_waiting()
    link = services.share(made, "operator_desa", KESIMAN)
    reader = signed_in(make_user("operator_desa", "region", KESIMAN))
    where = f"/kajian/dibagikan/{link.public_id}/"
    page = reader.get(where).content.decode()
    assert all(f"{where}{file}/" in page for file in ("tabel", "naskah/pdf", "naskah/odt"))
    book = sheets(reader.get(f"{where}tabel/").content)
    assert book["gap_kelompok_sasaran"][3][1] == "disembunyikan"
    assert not NAMES.search(str(book))
    for paper in made.result.papers.all():
        answer = reader.get(f"{where}naskah/{paper.form}/")
        assert answer.content == read(paper.document)
        assert answer["Content-Disposition"].startswith("attachment")
    services.end_share(made, link.pk)
    assert {reader.get(f"{where}{file}/").status_code for file in ("tabel", "naskah/pdf")} == {404}


def test_a_row_of_so_few_is_silent_and_another_with_it():
    block = {
        "kind": "table",
        "kinds": ["text", "count", "share"],
        "rows": [["a", 3, 10], ["b", 30, 9], ["c", 20, 8]],
    }
    assert papers._without_small(block)["rows"] == [["a", None, None], ["b", 30, 9], ["c", None, None]]
    plain = {"kind": "paragraph", "text": "x"}
    assert papers._without_small(plain) == plain


def test_a_changed_law_stands_beside_the_law_as_it_is(as_system, offices):
    """Half the rate of JKK halves 10,000 rupiah of a member: the contributions fall by 5,000 each."""
    rows = [one(number, is_member=True, payer="self", programmes="jkk+jkm") for number in range(20)]
    made = a_scenario(a_source(rows), budget=0, first_month="2028-01")
    reforms.ask(made, b'name = "Separuh"\n[values]\n"bpu.rate_jkk" = 0.005\n')
    assert run_waiting() == 1
    (run,) = made.reforms.all()
    totals = {row["reform"]: row["contributions"] for row in run.tables if not row["grouped_by"]}
    assert totals == {"": 20 * 16_800, "Separuh": 20 * 11_800}
    reforms.ask(made, run.text.encode())
    run_waiting()
    assert made.reforms.count() == 1


def test_the_versions_of_the_year_stand_beside_the_plan(planner, offices, make_user, signed_in):
    """Ten people a year are planned; the line had 3 million, was shifted to 2.5, changed to 4; none is paid."""
    made = a_scenario(a_source(region=CITY), sumber_dana="PAD")
    line = a_pos(3_000_000, sumber_dana="PAD")
    anggaran.change_amount(line, "pergeseran", 2_500_000, date(2027, 5, 2))
    anggaran.change_amount(line, "perubahan", 4_000_000, date(2027, 9, 30))
    book = sheets(planner.get(f"/kajian/{made.pk}/tabel/").content)["versions"][3:5]
    assert book == [
        ["2027 · kajian ini · PAD", 10 * YEAR, "–", "–", "–", "–", "–"],
        [f"2027 · {line.sub_activity} · PAD", "–", 2_500_000, 4_000_000, 0, 4_000_000, 0],
    ]
    assert "Anggaran menurut versinya" in planner.get(f"/kajian/{made.pk}/").content.decode()
    analyst = signed_in(make_user("analis")).get(f"/kajian/{made.pk}/").content.decode()
    assert "Anggaran menurut versinya" not in analyst


REFORM = {
    "name": "Separuh selama enam bulan",
    "month": "2028-01",
    "length": "6",
    "ganti-TOTAL_FORMS": "6",
    "ganti-INITIAL_FORMS": "0",
    "ganti-0-what": "bpu.rate_jkk",
    "ganti-0-to": "0,5",
}


def test_a_reform_is_chosen_from_a_list_and_stands_beside_another(planner, offices):
    """JKK of the lowest bracket is 1 % of Rp1.000.000: halved Rp5.000 less of each of 20, for six months."""
    rows = [one(number, is_member=True, payer="self", programmes="jkk+jkm") for number in range(20)]
    made = a_scenario(a_source(rows, CITY), budget=0, first_month="2028-01")
    where = f"/kajian/{made.pk}/perubahan/"
    page = planner.get(where).content.decode()
    assert "sekarang 1 % (PP 44/2015 Pasal 20 ayat (1)" in page
    assert "golongan 2: sekarang Rp1.100.000" in page
    assert planner.post(where, REFORM).status_code == 302
    other = {**REFORM, "name": "Dasar naik", "ganti-0-what": "bpu.bracket_base#0", "ganti-0-to": "1.100.000"}
    assert planner.post(where, other).status_code == 302
    assert run_waiting() == 2
    halved, raised = made.reforms.order_by("pk")
    totals = [row["contributions"] for row in halved.tables if not row["grouped_by"]]
    assert totals == [20 * 16_800, 20 * 11_800]
    (months,) = [row for row in halved.tables if row["grouped_by"] == "period"]
    assert (months["now"]["contributions"], months["then"]["contributions"]) == (
        6 * 20 * 16_800,
        6 * 20 * 11_800,
    )
    assert [row["contributions"] for row in raised.tables if not row["grouped_by"]][1] == 20 * 17_800
    page = planner.get(where).content.decode()
    for said in ("Rp336.000", "Rp236.000", "Rp356.000", "dari 1 % menjadi 0,5 %", "Selama berlaku, 6 bulan"):
        assert said in page
    assert "golongan 1: dari Rp1.000.000 menjadi Rp1.100.000" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ganti-0-to": ""}, "Tulis nilainya yang baru"),
        ({"ganti-0-what": ""}, "Pilih apa yang diganti"),
        ({"ganti-0-to": "setengah"}, "Tulis persen"),
        ({"ganti-0-to": "101"}, "antara 0 dan 100"),
        ({"ganti-0-to": "0,12345"}, "empat angka"),
        ({"ganti-0-to": "1"}, "sama dengan yang berlaku"),
        ({"ganti-0-what": "bpu.amount_jkm", "ganti-0-to": "-1"}, "rupiah utuh"),
        ({"ganti-0-what": "jkk.__class__"}, "Yang diganti"),
        ({"ganti-0-what": "bpu.bracket_lower#1", "ganti-0-to": "9.000.000"}, "menaik|naik|urut"),
        ({"ganti-1-what": "bpu.rate_jkk", "ganti-1-to": "0,4"}, "dua kali"),
        ({"ganti-0-what": "", "ganti-0-to": ""}, "paling sedikit satu"),
        ({"month": "besok"}, "Tulis tahun dan bulan"),
        ({"length": "0"}, "Lama berlaku"),
        ({"name": ""}, "Nama perubahan"),
        ({"ganti-TOTAL_FORMS": "999"}, "perlu diperbaiki"),
    ],
)
def test_a_reform_that_is_chosen_wrong_says_where(planner, offices, wrong, said):
    made = a_known_scenario()
    answer = planner.post(f"/kajian/{made.pk}/perubahan/", {**REFORM, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="errors"' in page
    assert re.search(said, page)
    assert not Job.everything.filter(kind="kajian.reform").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"\xff\xfe",
        b"[values",
        b'[values]\n"bpu.rate_x" = 1\n',
        b'[functions]\nenrol = "f"\n',
        b" " * 70_000,
    ],
)
def test_a_reform_that_cannot_be_read_says_why(as_system, offices, wrong):
    with pytest.raises(Refusal):
        reforms.ask(a_known_scenario(), wrong)
    assert not Job.everything.filter(kind="kajian.reform").exists()


# Workers and browsers.


@pytest.mark.django_db(transaction=True)
def test_a_killed_computation_is_made_once_by_the_next_worker(transactional_db):
    with acting(SYSTEM):
        Organisation.objects.create(code="disnaker", kind="office", name="Disnaker", region=CITY)
        rows = [one(number) for number in range(4_000)]
        scenario = services.prepare(
            a_source(rows, CITY), "Besar", {**PLAIN, "budget": 900 * YEAR, "sensitivity": True}
        )
        job = services.ask(scenario)
        worker = start_worker("--once")
        end = time.monotonic() + 60
        while Job.everything.get(pk=job.pk).state != "running" and time.monotonic() < end:
            time.sleep(0.01)
        worker.kill()
        worker.wait(10)
        assert Job.everything.get(pk=job.pk).state == "running"
        assert not Result.objects.exists()
        assert start_worker("--once").wait(120) == 0
        scenario.refresh_from_db()
        assert (Job.everything.get(pk=job.pk).attempts, Result.objects.count()) == (2, 1)
        assert scenario.result.facts["chosen"] == 900


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.slow), 360])
def test_the_pages_are_for_everybody(visit, axe, make_user, width):
    with acting(SYSTEM):
        Group.objects.create(
            code="pemangku",
            name="Pemangku",
            opd=Organisation.objects.create(
                code="dinas_kebudayaan", kind="office", name="Dinas", region=CITY
            ),
        )
        source = a_source(region=CITY)
        first, second = a_scenario(source), a_scenario(source, budget=5 * YEAR)
        link = services.share(second, "", CITY)
    page = visit(make_user("bappeda"), width=width)
    for where in (
        "/kajian/",
        "/kajian/data/",
        "/kajian/baru/",
        f"/kajian/{first.pk}/",
        f"/kajian/banding/?kajian={first.pk}&kajian={second.pk}",
        f"/kajian/{second.pk}/bagikan/",
        f"/kajian/dibagikan/{link.public_id}/",
    ):
        page.goto(where)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, where
