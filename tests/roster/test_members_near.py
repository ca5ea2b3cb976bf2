"""Of a big member list only the lines that may concern the rows are parsed; nothing is lost by it."""

import csv
import importlib.util
import itertools
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tedung.linkage import link
from tedung.roster import nearby
from tedung.roster.check import KEY
from tedung.roster.inputs import expand
from tedung.roster.members import read_members
from tedung.roster.places import gazetteer
from tedung.roster.reading import Rows, read_file
from tedung.roster.row import Context
from tedung.roster.table import table_of

BENCH = Path(__file__).parents[2] / "bench/linkage_people.py"
CONTEXT = Context(date(2026, 12, 1), gazetteer(), KEY)
HEAD = ["Nama", "NIK", "Tgl Lahir", "Desa/Kelurahan", "No HP"]
MADE = ["I Made Sukarta", "5171011203780003", "12-03-1978", "Sanur Kaja", "081234567890"]
STRANGER = ["Ni Luh Rinten", "5171024505810004", "05-05-1981", "Pedungan", "081999888777"]


@pytest.fixture(autouse=True)
def _every_list_is_big(monkeypatch):
    monkeypatch.setattr(nearby, "BIG", 1)


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("linkage_people", BENCH)
    module = importlib.util.module_from_spec(spec)
    sys.modules["linkage_people"] = module
    spec.loader.exec_module(module)
    return module


def write(path, head, lines):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *lines])
    return path


def roster(path):
    rows = Rows()
    for given in expand([path]):
        read_file(given, rows, CONTEXT)
    return table_of(rows.batches)


def awkward(line, number):
    """Return the line as another clerk types it: what a plain comparison of texts would miss."""
    name, nik, phone = line[1], line[2], line[9]
    if number % 7 == 0:
        nik = " ".join((nik[:6], nik[6:12], nik[12:])).replace("0", "O")
    if number % 5 == 0:
        name = f"{number}. {name} (Pak Yan)" if number % 2 else f"{name} alias Jero Gede"
    if number % 11 == 0:
        phone = f"0361-222333 / +62 {phone.removeprefix('0')}" if phone else ""
    return [line[0], name, nik, *line[3:9], phone, *line[10:]]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_nothing_is_lost_beside_parsing_every_line(maker, tmp_path, kind):
    lines = list(maker.rows(maker.World(77, hard=True), 4_000))
    rows = roster(write(tmp_path / "rows.csv", maker.HEAD, lines[::13]))
    theirs = [awkward(line, at) for at, line in enumerate(lines) if at % 13]
    path = write(tmp_path / "members.csv", maker.HEAD, theirs)
    if kind == "parquet":
        path = tmp_path / "members.parquet"
        columns = [list(column) for column in zip(*theirs, strict=True)]
        pq.write_table(pa.table(columns, names=maker.HEAD), path)
    whole, near = read_members(path, CONTEXT), read_members(path, CONTEXT, rows)
    assert near.size.members == whole.size.members == len(theirs)
    assert near.people.num_rows < len(theirs) / 2
    assert set(near.people["row_id"].to_pylist()) <= set(whole.people["row_id"].to_pylist())
    assert near.size.dated == pytest.approx(whole.size.dated, rel=0.01)
    expected = link(rows, members=whole.people)
    assert len(expected.members) > 20
    found = link(rows, members=near.people, members_in_all=near.size)
    assert found.members == expected.members
    assert asked(found) >= asked(expected)


def asked(linked):
    """Return the pairs of rows and members that are not distinct."""
    return {(pair["a"], pair["b"]) for pair in linked.member_pairs.to_pylist() if pair["zone"] != "distinct"}


def test_how_common_a_value_is_comes_from_a_sample_of_all(maker, tmp_path, monkeypatch):
    """The members parsed are alike by choice; every so-many-th line of the list is not."""
    monkeypatch.setattr(nearby, "SAMPLE", 200)
    lines = list(maker.rows(maker.World(77, hard=True), 4_000))
    rows = roster(write(tmp_path / "rows.csv", maker.HEAD, lines[::40]))
    path = write(tmp_path / "members.csv", maker.HEAD, lines)
    size = read_members(path, CONTEXT, rows).size
    places = [line for line in roster(path).to_pylist() if line["row_id"] in size.sample]
    steps = {b["line"] - a["line"] for a, b in itertools.pairwise(places)}
    assert 150 < len(size.sample) < 400
    assert len(steps) == 1
    born = Counter(f"{day:%Y%m%d}" for day in roster(path)["birth_date"].to_pylist() if day)
    assert {day: count for day, count in size.days.items() if count != born[day]} == {}


@pytest.mark.parametrize(
    ("member", "kept"),
    [
        (["X", MADE[1], "", "", ""], True),
        (["X", "NIK: 5171 0112 0378 OOO3", "", "", ""], True),
        (["X", MADE[1][:15], "", "", ""], True),
        (["Soekarta", "", "12 Maret 1978", "", ""], True),
        (["X", "5103071203780009", "", "Sanur Kaja", ""], True),
        (["Sukarta Wijaya", "", "03/12/1978", "", ""], True),
        (["I Made Rai", "", "12-03-1978", "Pedungan", ""], False),
        (["I Made Sukarta", "", "12-03-1979", "Pedungan", ""], False),
        (["X", "", "", "", "0361 223344 / +62 812-3456-7890"], True),
        (["MD SUKARTA", "", "1978", "", ""], True),
        (["Md. Sukarta (alm)", "", "48 tahun", "", ""], True),
        (["Wayan Sukarta", "", "1978", "Sanur Kaja", ""], True),
        (["M. Sukarta", "", "", "Sanur Kaja", ""], True),
        (["Wayan Sukarta", "", "", "Sanur Kaja", ""], False),
        (["Wayan Sukarta", "", "1978", "", ""], False),
        (["Made Sukarta", "", "", "Pedungan", ""], False),
        (["Wayan Sukarta", "", "1979", "", ""], False),
        (STRANGER, False),
        (["", "", "", "", ""], False),
        (["X" * 5_000, "9" * 5_000, "9" * 5_000, "X" * 500, "9" * 5_000], False),
    ],
)
def test_a_line_is_parsed_where_it_shares_something_with_a_row(tmp_path, member, kept):
    rows = roster(write(tmp_path / "rows.csv", HEAD, [MADE]))
    others = [STRANGER] * 3
    found = read_members(write(tmp_path / "members.csv", HEAD, [member, *others]), CONTEXT, rows)
    assert (2 in found.people["line"].to_pylist()) is kept


def test_a_line_keeps_its_number_below_blank_lines(tmp_path):
    rows = roster(write(tmp_path / "rows.csv", HEAD, [MADE]))
    path = tmp_path / "members.csv"
    path.write_text("\r\n".join([",".join(HEAD), "", ",".join(STRANGER), "", ",".join(MADE), ""]))
    found = read_members(path, CONTEXT, rows)
    assert found.people["line"].to_pylist() == [5]
    assert found.size.members == 2


@pytest.mark.parametrize("odd", ['"Jl. Kartini\nno. 5"', '"never closed'])
def test_a_record_of_several_lines_is_left_to_the_careful_reader(tmp_path, odd):
    rows = roster(write(tmp_path / "rows.csv", HEAD, [MADE]))
    path = tmp_path / "members.csv"
    path.write_text(
        ",".join([*HEAD, "Alamat"]) + "\n" + ",".join([*STRANGER, odd]) + "\n" + ",".join(MADE) + "\n"
    )
    whole, near = read_members(path, CONTEXT), read_members(path, CONTEXT, rows)
    assert near.people == whole.people
    assert near.size == whole.size
    assert near.people.num_rows == 2


def test_a_list_of_strangers_is_a_list(tmp_path):
    rows = roster(write(tmp_path / "rows.csv", HEAD, [MADE]))
    found = read_members(write(tmp_path / "members.csv", HEAD, [STRANGER]), CONTEXT, rows)
    assert (found.people.num_rows, *found.size[:2]) == (0, 1, 1)
