"""Files become lines: every form, its cells, its line numbers."""

import datetime as dt

import build
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tedung.roster.cells import CellError, Line, is_blank, letter, shown
from tedung.roster.csvfile import delimiter_of
from tedung.roster.sheets import LIMITS, Limits, open_source


def read(path, limits=LIMITS):
    """Return the source after reading, and the lines by sheet."""
    source = open_source(path, limits)
    found = {sheet.name: [line for batch in sheet.batches for line in batch] for sheet in source.sheets()}
    return source, found


def test_xlsx_keeps_types_and_line_numbers(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, day = book.add_worksheet("Daftar"), book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(3, 1, ["NIK", 5171010101700000, 1.5, True])
        page.write_datetime(4, 1, dt.date(1978, 8, 12), day)
        page.write_formula(4, 2, "=A1", None, "#REF!")
        page.write_formula(4, 3, "=A1", None, "isi")
        page.write_datetime(6, 2, dt.datetime.fromisoformat("1978-08-12T10:30"), day)
    source, found = read(path)
    assert (source.status, source.kind, source.lines) == ("read", "xlsx", {"Daftar": 7})
    assert found["Daftar"][3] == Line(4, (None, "NIK", 5171010101700000, 1.5, True))
    assert type(found["Daftar"][3].cells[2]) is int
    assert found["Daftar"][4] == Line(5, (None, dt.date(1978, 8, 12), CellError("#REF!"), "isi"))
    assert found["Daftar"][5] == Line(6, ())
    assert found["Daftar"][6].cells[2] == dt.datetime.fromisoformat("1978-08-12T10:30")


def test_days_since_1904(tmp_path):
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        page, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_datetime(0, 0, dt.date(1978, 8, 12), day)
    assert read(path)[1]["Sheet1"][0].cells == (dt.date(1978, 8, 12),)


def test_several_sheets_hidden_ones_named(tmp_path):
    path = build.xlsx(tmp_path / "a.xlsx", {"Satu": [["x"]], "Dua": [["y"]], "Kosong": []}, hidden={"Dua"})
    source, found = read(path)
    assert {name: len(lines) for name, lines in found.items()} == {"Satu": 1, "Dua": 1, "Kosong": 0}
    assert [remark.code for remark in source.remarks] == ["hidden_sheet"]
    assert "Dua" in source.remarks[0].sentence("id")


def test_formula_without_value_is_an_error_not_a_blank(tmp_path):
    rows = '<row r="1"><c r="A1"><f>B1</f></c><c r="B1" t="e"><f>C9</f><v>#N/A</v></c><c r="C1"><v>2</v></c></row>'
    found = read(build.raw_sheet(tmp_path, build.sheet_xml(rows)))[1]["Data"]
    assert found == [Line(1, (CellError("#FORMULA"), CellError("#N/A"), 2))]


def test_rows_and_cells_without_references(tmp_path):
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>"
    found = read(build.raw_sheet(tmp_path, build.sheet_xml(rows)))[1]["Data"]
    assert found == [Line(1, (1, 2)), Line(2, (None, 3))]


def test_cell_merged_downwards_counts_for_every_row(tmp_path):
    path = tmp_path / "m.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for row in range(3):
            page.write(row, 0, f"Orang {'ABC'[row]}")
        page.merge_range("B1:B2", "Banjar Satu")
        page.merge_range("C1:C2", "5171010101700001")
    found = read(path)[1]["Sheet1"]
    assert [line.cell(1) for line in found] == ["Banjar Satu", "Banjar Satu", None]
    assert found[1].cell(2) is None  # an identity number never belongs to two people


def test_xls(tmp_path):
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    page = book.add_sheet("Data")
    for number, row in enumerate(build.roster(2)):
        for column, cell in enumerate(row):
            if cell is not None:
                page.write(number, column, cell)
    page.write(3, 9, dt.date(1978, 8, 12), xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    book.save(tmp_path / "a.xls")
    source, found = read(tmp_path / "a.xls")
    assert (source.status, source.kind) == ("read", "xls")
    assert found["Data"][3].cells[:3] == tuple(build.people(1)[0][:3])
    assert found["Data"][3].cells[9] == dt.date(1978, 8, 12)


def test_xls_shows_failed_formulas(tmp_path):
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    for name in ("Satu", "Dua"):
        page = book.add_sheet(name)
        for number in range(60):
            page.write(number, 0, f"orang {name} {number}")
        page.row(2).set_cell_error(1, "#REF!" if name == "Satu" else "#NUM!")
        page.row(70).set_cell_error(3, "#DIV/0!")
    book.save(tmp_path / "a.xls")
    source, found = read(tmp_path / "a.xls")
    assert source.status == "read"
    assert found["Satu"][2].cells == ("orang Satu 2", CellError("#REF!"))
    assert found["Dua"][2].cells == ("orang Dua 2", CellError("#NUM!"))
    assert found["Dua"][-1] == Line(71, (None, None, None, CellError("#DIV/0!")))


def test_ods(tmp_path):
    error = (
        '<table:table-row><table:table-cell/><table:table-cell office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row>"
    )
    source, found = read(build.ods(tmp_path / "a.ods", build.roster(2), error))
    assert (source.status, source.kind) == ("read", "ods")
    assert found["Data"][3].cells == tuple(build.people(1)[0])
    assert found["Data"][8] == Line(9, (None, CellError("#REF!")))
    assert len(found["Data"]) == 9


def test_parquet_has_its_column_names_on_line_one(tmp_path):
    days = pa.array([dt.date(1978, 8, 12), None])
    pq.write_table(
        pa.table({"nik": ["5171010101700001", None], "birth_date": days, "tags": [["a"], []]}), tmp_path / "a"
    )
    source, found = read(tmp_path / "a")
    assert (source.status, source.kind) == ("read", "parquet")
    assert found[""] == [
        Line(1, ("nik", "birth_date", "tags")),
        Line(2, ("5171010101700001", dt.date(1978, 8, 12), '["a"]')),
        Line(3, (None, None, "[]")),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_text_files(tmp_path, delimiter, encoding):
    rows = [["Nama", "Tempat/Tgl Lahir", "Penghasilan"], ["Dé Wayan", "Denpasar 12-08-1978", "1.500.000"]] * 3
    path = build.csv(tmp_path / "a.txt", "\r\n".join(delimiter.join(row) for row in rows), encoding)
    source, found = read(path)
    assert source.details["delimiter"] == delimiter
    assert found[""] == [Line(number, tuple(row)) for number, row in enumerate(rows, 1)]
    assert source.remarks == []


def test_a_record_has_the_number_of_the_line_it_begins_on(tmp_path):
    found = read(build.csv(tmp_path / "a.csv", 'a,b\n"x\ny",2\n\nc,d\n'))[1][""]
    assert found == [Line(1, ("a", "b")), Line(2, ("x\ny", "2")), Line(4, ()), Line(5, ("c", "d"))]


def test_semicolons_win_over_commas_inside_cells():
    lines = ["Nama;TTL;Alamat", "A;Denpasar, 1-1-1970;Jl. B, No. 2", "B;Badung, 2-2-1971;Jl. C, No. 3"]
    assert delimiter_of(lines) == ";"


def test_excels_own_word_on_the_delimiter_is_believed(tmp_path):
    source, found = read(build.csv(tmp_path / "a.csv", "sep=|\na,b|c\n"))
    assert source.details["delimiter"] == "|"
    assert found[""][1] == Line(2, ("a,b", "c"))


def test_old_macintosh_line_ends(tmp_path):
    assert len(read(build.csv(tmp_path / "a.csv", "a,b\rc,d\re,f"))[1][""]) == 3


def test_mixed_encodings_line_by_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("nama,desa\nDé,Sanur\nKé,Sanur\n".encode() + "Ré,Sanur\n".encode("cp1252"))
    source, found = read(path)
    assert [line.cell(0) for line in found[""]] == ["nama", "Dé", "Ké", "Ré"]
    assert [(remark.code, remark.fields) for remark in source.remarks] == [("mixed_encoding", {"count": 1})]


def test_an_open_quote_swallows_one_line_not_the_file(tmp_path):
    body = "".join(f"orang {n},desa\n" for n in range(300))
    source, found = read(build.csv(tmp_path / "a.csv", f'nama,desa\n"rusak,desa\n{body}"akhir,desa\n'))
    assert len(found[""]) == 303
    assert found[""][1] == Line(2, ('"rusak', "desa"))
    assert [line.number for line in found[""]] == list(range(1, 304))
    assert {remark.code for remark in source.remarks} == {"open_quotes"}


def test_zero_bytes_are_left_out_and_said(tmp_path):
    source, found = read(build.csv(tmp_path / "a.csv", "nama,desa\nWa\0yan,Sanur\n" + "x,y\n" * 40))
    assert found[""][1].cells == ("Wayan", "Sanur")
    assert [remark.code for remark in source.remarks] == ["nul_bytes"]


def test_a_monstrous_line_is_cut_and_said(tmp_path):
    source, found = read(build.csv(tmp_path / "a.csv", "nama,desa\n" + "x" * 300_000 + "\nWayan,Sanur\n"))
    assert len(found[""]) == 3
    assert found[""][2].cells == ("Wayan", "Sanur")
    assert "open_quotes" in {remark.code for remark in source.remarks}


def test_batches_are_bounded_and_the_head_is_one_of_them(tmp_path):
    path = build.csv(tmp_path / "a.csv", "a,b\n" * 45_000)
    [(head, sizes)] = [(s.head, [len(batch) for batch in s.batches]) for s in open_source(path).sheets()]
    assert (len(head), sizes) == (20_000, [20_000, 20_000, 5_000])


def test_a_file_may_be_read_twice_and_left_midway(tmp_path):
    path = build.xlsx(tmp_path / "a.xlsx", {"Satu": build.roster(50), "Dua": build.roster(3)})
    source = open_source(path)
    names = [sheet.name for sheet in source.sheets()]  # nobody takes the batches
    assert names == ["Satu", "Dua"]
    stream = source.sheets()
    next(stream)
    stream.close()
    assert read(path)[0].lines == {"Satu": 56, "Dua": 9}
    assert source.sha256 == open_source(path).sha256


def test_limits_are_arguments(tmp_path):
    path = build.xlsx(tmp_path / "a.xlsx", {"Data": [["x"] * 30]})
    assert read(path, Limits(columns=20))[0].status == "too_wide"


cells = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r\n", exclude_categories=("Cs", "Cc")), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(cells, min_size=3, max_size=3), min_size=2, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
)
def test_whatever_csv_writes_is_read_back(tmp_path_factory, rows, delimiter):
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([["nama", "desa", "hp"], *rows])
    path = build.csv(tmp_path_factory.mktemp("p") / "a.csv", out.getvalue())
    source, found = read(path)
    assert source.details["delimiter"] == delimiter
    wanted = [tuple(cell or None for cell in row) for row in rows]
    got = [line.cells + (None,) * (3 - len(line.cells)) for line in found[""][1:]]
    assert got == wanted


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes_end_in_a_status(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("b") / "a.csv"
    path.write_bytes(content)
    source = open_source(path)
    if source.kind in ("", "csv"):
        for sheet in source.sheets():
            assert sum(len(batch) for batch in sheet.batches) >= 0
    assert source.sentence("id")
    assert source.sentence("en")


def test_small_helpers():
    assert [letter(column) for column in (0, 25, 26, 16383)] == ["A", "Z", "AA", "XFD"]
    assert [shown(cell) for cell in (None, "  a  b ", 5, CellError("#REF!"))] == ["", "a b", "5", "#REF!"]
    assert is_blank(Line(1, (None, "  ")))
    assert not is_blank(Line(1, (0,)))
