"""Notes beside a person, wherever a clerk wrote them: two columns of work, a remark, an unknown column."""

import csv
from datetime import date

import pyarrow.parquet as pq
import pytest

from tedung.roster import remarks
from tedung.roster.check import Wish, check

ON = date(2026, 12, 1)
KNOWN = ["I Wayan Sudiana", "5171031204780001", "12/04/1978", "Sanur Kaja"]


def checked(folder, headings, *cells, name=KNOWN[0]):
    """The one row of a list with further columns: its outcome, its codes and the row itself."""
    with (folder / "desa.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [["Nama", "NIK", "Tgl Lahir", "Desa", *headings], [name, *KNOWN[1:], *cells]]
        )
    check([folder / "desa.csv"], folder / "out", Wish(on=ON))
    row = pq.read_table(folder / "out/rows.parquet").to_pylist()[-1]
    return row["outcome"], [found["code"] for found in row["findings"]], row


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (["Jabatan", "Pekerjaan"], ["Pecalang", "PNS"]),
        (["Pekerjaan", "Jabatan"], ["TNI", "Pecalang"]),
        (["Jabatan", "Pekerjaan lain"], ["Pecalang", "ASN Pemkot"]),
        (["Jabatan", "Status"], ["Pecalang", "PPPK"]),
        (["Jabatan", "Ket"], ["Pecalang", "P3K"]),
        (["Jabatan", "Ket", "Catatan"], ["Pecalang", "-", "anggota Polri"]),
    ],
)
def test_a_civil_servant_is_found_in_every_column(tmp_path, headings, cells):
    outcome, codes, _ = checked(tmp_path, headings, *cells)
    assert (outcome, codes) == ("not_eligible", ["civil_servant"])


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (["Jabatan", "Pekerjaan Suami"], ["Pecalang", "PNS"]),
        (["Jabatan", "Status"], ["Pecalang", "Kawin"]),
        (["Jabatan", "Ket"], ["Pecalang", "bukan PNS"]),
        (["Jabatan", "Status", "Perbaiki"], ["Pecalang", "Tidak memenuhi syarat", "Tertulis ASN, TNI"]),
    ],
)
def test_what_is_said_of_somebody_else_or_by_ourselves_is_not_held_against_a_person(
    tmp_path, headings, cells
):
    assert checked(tmp_path, headings, *cells)[:2] == ("accepted", [])


def test_the_office_is_taken_from_one_column_and_neither_is_called_a_double(tmp_path):
    outcome, codes, row = checked(tmp_path, ["Jabatan", "Pekerjaan"], "Pecalang", "Petani")
    assert (outcome, codes, row["kelompok_sasaran"]) == ("accepted", [], "pecalang")
    _, _, row = checked(tmp_path, ["Pekerjaan", "Jabatan"], "Petani", "Pecalang")
    assert row["kelompok_sasaran"] == "pecalang"


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("Pindah ke Badung", "name_says_gone"),
        ("diganti oleh Made Rai", "name_says_gone"),
        ("alm.", "dead"),
        ("sudah ikut BPJS mandiri", "says_covered"),
        ("sudah punya BPJS TK", "says_covered"),
        ("KTP Badung", "says_card_elsewhere"),
    ],
)
def test_a_note_is_told_whether_in_brackets_or_in_a_column(tmp_path, note, code):
    assert checked(tmp_path, ["Ket"], note)[1] == [code]
    assert checked(tmp_path, [], name=f"{KNOWN[0]} ({note})")[1] == [code]


@pytest.mark.parametrize(
    "note", ["", "-", "KTP ada", "belum punya BPJS TK", "peserta BPJS Kesehatan", "Pengganti", "x" * 9_000]
)
def test_a_note_that_says_nothing_of_the_kind_is_passed_over(note):
    assert remarks.read(note) == ()
