"""Files nobody should send: each gets a status and a sentence, never an exception."""

import os
import random
import struct
import zipfile

import build
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tedung.roster.mark import write_marked
from tedung.roster.marks import Mark
from tedung.roster.sheets import Limits, open_source


def read(path, limits=None):
    source = open_source(path, limits) if limits else open_source(path)
    found = {sheet.name: [line for batch in sheet.batches for line in batch] for sheet in source.sheets()}
    for lang in ("id", "en"):
        assert path.name in source.sentence(lang)
    return source, found


@pytest.fixture
def good(tmp_path):
    return build.xlsx(tmp_path / "good.xlsx", {"Data": build.roster(200)})


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n \n", "empty"),
        ("a.csv", b"\0" * 300, "empty"),
        ("a.xlsx", b"%PDF-1.7\n%\xe2\xe3", "not_a_spreadsheet"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "not_a_spreadsheet"),
        ("a.csv", bytes(range(1, 32)) * 40, "not_a_spreadsheet"),
        ("a.xls", b"<html><table><tr><td>NIK</td></tr></table></html>", "web_page"),
        ("a.xls", b"\xef\xbb\xbf <?xml version='1.0'?><Workbook/>", "web_page"),
        ("a.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
        ("a.parquet", b"PAR1 and then nothing", "damaged"),
        ("a.parquet", b"PARE encrypted", "password"),
        (
            "a.xls",
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "Workbook\0".encode("utf-16-le"),
            "damaged",
        ),
        (
            "a.doc",
            bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument\0".encode("utf-16-le"),
            "not_a_spreadsheet",
        ),
        ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage\0".encode("utf-16-le"), "password"),
    ],
)
def test_content_decides(tmp_path, name, content, status):
    path = tmp_path / name
    path.write_bytes(content)
    source, found = read(path)
    assert source.status == status
    assert not any(found.values())


def test_a_workbook_under_any_name_is_read(tmp_path, good):
    good.rename(tmp_path / "daftar.csv")
    assert read(tmp_path / "daftar.csv")[0].kind == "xlsx"


def test_other_zips(tmp_path):
    for part, found in (
        ("word/document.xml", "Word"),
        ("foto.jpg", "ZIP"),
        ("ppt/presentation.xml", "PowerPoint"),
    ):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
            archive.writestr(part, "x")
        source, _ = read(tmp_path / "a.xlsx")
        assert (source.status, source.details["found"]) == ("not_a_spreadsheet", found)


def test_things_that_are_no_files(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")
    for name, status in (
        (".", "folder"),
        ("tidak-ada.xlsx", "missing"),
        ("loop", "link_loop"),
        ("pipe", "not_a_file"),
    ):
        assert open_source(tmp_path / name).status == status


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path, good):
    good.chmod(0)
    assert read(good)[0].status == "unreadable"


def test_no_permission_as_the_system_says_it(good, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied", str(good))

    monkeypatch.setattr(type(good), "open", refuse)
    source = open_source(good)
    assert (source.status, source.details["reason"]) == ("unreadable", "Permission denied")


def test_truncated_zip(tmp_path, good):
    good.write_bytes(good.read_bytes()[:-3000])
    assert read(good)[0].status == "damaged"


def test_sheet_damaged_midway_keeps_its_complete_rows(tmp_path, good):
    xml = build.parts(good)[build.SHEET]
    cut = xml[: xml.index(b'<row r="150"') + 40]
    source, found = read(build.with_part(good, tmp_path / "cut.xlsx", build.SHEET, cut))
    assert source.status == "damaged"
    assert source.lines == {"Data": 149}
    assert found["Data"][3].cells == tuple(build.people(1)[0])
    assert [line.number for line in found["Data"]] == list(range(1, 150))


def test_packed_bytes_damaged_midway(tmp_path):
    path = build.xlsx(tmp_path / "a.xlsx", {"Data": build.roster(3000)})
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo(build.SHEET)
    raw = bytearray(path.read_bytes())
    middle = member.header_offset + 200 + member.compress_size // 2
    raw[middle : middle + 40] = bytes(40)
    path.write_bytes(raw)
    source, found = read(path)
    assert source.status == "damaged"
    assert 100 < len(found["Data"]) < 3006


def test_zip_bomb(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(100):
                part.write(bytes(1 << 20))
    source, _ = read(path)
    assert (source.status, source.details["megabytes"]) == ("zip_bomb", 100)


def test_zip_whose_directory_lies(tmp_path, good):
    """The directory admits a few bytes where megabytes are packed: the rest is never unpacked."""
    huge = build.sheet_xml(
        "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 20_000))
    )
    path = build.with_part(good, tmp_path / "lie.xlsx", build.SHEET, huge)
    raw = path.read_bytes()
    true = struct.pack("<I", len(huge))
    path.write_bytes(raw.replace(true, struct.pack("<I", 500)))
    source, found = read(path)
    assert source.status == "damaged"
    assert sum(map(len, found.values())) < 20_000


@pytest.mark.parametrize("part", [build.SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_entities_are_refused(tmp_path, good, part):
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    content = build.parts(good)[part].partition(b"?>")[2]
    source, found = read(build.with_part(good, tmp_path / "bomb.xlsx", part, bomb + content))
    assert source.status == "entities"
    assert found == {}


@pytest.mark.parametrize("far", ["XFD1048576", "ALM100001"])
def test_a_stray_cell_costs_nothing_and_no_row(tmp_path, good, far):
    row = "".join(character for character in far if character.isdigit())
    stray = f'<row r="{row}">{build.text_cell(far, "x")}</row></sheetData>'.encode()
    xml = build.parts(good)[build.SHEET].replace(b"</sheetData>", stray)
    source, found = read(build.with_part(good, tmp_path / "far.xlsx", build.SHEET, xml))
    assert source.status == "read"
    assert [line.number for line in found["Data"]] == list(range(1, 207))
    assert found["Data"][3].cells == tuple(build.people(1)[0])
    [remark] = source.remarks
    assert (remark.code, remark.fields["cell"]) == ("stray_cells", far)
    assert source.widths == {"Data": 9}


def test_a_person_far_below_is_read_under_its_own_number(tmp_path, good):
    far = "".join(build.text_cell(f"{column}900000", f"isi {column}") for column in "ABC")
    xml = build.parts(good)[build.SHEET].replace(
        b"</sheetData>", f'<row r="900000">{far}</row></sheetData>'.encode()
    )
    source, found = read(build.with_part(good, tmp_path / "far.xlsx", build.SHEET, xml))
    assert source.status == "read"
    assert found["Data"][-1].number == 900_000
    assert [(remark.code, remark.fields["line"]) for remark in source.remarks] == [("far_lines", 900_000)]
    assert found["Data"][-1].cells == ("isi A", "isi B", "isi C")
    assert len(found["Data"]) == 207


def test_formats_down_to_the_last_row_are_no_content(tmp_path, good):
    blank = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(300, 30_000)).encode()
    xml = build.parts(good)[build.SHEET].replace(b"</sheetData>", blank + b"</sheetData>")
    source, found = read(build.with_part(good, tmp_path / "f.xlsx", build.SHEET, xml))
    assert (source.status, len(found["Data"])) == ("read", 206)


def test_600_columns(tmp_path):
    path = build.xlsx(tmp_path / "a.xlsx", {"Lebar": [["x"] * 600] * 3, "Baik": build.roster(2)})
    source, found = read(path)
    assert source.status == "too_wide"
    assert (source.details["sheet"], source.details["columns"]) == ("Lebar", 600)
    assert len(found["Baik"]) == 8  # the other sheet is read
    assert read(build.csv(tmp_path / "a.csv", (",".join("x" * 600) + "\n") * 3))[0].status == "too_wide"


def test_one_wide_line_in_a_text_file_is_cut_and_said(tmp_path):
    source, found = read(build.csv(tmp_path / "a.csv", "nama,desa\n" * 20 + ",".join("x" * 600) + "\n"))
    assert source.status == "read"
    assert len(found[""][-1].cells) == 500
    assert [remark.code for remark in source.remarks] == ["wide_lines"]


def test_ods_repeats_a_cell_a_billion_times(tmp_path):
    bomb = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="400" '
        'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    assert read(build.ods(tmp_path / "a.ods", build.roster(2), bomb))[0].status == "too_large"


def test_ods_far_cell_is_named(tmp_path):
    far = (
        '<table:table-row table:number-rows-repeated="900000"><table:table-cell/></table:table-row><table:table-row>'
        '<table:table-cell table:number-columns-repeated="400"/>'
        '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    source, _ = read(build.ods(tmp_path / "a.ods", build.roster(2), far))
    assert source.status == "far_cell"
    assert source.details["cell"] in source.sentence("id")


def test_ods_with_a_password(tmp_path):
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    assert read(build.ods(tmp_path / "a.ods", [["x"]], manifest=manifest))[0].status == "password"


def test_memory_and_time_of_the_child_are_limited(tmp_path):
    path = build.xlsx(tmp_path / "big.xlsx", {"Data": [[n, "x", "y"] for n in range(60_000)]})
    assert read(path, Limits(memory=40 << 20))[0].status == "no_memory"
    assert read(path, Limits(cpu_seconds=0))[0].status in {"timeout", "no_memory"}


def test_a_name_that_is_a_command_is_only_text(tmp_path):
    path = build.xlsx(tmp_path / "a.xlsx", {"Data": [["NIK", "Nama"], ["1", "=cmd|'/c calc'!A1"]]})
    assert read(path)[1]["Data"][1].cells == ("1", "=cmd|'/c calc'!A1")


def test_sheets_of_one_name_or_none(tmp_path, good):
    book = build.parts(good)["xl/workbook.xml"].replace(b'name="Data"', b'name=""')
    source, found = read(build.with_part(good, tmp_path / "n.xlsx", "xl/workbook.xml", book))
    assert source.status == "read"
    assert len(found[""]) == 206


def test_missing_parts(tmp_path, good):
    for part in (build.SHEET, "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"):
        path = build.with_part(good, tmp_path / "x.xlsx", part, b"")
        assert read(path)[0].status == "damaged", part


def test_a_sentence_never_shows_what_a_cell_holds(tmp_path, good):
    source, _ = read(good)
    assert "5171" not in source.sentence("id") + source.sentence("en")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "ods", "parquet"])
def test_any_damage_ends_in_a_status_and_what_was_read_can_be_marked(tmp_path, kind):
    """Sixty files with bytes changed, lost or added anywhere."""
    good = tmp_path / f"good.{kind}"
    if kind == "xlsx":
        build.xlsx(good, {"Data": build.roster(40)})
    elif kind == "ods":
        build.ods(good, build.roster(40))
    else:
        columns = zip(*build.people(40), strict=True)
        pq.write_table(pa.table(dict(zip(build.HEADINGS, map(list, columns), strict=True))), good)
    chance = random.Random(7)
    for _ in range(60):
        raw = bytearray(good.read_bytes())
        for _ in range(chance.choice([1, 3, 20])):
            at = chance.randrange(len(raw))
            raw[at : at + chance.choice([0, 1, 9])] = chance.randbytes(chance.choice([0, 1, 9]))
        path = tmp_path / f"bad.{kind}"
        path.write_bytes(raw)
        source, found = read(path)
        assert source.status != "timeout"
        if found and source.status in ("read", "damaged"):
            marks = {
                name: [Mark(line.number, "Diterima", "") for line in lines] for name, lines in found.items()
            }
            write_marked(path, source, {}, marks, tmp_path / f"out.{kind}")
