"""``tedung study gap``, ``select`` and ``budget`` as an officer meets them."""

import json
from datetime import date

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest

from tedung.cli import main

NORTH, SOUTH = "51.71.04.1001", "51.71.01.1003"


def people(count=60):
    """Half of them women, a third wage earners, every tenth a member; children and an old one."""
    return pa.table(
        {
            "person_id": [f"p{at:03}" for at in range(count)],
            "household_id": [f"h{at // 3}" for at in range(count)],
            "village": [NORTH if at % 2 else SOUTH for at in range(count)],
            "sex": ["L" if at % 4 < 2 else "P" for at in range(count)],
            "birth_date": pa.array([date(1960 + at, 5, 17) for at in range(count)]),
            "is_working": [at < 50 for at in range(count)],
            "segment": [None if at >= 50 else "pu" if at % 3 == 0 else "bpu" for at in range(count)],
            "upah": pa.array(
                [3_000_000 if at % 3 == 0 and at < 50 else None for at in range(count)], pa.int64()
            ),
            "income": pa.array([900_000 if at % 3 else None for at in range(count)], pa.int64()),
            "enterprise_size": [None if at % 3 else "micro" for at in range(count)],
            "risk_class": pa.array([None if at % 3 else 2 for at in range(count)], pa.int64()),
            "desil": pa.array([at % 10 + 1 for at in range(count)], pa.int64()),
            "is_member": [at % 10 == 0 for at in range(count)],
        }
    )


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "orang.parquet"
    pq.write_table(people(), path)
    return path


def run(*words):
    return main(["study", *map(str, words)])


def test_the_gap_is_printed_and_written(table, tmp_path, capsys):
    out = tmp_path / "kesenjangan"
    assert run("gap", table, "--on", "2026-12-01", "--out", out) == 0
    said = capsys.readouterr().out
    assert "Kesenjangan pelindungan: 60 orang pada 2026-12-01" in said
    assert "Sesetan" in said  # villages by name
    assert "opd_pengampu" in said  # what cannot be told
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert sum(summary["states"].values()) == 60
    assert {path.name for path in out.iterdir()} >= {"gap.csv", "gap.parquet", "map.csv", "indicators.json"}
    assert pq.read_table(out / "map.parquet")["village"].to_pylist() == [SOUTH, NORTH]


def test_a_synthetic_population_says_how_sure_its_figures_are(tmp_path, capsys):
    (tmp_path / "villages").mkdir()
    pq.write_table(people(), tmp_path / "villages/51.71.01.1003.parquet")
    margins = [
        {"certainty": "agency"},
        {"certainty": "press"},
        {"certainty": "assumption"},
        {"certainty": "odd"},
    ]
    (tmp_path / "fit.json").write_text(json.dumps({"margins": margins, "assumptions": [1, 2, 3]}), "utf-8")
    assert run("gap", tmp_path, "--on", "2026-12-01") == 0
    said = capsys.readouterr().out
    assert "angka atau rumusan resmi 1; anggapan kami 1; odd 1; pers 1 – dan 3 anggapan" in said
    (tmp_path / "fit.json").write_text("[", "utf-8")
    assert run("gap", tmp_path, "--on", "2026-12-01") == 0
    assert "penduduk tiruan" not in capsys.readouterr().out


def test_a_region_is_told_apart(table, capsys):
    assert run("gap", table, "--on", "2026-12-01", "--region", "51.71.04") == 0
    assert "30 orang" in capsys.readouterr().out
    assert run("gap", table, "--region", "51.7") == 2
    assert "Tidak seorang pun tinggal di wilayah 51.7" in capsys.readouterr().err


def test_whoever_was_not_compared_is_to_be_mended(tmp_path, capsys):
    path = tmp_path / "people.parquet"
    pq.write_table(people().drop_columns(["is_member"]), path)
    assert run("gap", path, "--on", "2026-12-01") == 1
    assert "paling banyak" in capsys.readouterr().out


def test_a_selection_covers_accounts_and_repeats(table, tmp_path, capsys):
    floors = tmp_path / "batas.toml"
    floors.write_text('[[floor]]\ncolumn = "village"\neach = true\nleast = 3\n', "utf-8")
    words = [
        "select",
        table,
        "--budget",
        10 * 201_600,
        "--month",
        "2027-01",
        "--floors",
        floors,
        "--sensitivity",
    ]
    outs = [tmp_path / "satu", tmp_path / "dua"]
    assert [run(*words, "--out", out) for out in outs] == [0, 0]
    said = capsys.readouterr().out
    assert "Rp2.016.000" in said
    assert "desil kesejahteraan menjadi 50 %" in said
    summary = json.loads((outs[0] / "summary.json").read_text("utf-8"))
    assert sum(summary["people"].values()) == 60
    assert summary["people"]["chosen"] == 10
    assert summary["spent"] == 10 * 201_600
    selection = pq.read_table(outs[0] / "selection.parquet").to_pylist()
    assert all(row["sentence"] for row in selection)
    assert {row["reason"] for row in selection if row["status"] == "not_eligible"} >= {
        "not_working",
        "already_member",
    }
    for name in ("selection", "scores", "fairness"):
        assert (outs[0] / f"{name}.csv").read_bytes() == (outs[1] / f"{name}.csv").read_bytes()


def test_floors_that_cannot_be_kept_end_in_a_sentence(table, tmp_path, capsys):
    floors = tmp_path / "batas.toml"
    floors.write_text(f'[[floor]]\ncolumn = "village"\nvalue = "{NORTH}"\nleast = 50\n', "utf-8")
    assert run("select", table, "--budget", 10**9, "--month", "2027-01", "--floors", floors) == 2
    fault = capsys.readouterr().err
    assert NORTH in fault
    assert "Longgarkan batas ini" in fault


def test_a_budget_of_the_chosen(table, tmp_path, capsys):
    chosen, out = tmp_path / "pilihan", tmp_path / "anggaran"
    run("select", table, "--budget", 5 * 201_600, "--month", "2027-01", "--out", chosen)
    versions = tmp_path / "versi.csv"
    versions.write_text(
        "year,version,sub_activity,sumber_dana,amount\n2027,APBD,Pekerja rentan,PAD,1008000\n", "utf-8"
    )
    words = [
        "budget",
        table,
        "--chosen",
        chosen / "selection.parquet",
        "--month",
        "2027-01",
        "--payer",
        "apbd_kota",
    ]
    words += [
        "--budget",
        5 * 201_600,
        "--replaced-after",
        1,
        "--runs",
        20,
        "--versions",
        versions,
        "--out",
        out,
    ]
    assert run(*words) == 0
    said = capsys.readouterr().out
    assert "5 orang dibayar" in said
    assert "Versi anggaran berdampingan" in said
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert (summary["people"], summary["planned"]) == (5, 5 * 201_600)
    assert summary["planned"] >= summary["with_replacement"] >= summary["expected"]
    lines = arrow_csv.read_csv(out / "lines.csv")
    assert sum(lines["planned"].to_pylist()) == 5 * 201_600


def test_a_plan_beyond_the_budget_is_to_be_mended(table):
    words = ["budget", table, "--month", "2027-01", "--payer", "apbd_kota", "--runs", 1]
    assert run(*words, "--budget", 1) == 1
    assert run(*words) == 0


def test_everybody_of_the_table_is_paid_for_or_has_a_reason(table, tmp_path):
    out = tmp_path / "anggaran"
    assert run("budget", table, "--month", "2027-01", "--payer", "apbd_kota", "--runs", 1, "--out", out) == 0
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["people"] + sum(summary["not_paid_for"].values()) == 60
    assert summary["not_paid_for"]["not_working"] == 10


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["select", "T", "--budget", "1", "--month", "2027-13"], "2027-13 bukan bulan"),
        (["select", "T", "--budget", "1", "--month", "2027-02", "--to", "2027-01"], "tidak dapat dipakai"),
        (["select", "T", "--budget", "1", "--month", "2027-01", "--to", "2099-01"], "paling banyak 60 bulan"),
        (
            ["select", "T", "--budget", "1", "--month", "2027-01", "--payer", "apbd"],
            "--payer apbd tidak dikenal",
        ),
        (["select", "T", "--budget", "1", "--month", "2027-01", "--programmes", "jkx"], "jkx tidak dikenal"),
        (["select", "T", "--budget", "1", "--month", "2014-01"], "2014-01"),
        (["select", "none.parquet", "--budget", "1", "--month", "2027-01"], "tidak ada"),
        (["budget", "none.parquet", "--month", "2027-01"], "tidak ada"),
        (["gap", "none.parquet", "--on", "2027-01-01"], "tidak ada"),
    ],
)
def test_what_cannot_be_asked_ends_in_a_sentence(table, capsys, words, fault):
    assert run(*[table if word == "T" else word for word in words]) == 2
    assert fault in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["select", "T", "--budget", "1.000", "--month", "2027-01"], "1.000 bukan rupiah"),
        (["select", "T", "--budget", "-1", "--month", "2027-01"], "bukan"),
        (["budget", "T", "--month", "2027-01", "--runs", "0"], "0 bukan bilangan dari 1"),
        (["gap", "T", "--on", "31-12-2026"], "31-12-2026 bukan tanggal"),
    ],
)
def test_a_word_of_the_command_that_is_wrong(table, capsys, words, fault):
    with pytest.raises(SystemExit) as left:
        run(*[table if word == "T" else word for word in words])
    assert left.value.code == 2
    assert fault in capsys.readouterr().err or fault == "bukan"


def test_a_damaged_file_of_a_folder_is_named(tmp_path, capsys):
    pq.write_table(people(), tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes(b"PAR1 is not enough")
    assert run("gap", tmp_path, "--on", "2026-12-01") == 2
    assert "b.parquet" in capsys.readouterr().err


def test_a_column_of_another_type_is_named(tmp_path, capsys):
    wrong = people().set_column(people().column_names.index("is_member"), "is_member", pa.array(["ya"] * 60))
    pq.write_table(wrong, tmp_path / "a.parquet")
    assert run("gap", tmp_path, "--on", "2026-12-01") == 2
    assert "is_member" in capsys.readouterr().err


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(table, tmp_path):
    hostile = people().append_column("kelompok_sasaran", pa.array(['=HYPERLINK("x")'] * 60))
    pq.write_table(hostile, table)
    out = tmp_path / "pilihan"
    assert run("select", table, "--budget", 201_600, "--month", "2027-01", "--out", out) == 0
    assert "\"'=HYPERLINK" in (out / "fairness.csv").read_text("utf-8")


def test_the_command_speaks_english_too(table, monkeypatch, capsys):
    monkeypatch.setenv("TEDUNG_LANG", "en")
    assert run("gap", table, "--on", "2026-12-01") == 0
    assert "The gap in protection: 60 people on 2026-12-01" in capsys.readouterr().out


def test_no_page_and_no_file_holds_a_nik(table, tmp_path, capsys):
    secret = people().append_column("nik", pa.array([f"51710112345{at:05}" for at in range(60)]))
    pq.write_table(secret.append_column("nama_ktp", pa.array(["I Wayan Rahasia"] * 60)), table)
    out = tmp_path / "pilihan"
    run("select", table, "--budget", 201_600, "--month", "2027-01", "--out", out)
    run("gap", table, "--on", "2026-12-01", "--out", tmp_path / "gap")
    shown = capsys.readouterr().out
    for path in [*out.glob("*.csv"), *out.glob("*.json"), *(tmp_path / "gap").glob("*.csv")]:
        shown += path.read_text("utf-8")
    assert "51710112345" not in shown
    assert "Rahasia" not in shown
