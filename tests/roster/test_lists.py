"""What a list says of all its rows, and where it is not heard."""

from datetime import date

import pytest

from tedung.roster.cells import Line
from tedung.roster.headers import Header
from tedung.roster.lists import listen
from tedung.roster.places import gazetteer
from tedung.roster.profile import Profile
from tedung.roster.row import Context, Reader
from tedung.roster.table import ROWS


def work_of(row):
    named = dict(zip(ROWS.names, row, strict=False))
    return named["occupation"], named["kelompok_sasaran"]


BARE = Header(lines=(4,), columns={"nama_ktp": 0, "nik": 1})


def heard(*titles, file="daftar.xlsx", sheet="Sheet1", header=BARE):
    head = [Line(at, (title,)) for at, title in enumerate(titles, 1)]
    return listen(file, sheet, head, header, gazetteer())


@pytest.mark.parametrize(
    ("titles", "file", "sheet", "code"),
    [
        (("DAFTAR PECALANG", "DESA SANUR KAJA KECAMATAN DENPASAR SELATAN"), "a.csv", "", "51.71.01.2009"),
        ((), "rekap_kel_tonja_nov26.xlsx", "Sheet1", "51.71.04.1004"),
        ((), "Desa Sumerta Kauh - calon peserta (fix).ods", "Sheet1", "51.71.02.2008"),
        (("Kelurahan Tonja",), "a.csv", "Kel. Tonja", "51.71.04.1004"),
        (("Kelurahan Tonja", "Desa Pemogan"), "a.csv", "", ""),  # two: nobody knows
        (("DESA ADAT SANUR",), "a.csv", "", ""),  # a customary village is no place of the ministry
        (("Desa Atlantis",), "a.csv", "", ""),
        (("Tonja",), "a.csv", "", ""),  # a name alone may be anything
        (("DESA SANIR KAJA",), "a.csv", "", ""),  # a misspelt title is not repaired
    ],
)
def test_the_village_of_a_list_without_that_column(titles, file, sheet, code):
    assert heard(*titles, file=file, sheet=sheet).village == code


@pytest.mark.parametrize(
    ("titles", "sheet", "code", "group"),
    [
        (("DAFTAR PEMANGKU SE-KOTA DENPASAR",), "Sheet1", "pemangku", "pemangku"),
        ((), "JUMANTIK", "jumantik", "jumantik"),
        (("KELOMPOK NELAYAN SERANGAN",), "", "6222", "nelayan"),
        (("PENDAMPING PKH KECAMATAN DENPASAR TIMUR",), "", "", "pkh"),
        (("DATA JUMANTIK DAN LINMAS",), "", "", ""),
        (("DATA PEKERJA RENTAN CALON PESERTA BPJS KETENAGAKERJAAN",), "", "", ""),
    ],
)
def test_the_office_of_a_list_without_that_column(titles, sheet, code, group):
    said = heard(*titles, sheet=sheet)
    assert (said.work.code, said.work.group) == (code, group)


def test_a_column_is_heard_before_a_title():
    header = Header(lines=(2,), columns={"nama_ktp": 0, "village": 1, "occupation": 2})
    said = heard("DAFTAR PEMANGKU DESA PEMOGAN", header=header)
    assert said.village == ""
    reader = Reader(("a.csv", "S"), header, Profile(), Context(date(2026, 12, 1), gazetteer(), b"k"), said)
    codes = [
        work_of(reader.person(Line(3, ("I Made", "Tonja", work)))[0]) for work in ("Petani", "Pecalang", None)
    ]
    assert codes == [("6111", "pemangku"), ("pecalang", "pecalang"), (None, "pemangku")]


def test_what_stands_below_the_header_is_no_title():
    header = Header(lines=(1,), columns={"nama_ktp": 0})
    assert heard("Nama", "Desa Pemogan", header=header).village == ""


def test_a_hostile_title_costs_nothing():
    said = heard("desa " * 40_000, "=cmd|x", "🙂" * 5000)
    assert (said.village, said.work.code) == ("", "")
