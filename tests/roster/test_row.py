"""A line of cells becomes a row and its findings."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.roster.cells import CellError, Line, Remark
from tedung.roster.headers import Header
from tedung.roster.places import gazetteer
from tedung.roster.profile import Habit, Profile, Shift
from tedung.roster.reading import unslipped
from tedung.roster.row import Context, Reader
from tedung.roster.table import READ, ROWS, batch_of

ON = date(2026, 12, 1)
COLUMNS = (
    *("nama_ktp", "nik", "kk", "birth_place", "birth_date", "age", "sex", "address", "banjar", "village"),
    *(
        "district",
        "phone",
        "mother",
        "occupation",
        "income",
        "member_since",
        "remarks",
        "segment",
        "nama_sebutan",
    ),
)
GOOD = {
    "nama_ktp": "I Wayan Sudiana",
    "nik": "5171031204780001",
    "birth_place": "Denpasar",
    "birth_date": "12/04/1978",
    "sex": "L",
    "address": "Jl. Kartini No. 5",
    "banjar": "Br. Tainsiat",
    "village": "Sanur Kaja",
    "phone": "081361405208",
    "mother": "Ni Made Rai",
    "occupation": "Pecalang",
    "income": "1,5 jt",
}


def reader(profile=None, columns=COLUMNS, file="a.csv", key=b"k"):
    header = Header(columns={name: at for at, name in enumerate(columns)})
    return Reader((file, "Lembar1"), header, profile or Profile(), Context(ON, gazetteer(), key))


def read(profile=None, number=7, **cells):
    given_cells = {**GOOD, **cells}
    line = Line(number, tuple(given_cells.get(name) for name in COLUMNS))
    row, findings = reader(profile).person(line)
    return dict(zip(ROWS.names, row, strict=False)), [found.code for found in findings]


def habit(code, field="nik"):
    return Profile(habits=(Habit(code, field, True, Remark(code, {})),))


def test_a_clean_line_has_every_field_and_no_finding():
    row, codes = read()
    assert codes == []
    assert (
        row.items()
        >= {
            "file": "a.csv",
            "sheet": "Lembar1",
            "line": 7,
            "is_person": True,
            "nama_ktp": "I Wayan Sudiana",
            "nik": "5171031204780001",
            "nik_state": "valid",
            "birth_date": date(1978, 4, 12),
            "birth_source": "field",
            "birth_year": 1978,
            "sex": "L",
            "sex_source": "field",
            "village": "51.71.01.2009",
            "village_raw": "Sanur Kaja",
            "phone": "+6281361405208",
            "occupation": "pecalang",
            "kelompok_sasaran": "pecalang",
            "income": 1_500_000,
        }.items()
    )


@pytest.mark.parametrize(
    ("typed", "group"),
    [
        ("pemangku", "pemangku"),
        ("Kelompok PEMANGKU", "pemangku"),
        ("kelompok_baru", "kelompok_baru"),  # an office may have a group of its own
        ("Kelompok Tani Sari Merta Ayu Wangi Denpasar", "pecalang"),  # no group that is known: the row's work
        ("-", "pecalang"),
        ("=1+1", "pecalang"),
        (None, "pecalang"),
    ],
)
def test_a_column_of_groups_says_the_code_or_the_words(typed, group):
    columns = (*COLUMNS, "kelompok_sasaran")
    line = Line(7, (*(GOOD.get(name) for name in COLUMNS), typed))
    row, _found = reader(columns=columns).person(line)
    assert dict(zip(ROWS.names, row, strict=False))["kelompok_sasaran"] == group


@pytest.mark.parametrize(("typed", "kept"), [("Desa  Antah", "Desa Antah"), ("-", None), ("=1+1", "1+1")])
def test_a_village_that_nobody_knows_stays_as_typed(typed, kept):
    row, _ = read(village=typed)
    assert (row["village"], row["village_raw"]) == (None, kept)


def test_a_row_fits_the_table():
    row, _ = reader().person(Line(1, tuple(GOOD.get(name) for name in COLUMNS)))
    other = reader().other(Line(2, ()))
    assert len(row) == len(other) == READ
    assert batch_of([row, other]).num_rows == 2
    assert batch_of([]).num_rows == 0


def test_the_day_is_looked_for_in_every_column():
    assert read(birth_date=None, birth_place="Denpasar, 12-04-1978")[0]["birth_source"] == "field"
    row, codes = read(birth_date=None, age=48)
    assert (row["birth_source"], codes) == ("nik", ["birth_from_nik"])
    row, codes = read(birth_date=None, age="48 th", nik=None)
    assert (row["birth_year"], codes) == (1978, ["nik_missing", "birth_age_only"])
    row, _ = read(birth_place=None, birth_date="Singaraja, 12-04-1978")
    assert (row["birth_place"], row["birth_date"]) == ("Singaraja", date(1978, 4, 12))


def parsed(columns, *cells, profile=None):
    """Read a line of a list with these columns beside the name and the NIK."""
    names = ("nama_ktp", "nik", *columns)
    row, findings = reader(profile, names).person(Line(7, (GOOD["nama_ktp"], None, *cells)))
    return dict(zip(ROWS.names, row, strict=False)), [one.code for one in findings if one.column != "nik"]


@pytest.mark.parametrize(
    ("cells", "sex", "codes"),
    [
        (("v", None), "L", []),
        ((None, "√"), "P", []),
        (("x", "-"), "L", []),
        ((0, 1), "P", []),
        ((1.0, 0.0), "L", []),
        ((None, None), None, []),
        (("", "-"), None, []),
        (("v", "v"), None, ["sex_unknown"]),
    ],
)
def test_a_tick_in_one_of_two_columns_is_the_sex(cells, sex, codes):
    row, found = parsed(("birth_date", "sex_l", "sex_p"), "12-04-1978", *cells)
    found.remove("village_missing")
    assert (row["sex"], found) == (sex, codes)


def test_a_tick_gives_way_to_a_column_of_its_own():
    row, _ = parsed(("birth_date", "sex", "sex_l", "sex_p"), "12-04-1978", "P", "v", None)
    assert row["sex"] == "P"


@pytest.mark.parametrize(
    ("cells", "day", "year", "codes"),
    [
        ((12, 4, 1978), date(1978, 4, 12), 1978, []),
        (("12", "April", "78"), date(1978, 4, 12), 1978, []),
        ((12.0, "04", 1978.0), date(1978, 4, 12), 1978, []),
        ((None, None, 1978), None, 1978, ["birth_year_only"]),
        (("-", 4, "1978"), None, 1978, ["birth_year_only"]),
        ((None, None, None), None, None, ["birth_missing"]),
        ((31, 2, 1978), None, None, ["birth_impossible", "birth_missing"]),
        ((12, 4, None), None, None, ["birth_impossible", "birth_missing"]),
        ((12, 4, CellError("#REF!")), None, None, ["birth_impossible", "birth_missing", "cell_error"]),
    ],
)
def test_a_birth_date_in_three_columns(cells, day, year, codes):
    row, found = parsed(("birth_day", "birth_month", "birth_year"), *cells)
    found.remove("village_missing")
    assert (row["birth_date"], row["birth_year"], found) == (day, year, codes)


def test_an_age_is_counted_from_the_day_of_the_run_and_says_so():
    _, findings = reader(None, ("nama_ktp", "age")).person(Line(7, ("I Wayan Sudiana", 47)))
    told = next(one.sentence for one in findings if one.code == "birth_age_only")
    assert "umur 47 tahun" in told
    assert "01-12-2026" in told
    assert "lahir sekitar 1979" in told


def test_a_typed_nik_that_ends_in_0000_is_a_warning_alone():
    """Only a number cell is known to have lost its last digits; text may be typed so."""
    row, codes = read(nik="5171031204780000")
    assert (row["nik_state"], codes) == ("valid", ["nik_serial"])
    row, codes = read(nik=5171031204780000)
    assert (row["nik_state"], codes) == ("lost", ["nik_lost"])


def test_the_number_of_the_family_card_is_asked_again():
    assert read(kk="5171031204780001")[1] == ["nik_is_kk"]
    assert read(nik="5171031205120004")[1] == ["nik_is_kk"]  # issued 12 May 2012, born 1978
    assert read(nik="5171031205780004", kk="5171031205120004")[1] == ["birth_differs_from_nik"]
    assert read(habit("nik_is_kk"))[1] == ["nik_is_kk"]
    assert (
        "nik_is_kk" in read(nik="5171031205150004", birth_date=None)[1]
    )  # eleven years old, or a card of 2015
    assert "nik_is_kk" in read(nik="5171031205120004", birth_date="48 th")[1]
    assert (
        "nik_is_kk" not in read(nik="5171031205090004", birth_date=None)[1]
    )  # seventeen: too young, but a person


def test_a_rounded_column_is_asked_again_but_not_its_other_numbers():
    row, codes = read(habit("nik_rounded"), nik="5171031204780010")
    assert (row["nik_state"], row["nik"], codes) == ("lost", None, ["nik_rounded_column"])
    assert read(habit("nik_rounded"))[1] == []
    assert read(nik="5171031204780010")[1] == []


def test_american_files_are_read_in_their_order():
    row, codes = read(Profile(date_style="mdy"), birth_date="04/12/1978")
    assert (row["birth_date"], codes) == (date(1978, 4, 12), [])


def test_dates_that_a_spreadsheet_took_for_american_are_put_back():
    row, codes = read(habit("date_swapped", "birth_date"), birth_date=date(1978, 12, 4))
    assert (row["birth_date"], row["birth_source"], codes) == (date(1978, 4, 12), "field", [])


def test_a_column_that_slipped_is_put_back_from_its_line_on():
    names = ("nama_ktp", "nik")
    header = Header(columns={"nama_ktp": 0, "nik": 1})
    lines = [(Line(2, ("A", "1")), "person"), (Line(3, ("B", None)), "person"), (Line(4, ()), "blank")]
    lines += [(Line(5, ("C", "2")), "person"), (Line(6, ("D", "3")), "person")]
    back = list(unslipped(lines, header, {"nik": Shift(3, 1)}))
    assert [line.cells for line, kind in back if kind == "person"] == [
        ("A", "1"),
        ("B", "2"),
        ("C", "3"),
        ("D", None),
    ]
    assert [line.number for line, _ in back] == [2, 3, 4, 5, 6]
    slipped = reader(Profile(slips={"nik": Shift(3, 1)}), names)
    assert "column_shifted" not in [one.code for one in slipped.person(back[0][0])[1]]
    assert "column_shifted" in [one.code for one in slipped.person(back[1][0])[1]]


@pytest.mark.parametrize(
    ("field", "codes"),
    [
        ("nik", ["birth_differs", "cell_error"]),
        ("nama_ktp", ["cell_error"]),
        ("birth_date", ["birth_from_nik", "cell_error"]),
        ("village", ["cell_error_other"]),
        ("income", ["cell_error_other"]),
    ],
)
def test_a_failed_formula_is_told_once(field, codes):
    row, found = read(**{field: CellError("#REF!")})
    assert found == [code for code in codes if code != "birth_differs"]
    assert row["nama_ktp"] is None if field == "nama_ktp" else row["nama_ktp"]


def test_a_sentence_names_the_column_it_is_about():
    header = Header(columns={"nama_ktp": 0, "nik": 1, "village": 2}, headings={"nik": "No. KTP"})
    one = Reader(("a.csv", ""), header, Profile(slips={"nik": Shift(3, 1)}), Context(ON, gazetteer(), b"k"))
    _, findings = one.person(Line(7, ("A B", CellError("#REF!"), CellError("#N/A"))))
    told = [
        found.sentence
        for found in findings
        if found.code in {"cell_error", "cell_error_other", "column_shifted"}
    ]
    assert sum("Kolom No. KTP" in sentence or "kolom No. KTP" in sentence for sentence in told) == 2
    assert any("Kolom C berisi kesalahan rumus (#N/A)" in sentence for sentence in told)


def test_remarks_may_say_dead_or_gone():
    assert read(remarks="meninggal 2025")[1] == ["dead"]
    assert read(remarks="pindah")[1] == ["name_says_gone"]
    assert read(remarks="KK lama")[1] == []
    assert read(remarks="PNS Guru")[1] == ["civil_servant"]
    assert read(remarks="PNS", occupation="PNS")[1] == ["civil_servant"]
    assert read(remarks="istri PNS")[1] == []
    assert read(nama_ktp="I Wayan Sudiana (alm)", remarks="alm")[1] == ["dead"]


def test_codes_of_a_prepared_file_are_taken_or_told():
    row, codes = read(segment="bpu")
    assert (row["segment"], codes) == ("bpu", [])
    row, codes = read(segment="xyz")
    assert (row["segment"], codes) == (None, ["code_unknown"])


def test_member_since():
    assert read(member_since="01-01-2024")[0]["member_since"] == date(2024, 1, 1)
    assert read(member_since=2023)[0]["member_since"] == date(2023, 1, 1)
    assert read(member_since="dulu")[1] == ["member_since_unreadable"]


def test_the_key_stays_when_the_rest_changes():
    """The same person's line in the next version of the file has the same key."""
    first = read()[0]
    moved = read(number=99, address="pindah alamat", phone=None, nama_ktp="I WAYAN  SUDIANA")[0]
    assert first["row_key"] == moved["row_key"]
    assert first["row_id"] != moved["row_id"]
    other = reader(key=b"another").person(Line(7, tuple(GOOD.get(name) for name in COLUMNS)))[0]
    assert other[1] != first["row_key"]
    assert read(nama_ktp="I Made Sudiana")[0]["row_key"] != first["row_key"]


def test_formulas_are_dead_in_every_text():
    row, _ = read(
        address="=1+1", mother="@SUM(A1)", banjar="+x", birth_place="-y", nama_sebutan="=cmd|' /C calc'!A0"
    )
    for name in ("address", "mother", "banjar", "birth_place", "nama_sebutan"):
        assert row[name][0] not in "=+-@"


def test_letters_that_are_none_do_not_stop_the_table():
    row, _ = read(nama_ktp="I Wayan \ud800Sudiana", address="Jl. \udcff 5", mother="\ud83d")
    assert row["nama_ktp"] == "I Wayan Sudiana"
    line = Line(1, tuple({**GOOD, "banjar": "\udcff"}.get(name) for name in COLUMNS))
    assert batch_of([reader().person(line)[0]]).num_rows == 1


CELL = (
    st.none()
    | st.text(max_size=30)
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.just(CellError("#N/A"))
)


@given(st.lists(CELL, max_size=len(COLUMNS) + 2), st.integers(1, 2**40))
def test_any_line_becomes_a_row_of_the_table(cells, number):
    row, findings = reader().person(Line(number, tuple(cells)))
    batch = batch_of([row])
    assert batch.num_rows == 1
    nik = row[ROWS.get_field_index("nik")]
    for found in findings:
        assert nik is None or nik not in found.sentence
