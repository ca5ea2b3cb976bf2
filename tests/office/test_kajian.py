"""Scenarios: the figures by hand, what is refused and says why, the same inputs once, who reads what."""

import io
import re
import time
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest_office import CITY, KESIMAN, SUMERTA, person
from django.core.files.uploadedfile import SimpleUploadedFile
from jobs_of_test import start_worker
from python_calamine import CalamineWorkbook
from rows_of_kajian import PLAIN, a_scenario, a_source, one

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.documents.services import read
from tedung.office.jobs.models import Job
from tedung.office.jobs.worker import run_waiting
from tedung.office.kajian import computing, papers, reforms, services, sources
from tedung.office.kajian.models import Result, Scenario, Source
from tedung.office.organisations.models import Organisation
from tedung.office.penetapan.models import Cover, Decree, Row
from tedung.office.reference.models import Group

YEAR = 12 * 16_800  # JKK 10,000 and JKM 6,800 a month for the lowest bracket: PP 44/2015 Pasal 20
NAMES = re.compile(r"SUDARMA|\b\d{16}\b|blind|nama_ktp")


@pytest.fixture
def plain(as_system, offices):
    """Twenty people, money for ten of them."""
    return a_scenario()


@pytest.fixture
def planner(as_system, make_user, signed_in):
    """Somebody of Bappeda, signed in."""
    return signed_in(make_user("bappeda"))


def people_of(source):
    return pq.read_table(io.BytesIO(read(source.people)))


def sheets(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


# What is computed.


def test_the_figures_are_those_of_a_hand(plain):
    facts, tables = plain.result.facts, plain.result.tables
    assert (facts["chosen"], facts["reserve"], facts["not_eligible"]) == (10, 10, 0)
    assert facts["planned"] == facts["spent"] == 10 * YEAR
    assert facts["states"]["gap"] == facts["people"] == sum(facts["states"].values()) == 20
    assert sum(row["people"] for row in tables["reasons"]) == 20
    assert [row["planned"] for row in tables["months"]] == 12 * [10 * 16_800]
    for name in ("village", "sex", "kelompok_sasaran", "age_band"):
        assert sum(row["gap"] for row in tables[f"gap_{name}"]) == 20
        assert sum(row["chosen"] for row in tables[f"chosen_{name}"]) == 10


def test_a_target_narrows_the_choice_and_not_the_gap(as_system, offices):
    scenario = a_scenario(target_groups=["pemangku"], places=[KESIMAN], payer="apbdes", sumber_dana="ADD")
    facts = scenario.result.facts
    assert (facts["asked"], facts["chosen"], facts["people"]) == (10, 10, 20)
    assert {row["sumber_dana"] for row in scenario.result.tables["lines"]} == {"ADD"}


def test_weights_of_nought_do_not_count(as_system, offices):
    """Only the age counts: from 35 five points, from 18 three, twice as many here."""
    weights = {"income": 0, "risk": 0, "dependants": 0, "desil": 0, "age": 200}
    result = a_scenario(weights=weights, sensitivity=True).result
    assert {row["criterion"]: row["points"] for row in result.tables["weights"] if row["points"]} == {
        "age": [0, 6, 10, 20]
    }
    assert {row["criterion"] for row in result.tables["shifts"]} == {"age"}


def test_the_same_inputs_are_computed_once_and_give_the_same(plain):
    computing.compute(plain.pk)
    again = services.copy(plain)
    computing.compute(again.pk)
    again.refresh_from_db()
    assert Result.objects.filter(scenario=plain).count() == 1
    assert again.result.sha256 == plain.result.sha256
    assert again.result.inputs_sha256 == plain.result.inputs_sha256
    services.alter(again, again.source, again.name, {**again.choices, "seed": "lain"})
    assert again.result is None
    computing.compute(again.pk)
    again.refresh_from_db()
    assert again.result.inputs_sha256 != plain.result.inputs_sha256


def test_a_result_of_choices_that_changed_meanwhile_does_not_stand(plain, monkeypatch):
    services.alter(plain, plain.source, plain.name, {**plain.choices, "budget": YEAR})
    found = computing._computed

    def meanwhile(scenario, inputs):
        made = found(scenario, inputs)
        other = Scenario.everything.get(pk=scenario.pk)
        services.alter(other, other.source, other.name, {**other.choices, "budget": 2 * YEAR})
        return made

    monkeypatch.setattr(computing, "_computed", meanwhile)
    computing.compute(plain.pk)
    plain.refresh_from_db()
    assert plain.result is None
    assert plain.choices["budget"] == 2 * YEAR


# What is refused.


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"budget": -1}, "nol atau lebih"),
        ({"budget": 10**15}, "seribu triliun"),
        ({"budget": "1000"}, "rupiah utuh"),
        ({"months": 0}, "antara 1 dan 60"),
        ({"months": 61}, "antara 1 dan 60"),
        ({"weights": {"income": 301}}, "0 dan 300"),
        ({"weights": dict.fromkeys(("income", "risk", "dependants", "age", "desil"), 0)}, "satu kriteria"),
        ({"floors": [{"column": "sex", "value": "P", "least": 3, "percent": "10"}]}, "tidak keduanya"),
        (
            {"floors": [{"column": "sex", "value": "P", "least": 0, "percent": ""}]},
            "jumlah orang atau persen",
        ),
    ],
)
def test_choices_that_nobody_can_mean_are_refused(as_system, offices, wrong, said):
    with pytest.raises(Refusal, match=said):
        services.prepare(a_source(), "Salah", {**PLAIN, **wrong})


def test_no_money_chooses_nobody(as_system, offices):
    facts = a_scenario(budget=0).result.facts
    assert (facts["chosen"], facts["reserve"], facts["planned"]) == (0, 20, 0)


FLOORS = {
    "too few people": (
        [{"column": "kelompok_sasaran", "value": "pedagang", "least": 15, "percent": ""}],
        ["Pedagang kecil (15): kurang 5 orang", "Turunkan batasnya"],
    ),
    "too little money": (
        [{"column": "sex", "value": sex, "least": 10, "percent": ""} for sex in "LP"],
        ["Rp4.032.000", "kurang"],  # twenty people for a year
    ),
    "a column that is not there": ([{"column": "desil", "value": "1", "least": 1, "percent": ""}], ["desil"]),
}


@pytest.mark.parametrize("name", FLOORS)
def test_floors_that_cannot_be_kept_say_which(as_system, offices, name):
    floors, said = FLOORS[name]
    scenario = services.prepare(a_source(), "Batas", {**PLAIN, "floors": floors})
    services.ask(scenario)
    assert run_waiting() == 1
    scenario.refresh_from_db()
    assert (scenario.state, scenario.result) == ("konsep", None)
    assert all(part in scenario.sentence for part in said)
    assert Job.everything.get(pk=scenario.job_id).sentence == scenario.sentence


def test_a_floor_for_each_is_content_with_all_there_are(as_system, offices):
    rows = [*(one(number) for number in range(10)), one(10, village=SUMERTA, income=9_000_000)]
    each = [{"column": "village", "value": "", "least": 3, "percent": ""}]
    result = a_scenario(a_source(rows, CITY), budget=4 * YEAR, floors=each).result
    kept = {row["value"]: (row["chosen"], row["is_kept"]) for row in result.tables["floors"]}
    assert kept == {KESIMAN: (3, True), SUMERTA: (1, True)}


# The people.


def covered(who, since, until):
    fields = {
        "unit_id": 1,
        "region": CITY,
        "about": "uji",
        "since": since,
        "until": until,
        "made_at": clock.now(),
    }
    decree = Decree.everything.create(payer="apbd_kota", unit_code="disnaker", **fields)
    row = Row.everything.create(decree=decree, ordinal=1, person=who, nama_ktp="x", since=since, until=until)
    return Cover.everything.create(
        person=who,
        row=row,
        payer="apbd_kota",
        programmes="jkk+jkm",
        group_code="pemangku",
        since=since,
        until=until,
    )


def test_the_registry_is_counted_without_a_name(as_system, offices, monkeypatch):
    """Five persons: one covered, one covered under an old id, one dead, one of an unknown village."""
    known = [person(KESIMAN, nik="5171012345678901", birth_date=date(1980, 1, 1), sex="P") for _ in range(2)]
    covered(known[0], date(2026, 1, 1), date(2026, 12, 31))
    alias = person(KESIMAN, merged_into=known[1])
    covered(alias, date(2026, 6, 1), date(2026, 12, 31))
    person(KESIMAN, died_on=date(2026, 1, 1))
    person("")
    source = sources.take_registry(CITY, date(2026, 12, 1))
    assert run_waiting() == 1
    source.refresh_from_db()
    rows = people_of(source).to_pylist()
    assert (source.state, source.count, len(rows)) == ("siap", 3, 3)
    assert [row["is_member"] for row in rows] == [True, True, None]
    assert [row["village"] for row in rows] == [KESIMAN, KESIMAN, CITY]
    assert rows[0]["opd_pengampu"] == "dinas_kebudayaan"
    assert not NAMES.search(str(rows))
    assert not NAMES.search(" ".join(rows[0]))
    next_year = sources.take_registry(CITY, date(2027, 1, 1))
    run_waiting()
    next_year.refresh_from_db()
    assert [row["is_member"] for row in people_of(next_year).to_pylist()] == [None, None, None]


def test_of_a_table_only_what_the_study_looks_at_is_kept(as_system, offices):
    given = b"person_id,nik,nama_ktp,village,sex,income,is_member\n" + b"".join(
        b"51710123456789%02d,51710123456789%02d,I WAYAN SUDARMA,51.71.02.1006,L,1000000,ya\n" % (n, n)
        for n in range(10, 16)
    )
    source = sources.take_table(CITY, date(2026, 12, 1), "Tabel", SimpleUploadedFile("orang.csv", given))
    run_waiting()
    source.refresh_from_db()
    assert (source.state, source.count) == ("siap", 6)
    found = people_of(source)
    assert set(found.column_names) == {"person_id", "village", "sex", "income", "is_member"}
    assert not NAMES.search(str(found.to_pylist()))
    assert found["is_member"].to_pylist() == [True] * 6


WRONG_TABLES = {
    "empty": (b"", "kosong"),
    "another thing": (b"%PDF-1.7\n%%EOF\n", "harus berupa"),
    "a damaged end": (b"PAR1" + bytes(4_000), "terpotong"),
}


@pytest.mark.parametrize("name", WRONG_TABLES)
def test_what_is_no_table_is_refused_at_the_door(as_system, offices, name):
    content, said = WRONG_TABLES[name]
    with pytest.raises(Refusal, match=said):
        sources.take_table(CITY, date(2026, 12, 1), "Tabel", content)
    assert not Source.everything.exists()


@pytest.mark.parametrize(
    "rows",
    [
        [one(1), one(1)],  # the same person twice
        [one(1, village="51.72.01.1001")],  # nobody of this city
        [one(1, income="banyak")],
    ],
)
def test_a_table_that_cannot_be_studied_says_why(as_system, offices, rows):
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    source = sources.take_table(CITY, date(2026, 12, 1), "Tabel", sink.getvalue())
    run_waiting()
    source.refresh_from_db()
    assert source.state == "gagal"
    assert source.sentence
    with pytest.raises(Refusal):
        services.prepare(source, "Kajian", PLAIN)


def test_an_invented_population_is_nobody_and_says_so(as_system, offices):
    source = sources.invent(CITY, date(2026, 12, 1), 7, 0.002)
    run_waiting()
    source.refresh_from_db()
    assert source.is_invented
    assert source.count > 1_000
    assert source.summary["assumptions"]
    assert sum(source.summary["margins"].values()) > 50
    assert a_scenario(source, budget=10 * YEAR).result.facts["is_invented"]
    with pytest.raises(Refusal, match="kota, kabupaten"):
        sources.invent(KESIMAN, date(2026, 12, 1), 7)


# Sharing.


def test_what_is_shared_does_not_change(plain):
    services.share(plain, "hukum", KESIMAN)
    with pytest.raises(Refusal):
        services.alter(plain, plain.source, "lain", plain.choices)
    with pytest.raises(Refusal, match="dibagikan"):
        services.ask(plain)
    services.share(plain, "hukum", KESIMAN)
    assert plain.shares.count() == 1
    copy = services.copy(plain)
    services.alter(copy, copy.source, "lain", copy.choices)


def test_only_a_result_is_shared_with_who_may_read_it(as_system, offices):
    scenario = services.prepare(a_source(), "Kajian", PLAIN)
    with pytest.raises(Refusal, match="Hitung"):
        services.share(scenario, "hukum", KESIMAN)
    made = a_scenario()
    for role, region, said in (("admin", KESIMAN, "Peran"), ("hukum", SUMERTA, "Wilayah")):
        with pytest.raises(Refusal, match=said):
            services.share(made, role, region)


def test_a_link_opens_to_its_role_within_its_region_until_it_ends(as_system, offices, make_user, signed_in):
    made = a_scenario(a_source(region=CITY))
    link = services.share(made, "operator_desa", KESIMAN)
    where = f"/kajian/dibagikan/{link.public_id}/"
    here, next_door = (
        make_user("operator_desa", "region", KESIMAN),
        make_user("operator_desa", "region", SUMERTA),
    )
    other = make_user("operator_adat", "organisation", "desa:kesiman")
    assert [signed_in(user).get(where).status_code for user in (here, next_door, other)] == [200, 404, 404]
    assert signed_in(here).get(f"/kajian/{made.pk}/").status_code == 403
    assert made.name in signed_in(here).get("/kajian/dibagikan/").content.decode()
    assert made.name not in signed_in(next_door).get("/kajian/dibagikan/").content.decode()
    with acting(SYSTEM):
        services.end_share(made, link.pk)
    assert signed_in(here).get(where).status_code == 404


def test_nobody_studies_beyond_the_own_region(as_system, offices, make_user, as_user):
    source = a_source(region=CITY)
    with as_user(make_user("verifikator", "region", KESIMAN)), pytest.raises(NotAllowed):
        services.prepare(source, "Kajian", PLAIN)
    with as_user(make_user("inspektorat")), pytest.raises(NotAllowed):
        services.prepare(source, "Kajian", PLAIN)


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
def test_a_reform_that_cannot_be_read_says_why(plain, wrong):
    with pytest.raises(Refusal):
        reforms.ask(plain, wrong)
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
