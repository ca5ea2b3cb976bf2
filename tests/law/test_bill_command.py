"""``tedung bill`` as a clerk or a script calls it."""

import csv

import pytest

from tedung.cli import main

TABLE = "enrolment_id,segment,income,payer,birth_date\na,bpu,1000000,apbd_kota,1985-06-15\nb,bpu,,self,1990-01-01\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "workers.csv"
    path.write_text(TABLE)
    return path


def test_it_writes_the_bill_and_says_what_it_came_to(table, tmp_path, capsys):
    assert main(["bill", str(table), "--month", "2026-12", "--out", str(tmp_path / "bill.csv")]) == 0
    rows = list(csv.DictReader((tmp_path / "bill.csv").read_text().splitlines()))
    assert [row["total"] for row in rows] == ["16800", "8400"]
    said = capsys.readouterr().out
    assert "Rp25.200" in said
    assert "income-lowest-bracket" in said  # an empty income is named


def test_without_out_it_only_says_the_totals(table, capsys):
    assert main(["bill", str(table), "--month", "2026-11", "--to", "2026-12"]) == 0
    assert "Tagihan 2026-11 – 2026-12 untuk 4 baris" in capsys.readouterr().out


def test_all_that_is_wrong_with_the_question_is_said_at_once(table, capsys):
    status = main(["bill", str(table), "--month", "2026-13", "--payer", "bupati", "--programmes", "jkk+jkx"])
    said = capsys.readouterr().err
    assert status == 2
    assert all(part in said for part in ("2026-13 bukan bulan", "--payer bupati", "jkk+jkx tidak dikenal"))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--month", "2015-06"], "mulai 2015-07"),
        (["--month", "2026-12", "--to", "2026-11"], "mendahului"),
        (["--month", "2016-01", "--to", "2027-01"], "terlalu banyak"),
        (["--month", "2026-12", "--by", "desa"], "mungkin maksud Anda: village"),
    ],
)
def test_an_impossible_question_gets_a_sentence(table, capsys, options, says):
    assert main(["bill", str(table), *options]) == 2
    assert says in capsys.readouterr().err


def test_a_wrong_suffix_is_named_as_it_was_typed(table, tmp_path, capsys):
    assert main(["bill", str(table), "--month", "2026-12", "--out", str(tmp_path / "bill.doc")]) == 2
    assert "bill.doc bukan tabel" in capsys.readouterr().err


def test_programmes_in_capitals_are_understood(table):
    assert main(["bill", str(table), "--month", "2026-12", "--programmes", "JKK+JKM"]) == 0


def test_a_village_list_is_sent_to_the_check(tmp_path, capsys):
    path = tmp_path / "daftar.csv"
    path.write_text("No,Nama,,\n1,x,,\n")
    assert main(["bill", str(path), "--month", "2026-12"]) == 2
    assert "tedung roster check" in capsys.readouterr().err


def test_a_missing_table_gets_a_sentence(tmp_path, capsys):
    assert main(["bill", str(tmp_path / "tidak-ada.csv"), "--month", "2026-12"]) == 2
    assert "tidak ada" in capsys.readouterr().err


def test_something_to_mend_is_status_1(tmp_path):
    path = tmp_path / "workers.csv"
    path.write_text("segment,upah\npu,5000000\n")
    assert main(["bill", str(path), "--month", "2026-12"]) == 1


def test_sums_by_a_column(tmp_path, capsys):
    path = tmp_path / "workers.csv"
    path.write_text(
        "village,payer\n51.71.01.1001,apbd_kota\n51.71.01.1001,apbd_kota\n51.71.02.1001,apbd_kota\n"
    )
    assert main(["bill", str(path), "--month", "2026-12", "--by", "village"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split() == ["51.71.01.1001", "Serangan", "2", "2", "Rp33.600"]
    assert lines[-1].split() == ["Jumlah", "3", "3", "Rp50.400"]
