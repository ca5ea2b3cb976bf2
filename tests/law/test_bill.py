"""The bill: who is not billed and why, what always holds, and that files and arrays agree."""

from datetime import date

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.columns import BILL, BILL_SCHEMA
from tedung.dates import Month
from tedung.errors import TedungError
from tedung.law import LawError, law_on, pu
from tedung.law.bill import Fillings, bill
from tedung.law.bill_file import Request, bill_file, totals_by
from tedung.law.bill_rules import WHY_NOT
from tedung.scale.door import TableError
from tedung.texts import sentences

AMOUNTS = [column.name for column in BILL if column.unit == "IDR"]
VILLAGER = {"segment": "bpu", "income": 1_000_000, "birth_date": date(1985, 6, 15), "payer": "apbd_kota"}
EMPLOYEE = {"segment": "pu", "upah": 5_000_000, "risk_class": 2, "enterprise_size": "large"}


def one(month="2026-12", **worker):
    return bill(pa.Table.from_pylist([worker]), month).to_pylist()[0]


@pytest.mark.parametrize(
    ("reason", "month", "worker"),
    [
        ("already_member", "2026-12", VILLAGER | {"is_member": True}),
        ("not_yet_registered", "2026-12", VILLAGER | {"registered_on": date(2027, 1, 1)}),
        ("programme_not_open", "2026-12", VILLAGER | {"programmes": "jkk+jkm+jp"}),
        ("programme_not_open", "2026-12", {"segment": "jakon", "contract_value": 1, "programmes": "jkk+jht"}),
        ("missing_upah", "2026-12", {**EMPLOYEE, "upah": None}),
        ("missing_risk_class", "2026-12", {**EMPLOYEE, "risk_class": None}),
        ("missing_enterprise_size", "2026-12", {**EMPLOYEE, "enterprise_size": None}),
        ("missing_contract", "2026-12", {"segment": "jakon"}),
        ("missing_contract_months", "2026-12", {"segment": "pmi"}),
        ("contract_too_short", "2026-12", {"segment": "pmi", "contract_months": 5}),
        ("too_young", "2026-12", VILLAGER | {"birth_date": date(2008, 12, 2)}),
        ("too_old", "2026-12", VILLAGER | {"birth_date": date(1961, 12, 1)}),
        ("law_gap", "2027-03", EMPLOYEE),
        ("law_gap", "2022-12", {"segment": "pmi", "contract_months": 24}),
    ],
)
def test_whoever_is_not_billed_has_zeros_and_a_reason(reason, month, worker):
    row = one(month, **worker)
    assert row["why_not"] == reason
    assert {row[name] for name in AMOUNTS} == {0}
    assert row["is_covered"] == (reason == "already_member")


def test_every_reason_has_its_sentence_in_both_languages():
    for lang in ("id", "en"):
        assert {f"bill.why_{reason}" for reason in WHY_NOT[1:]} <= set(sentences(lang))


def test_ages_at_the_boundary():
    """docs/conventions.md, minimum-age and age-65; 29 February grows older on 1 March."""
    born = {"2008-12-01": None, "1961-12-02": None, "1961-12-01": "too_old"}
    for day, reason in born.items():
        assert one(**VILLAGER | {"birth_date": date.fromisoformat(day)})["why_not"] == reason
    leap = VILLAGER | {"birth_date": date(2008, 2, 29)}
    assert one("2026-02", **leap | {"registered_on": date(2026, 2, 28)})["why_not"] == "too_young"
    assert one("2026-03", **leap | {"registered_on": date(2026, 3, 1)})["why_not"] is None


def test_a_member_past_65_goes_on():
    """Permenaker 5/2021 as practised: the age at enrolment decides, not the age today."""
    old = VILLAGER | {"birth_date": date(1955, 1, 1), "registered_on": date(2018, 1, 1)}
    assert one(**old)["total"] == 16_800


def test_members_are_billed_when_asked():
    table = pa.Table.from_pylist([VILLAGER | {"is_member": True}])
    assert bill(table, "2026-12", include_members=True).to_pylist()[0]["total"] == 16_800


def test_a_law_gap_leaves_out_only_the_rows_that_need_it():
    rows = [EMPLOYEE, {**EMPLOYEE, "enterprise_size": "small"}, VILLAGER]
    reasons = bill(pa.Table.from_pylist(rows), "2027-03")["why_not"].to_pylist()
    assert reasons == ["law_gap", None, None]


def test_options_fill_empty_cells_only():
    table = pa.table({"payer": [None, "self"], "programmes": [None, "jkk"]})
    rows = bill(table, "2025-12", payer="apbd_kota", programmes="jkk+jkm").to_pylist()
    assert [(row["by_apbd_kota"], row["by_worker"]) for row in rows] == [(16_800, 0), (0, 10_000)]


def test_rows_get_an_id_where_they_have_none():
    rows = bill(pa.table({"income": [1, 2]}), "2026-12").to_pylist()
    assert [(row["enrolment_id"], row["worker_id"]) for row in rows] == [
        ("row-1", "row-1"),
        ("row-2", "row-2"),
    ]


def test_an_empty_table_has_an_empty_bill():
    assert bill(pa.table({"upah": pa.array([], pa.int64())}), "2026-12").schema == BILL_SCHEMA


def test_all_faults_of_a_table_are_named_at_once():
    table = pa.table(
        {
            "upha": [1, 2],
            "upah": ["abc", "-5"],
            "segment": ["pu", "pns"],
            "risk_class": [9, 1],
            "programmes": ["jkk+xyz", "jkk"],
            "birth_date": ["1978-02-31", "1978-12-08"],
            "contract_value": [10**15, 1],
            "transport": ["mungkin", "ya"],
        }
    )
    with pytest.raises(TableError) as refused:
        bill(table, "2026-12")
    named = {(fault.code, fault.column) for fault in refused.value.faults}
    assert named == {
        ("unknown_column", "upha"),
        ("wrong_type", "upah"),
        ("not_allowed", "segment"),
        ("out_of_range", "risk_class"),
        ("not_allowed", "programmes"),
        ("wrong_type", "birth_date"),
        ("out_of_range", "contract_value"),
        ("wrong_type", "transport"),
    }
    assert "maksud Anda upah?" in str(refused.value)


def test_a_fault_shows_no_value_as_long_as_a_nik():
    with pytest.raises(TableError) as refused:
        bill(pa.table({"income": ["5171010101010001"]}), "2026-12")
    assert "5171010101010001" not in str(refused.value)


def test_the_same_id_twice_is_refused():
    with pytest.raises(TableError, match="enrolment_id"):
        bill(pa.table({"enrolment_id": ["a", "a"]}), "2026-12")


def test_numbers_of_pandas_are_read():
    """An empty cell makes a column of floats there, and NaN of the cell."""
    rows = bill(pa.table({"income": [1_200_000.0, float("nan")]}), "2024-12").to_pylist()
    assert [row["jkk"] for row in rows] == [12_000, 10_000]


@given(st.lists(st.integers(0, 10**15 - 1), min_size=2, max_size=20), st.sampled_from([1, 2, 3, 4, 5]))
def test_a_contribution_never_falls_as_upah_rises(upah, risk_class):
    law = law_on(date(2026, 12, 1))
    rising = np.sort(np.array(upah))
    parts = (pu.jkk(rising, np.full(len(rising), risk_class), law), pu.jkm(rising, law), *pu.jht(rising, law))
    for part in (*parts, *pu.jp(rising, law), *pu.jkp(rising, law)):
        assert (np.diff(part) >= 0).all()
        assert (part >= 0).all()


SEGMENTS = st.sampled_from(["pu", "bpu", "jakon", "pmi"])
WORKERS = st.fixed_dictionaries(
    {
        "segment": SEGMENTS,
        "upah": st.none() | st.integers(0, 10**12),
        "income": st.none() | st.integers(0, 10**12),
        "risk_class": st.none() | st.integers(1, 5),
        "enterprise_size": st.sampled_from([None, "micro", "small", "medium", "large"]),
        "payer": st.sampled_from([None, "self", "apbd_kota", "apbdes", "donor"]),
        "contract_value": st.none() | st.integers(0, 10**14),
        "contract_months": st.none() | st.integers(0, 60),
        "transport": st.none() | st.booleans(),
        "jkn": st.none() | st.booleans(),
    }
)


@given(
    st.lists(WORKERS, min_size=1, max_size=30), st.sampled_from(["2015-07", "2020-09", "2026-05", "2026-12"])
)
def test_what_payers_pay_adds_up(workers, month):
    table = pa.Table.from_pylist(workers)
    for row in bill(table, month).to_pylist():
        by_payers = [name for name in AMOUNTS if name.startswith("by_") and name != "by_state"]
        programmes = ("jkk", "jkm", "jht_employer", "jht_worker", "jp_employer", "jp_worker", "pmi_package")
        assert row["total"] == sum(row[name] for name in by_payers) == sum(row[name] for name in programmes)
        assert (row["why_not"] is None) == (row["is_covered"])
        assert min(row[name] for name in AMOUNTS) >= 0


def villagers(count):
    """Rows of every segment, every month's reliefs among them."""
    rng = np.random.default_rng(5)
    kinds = [VILLAGER, EMPLOYEE, {"segment": "jakon", "contract_value": 750_000_000}]
    kinds += [{"segment": "pmi", "contract_months": 15, "via_agency": True}, VILLAGER | {"is_member": True}]
    rows = []
    for number, kind in enumerate(rng.integers(0, len(kinds), count)):
        extra = {"village": f"51.71.0{number % 4 + 1}.1001", "transport": bool(number % 3 == 0)}
        rows.append({"enrolment_id": f"e{number}", "worker_id": f"w{number // 2}", **kinds[kind], **extra})
    return pa.Table.from_pylist(rows, schema=schema_of(rows))


def schema_of(rows):
    from tedung.columns import WORKER

    names = {name for row in rows for name in row}
    return pa.schema([(column.name, column.type) for column in WORKER if column.name in names])


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".xlsx"])
def test_a_file_is_billed_as_its_table(tmp_path, suffix):
    table = villagers(500)
    source, target = tmp_path / f"table{suffix}", tmp_path / "bill.parquet"
    write(table, source)
    totals = bill_file(source, target, Request([Month(2026, 5)]))
    got = pq.read_table(target)
    want = bill(table, "2026-05")
    assert got.cast(want.schema).to_pylist() == want.to_pylist()
    assert totals.rows == 500
    assert sum(totals.reasons.values()) == 500
    assert totals.amounts["total"] == sum(want["total"].to_pylist())


def write(table, target):
    frame = pl.from_arrow(table)
    if target.suffix == ".parquet":
        pq.write_table(table, target)
    elif target.suffix == ".csv":
        frame.write_csv(target)
    else:
        frame.write_excel(target)


def test_months_stand_one_after_the_other_and_contracts_once(tmp_path):
    rows = [VILLAGER, {"segment": "jakon", "contract_value": 100_000_000}]
    table = pa.Table.from_pylist(rows, schema=schema_of(rows))
    write(table, tmp_path / "t.parquet")
    months = list(Month(2026, 11).until(Month(2027, 1)))
    bill_file(tmp_path / "t.parquet", tmp_path / "b.csv", Request(months))
    rows = pl.read_csv(tmp_path / "b.csv").to_dicts()
    assert [row["month"] for row in rows] == [
        "2026-11",
        "2026-11",
        "2026-12",
        "2026-12",
        "2027-01",
        "2027-01",
    ]
    assert [row["total"] for row in rows] == [16_800, 240_000, 16_800, 0, 16_800, 0]
    assert [row["why_not"] for row in rows][3::2] == ["charged_once", "charged_once"]
    assert [row["is_covered"] for row in rows] == [True] * 6


def test_an_xlsx_bill_keeps_whole_rupiah(tmp_path):
    from python_calamine import CalamineWorkbook

    write(pa.Table.from_pylist([VILLAGER]), tmp_path / "t.parquet")
    bill_file(tmp_path / "t.parquet", tmp_path / "b.xlsx", Request([Month(2026, 12)]))
    header, row = CalamineWorkbook.from_path(tmp_path / "b.xlsx").get_sheet_by_index(0).to_python()
    assert dict(zip(header, row, strict=True))["total"] == 16_800


def test_fillings_and_notes_of_a_file(tmp_path):
    (tmp_path / "t.csv").write_text("worker_id;birth_date\na;1990-01-01\nb;\n")
    totals = bill_file(tmp_path / "t.csv", None, Request([Month(2026, 12)], Fillings("apbd_kota", "jkk+jkm")))
    assert totals.amounts["by_apbd_kota"] == 33_600
    assert totals.notes == {"no_segment": 2, "income-lowest-bracket": 2, "unchecked_age": 1}


def test_a_bill_over_months_enrols_once(tmp_path):
    """Whoever the bill enrols in January stays enrolled on turning 65 or 54 in February."""
    rows = [
        VILLAGER | {"birth_date": date(1961, 2, 15)},
        {**EMPLOYEE, "jkn": True, "birth_date": date(1972, 2, 15)},
    ]
    table = pa.Table.from_pylist(rows, schema=schema_of(rows))
    write(table, tmp_path / "t.parquet")
    bill_file(tmp_path / "t.parquet", tmp_path / "b.csv", Request(list(Month(2026, 1).until(Month(2026, 3)))))
    bills = pl.read_csv(tmp_path / "b.csv").to_dicts()
    assert [row["total"] for row in bills][::2] == [16_800] * 3
    assert [row["jkp_from_jkk"] for row in bills][1::2] == [7_000] * 3


def test_what_is_charged_once_is_charged_when_it_first_can_be(tmp_path):
    """docs/conventions.md, charged-once: after the registration, and from the tariff's first month."""
    rows = [
        {"segment": "jakon", "contract_value": 100_000_000, "registered_on": date(2023, 3, 10)},
        {"segment": "pmi", "contract_months": 24, "registered_on": date(2023, 4, 1)},
        {"segment": "pmi", "contract_months": 24},
    ]
    write(pa.Table.from_pylist(rows, schema=schema_of(rows)), tmp_path / "t.parquet")
    bill_file(tmp_path / "t.parquet", tmp_path / "b.csv", Request(list(Month(2023, 2).until(Month(2023, 5)))))
    bills = pl.read_csv(tmp_path / "b.csv").to_dicts()
    assert [row["total"] for row in bills][::3] == [0, 240_000, 0, 0]
    assert [row["total"] for row in bills][1::3] == [0, 0, 332_500, 0]
    assert [row["total"] for row in bills][2::3] == [0, 332_500, 0, 0]
    assert [row["why_not"] for row in bills][2::3] == ["law_gap", None, "charged_once", "charged_once"]


def test_a_member_past_65_is_billed_where_members_are():
    """Handbook of the agency (probis 59): who was below the limit at registration may go on."""
    worker = VILLAGER | {"birth_date": date(1955, 1, 1), "is_member": True, "member_since": date(2015, 1, 1)}
    for row in (worker, {**worker, "member_since": None}):
        table = pa.Table.from_pylist([row], schema=schema_of([worker]))
        assert bill(table, "2026-12", include_members=True)["total"].to_pylist() == [16_800]


def test_zero_is_empty():
    """docs/conventions.md, zero-is-empty: spreadsheets write 0 for a cell left empty."""
    project = {"segment": "jakon", "upah": 0, "contract_value": 100_000_000}
    assert one(**project)["total"] == 240_000
    assert one(**{**EMPLOYEE, "upah": 0})["why_not"] == "missing_upah"


def test_programmes_are_filled_where_they_are_open(tmp_path):
    rows = [{"segment": "jakon", "contract_value": 100_000_000}, {"segment": "pmi", "contract_months": 24}]
    table = pa.Table.from_pylist(rows, schema=schema_of(rows))
    assert bill(table, "2026-12", programmes="jkk+jkm+jht")["total"].to_pylist() == [240_000, 332_500]


def test_sums_do_not_wrap(tmp_path):
    """200,000 rows of the largest wage add up to more than int64 holds."""
    table = pa.table(
        {
            "segment": ["pu"] * 200_000,
            "upah": [10**15 - 1] * 200_000,
            "risk_class": [5] * 200_000,
            "enterprise_size": ["large"] * 200_000,
        }
    )
    pq.write_table(table, tmp_path / "t.parquet")
    totals = bill_file(tmp_path / "t.parquet", None, Request([Month(2024, 12)]))
    each = bill(table.slice(0, 1), "2024-12")["total"].to_pylist()[0]
    assert totals.amounts["total"] == 200_000 * each > 2**63


def test_a_bill_names_the_conventions_it_leans_on(tmp_path):
    donor, employer = VILLAGER | {"payer": "donor"}, VILLAGER | {"payer": "self", "bpu_kind": "employer"}
    rows = [donor, employer, VILLAGER | {"income": 1_099_500}, VILLAGER | {"birth_date": date(1950, 1, 1)}]
    rows += [{**EMPLOYEE, "jkn": True}, {"segment": "jakon", "contract_value": 1_000_000}]
    write(pa.Table.from_pylist(rows, schema=schema_of(rows)), tmp_path / "t.parquet")
    totals = bill_file(tmp_path / "t.parquet", None, Request([Month(2026, 12)]))
    assert totals.notes == {
        "apbdes-donor-relief": 1,
        "bpu-employer-relief": 1,
        "half-open-brackets": 1,
        "age-65": 1,
        "jkp-age-at-registration": 1,
        "charged-once": 1,
        "unchecked_age": 1,
    }


def test_a_month_before_the_law_is_refused():
    with pytest.raises(LawError, match="begins in 2015-07"):
        bill(pa.table({"income": [1]}), "2015-06")


def test_totals_by_village(tmp_path):
    table = villagers(200)
    write(table, tmp_path / "t.parquet")
    frame = totals_by(tmp_path / "t.parquet", Request([Month(2026, 5)]), "village")
    assert frame["rows"].sum() == 200
    assert frame["total"].sum() == sum(bill(table, "2026-05")["total"].to_pylist())
    assert frame["village"].to_list() == sorted(set(table["village"].to_pylist()))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("t.csv", b"", "kosong"),
        ("t.csv", b"upah,segment\n1,2,3\n", "bukan 2"),
        ("t.parquet", b"not parquet at all", "rusak"),
        ("t.xlsx", b"PK\x03\x04 broken", "rusak"),
        ("t.pdf", b"%PDF-1.7", "bukan tabel"),
    ],
)
def test_a_file_that_is_no_table_gets_a_sentence(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TedungError, match=says):
        bill_file(tmp_path / name, tmp_path / "out.csv", Request([Month(2026, 12)]))
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_a_refused_table_leaves_the_old_bill_alone(tmp_path):
    (tmp_path / "bill.csv").write_text("old")
    (tmp_path / "t.csv").write_text("upah\nabc\n")
    with pytest.raises(TableError, match=r"baris 2: abc"):
        bill_file(tmp_path / "t.csv", tmp_path / "bill.csv", Request([Month(2026, 12)]))
    assert (tmp_path / "bill.csv").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 2
