"""The whole of the roster: every line counted, the same result whoever asks in whatever order."""

import csv
import json
import os
import shutil
from datetime import date, datetime
from pathlib import Path

import build
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tedung.columns import NAMES, OUTCOMES, PERSON
from tedung.errors import TedungError
from tedung.linkage import link
from tedung.roster.check import Wish, check
from tedung.roster.inputs import expand, unique_names
from tedung.roster.summary import needs_mending

ON = date(2026, 12, 1)
HEAD = [
    "No",
    "Nama Lengkap",
    "NIK",
    "Tgl Lahir",
    "L/P",
    "Desa/Kelurahan",
    "No HP",
    "Pekerjaan",
    "Penghasilan",
]
SUDIANA = [
    "I Wayan Sudiana",
    "5171031204780001",
    "12/04/1978",
    "L",
    "Sanur Kaja",
    "081361405208",
    "Pecalang",
    "1 jt",
]
RAI = ["Ni Made Rai", "5171035204800002", "12-04-1980", "P", "Kel. Tonja", "", "Jumantik", ""]
ELDER = ["I Ketut Tua", "5171030101500003", "01/01/1950", "L", "Ubung", "", "Pemangku", ""]
LOST = ["I Nyoman Hilang", "5.17103E+15", "01/02/1985", "L", "Panjer", "", "Linmas", ""]


def roster(path, *rows, title="DAFTAR USULAN"):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([title])
        writer.writerow(HEAD)
        writer.writerows([at, *row] for at, row in enumerate(rows, 1))
    return path


def workbook(path, *rows):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Usulan")
        for at, row in enumerate([HEAD, *([n, *row] for n, row in enumerate(rows, 1))]):
            sheet.write_row(at, 0, row)
    return path


def run(paths, out, link=None, **wish):
    return check(paths, out, Wish(on=ON, **wish), link)


def rows_of(out):
    return pq.read_table(out / "rows.parquet").to_pylist()


def outcomes_of(out):
    return [row["outcome"] for row in rows_of(out)]


def cells_of(path):
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


def everything_in(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_small_roster_line_by_line(tmp_path):
    path = roster(tmp_path / "desa.csv", SUDIANA, RAI, ELDER, LOST, SUDIANA)
    summary = run([path], tmp_path / "out")
    assert outcomes_of(tmp_path / "out") == [
        "not_a_person",
        "not_a_person",
        "accepted",
        "accepted",
        "not_eligible",
        "needs_fix",
        "duplicate",
    ]
    assert [row["line"] for row in rows_of(tmp_path / "out")] == [1, 2, 3, 4, 5, 6, 7]
    assert summary["outcomes"] == {
        "accepted": 2,
        "accepted_with_warnings": 0,
        "duplicate": 1,
        "needs_fix": 1,
        "not_eligible": 1,
        "not_a_person": 2,
    }
    assert summary["findings"] == {"duplicate_here": 1, "nik_lost": 1, "too_old": 1}
    assert summary["conventions"] == ["age-65", "minimum-age"]
    assert needs_mending(summary)


def test_the_people_go_straight_into_a_bill(tmp_path):
    run([roster(tmp_path / "desa.csv", SUDIANA, RAI, ELDER, SUDIANA)], tmp_path / "out")
    people = pq.read_table(tmp_path / "out/people.parquet")
    assert people.schema.names == [*NAMES, *(column.name for column in PERSON)]
    rows = people.to_pylist()
    assert [row["nama_ktp"] for row in rows] == ["I Wayan Sudiana", "Ni Made Rai"]
    assert (
        rows[0].items()
        >= {
            "nik": "5171031204780001",
            "birth_date": date(1978, 4, 12),
            "sex": "L",
            "village": "51.71.01.2009",
            "phone": "+6281361405208",
            "occupation": "pecalang",
            "kelompok_sasaran": "pecalang",
            "income": 1_000_000,
            "segment": None,
        }.items()
    )
    assert len({row["person_id"] for row in rows}) == len({row["enrolment_id"] for row in rows}) == 2


def test_the_village_gets_its_own_file_back_with_two_cells_more(tmp_path):
    path = roster(tmp_path / "desa.csv", SUDIANA, LOST)
    run([path], tmp_path / "out")
    before, after = cells_of(path), cells_of(tmp_path / "out/marked/desa.csv")
    assert [row[: len(old)] for row, old in zip(after, before, strict=True)] == before
    assert after[1][-2:] == ["Status", "Perbaiki"]
    assert after[2][len(HEAD)] == "Diterima"
    assert after[3][len(HEAD)] == "Perlu perbaikan"
    assert "dibulatkan" in after[3][len(HEAD) + 1]


def test_whose_list_it_is_also_on_is_not_told(tmp_path):
    paths = [roster(tmp_path / "desa-a.csv", SUDIANA), roster(tmp_path / "desa-b.csv", SUDIANA)]
    run(paths, tmp_path / "out", link)
    assert outcomes_of(tmp_path / "out").count("duplicate") == 1
    assert "desa-a" not in (tmp_path / "out/marked/desa-b.csv").read_text("utf-8-sig")


def test_every_line_of_every_form_is_counted(tmp_path):
    paths = [
        roster(tmp_path / "a.csv", SUDIANA, RAI),
        workbook(tmp_path / "b.xlsx", ELDER, LOST),
        tmp_path / "missing.csv",
    ]
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "story.txt").write_text("Bukan daftar.\nHanya cerita.\n")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04" + bytes(200))
    paths += [tmp_path / "empty.csv", tmp_path / "story.txt", tmp_path / "broken.xlsx"]
    summary = run(paths, tmp_path / "out")
    assert summary["totals"]["files"] == 6
    assert summary["totals"]["files_read"] == 2
    by_name = {file["file"]: file for file in summary["files"]}
    assert by_name["a.csv"]["lines"] == 4
    assert by_name["b.xlsx"]["lines"] == 3
    assert by_name["missing.csv"]["status"] == "missing_file"
    for name in ("missing.csv", "empty.csv", "story.txt", "broken.xlsx"):
        assert by_name[name]["status"] != "read"
        assert by_name[name]["sentence"]
    adds_up(summary, tmp_path / "out")


def adds_up(summary, out):
    rows = rows_of(out)
    assert summary["totals"]["lines"] == len(rows) == sum(summary["outcomes"].values())
    for outcome in OUTCOMES:
        counted = sum(row["outcome"] == outcome for row in rows)
        assert summary["outcomes"][outcome] == counted
        assert sum(file["outcomes"][outcome] for file in summary["files"]) == counted
    for file in summary["files"]:
        assert file["lines"] == sum(row["file"] == file["file"] for row in rows)
        assert file["lines"] == sum(sum(sheet["outcomes"].values()) for sheet in file["sheets"])
    assert sum(summary["findings"].values()) == sum(len(row["findings"]) for row in rows)
    assert all((row["person_id"] is None) == (row["outcome"] == "not_a_person") for row in rows)
    assert len({row["row_id"] for row in rows}) == len(rows)
    accepted = {row["person_id"] for row in rows if row["outcome"].startswith("accepted")}
    people = pq.read_table(out / "people.parquet")["person_id"].to_pylist()
    assert sorted(people) == sorted(accepted)


def test_neither_order_nor_place_nor_repetition_changes_a_byte(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    for at, rows in enumerate([(SUDIANA, RAI), (RAI, LOST), (ELDER, SUDIANA)]):
        roster(here / f"f{at}.csv", *rows)
    shutil.copytree(here, there)
    files = sorted(here.iterdir())
    run(files, tmp_path / "one", link)
    run(files[::-1], tmp_path / "two", link)
    run([here, files[1], here / "." / "f0.csv"], tmp_path / "three", link)
    run([there], tmp_path / "four", link)
    run([there], tmp_path / "four", link)
    first = everything_in(tmp_path / "one")
    assert set(first) >= {"rows.parquet", "people.parquet", "pairs.parquet", "summary.json", "marked/f0.csv"}
    for other in ("two", "three", "four"):
        assert everything_in(tmp_path / other) == first


def test_two_files_of_one_name_are_kept_apart(tmp_path):
    roster(tmp_path / "in/sanur/daftar.csv", SUDIANA)
    roster(tmp_path / "in/tonja/daftar.csv", RAI)
    summary = run([tmp_path / "in"], tmp_path / "out")
    assert [file["file"] for file in summary["files"]] == ["sanur/daftar.csv", "tonja/daftar.csv"]
    assert (tmp_path / "out/marked/tonja/daftar.csv").exists()
    assert len({row["row_id"] for row in rows_of(tmp_path / "out")}) == 6
    assert unique_names([Path("/a/x.csv"), Path("/b/x.csv"), Path("/b/y.csv")]) == {
        Path("/a/x.csv"): "a/x.csv",
        Path("/b/x.csv"): "b/x.csv",
        Path("/b/y.csv"): "y.csv",
    }
    assert unique_names([Path("/x.csv"), Path("/a/x.csv")]) == {
        Path("/x.csv"): "x.csv",
        Path("/a/x.csv"): "a/x.csv",
    }


def test_a_file_name_of_strange_bytes_is_read_all_the_same(tmp_path):
    for name in (b"desa\xff.csv", b"desa\xfe.csv"):
        roster(tmp_path / "in" / os.fsdecode(name), SUDIANA)
    summary = run([tmp_path / "in"], tmp_path / "out")
    assert summary["totals"]["files_read"] == 2
    assert len({row["file"] for row in rows_of(tmp_path / "out")}) == 2
    adds_up(summary, tmp_path / "out")


def test_a_folder_gives_its_sheets_and_nothing_hidden(tmp_path):
    roster(tmp_path / "in/a.csv", SUDIANA)
    for name in (".hidden.csv", "~$a.xlsx", "notes.docx", "photo.jpg"):
        (tmp_path / "in" / name).write_bytes(b"x")
    assert [given.name for given in expand([tmp_path / "in"])] == ["a.csv"]
    (tmp_path / "none").mkdir()
    assert [given.status for given in expand([tmp_path / "none"])] == ["empty_folder"]


def test_where_nothing_can_be_read_nothing_is_written(tmp_path):
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(TedungError, match=r"empty\.csv kosong: .+\n  gone\.csv: Berkas tidak ditemukan"):
        run([tmp_path / "empty.csv", tmp_path / "gone.csv"], tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.csv"]


def test_the_output_never_swallows_an_input_or_a_strange_folder(tmp_path):
    path = roster(tmp_path / "in/a.csv", SUDIANA)
    with pytest.raises(TedungError, match="memuat berkas masukan"):
        run([path], tmp_path / "in")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("dear")
    with pytest.raises(TedungError, match="bukan hasil Tedung"):
        run([path], tmp_path / "mine")
    assert (tmp_path / "mine/letter.txt").read_text() == "dear"
    run([path], tmp_path / "out")
    with pytest.raises(TedungError, match="memuat berkas masukan"):
        run([tmp_path / "out/marked/a.csv"], tmp_path / "out")


def test_members_are_known_by_their_nik_and_may_be_old(tmp_path):
    members = tmp_path / "peserta.csv"
    members.write_text(
        "NIK,Nama Peserta,Tanggal Lahir,Nomor KPJ,Tanggal Kepesertaan\n"
        "5171030101500003,I KETUT TUA,01-01-1950,12345678901,01-01-2023\n"
        "5171030101500003,I KETUT TUA,01-01-1950,12345678902,01-01-2024\n"
    )
    path = roster(tmp_path / "desa.csv", ELDER, SUDIANA)
    summary = run([path], tmp_path / "out", members=members)
    assert outcomes_of(tmp_path / "out") == ["not_a_person", "not_a_person", "accepted", "accepted"]
    elder, sudiana = pq.read_table(tmp_path / "out/people.parquet").to_pylist()
    assert (elder["is_member"], elder["member_since"]) == (True, date(2023, 1, 1))
    assert (sudiana["is_member"], sudiana["member_since"]) == (False, None)
    assert summary["totals"]["members"] == 1
    run([path], tmp_path / "linked", link, members=members)
    assert outcomes_of(tmp_path / "linked").count("accepted") == 2


@pytest.mark.parametrize("linkage", [None, link])
def test_a_nik_alone_makes_no_member(tmp_path, linkage):
    """Another name and another birth date beside the number: a person decides."""
    members = tmp_path / "peserta.csv"
    members.write_text(
        "NIK,Nama Peserta,Tanggal Lahir,Tanggal Kepesertaan\n"
        "5171031204780001,NI LUH SUTINI,02-01-1981,01-01-2023\n"
    )
    run([roster(tmp_path / "desa.csv", SUDIANA)], tmp_path / "out", linkage, members=members)
    (row,) = [row for row in rows_of(tmp_path / "out") if row["outcome"] != "not_a_person"]
    assert row["is_member"] is False
    assert [found["code"] for found in row["findings"]] == ["nik_of_other_member"]
    (pair,) = pq.read_table(tmp_path / "out/member_pairs.parquet").to_pylist()
    assert (pair["a"], pair["zone"]) == (row["row_id"], "review")


def test_a_member_under_another_name_but_the_same_birth_date_is_one(tmp_path):
    members = tmp_path / "peserta.csv"
    members.write_text("NIK,Nama Peserta,Tanggal Lahir\n5171031204780001,MPU DAKSA,12-04-1978\n")
    run([roster(tmp_path / "desa.csv", SUDIANA)], tmp_path / "out", members=members)
    assert pq.read_table(tmp_path / "out/people.parquet")["is_member"].to_pylist() == [True]


def test_a_birth_date_that_only_the_nik_told_proves_nothing(tmp_path):
    members = tmp_path / "peserta.csv"
    members.write_text("NIK,Nama Peserta\n5171031204780001,NI LUH SUTINI\n")
    run([roster(tmp_path / "desa.csv", SUDIANA)], tmp_path / "out", members=members)
    assert pq.read_table(tmp_path / "out/people.parquet").num_rows == 0
    assert pq.read_table(tmp_path / "out/rows.parquet")["is_member"].to_pylist() == [None, None, False]


def test_a_nik_of_two_people_is_asked_of_both_villages_and_names_neither(tmp_path):
    other = ["Ni Luh Sutini", SUDIANA[1], "02/01/1981", "P", *SUDIANA[4:]]
    files = [roster(tmp_path / "a.csv", SUDIANA), roster(tmp_path / "b.csv", other)]
    summary = run(files, tmp_path / "out", link)
    assert summary["outcomes"]["needs_fix"] == 2
    for name, foreign in (("a.csv", "Sutini"), ("b.csv", "Sudiana")):
        told = (tmp_path / "out/marked" / name).read_text("utf-8")
        assert "NIK ini juga dipakai orang lain dalam pemeriksaan ini" in told
        assert foreign not in told
        assert "berbeda dengan yang ada di dalam NIK" not in told  # said by the first sentence


def test_a_member_list_that_cannot_be_read_stops_the_run(tmp_path):
    path = roster(tmp_path / "desa.csv", SUDIANA)
    (tmp_path / "peserta.csv").write_text("")
    with pytest.raises(TedungError, match="Daftar peserta"):
        run([path], tmp_path / "out", members=tmp_path / "peserta.csv")
    with pytest.raises(TedungError, match="tidak ditemukan"):
        run([path], tmp_path / "out", members=tmp_path / "none.csv")


def test_a_mapping_overrides_what_is_found(tmp_path):
    path = tmp_path / "desa.csv"
    path.write_text("orang,angka,hari,desa\nI Wayan Sudiana,5171031204780001,12/04/1978,Sanur Kaja\n")
    mapping = tmp_path / "kolom.toml"
    mapping.write_text('nama_ktp = "orang"\nnik = "angka"\nbirth_date = "hari"\nvillage = "desa"\n')
    summary = run([path], tmp_path / "out", mapping=mapping)
    assert summary["outcomes"]["accepted"] == 1
    assert summary["files"][0]["sheets"][0]["columns"]["nik"] == {"column": "B", "heading": "angka"}


def test_a_phone_of_too_many_is_not_kept(tmp_path):
    rows = [[f"I Wayan {name}", f"517103120478{at:04d}", *SUDIANA[2:]] for at, name in enumerate("ABCDE", 1)]
    rows = [[row[0] + "diana", *row[1:]] for row in rows]
    run([roster(tmp_path / "desa.csv", *rows)], tmp_path / "out")
    assert all(phone is None for phone in pq.read_table(tmp_path / "out/people.parquet")["phone"].to_pylist())
    findings = [found["code"] for row in rows_of(tmp_path / "out") for found in row["findings"]]
    assert findings == ["phone_common"] * 5


def test_no_number_and_no_name_leaves_but_where_it_must(tmp_path):
    path = roster(
        tmp_path / "desa.csv", SUDIANA, LOST, ["=cmd|x", "5171039999780001", "", "", "", "", "", ""]
    )
    run([path], tmp_path / "out", link)
    for name in ("summary.json", "rows.parquet", "pairs.parquet"):
        content = (tmp_path / "out" / name).read_bytes()
        assert b"5171031204780001" not in content
        assert b"Sudiana" not in content


def test_a_formula_comes_back_dead(tmp_path):
    row = ["=cmd|' /C calc'!A0", *SUDIANA[1:]]
    summary = run([roster(tmp_path / "desa.csv", row)], tmp_path / "out")
    (marked,) = (tmp_path / "out/marked").iterdir()
    assert cells_of(marked)[2][1].startswith("'")
    assert summary["files"][0]["marked"]["dead_cells"] == 1
    assert summary["outcomes"]["needs_fix"] == 1


def test_xls_and_xlsx_of_one_name_do_not_collide(tmp_path):
    workbook(tmp_path / "daftar.xlsx", SUDIANA)
    shutil.copy(tmp_path / "daftar.xlsx", tmp_path / "DAFTAR.xlsx")
    summary = run([tmp_path], tmp_path / "out")
    assert len({file["marked"]["file"] for file in summary["files"]}) == 2
    assert summary["files"][1]["same_bytes_as"] == "DAFTAR.xlsx"


def test_a_text_file_called_xls_keeps_to_its_own_copy(tmp_path):
    """Its marked copy is a .csv: it must not take the place of another file's."""
    roster(tmp_path / "in/daftar.csv", SUDIANA)
    shutil.copy(roster(tmp_path / "in/other.csv", RAI), tmp_path / "in/daftar.xls")
    (tmp_path / "in/other.csv").unlink()
    summary = run([tmp_path / "in"], tmp_path / "out")
    copies = {file["file"]: file["marked"]["file"] for file in summary["files"]}
    assert copies == {"daftar.csv": "daftar.csv", "daftar.xls": "daftar.xls.csv"}
    assert "Sudiana" in (tmp_path / "out/marked/daftar.csv").read_text("utf-8")
    assert "Rai" in (tmp_path / "out/marked/daftar.xls.csv").read_text("utf-8")
    assert len(list((tmp_path / "out/marked").iterdir())) == 2


def test_a_file_damaged_midway_comes_back_as_far_as_it_was_read(tmp_path):
    good = build.xlsx(tmp_path / "good.xlsx", {"Data": build.roster(50)})
    xml = build.parts(good)[build.SHEET]
    folder = tmp_path / "in"
    folder.mkdir()
    build.with_part(good, folder / "cut.xlsx", build.SHEET, xml[: xml.index(b'<row r="30"') + 50])
    summary = run([folder], tmp_path / "out")
    (file,) = summary["files"]
    assert (file["status"], file["marked"]) == (
        "damaged",
        {"file": "cut.xlsx", "dead_cells": 0, "values_only": True},
    )
    assert file["sentence"].startswith("cut.xlsx rusak")
    assert (tmp_path / "out/marked/cut.xlsx").is_file()
    adds_up(summary, tmp_path / "out")


def test_the_key_changes_the_keys_and_nothing_else(tmp_path):
    path = roster(tmp_path / "desa.csv", SUDIANA)
    run([path], tmp_path / "one")
    run([path], tmp_path / "two", key=b"another")
    one, two = rows_of(tmp_path / "one")[2], rows_of(tmp_path / "two")[2]
    assert one.pop("row_key") != two.pop("row_key")
    assert one == two


def test_the_summary_says_what_each_column_was_taken_for(tmp_path):
    run([roster(tmp_path / "desa.csv", SUDIANA)], tmp_path / "out")
    summary = json.loads((tmp_path / "out/summary.json").read_text("utf-8"))
    (sheet,) = summary["files"][0]["sheets"]
    assert sheet["header_lines"] == [2]
    assert sheet["columns"]["village"] == {"column": "F", "heading": "Desa/Kelurahan"}
    assert summary["on"] == "2026-12-01"
    assert len(summary["law_version"]) == 12


CELL = st.one_of(
    st.sampled_from(
        [*SUDIANA, *RAI, *LOST, "", "-", "#REF!", "=1+1", "A" * 500, "王", "🙂", "1e308", "12/08/2100"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.lists(CELL, min_size=8, max_size=8), max_size=8), min_size=1, max_size=3))
def test_whatever_is_handed_in_adds_up(tmp_path, lists):
    folder = tmp_path / "in"
    shutil.rmtree(folder, ignore_errors=True)
    for at, rows in enumerate(lists):
        roster(folder / f"f{at}.csv", SUDIANA, *rows)
    adds_up(run([folder], tmp_path / "out"), tmp_path / "out")


def test_a_workbook_whose_cells_are_numbers_and_days(tmp_path):
    """A spreadsheet keeps fifteen digits: a NIK typed as a number that ends in 0 was eaten."""
    path = tmp_path / "angka.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEAD)
        for at, nik in enumerate((5171031204780000, 5171031204780002, "5171031204780003"), 1):
            sheet.write_row(at, 0, [at, f"I Wayan {'ABC'[at - 1]}sa", nik])
            sheet.write_datetime(at, 3, datetime(1978, 4, 12), day)  # noqa: DTZ001 -- a cell has no zone
            sheet.write_row(at, 4, ["L", "Tonja", 81361405200 + at, "Linmas", 1_500_000])
    run([path], tmp_path / "out")
    rows = rows_of(tmp_path / "out")
    assert [row["outcome"] for row in rows[1:]] == ["needs_fix", "accepted_with_warnings", "accepted"]
    assert [[found["code"] for found in row["findings"]] for row in rows[1:]] == [
        ["nik_lost"],
        ["nik_number"],
        [],
    ]
    people = pq.read_table(tmp_path / "out/people.parquet").to_pylist()
    assert [row["phone"] for row in people] == ["+6281361405202", "+6281361405203"]
    assert {row["birth_date"] for row in people} == {date(1978, 4, 12)}
    assert (tmp_path / "out/marked/angka.xlsx").exists()
