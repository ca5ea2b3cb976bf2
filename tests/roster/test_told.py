"""What a clerk is told: one sentence for one fault, and only what is there to do."""

from datetime import date

import pyarrow.parquet as pq
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tedung.linkage import link
from tedung.roster.check import Wish, check
from tedung.roster.lexicon import field_of

ON = date(2026, 12, 1)
HEAD = ["Nama", "NIK", "Tgl Lahir", "Desa", "Pekerjaan", "No HP"]
SUDIANA = ["I Wayan Sudiana", "5171031204780001", "12/04/1978", "Sanur Kaja", "Pecalang", ""]


def told(folder, *rows, head=HEAD, members=None):
    """The outcome and the cell Perbaiki of every line, and the summary."""
    with xlsxwriter.Workbook(folder / "desa.xlsx") as book:
        sheet = book.add_worksheet()
        for at, row in enumerate((head, *rows)):
            sheet.write_row(at, 0, row)
    summary = check([folder / "desa.xlsx"], folder / "out", Wish(on=ON, members=members), link)
    lines = CalamineWorkbook.from_path(folder / "out/marked/desa.xlsx").get_sheet_by_index(0).to_python()[1:]
    outcomes = [row["outcome"] for row in pq.read_table(folder / "out/rows.parquet").to_pylist()][1:]
    return [(outcome, line[-1] or "") for outcome, line in zip(outcomes, lines, strict=True)], summary


def changed(**cells):
    return [cells.get(name.replace(" ", "_"), cell) for name, cell in zip(HEAD, SUDIANA, strict=True)]


@pytest.mark.parametrize(
    ("cells", "outcome", "sentence"),
    [
        (
            {"Tgl_Lahir": "15/13/1981", "NIK": "5171031204810001"},
            "accepted_with_warnings",
            "Tanggal lahir tidak dapat dibaca",
        ),
        (
            {"Tgl_Lahir": "30 Pebruari 1985", "NIK": "5171031204850001"},
            "accepted_with_warnings",
            "Tanggal lahir tidak dapat dibaca",
        ),
        ({"Desa": "sda"}, "accepted_with_warnings", "Jangan tulis sda; isi sendiri tiap baris (kolom Desa)."),
        ({"Nama": "Idem"}, "needs_fix", "Jangan tulis sda; isi sendiri tiap baris (kolom Nama)."),
        ({"NIK": "sda"}, "needs_fix", "Jangan tulis sda; isi sendiri tiap baris (kolom NIK)."),
        ({"Desa": ""}, "accepted_with_warnings", "Desa/kelurahan belum diisi"),
        ({"Desa": "Kuta, Badung"}, "accepted_with_warnings", "Desa/kelurahan ini di Kabupaten Badung"),
        ({"Pekerjaan": "Ibu Rumah Tangga"}, "accepted_with_warnings", "Tertulis ibu rumah tangga;"),
        ({"NIK": 5171031204780001}, "accepted_with_warnings", "NIK di sini tersimpan sebagai angka."),
        ({"Pekerjaan": "PNS", "NIK": "517", "No_HP": "12"}, "not_eligible", "Tertulis ASN"),
    ],
)
def test_one_fault_is_one_sentence(tmp_path, cells, outcome, sentence):
    [(found, cell)], _ = told(tmp_path, changed(**cells))
    assert found == outcome
    assert cell.startswith(sentence)
    assert cell.count(". ") == sentence.count(". ") + cell.count(". Ubah") + cell.count(". Bila pek")


def test_a_double_names_the_line_that_stays(tmp_path):
    lines, _ = told(tmp_path, SUDIANA, SUDIANA)
    assert lines == [("accepted", ""), ("duplicate", "Sama dengan baris 2. Hapus baris ini.")]


def test_a_shared_nik_names_the_line_of_the_same_list(tmp_path):
    lines, _ = told(tmp_path, SUDIANA, changed(Nama="Ni Luh Sutini", Tgl_Lahir="02/01/1981"))
    assert [outcome for outcome, _ in lines] == ["needs_fix", "needs_fix"]
    assert "(baris 3)" in lines[0][1]
    assert "(baris 2)" in lines[1][1]


def test_a_member_is_told_since_when_and_stays_accepted(tmp_path):
    members = tmp_path / "peserta.csv"
    members.write_text(
        "NIK,Nama Peserta,Tgl Lahir,Tanggal Kepesertaan\n5171031204780001,I WAYAN SUDIANA,12-04-1978,01-09-2023\n"
    )
    [(outcome, cell)], _ = told(tmp_path, SUDIANA, members=members)
    assert (outcome, cell) == ("accepted", "Sudah peserta sejak 01-09-2023; tidak perlu didaftarkan lagi.")


def test_a_heading_that_nobody_knows_is_named_once(tmp_path):
    _, summary = told(tmp_path, [*SUDIANA, "x1"], head=[*HEAD, "Blok Lapak"])
    [remark] = summary["files"][0]["remarks"]
    assert 'G "Blok Lapak"' in remark
    _, summary = told(tmp_path, [*SUDIANA, ""], head=[*HEAD, "Blok Lapak"])
    assert summary["files"][0]["remarks"] == []


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Nma Lengkp", "nama_ktp"),
        ("Pkrjaan", "occupation"),
        ("Nama Kakek", ""),
        ("Nma Suami", "-"),
        ("Nm Ank", ""),
    ],
)
def test_a_heading_may_lack_vowels(heading, field):
    assert field_of(heading) == field
