"""Scenarios: the figures by hand, what is refused and says why, the same inputs once, who reads what."""

import io
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest_office import CITY, KESIMAN, SUMERTA, person
from django.core.files.uploadedfile import SimpleUploadedFile
from rows_of_kajian import NAMES, PLAIN, YEAR, a_scenario, a_source, one

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.documents.services import read
from tedung.office.jobs.models import Job
from tedung.office.jobs.worker import run_waiting
from tedung.office.kajian import computing, services, sources
from tedung.office.kajian.models import Result, Scenario, Source
from tedung.office.penetapan.models import Cover, Decree, Row


@pytest.fixture
def plain(as_system, offices):
    """Twenty people, money for ten of them."""
    return a_scenario()


def people_of(source):
    return pq.read_table(io.BytesIO(read(source.people)))


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


def covered(who, unit, since, until):
    fields = {
        "unit": unit,
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
    covered(known[0], offices["disnaker"], date(2026, 1, 1), date(2026, 12, 31))
    alias = person(KESIMAN, merged_into=known[1])
    covered(alias, offices["disnaker"], date(2026, 6, 1), date(2026, 12, 31))
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
