"""Where the header is, which column is which, and what each line is."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.errors import TedungError
from tedung.roster import headers
from tedung.roster.cells import CellError, Line
from tedung.roster.lexicon import FIELDS, field_of, lexicon


def sheet(*rows):
    return [Line(number, tuple(row)) for number, row in enumerate(rows, 1)]


HEADING = ["No", "NIK", "Nama Lengkap", "Tempat/Tgl Lahir", "L/P", "Alamat", "No HP"]
PERSON = [1, "5171011208780001", "I Wayan Contoh", "Denpasar, 12-08-1978", "L", "Br. Satu", "081234567890"]


def kinds(*rows):
    lines = sheet(*rows)
    return [kind for _, kind in headers.kinds(lines, headers.find(lines))]


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("N.I.K", "nik"), ("NIK*", "nik"), ("No. KTP/ NIK", "nik"), ("Nomor Induk Kependudukan (NIK)", "nik"),
        ("NOMOR KTP (16 DIGIT)", "nik"), ("Nama Lengkap Sesuai KTP", "nama_ktp"), ("NAMA\nLENGKAP", "nama_ktp"),
        ("Nama Petugas Jumantik", "nama_ktp"), ("TTL", "birth"), ("Tempat / Tgl. Lahir", "birth"),
        ("Tempat, Tanggal Lahir", "birth"), ("Tgl. Lhr", "birth_date"), ("Tgl Lahir (dd/mm/yyyy)", "birth_date"),
        ("JK", "sex"), ("L / P", "sex"), ("Jenis Kelmain", "sex"), ("Alamt", "address"), ("Domisili", "address"),
        ("Br.", "banjar"), ("Lingkungan", "banjar"), ("Desa / Kelurahan", "village"), ("No. Telp/WA", "phone"),
        ("HP", "phone"), ("Nama Gadis Ibu Kandung", "mother"), ("Ibu Kandung", "mother"), ("Pekerjan", "occupation"),
        ("Jabatan", "occupation"), ("Penghasilan per bulan (Rp)", "income"), ("Upah", "income"), ("Usia", "age"),
        ("No. KPJ", "bpjs_number"), ("Ket.", "remarks"), ("Date of Birth", "birth_date"), ("Full Name", "nama_ktp"),
        ("Jabatan/Tugas", "occupation"), ("Tugas / Jabatan", "occupation"), ("Profesi atau Pekerjaan", "occupation"),
        ("Telp/WA/HP", "phone"), ("Banjar/Br. Adat", "banjar"), ("Nama/Nama Lengkap", "nama_ktp"),
        ("birth_place", "birth_place"), ("enterprise_size", "enterprise_size"), ("nik_state", "nik_state"),
    ],
)  # fmt: skip
def test_headings(heading, wanted):
    assert field_of(heading) == wanted


@pytest.mark.parametrize(
    "heading",
    ["Nama Suami", "NIK Istri", "Nama Ayah", "Ahli Waris", "NIK Ahli Waris", "Tanda Tangan", "Status", "Warna", "",
     "Nama Usaha", "No Rekening", "Tanggal SK", "x" * 200, "5171011208780001", "Desa Adat", "NIK Suami/Istri",
     "Subak", "Desa Adat/Subak", "Nama Subak/Tempekan", "Jabatan/Alamat", "Jabatan/Warna"],
)  # fmt: skip
def test_headings_that_are_not_ours(heading):
    assert field_of(heading) in ("", "-")


def test_every_heading_of_the_table_names_a_field():
    known = {*FIELDS, "-", "birth_place?", "birth_date?", "sex_l?", "sex_p?"}
    ours = {field for field in lexicon().headings.values() if field not in known}
    from tedung.roster.lexicon import COLUMNS

    assert ours <= COLUMNS


def test_header_below_titles():
    lines = sheet(["DAFTAR PEKERJA RENTAN"], ["Desa: Sanur Kauh", None, "Tahun 2026"], [], HEADING, PERSON)
    found = headers.find(lines)
    assert found.lines == (4,)
    assert found.columns == {
        "number": 0, "nik": 1, "nama_ktp": 2, "birth": 3, "sex": 4, "address": 5, "phone": 6,
    }  # fmt: skip
    assert found.headings["birth"] == "Tempat/Tgl Lahir"
    assert found.first_line == 5
    assert found.cell(lines[4], "sex") == "L"


def test_two_lines_with_groups_and_numbering():
    lines = sheet(
        ["NO", "NAMA", "NIK", "TEMPAT/TGL LAHIR", None, "JENIS KELAMIN", None, "ALAMAT", None, "KET"],
        [None, None, None, "TEMPAT", "TANGGAL", "L", "P", "BANJAR", "DESA"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)"],
        [
            1,
            "I Wayan Contoh",
            "5171011208780001",
            "Dps",
            dt.date(1978, 8, 12),
            "v",
            None,
            "Br. Satu",
            "Sanur",
        ],
    )
    found = headers.find(lines)
    assert found.lines == (1, 2, 3)
    assert found.columns == {
        "number": 0, "nama_ktp": 1, "nik": 2, "birth_place": 3, "birth_date": 4, "sex_l": 5, "sex_p": 6, "banjar": 7,
        "village": 8, "remarks": 9,
    }  # fmt: skip
    assert kinds(*(line.cells for line in lines)) == ["header", "header", "numbering", "person"]


def test_merged_headings_repeated_downwards_are_one():
    lines = sheet(["No", "NIK", "Nama", "Kelahiran"], ["No", "NIK", "Nama", "Tempat", "Tgl"], PERSON[:5])
    assert headers.find(lines).headings["nik"] == "NIK"
    assert headers.find(lines).columns["birth_date"] == 4


def test_birth_date_in_three_columns():
    lines = sheet(
        ["Nama", "NIK", "Tgl Lahir", None, None],
        [None, None, "Tgl", "Bln", "Thn"],
        ["Ani", "51", 12, 8, 1978],
    )
    found = headers.find(lines).columns
    assert (found["birth_day"], found["birth_month"], found["birth_year"]) == (2, 3, 4)
    assert "birth_date" not in found


def test_tempat_alone_needs_its_partner():
    assert headers.find(sheet(["NIK", "Nama", "Tempat", "Tanggal"])).columns["birth_place"] == 2
    found = headers.find(sheet(["NIK", "Nama", "Tempat", "Alamat", "Tanggal"]))
    assert "birth_place" not in found.columns
    assert found.unknown == {2: "Tempat", 4: "Tanggal"}


def test_heirs_below_a_group_are_not_the_person():
    lines = sheet(
        ["NIK", "Nama", "Ahli Waris", None], [None, None, "Nama", "NIK"], ["51", "Ani", "Ina", "52"]
    )
    assert headers.find(lines).columns == {"nik": 0, "nama_ktp": 1}


def test_a_column_twice_takes_the_better_filled_and_says_so():
    rows = [["NIK", "Nama", "NIK"], *([None, "Ani", "5171011208780001"] for _ in range(5))]
    found = headers.find(sheet(*rows))
    assert found.columns["nik"] == 2
    assert [(twice.taken, twice.left) for twice in found.twice] == [(2, 0)]
    assert "kolom C" in found.remarks[0].sentence("id")
    assert headers.find(sheet(["NIK", "Nama", "NIK"], PERSON[:3])).columns["nik"] == 0


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[]],
        [["x"]],
        [["Denpasar", "Badung"], ["Gianyar", "Bangli"]],
        [["Nama"], ["Ani"]],
        [[1, 2, 3], [4, 5, 6]],
    ],
)
def test_no_header(rows):
    found = headers.find(sheet(*rows))
    assert (found.status, found.columns) == ("no_header", {})


def test_headerless_only_where_certain():
    people = [[f"517101120878000{n}", f"I Wayan {'Abcdef'[n]}nom", "L", f"1{n}-08-1978"] for n in range(5)]
    found = headers.find(sheet(*people))
    assert found.columns == {"nik": 0, "nama_ktp": 1, "sex": 2, "birth_date": 3}
    assert (found.inferred, found.first_line, found.remarks[0].code) == (True, 1, "header_inferred")
    assert [kind for _, kind in headers.kinds(sheet(*people), found)] == ["person"] * 5
    two_names = [[*person[:2], f"Ni Made {'Abcdef'[n]}nom"] for n, person in enumerate(people)]
    assert headers.find(sheet(*two_names)).status == "no_header"


def test_a_person_never_serves_as_header():
    lines = sheet(["Nama", "NIK", "Alamat"], ["Ani", "-", "Badung"], ["Ina", "lupa", "Nama kota"])
    assert headers.find(lines).lines == (1,)


# --- what a line is ------------------------------------------------------------------


def test_the_paper_around_the_people():
    rows = [
        ["DAFTAR PEKERJA RENTAN"], [], HEADING, [1, 2, 3, 4, 5, 6, 7], PERSON, ["A. PEKASEH"], PERSON,
        ["BANJAR TENGAH"], PERSON, HEADING, PERSON, [2], [None, None, "JUMLAH", None, None, 4], [],
        [None, None, "Mengetahui,", None, None, "Denpasar, 12 Agustus 2026"], [None, None, "Perbekel Sanur Kauh"], [],
        [None, None, "I MADE CONTOH, SH", None, None, "I KETUT CONTOH"], [None, None, "NIP. 197001011990031001"],
    ]  # fmt: skip
    assert kinds(*rows) == [
        "title", "blank", "header", "numbering", "person", "title", "person", "title", "person", "header", "person",
        "blank", "total", "blank", "footer", "footer", "blank", "footer", "footer",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        [None, None, "I Made Contoh"],
        [None, "5171011208780001"],
        [9, None, None, None, None, "Br. Satu"],
        [9, None, "Total Contoh", "Denpasar, 12-08-1978"],
        [9, None, "Jumlah Contoh"],
        [None, None, "Perbekel Contoh", "Denpasar, 12-08-1978", "L"],
        [None, 5171011208780000.0],
        [1, CellError("#REF!")],
        [None, None, None, None, "L", "Br. Satu", "081234567890"],
        [None, "lupa", "Ni Luh"],
        [3, "-", "Ketua Contoh", "-", "L"],
        [4, "ktp hilang", "An. Contoh", "Denpasar, 12 Agustus 1978", "P"],
    ],
)
def test_in_doubt_it_is_a_person(row):
    assert kinds(HEADING, PERSON, row)[2] == "person"


def test_people_after_signatures_are_people_again():
    assert kinds(HEADING, PERSON, [None, None, "Mengetahui"], [None, None, "Lurah"], PERSON, [None, None, "Ani"]) == [
        "header", "person", "footer", "footer", "person", "person",
    ]  # fmt: skip


def columns(*rows):
    return headers.find(sheet(*rows)).columns


def test_ticks_and_the_parts_of_a_date_in_columns_of_their_own():
    top = ["No", "NIK", "Nama", "Jenis Kelamin", None, "Tanggal Lahir", None, None, "Alamat"]
    sub = [None, None, None, "L", "P", "Tgl", "Bln", "Thn", None]
    assert columns(top, sub, PERSON) == {
        "number": 0, "nik": 1, "nama_ktp": 2, "sex_l": 3, "sex_p": 4,
        "birth_day": 5, "birth_month": 6, "birth_year": 7, "address": 8,
    }  # fmt: skip
    assert columns(["NIK", "Nama", "Tgl Lahir", "Bln Lahir", "Thn Lahir"], PERSON) == {
        "nik": 0, "nama_ktp": 1, "birth_day": 2, "birth_month": 3, "birth_year": 4,
    }  # fmt: skip
    assert columns(["NIK", "Nama", "L", "P"], PERSON) == {"nik": 0, "nama_ktp": 1, "sex_l": 2, "sex_p": 3}


WIDE = ["No", "NIK", "Nama", "TTL", "L/P", "No HP", "Ibu Kandung", "Pekerjaan"]
WIDE_PERSON = [1, *PERSON[1:5], "081234567890", "Ni Made Contoh", "Petani"]


@pytest.mark.parametrize("column", range(8))
def test_a_total_and_signatures_under_any_heading(column):
    """A clerk writes them where the page has room, which may be the column of a NIK."""

    def alone(text):
        return [None] * column + [text]

    rows = [alone("Jumlah : 32 orang"), [], alone("Denpasar, 15 November 2026"), alone("Lurah Serangan,"),
            [], alone("I Nengah Contoh"), alone("NIP. 19700201 200707 1 999")]  # fmt: skip
    assert kinds(WIDE, WIDE_PERSON, *rows) == [
        "header", "person", "total", "blank", "footer", "footer", "blank", "footer", "footer",
    ]  # fmt: skip


def test_a_signature_without_a_day_before_it():
    rows = [[None] * 5 + ["Perbekel Contoh,"], [None] * 5 + ["I Made Contoh"]]
    assert kinds(WIDE, WIDE_PERSON, *rows)[2:] == ["footer", "footer"]


@pytest.mark.parametrize(
    "row", [["Jumlah", 32], [None, 32, "Jumlah"], [None, None, "Jumlah", "32 orang", "12", "20"]]
)
def test_a_sum_is_nobody(row):
    assert kinds(WIDE, WIDE_PERSON, row)[2] == "total"


@pytest.mark.parametrize(
    "row",
    [
        [None, "belum ada", "Ni Luh Contoh"],
        [None, None, "Ni Luh Contoh", "12-08-1978"],
        [None, None, "Ni Luh Contoh", "Denpasar", "P"],
        [None, None, "Ni Luh Contoh", None, None, "081234567890"],
        [None, None, "Ni Luh Contoh", None, None, None, "Ni Made Contoh"],
        [None, None, "Kelian Contoh", dt.date(1978, 8, 12)],
        [2, None, "Ni Luh Contoh"],
        [None, "5171011208780002"],
        [None, None, "Ni Luh Contoh", None, None, None, None, "Petani", "Br. Satu", "Sanur"],
    ],
)
def test_a_person_below_signatures_is_a_person(row):
    assert kinds(WIDE, WIDE_PERSON, [None, None, "Mengetahui,"], row)[3] == "person"


cell = (
    st.none() | st.text(max_size=30) | st.integers() | st.floats(allow_nan=False) | st.dates() | st.booleans()
)


@given(rows=st.lists(st.lists(cell, max_size=9), max_size=12))
def test_anything_has_a_header_or_none_and_every_line_a_kind(rows):
    lines = sheet(*rows)
    found = headers.find(lines)
    assert found.status in ("read", "no_header")
    assert len(list(headers.kinds(lines, found))) == len(lines)


@given(
    name=st.text(st.characters(categories=("Lu", "Ll")), min_size=2, max_size=20),
    digits=st.text("0123456789", min_size=16, max_size=16),
    rest=st.lists(cell, min_size=5, max_size=5),
)
def test_a_line_with_a_nik_is_always_a_person(name, digits, rest):
    header = headers.find(sheet(HEADING, PERSON))
    line = Line(3, (rest[0], digits, name, *rest[1:]))
    assert headers.classify_line(line, header) == "person"
    assert headers.classify_line(line, header, after_footer=True) == "person"


@pytest.mark.parametrize(
    "text", ["a" + "." * 30_000, "a.." * 9_000 + "!", "((" * 15_000, "a, " * 9_000, "1 " * 15_000]
)
def test_long_cells_cost_nothing(text):
    lines = sheet(HEADING, PERSON, [None, None, text], [text] * 7, [None, None, None, text])
    assert len(list(headers.kinds(lines, headers.find(lines)))) == 5
    assert headers.find(sheet([text] * 7, [text] * 7, [text] * 7)).status == "no_header"


# --- the mapping file ----------------------------------------------------------------


def test_mapping_by_heading_letter_and_pattern(tmp_path):
    path = tmp_path / "m.toml"
    path.write_text('nik = "Nomor Kartu"\nnama_ktp = "C"\n[files."Sanur*.xlsx"]\nphone = "B"\n')
    mapping = headers.load_mapping(path)
    assert mapping.of("lain.csv") == {"nik": "Nomor Kartu", "nama_ktp": "C"}
    lines = sheet(["Nomor kartu", "Warna", "Siapa", "Alamat"], ["51", "0812", "Ani", "Br. Satu"])
    found = headers.find(lines, mapping.of("sanur kauh.XLSX"))
    assert found.columns == {"nik": 0, "nama_ktp": 2, "phone": 1}


def test_mapping_overrides_what_was_found(tmp_path):
    path = tmp_path / "m.json"
    path.write_text(json.dumps({"nama_ktp": "Nama Asli Pendeta"}))
    lines = sheet(["NIK", "Nama", "Nama Asli Pendeta"], ["51", "Ida Rsi", "Ani"])
    found = headers.find(lines, headers.load_mapping(path).of("a.xlsx"))
    assert found.columns["nama_ktp"] == 2
    assert found.lines == (1,)


def test_mapping_that_a_sheet_does_not_have_is_a_remark():
    lines = sheet(["NIK", "Nama"], ["51", "Ani"])
    found = headers.find(lines, {"phone": "Telepon Rumah", "mother": "ZZ", "nik": "NIK"})
    assert found.columns == {"nik": 0, "nama_ktp": 1}
    assert "mother = ZZ; phone = Telepon Rumah" in found.remarks[0].sentence("id")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "m.toml",
            'nikk = "NIK"\nnama = "Nama"\nphone = 3\n[files.x]\nhp = ""',
            ["nikk", "nama", "phone", "[x] hp"],
        ),
        ("m.toml", "files = 3", ["files"]),
        ("m.toml", "nik = ", ["TOML"]),
        ("m.json", "[1]", ["TOML"]),
        ("m.json", "{", ["TOML"]),
        ("m.toml", b"\xff\xfe", ["TOML"]),
    ],
)
def test_all_faults_of_a_mapping_at_once(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(TedungError) as fault:
        headers.load_mapping(path)
    assert all(word in str(fault.value) for word in words)
