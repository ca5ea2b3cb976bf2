"""The synthetic Denpasar: its sizes, its faults, its truth, and that nobody in it is real."""

import csv
import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from random import Random

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from tedung.dates import age_on
from tedung.population.broken import BROKEN
from tedung.population.lists import fill
from tedung.population.synthesis import REGISTER, TODAY, synthesise
from tedung.population.tables import groups, table, villages

SIZES_OF_2025 = {
    "sulinggih": 233,
    "pemangku": 156,
    "pecalang": 33,
    "kelian_adat": 342,
    "petengen": 274,
    "penyarikan": 274,
    "jumantik": 413,
    "nelayan": 349,
    "petani": 1462,
    "pkh": 1579,
    "linmas": 300,
}
"""Tribun Bali, 5 February 2025: who is no wage earner among the 10,717 whom the city's budget pays."""


def fingerprint(folder):
    """Every file's name and bytes, as one number."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return found.hexdigest()


def truth_of(made):
    return pq.read_table(made.truth).to_pylist()


def people_of(made):
    return [line for line in truth_of(made) if line["kind"] == "person"]


def test_the_sizes_are_those_of_2025(city):
    places = {(line["person_id"], line["kelompok_sasaran"]) for line in people_of(city)}
    found = Counter(group for _, group in places)
    assert {group: found[group] for group in SIZES_OF_2025} == SIZES_OF_2025
    assert sum(SIZES_OF_2025.values()) == 5415


def test_every_group_is_there_and_what_is_assumed_says_so(city):
    assert {line["kelompok_sasaran"] for line in people_of(city)} == set(groups())
    assumed = {group.code for group in groups().values() if group.size_basis == "assumption"}
    assert assumed == set(groups()) - set(SIZES_OF_2025)
    assert all(row["basis"] == "assumption" for row in table("offices/denpasar_opd.csv"))


def test_about_seventy_files_of_many_shapes(city):
    assert 65 <= len(city.lists) <= 75
    assert len(set(city.lists)) == len(city.lists)
    assert all(path.is_file() for path in city.lists)
    suffixes = Counter(path.suffix for path in city.lists)
    assert set(suffixes) == {".xlsx", ".csv", ".ods"}
    assert min(suffixes.values()) >= 5
    heads = {path.read_bytes()[:2] for path in city.lists if path.suffix == ".csv"}
    assert {b"\xff\xfe", b"\xef\xbb"} <= heads  # UTF-16, and UTF-8 with its mark


def test_all_43_villages_hand_in_a_list(city):
    with city.received.open(encoding="utf-8") as stream:
        register = list(csv.DictReader(stream))
    assert tuple(register[0]) == REGISTER
    assert {row["village"] for row in register} - {""} == {village.code for village in villages()}
    assert len(villages()) == 43
    assert {row["file"] for row in register} == {path.name for path in city.lists}


def test_a_tenth_to_a_third_of_the_lines_is_faulty(city):
    lines, faulty = Counter(), Counter()
    for line in people_of(city):
        lines[line["file"]] += 1
        faulty[line["file"]] += bool(line["faults"])
    assert 0.10 <= sum(faulty.values()) / sum(lines.values()) <= 0.35
    shares = {file: faulty[file] / count for file, count in lines.items() if count >= 20}
    assert {file: share for file, share in shares.items() if not 0.10 <= share <= 0.35} == {}


def test_the_faults_are_of_every_kind(city):
    from tedung.population.faults import FAULTS  # the list that the docs show

    found = Counter(fault for line in people_of(city) for fault in line["faults"])
    others = {"over_64", "under_18", "public_servant", "dead", "twice_in_list", "listed_elsewhere"}
    assert set(found) == set(FAULTS) | others | {"name_formula"}
    whole = {line["whole_list"] for line in people_of(city)}
    assert whole == {"", "rounded_nik", "scientific_nik", "us_dates", "age_only", "one_phone"}


def test_the_truth_has_every_line_of_every_file_that_can_be_read(city):
    last = defaultdict(int)
    for line in truth_of(city):
        place = (line["file"], line["sheet"])
        assert line["line"] == last[place] + 1, place
        last[place] = line["line"]
    assert {file for file, _ in last} == {path.name for path in city.lists} - {name for name, *_ in BROKEN}


def test_the_truth_and_the_files_agree_line_by_line(city):
    by_place = defaultdict(list)
    for line in truth_of(city):
        by_place[line["file"], line["sheet"]].append(line)
    for path in city.lists:
        if path.suffix == ".csv" or path.name in {name for name, *_ in BROKEN}:
            continue
        book = CalamineWorkbook.from_path(path)
        for sheet in set(book.sheet_names) - {"Sheet2"}:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            told = by_place[path.name, sheet]
            assert len(rows) == len(told)
            assert [any(cell != "" for cell in row) for row in rows] == [
                line["kind"] != "blank" for line in told
            ]


def test_a_text_file_has_the_lines_of_its_truth(city):
    counts = Counter(line["file"] for line in truth_of(city))
    encodings = {b"\xff\xfe": "utf-16", b"\xef\xbb": "utf-8-sig"}
    for path in city.lists:
        if path.suffix == ".csv" and path.name in counts:
            data = path.read_bytes()
            text = data.decode(encodings.get(data[:2], "cp1252"))
            assert len(text.splitlines()) == counts[path.name], path.name


def test_some_people_stand_in_two_lists_under_two_spellings(city):
    files = defaultdict(set)
    for line in people_of(city):
        files[line["person_id"]].add(line["file"])
    twice = [person for person, where in files.items() if len(where) > 1]
    assert 100 <= len(twice) <= 600


def test_a_nik_is_valid_and_nobodys(city):
    """Serials of 9000 and more: no district registers nine thousand births of one day and sex."""
    districts = {row["code"].replace(".", "") for row in table("adm/districts.csv")}
    for line in people_of(city):
        nik, born = line["nik"], line["birth_date"]
        day = born.day + (40 if line["sex"] == "P" else 0)
        assert nik[:6] in districts
        assert nik[6:12] == f"{day:02d}{born:%m%y}"
        assert 9000 <= int(nik[12:]) <= 9999


def test_no_two_people_share_a_nik_but_by_a_borrowed_one(city):
    owners = defaultdict(set)
    for line in people_of(city):
        owners[line["nik"]].add(line["person_id"])
    assert all(len(people) == 1 for people in owners.values())


def test_ages_fit_the_offices(city):
    ages = defaultdict(list)
    for line in people_of(city):
        if "under_18" in line["faults"]:
            assert 15 <= age_on(line["birth_date"], TODAY) <= 17
        else:
            ages[line["kelompok_sasaran"]].append(age_on(line["birth_date"], TODAY))
    assert min(min(each) for each in ages.values()) >= 18
    middle = {group: sorted(each)[len(each) // 2] for group, each in ages.items()}
    assert middle["sulinggih"] > middle["kelian_adat"] > middle["pekerja_mandiri"]
    old = [line for line in people_of(city) if "over_64" in line["faults"]]
    assert old
    assert all(age_on(line["birth_date"], TODAY) >= 65 for line in old)


def test_the_members_of_2023(city):
    """1,647 village workers; some have been replaced, are too old, or have died."""
    members = pq.read_table(city.truth_members).to_pylist()
    assert len(members) == 1647
    assert len({member["kpj"] for member in members}) == 1647
    assert all(len(member["kpj"]) == 11 and member["kpj"].isdigit() for member in members)
    listed = {line["person_id"] for line in people_of(city)}
    serves = {member["person_id"] for member in members if member["truth"] == "serves"}
    assert serves <= listed
    gone = {
        member["truth"]: member["person_id"] not in listed
        for member in members
        if member["truth"] != "serves"
    }
    assert gone == {"replaced": True, "too_old": True, "dead": True}


def test_the_agencys_two_files_hold_the_same_members(city):
    rows = CalamineWorkbook.from_path(city.members).get_sheet_by_index(0).to_python()
    with city.members.with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        assert [[str(cell) for cell in row] for row in rows] == list(csv.reader(stream, delimiter=";"))


def test_the_same_seed_gives_the_same_bytes(tmp_path, hamlet):
    (tmp_path / "again").mkdir()
    again = synthesise(tmp_path / "again", seed=2026, people=300)
    assert fingerprint(again.truth.parent) == fingerprint(hamlet.truth.parent)


def test_the_bytes_do_not_hang_on_hash_seeds_or_the_folder(tmp_path, hamlet):
    program = (
        "import sys; from pathlib import Path; from tedung.population.synthesis import synthesise;"
        "synthesise(Path(sys.argv[1]), seed=2026, people=300)"
    )
    environment = os.environ | {"PYTHONHASHSEED": "77", "TZ": "Pacific/Kiritimati"}
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, env=environment)
    assert fingerprint(tmp_path) == fingerprint(hamlet.truth.parent)


def test_another_seed_gives_other_people(tmp_path, hamlet):
    other = synthesise(tmp_path, seed=2027, people=300)
    assert {line["nik"] for line in people_of(other)}.isdisjoint({line["nik"] for line in people_of(hamlet)})


@pytest.mark.parametrize("people", [1, 40, 300])
def test_a_small_city_has_every_group_and_kind_of_list(tmp_path, people):
    made = synthesise(tmp_path, seed=1, people=people)
    assert {line["kelompok_sasaran"] for line in people_of(made)} == set(groups())
    assert len(made.lists) < 40


def test_birth_dates_are_days_before_today(city):
    assert all(date(1940, 1, 1) < line["birth_date"] < TODAY for line in people_of(city))


def test_phones_have_no_operator():
    """Numbers that begin with 0845 belong to no operator, so nobody is rung up by a demo."""
    made, _ = fill(Random("phones"), TODAY, 200)
    assert {person.phone[:4] for person in made.people.values()} == {"0845"}
