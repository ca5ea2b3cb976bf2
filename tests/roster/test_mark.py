"""The village's own file back: two cells more, everything else as it was."""

import datetime as dt
import re
import zipfile

import build
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import python_calamine as calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tedung.roster import headers
from tedung.roster.mark import write_marked
from tedung.roster.marks import Mark
from tedung.roster.sheets import open_source


def mark(path, out, said=None):
    """Read, find the headers, and mark each line below them; *said* names other marks."""
    source, found, marks = open_source(path), {}, {}
    for sheet in source.sheets():
        lines = [line for batch in sheet.batches for line in batch]
        found[sheet.name] = header = headers.find(lines)
        kinds = headers.kinds(lines, header)
        marks[sheet.name] = [Mark(line.number, "Diterima", "") for line, kind in kinds if kind == "person"]
    if said is not None:
        marks = said
    return write_marked(path, source, found, marks, out)


def values(path, sheet=0):
    book = calamine.load_workbook(str(path))
    return book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def test_xlsx_round_trip(tmp_path):
    path = build.xlsx(tmp_path / "a.xlsx", {"Data": build.roster(3)})
    said = {
        "Data": [
            Mark(4, "Diterima", ""),
            Mark(5, "Perlu perbaikan", "NIK kurang <satu> & angka"),
            Mark(6, "Ganda", ""),
        ]
    }
    marked = mark(path, tmp_path / "out.xlsx", said)
    assert (marked.lines, marked.values_only, marked.path) == (3, False, tmp_path / "out.xlsx")
    before, after = values(path), values(tmp_path / "out.xlsx")
    assert [row[:9] for row in after] == [row[:9] for row in before]
    assert [row[9:] for row in after[2:6]] == [
        ["Status", "Perbaiki"],
        ["Diterima", ""],
        ["Perlu perbaikan", "NIK kurang <satu> & angka"],
        ["Ganda", ""],
    ]
    assert all(row[9:] == ["", ""] for row in after[:2] + after[6:])


STYLES = "xl/styles.xml"


def rich(path):
    """A workbook with formats, a picture-like part, a table, validation, merged cells and two sheets."""
    with xlsxwriter.Workbook(path) as book:
        day, bold = (
            book.add_format({"num_format": "dd/mm/yyyy"}),
            book.add_format({"bold": True, "border": 1}),
        )
        page = book.add_worksheet("Satu")
        page.merge_range("A1:E1", "DAFTAR PEKERJA", bold)
        page.write_row(2, 0, ["No", "NIK", "Nama", "Tgl Lahir", "Umur"], bold)
        for number in range(3, 6):
            page.write_row(number, 0, [number - 2, f"517101010170000{number}", "I Wayan Contoh"])
            page.write_datetime(number, 3, dt.date(1978, 8, number), day)
            page.write_formula(number, 4, f"=2026-YEAR(D{number + 1})", None, 48)
            page.write_blank(number, 5, None, bold)
            page.write_blank(number, 6, None, bold)
            page.write_blank(number, 8, None, bold)
        page.data_validation("F4:F6", {"validate": "list", "source": ["ya", "tidak"]})
        page.autofilter("A3:E6")
        page.set_column("A:E", 14)
        book.add_worksheet("Dua").write("A1", "tidak disentuh")
    return path


def test_everything_else_is_byte_for_byte(tmp_path):
    path = rich(tmp_path / "a.xlsx")
    mark(path, tmp_path / "out.xlsx", {"Satu": [Mark(4, "Diterima", ""), Mark(6, "Ganda", "lihat baris 4")]})
    before, after = build.parts(path), build.parts(tmp_path / "out.xlsx")
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {build.SHEET, STYLES}
    old, new = before[build.SHEET].decode(), after[build.SHEET].decode()
    assert old[old.index("</sheetData>") :] == new[new.index("</sheetData>") :]
    row = re.compile(r'<row r="5".*?</row>', re.DOTALL)
    assert row.search(old)[0] == row.search(new)[0]  # a line nobody spoke of
    assert 'ref="A1:I6"' in new  # the extent already reached that far


LONG = (
    "NIK kurang 1 angka (baru 15, seharusnya 16); lihat KTP lalu ketik ulang. Desa/kelurahan tidak dikenal."
)


def test_a_long_sentence_wraps_in_a_format_behind_the_others(tmp_path):
    path = rich(tmp_path / "a.xlsx")
    mark(path, tmp_path / "b.xlsx", {"Satu": [Mark(4, "Perlu perbaikan", LONG), Mark(5, "Ganda", "baris 4")]})
    before, after = build.parts(path)[STYLES].decode(), build.parts(tmp_path / "b.xlsx")[STYLES].decode()
    (count,) = re.findall(r'<cellXfs count="(\d+)"', before)
    added = re.search(r"<xf [^>]*><alignment [^>]*wrapText=\"1\"/></xf>(?=</cellXfs>)", after)[0]
    assert (
        after.replace(added, "").replace(f'cellXfs count="{int(count) + 1}"', f'cellXfs count="{count}"')
        == before
    )
    xml = build.parts(tmp_path / "b.xlsx")[build.SHEET].decode()
    assert f'<c r="G4" s="{count}"' in xml
    assert f's="{count}"' not in re.search(r'<row r="5".*?</row>', xml)[0]
    mark(tmp_path / "b.xlsx", tmp_path / "c.xlsx", {"Satu": [Mark(5, "Ganda", LONG)]})
    assert build.parts(tmp_path / "c.xlsx")[STYLES].decode() == after
    assert f'<c r="G5" s="{count}"' in build.parts(tmp_path / "c.xlsx")[build.SHEET].decode()


def test_a_row_whose_height_somebody_set_keeps_it(tmp_path):
    rows = '<row r="2" ht="1.5.e"><c r="A2"><v>1</v></c></row><row r="3" ht="30" customHeight="1"><c r="A3"><v>2</v></c></row>'
    path = build.raw_sheet(tmp_path, build.sheet_xml(rows))
    mark(path, tmp_path / "out.xlsx", {"Data": [Mark(2, "x", LONG), Mark(3, "x", LONG)]})
    xml = build.parts(tmp_path / "out.xlsx")[build.SHEET].decode()
    assert '<row r="2" ht="30"><c' in xml
    assert re.search(r'<c r="C2" s="\d+"', xml)
    assert '<row r="3" ht="30" customHeight="1">' in xml
    assert '<c r="C3" t=' in xml


@pytest.mark.parametrize("styles", ["<styleSheet/>", "<styleSheet><cellXfs/></styleSheet>"])
def test_styles_that_we_do_not_know_are_left_alone(tmp_path, styles):
    path = build.with_part(rich(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", STYLES, styles.encode())
    mark(path, tmp_path / "out.xlsx", {"Satu": [Mark(4, "x", LONG)]})
    assert build.parts(tmp_path / "out.xlsx")[STYLES].decode() == styles


def test_values_come_back_in_columns_wide_enough_to_read(tmp_path):
    path = build.ods(tmp_path / "a.ods", build.roster(3))
    mark(path, tmp_path / "out.xlsx", {"Data": [Mark(4, "Perlu perbaikan", LONG)]})
    xml = build.parts(tmp_path / "out.xlsx")[build.SHEET].decode()
    widths = {
        int(at): float(width) for at, width in re.findall(r'<col min="(\d+)" max="\d+" width="([\d.]+)"', xml)
    }
    assert widths[2] > 16  # a NIK
    assert (widths[10] > 20, widths[11] > 60) == (True, True)


def test_empty_formatted_cells_give_way_and_lend_their_format(tmp_path):
    path = rich(tmp_path / "a.xlsx")
    mark(path, tmp_path / "out.xlsx", {"Satu": [Mark(4, "Diterima", "periksa")]})
    xml = build.parts(tmp_path / "out.xlsx")[build.SHEET].decode()
    row = re.search(r'<row r="4".*?</row>', xml)[0]
    cells = re.findall(r'<c r="([A-Z]+)4"( s="\d+")?', row)
    assert [name for name, _ in cells] == ["A", "B", "C", "D", "E", "F", "G", "I"]
    styles = dict(cells)
    assert styles["F"] == styles["G"] == styles["I"] != ""
    assert "spans" not in row
    heading = re.search(r'<row r="3".*?</row>', xml)[0]
    assert re.search(r'<c r="F3" s="\d+" t="inlineStr">', heading)  # looks like its neighbour


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_rows_as_other_programs_write_them(tmp_path, prefix):
    """Self-closed rows, rows without numbers or cells without references, single quotes, missing rows."""
    rows = (
        "<row r='1' spans='1:2'><c r='A1' t='inlineStr'><is><t>NIK</t></is></c>"
        "<c r='B1' t='inlineStr'><is><t>Nama</t></is></c></row>"
        '<row r="2"/><row r="3"><c r="A3"><v>1</v></c></row><row><c><v>2</v></c><c/><c/><c/></row>'
        '<row r="9" ht="20"  />'
    )
    rows = re.sub(r"<(/?)(\w)", rf"<\1{prefix}\2", rows)
    path = build.raw_sheet(tmp_path, build.sheet_xml(rows, prefix=prefix))
    said = {"Data": [Mark(line, "Status?", f"baris {line}") for line in (2, 3, 4, 6, 9, 12)]}
    assert not mark(path, tmp_path / "out.xlsx", said).values_only
    after = values(tmp_path / "out.xlsx")
    assert after[0] == ["NIK", "Nama", "Status", "Perbaiki"]
    assert [row[0] for row in after] == ["NIK", "", 1.0, 2.0, "", "", "", "", "", "", "", ""]
    assert {number: row[3] for number, row in enumerate(after, 1) if row[3]} == {
        1: "Perbaiki",
        **{line: f"baris {line}" for line in (2, 3, 4, 6, 9, 12)},
    }


def test_a_file_marked_before_gets_new_marks_in_the_same_cells(tmp_path):
    path = build.xlsx(tmp_path / "a.xlsx", {"Data": build.roster(2)})
    mark(
        path, tmp_path / "b.xlsx", {"Data": [Mark(4, "Perlu perbaikan", "NIK"), Mark(5, "Ganda", "baris 4")]}
    )
    mark(tmp_path / "b.xlsx", tmp_path / "c.xlsx", {"Data": [Mark(4, "Diterima", "")]})
    after = values(tmp_path / "c.xlsx")
    assert after[2][9:] == ["Status", "Perbaiki"]
    assert after[3][9:] == ["Diterima", ""]
    assert after[4][9:] == ["", ""]
    text = build.csv(tmp_path / "a.csv", "NIK;Nama\n51;Ani\n52;Ina\n")
    mark(text, tmp_path / "b.csv", {"": [Mark(2, "Ganda", "x"), Mark(3, "Ganda", "y")]})
    mark(tmp_path / "b.csv", tmp_path / "c.csv", {"": [Mark(2, "Diterima", "")]})
    assert (tmp_path / "c.csv").read_text() == "NIK;Nama;Status;Perbaiki\n51;Ani;Diterima;\n52;Ina\n"


def test_stray_cells_stay_where_they_are(tmp_path):
    good = build.xlsx(tmp_path / "a.xlsx", {"Data": build.roster(3)})
    xml = build.parts(good)[build.SHEET].replace(
        b'</row><row r="5"', build.text_cell("ZZ4", "jauh").encode() + b'</row><row r="5"'
    )
    path = build.with_part(good, tmp_path / "far.xlsx", build.SHEET, xml)
    mark(path, tmp_path / "out.xlsx")
    row = values(tmp_path / "out.xlsx")[3]
    assert (row[9], row[701]) == ("Diterima", "jauh")


def test_comments_and_cdata_fall_back_to_values(tmp_path):
    rows = f'<row r="1">{build.text_cell("A1", "NIK")}{build.text_cell("B1", "<![CDATA[<row>]]>")}</row>'
    path = build.raw_sheet(tmp_path, build.sheet_xml(rows))
    marked = mark(path, tmp_path / "out.xlsx", {"Data": [Mark(1, "Bukan data orang", "")]})
    assert marked.values_only
    assert values(tmp_path / "out.xlsx") == [["NIK", "<row>", "Bukan data orang"]]


def test_xls_comes_back_as_values_with_its_digits(tmp_path):
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    page = book.add_sheet("Data", cell_overwrite_ok=True)
    for number, row in enumerate(build.roster(2)):
        for column, cell in enumerate(row):
            if cell is not None:
                page.write(number, column, cell)
    page.write(3, 2, "=cmd|'/c calc'!A1")
    book.save(str(tmp_path / "a.xls"))
    marked = mark(tmp_path / "a.xls", tmp_path / "out.xls")
    assert (marked.path, marked.values_only) == (tmp_path / "out.xlsx", True)
    after = values(marked.path)
    assert after[3][1] == build.people(1)[0][1]
    assert after[3][2] == "=cmd|'/c calc'!A1"
    assert b"<f>" not in build.parts(marked.path)[build.SHEET]
    assert after[3][9:] == ["Diterima", ""]


def test_ods_comes_back_as_xlsx(tmp_path):
    marked = mark(build.ods(tmp_path / "a.ods", build.roster(2)), tmp_path / "out.ods")
    assert marked.path.suffix == ".xlsx"
    assert values(marked.path)[4][9] == "Diterima"


def test_parquet_gets_two_columns(tmp_path):
    pq.write_table(pa.table({"nik": ["51", "52"], "nama_ktp": ["Ani", "Ina"]}), tmp_path / "a.parquet")
    mark(tmp_path / "a.parquet", tmp_path / "out.parquet", {"": [Mark(3, "Ganda", "baris 2")]})
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column_names == ["nik", "nama_ktp", "Status", "Perbaiki"]
    assert table["Perbaiki"].to_pylist() == ["", "baris 2"]


def test_csv_keeps_delimiter_quotes_line_ends_and_encoding(tmp_path):
    path = build.csv(tmp_path / "a.csv", '"Nama";NIK\r\n"Dé ""Yan""";51\r\n\r\nIna;52;lebih', "cp1252")
    marked = mark(
        path, tmp_path / "out.csv", {"": [Mark(2, "Diterima", ""), Mark(4, "Perlu perbaikan", "a;b")]}
    )
    assert (tmp_path / "out.csv").read_bytes().decode("cp1252") == (
        '"Nama";NIK;;Status;Perbaiki\r\n"Dé ""Yan""";51;;Diterima;\r\n\r\nIna;52;lebih;Perlu perbaikan;"a;b"\n'
    )
    assert marked.dead_cells == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_csv_in_other_encodings_comes_back_the_same(tmp_path, encoding):
    text = "Nama,NIK\nDé,51\n"
    mark(build.csv(tmp_path / "a.csv", text, encoding), tmp_path / "out.csv", {"": [Mark(2, "Ganda", "–")]})
    assert (tmp_path / "out.csv").read_bytes() == "Nama,NIK,Status,Perbaiki\nDé,51,Ganda,–\n".encode(encoding)


def test_csv_commands_come_back_dead_and_counted(tmp_path):
    path = build.csv(
        tmp_path / "a.csv", 'Nama,NIK,HP,Ket\n=cmd|\'/c calc\'!A1,51,+62812345,-\n"@SUM(A1)",-5,"\t=1",- a\n'
    )
    marked = mark(path, tmp_path / "out.csv", {"": [Mark(2, "Diterima", "")]})
    lines = (tmp_path / "out.csv").read_text().splitlines()
    assert lines[1] == "'=cmd|'/c calc'!A1,51,+62812345,-,Diterima,"
    assert lines[2] == "'@SUM(A1),-5,'\t=1,'- a"
    assert marked.dead_cells == 4


def test_the_suffix_tells_what_was_written(tmp_path):
    wrong = build.xlsx(tmp_path / "a.xlsx", {"Data": build.roster(2)}).rename(tmp_path / "a.csv")
    assert mark(wrong, tmp_path / "out.csv").path.name == "out.xlsx"
    text = build.csv(tmp_path / "b.xls", "NIK,Nama\n51,Ani\n")
    assert mark(text, tmp_path / "out.xls").path.name == "out.csv"
    assert mark(text, tmp_path / "out.TXT").path.name == "out.TXT"
    assert mark(wrong, tmp_path / "Kel. Sanur").path.name == "Kel. Sanur.xlsx"


def test_a_damaged_picture_falls_back_to_values(tmp_path):
    path = build.xlsx(tmp_path / "a.xlsx", {"Data": build.roster(2)})
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo("docProps/core.xml")
    raw = bytearray(path.read_bytes())
    raw[member.header_offset + 60] ^= 255
    path.write_bytes(raw)
    assert mark(path, tmp_path / "out.xlsx").values_only


def test_same_input_same_bytes(tmp_path):
    path = rich(tmp_path / "a.xlsx")
    ods = build.ods(tmp_path / "a.ods", build.roster(2))
    for source, name in ((path, "x"), (ods, "o")):
        mark(source, tmp_path / f"{name}1.xlsx")
        mark(source, tmp_path / f"{name}2.xlsx")
        assert (tmp_path / f"{name}1.xlsx").read_bytes() == (tmp_path / f"{name}2.xlsx").read_bytes()


def test_a_list_without_header_is_marked_all_the_same(tmp_path):
    path = build.xlsx(tmp_path / "a.xlsx", {"Data": [["x", "y"], ["z"]]})
    mark(path, tmp_path / "out.xlsx", {"Data": [Mark(2, "Bukan data orang", "tanpa judul")]})
    assert values(tmp_path / "out.xlsx") == [["x", "y", "", ""], ["z", "", "Bukan data orang", "tanpa judul"]]


def test_a_damaged_sheet_comes_back_as_far_as_it_was_read(tmp_path):
    good = build.xlsx(tmp_path / "a.xlsx", {"Data": build.roster(50)})
    xml = build.parts(good)[build.SHEET]
    path = build.with_part(good, tmp_path / "cut.xlsx", build.SHEET, xml[: xml.index(b'<row r="30"') + 50])
    marked = mark(path, tmp_path / "out.xlsx")
    assert (marked.values_only, marked.lines) == (True, 26)
    after = values(marked.path)
    assert len(after) == 29
    assert after[28][1] == build.people(26)[25][1]
    assert after[28][9] == "Diterima"


def test_nothing_half_written(tmp_path):
    path = build.xlsx(tmp_path / "a.xlsx", {"Data": build.roster(3)})
    with pytest.raises(ValueError, match="must rise"):
        mark(path, tmp_path / "out" / "b.xlsx", {"Data": [Mark(5, "a", ""), Mark(4, "b", "")]})
    assert list((tmp_path / "out").iterdir()) == []


@settings(max_examples=20)
@given(text=st.text(max_size=60))
def test_any_text_survives_in_a_cell(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("t")
    path = build.xlsx(folder / "a.xlsx", {"Data": [["NIK", "Nama"], ["1", "Ani"]]})
    mark(path, folder / "out.xlsx", {"Data": [Mark(2, "Diterima", text)]})
    with zipfile.ZipFile(folder / "out.xlsx") as archive:
        assert archive.testzip() is None
    row = values(folder / "out.xlsx")[1]
    printable = "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))
    assert (row[3] if len(row) > 3 else "").replace("\r", "\n") == printable


def test_attributes_on_lines_of_their_own(tmp_path):
    cells = '<c\nr="A1" t="inlineStr"><is><t>NIK</t></is></c><c\n\tr="B1"\ns="0"/><c\nr="C1" s="0"/><c\nr="D1" s="0"/>'
    path = build.raw_sheet(tmp_path, build.sheet_xml(f'<row\nr="1"\nspans="1:4">{cells}</row>'))
    mark(path, tmp_path / "out.xlsx", {"Data": [Mark(1, "Bukan data orang", "x")]})
    xml = build.parts(tmp_path / "out.xlsx")[build.SHEET].decode()
    assert re.findall(r'<c\sr="([A-Z])1"', xml) == ["A", "B", "C", "D"]
    assert values(tmp_path / "out.xlsx") == [["NIK", "Bukan data orang", "x"]]
