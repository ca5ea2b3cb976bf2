"""The demo, end to end: every line accounted for, the bill adds up, and the page names nobody."""

import csv
import json
import re
from collections import Counter, defaultdict

import pyarrow.parquet as pq
import pytest

from tedung import demo
from tedung.cli import main
from tedung.demo.page import WIDTH
from tedung.population.broken import BROKEN
from tedung.roster.findings import MUST_FIX

JKK_AND_JKM = 10_000 + 6_800
"""PP 44/2015, Annex II, first bracket: 1 % of Rp1.000.000; Pasal 20 ayat (3): Rp6.800."""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A small city, done; its folder."""
    out = tmp_path_factory.mktemp("demo") / "hasil demo"
    demo.run(out, seed=2026, people=300)
    return out


def table(folder, name):
    return pq.read_table(folder / name).to_pylist()


def account(folder):
    return json.loads((folder / "hasil/summary.json").read_text("utf-8"))


def truth(folder):
    """What was typed, by file, sheet and line; a text file has no sheets."""
    return {(row["file"], row["line"], row["sheet"]): row for row in table(folder, "truth.parquet")}


def rows_by_place(folder):
    return {
        (row["file"], row["line"], "" if row["file"].endswith(".csv") else row["sheet"]): row
        for row in table(folder, "hasil/rows.parquet")
    }


def test_every_line_typed_has_one_outcome(small):
    counted = account(small)
    assert sum(counted["outcomes"].values()) == counted["totals"]["lines"]
    assert set(rows_by_place(small)) == set(truth(small))


def test_a_line_is_a_person_where_a_person_was_typed(small):
    typed, found = truth(small), rows_by_place(small)
    wrong = [
        place
        for place, line in typed.items()
        if (line["kind"] == "person") != (found[place]["outcome"] != "not_a_person")
    ]
    assert not wrong


def test_files_that_nobody_can_read_have_a_status_and_the_others_go_on(small):
    unread = {file["file"] for file in account(small)["files"] if file["status"] != "read"}
    assert unread == {name for name, *_ in BROKEN}
    marked = {path.stem for path in (small / "hasil/marked").iterdir()}
    handed_in = {path.stem for path in (small / "daftar-masuk").iterdir()}
    assert marked == handed_in - {name.rpartition(".")[0] for name in unread}


def test_the_bill_is_people_times_the_contribution(small):
    bill = table(small, "tagihan-2026-12.parquet")
    billed = [row for row in bill if row["total"]]
    assert billed
    assert {row["total"] for row in billed} == {JKK_AND_JKM}
    assert {row["why_not"] for row in billed} == {None}
    assert sum(row["by_apbd_kota"] for row in bill) == JKK_AND_JKM * len(billed)
    assert len(bill) == account(small)["totals"]["people"]


def test_the_bill_for_the_treasury_names_nobody(small):
    with (small / "tagihan-2026-12.csv").open(encoding="utf-8") as stream:
        columns = next(csv.reader(stream))
    assert not {"nik", "nama_ktp", "nama_sebutan", "mother", "phone"} & set(columns)


def test_one_person_is_billed_once(small):
    workers = [row["worker_id"] for row in table(small, "tagihan-2026-12.parquet")]
    assert len(workers) == len(set(workers))


def faults_and_outcomes(folder):
    """For every fault that stands alone on its line: the outcomes it met."""
    found, met = rows_by_place(folder), defaultdict(Counter)
    members = {row["person_id"] for row in table(folder, "truth_members.parquet") if row["truth"] == "serves"}
    for place, line in truth(folder).items():
        if line["kind"] == "person" and len(line["faults"]) == 1 and not line["whole_list"]:
            fault = line["faults"][0]
            if fault == "over_64" and line["person_id"] in members:
                fault = "over_64_member"
            met[fault][found[place]["outcome"]] += 1
    return met


@pytest.mark.parametrize("fault", ["nik_missing", "nik_short", "nik_long", "nik_dummy"])
def test_a_nik_that_cannot_be_used_is_asked_again(small, fault):
    met = faults_and_outcomes(small)[fault]
    assert set(met) <= {"needs_fix", "duplicate"}


@pytest.mark.parametrize("fault", ["under_18", "over_64", "public_servant", "dead"])
def test_who_may_not_be_enrolled_is_not(small, fault):
    met = faults_and_outcomes(small)[fault]
    assert set(met) <= {"not_eligible"}


def test_a_line_without_fault_is_accepted(small):
    """But where somebody else's line bears its NIK: only the cards can say whose it is."""
    found = rows_by_place(small)
    sound = [
        found[place]
        for place, line in truth(small).items()
        if line["kind"] == "person" and not line["faults"] and not line["whole_list"]
    ]
    counted = Counter(row["outcome"] for row in sound)
    assert set(counted) <= {"accepted", "accepted_with_warnings", "duplicate", "needs_fix"}
    assert counted["accepted"] > 0.8 * sum(counted.values())
    asked = [
        {one["code"] for one in row["findings"]} & MUST_FIX for row in sound if row["outcome"] == "needs_fix"
    ]
    assert all(codes <= {"nik_of_other_person", "nik_of_other_line"} for codes in asked)
    assert len(asked) < 0.02 * len(sound)


def test_one_nik_is_billed_once(small):
    niks = [row["nik"] for row in table(small, "hasil/people.parquet") if row["nik"]]
    assert len(niks) == len(set(niks))


def test_nobody_is_left_without_a_group(small):
    """Every demo list says what its people do; what is unknown would be a heading or a trade we missed."""
    assert {row["kelompok_sasaran"] for row in table(small, "peserta-2026-12.parquet")} & {"", None} == set()


def test_nobody_is_taken_for_somebody_else(small):
    """A person_id of the check never covers two invented people."""
    typed, who = truth(small), defaultdict(set)
    for place, row in rows_by_place(small).items():
        if row["person_id"] and typed[place]["kind"] == "person":
            who[row["person_id"]].add(typed[place]["person_id"])
    assert not [people for people in who.values() if len(people) > 1]


def test_the_members_who_still_serve_are_recognised(small):
    serving = {row["person_id"] for row in table(small, "truth_members.parquet") if row["truth"] == "serves"}
    gone = {row["person_id"] for row in table(small, "truth_members.parquet")} - serving
    typed = truth(small)
    met = {typed[place]["person_id"] for place, row in rows_by_place(small).items() if row["is_member"]}
    assert met <= serving
    assert not met & gone
    assert len(met) >= 0.9 * len(serving)


@pytest.mark.slow
def test_the_whole_city_is_done_and_nobody_is_taken_for_somebody_else(tmp_path):
    demo.run(tmp_path / "demo", seed=7, people=5415)
    typed, found = truth(tmp_path / "demo"), rows_by_place(tmp_path / "demo")
    who, met = defaultdict(set), set()
    for place, row in found.items():
        if row["person_id"] and typed[place]["kind"] == "person":
            who[row["person_id"]].add(typed[place]["person_id"])
            met |= {typed[place]["person_id"]} if row["is_member"] else set()
    assert not [people for people in who.values() if len(people) > 1]
    members = table(tmp_path / "demo", "truth_members.parquet")
    assert len(members) == 1647
    serving = {row["person_id"] for row in members if row["truth"] == "serves"}
    assert len(met & serving) > 0.95 * len(serving)


def numbers(page, label):
    """The numbers at the end of the line that begins with *label*."""
    line = next(line for line in page.splitlines() if line.strip().startswith(label))
    return [int(found.replace(".", "")) for found in re.findall(r"(?<![\w.])(?:Rp)?(\d[\d.]*)(?!\w)", line)]


def test_the_page_adds_up(small):
    page = (small / "ringkasan.txt").read_text("utf-8")
    counted = account(small)
    outcomes = (
        "Diterima",
        "Diterima dengan catatan",
        "Ganda",
        "Perlu perbaikan",
        "Tidak memenuhi syarat",
        r"Bukan data orang \(judul, baris kosong, tanda tangan\)",
    )
    lines = page.splitlines()
    shown = [next(line for line in lines if re.match(rf"  {label} +\d", line)) for label in outcomes]
    assert sum(int(line.split()[-1].replace(".", "")) for line in shown) == numbers(page, "Baris dibaca")[-1]
    sums = [line for line in lines if line.startswith("Jumlah")]
    assert len(sums) == 3
    assert len({line.split("Rp")[1] for line in sums}) == 1
    assert {int(line.split()[1].replace(".", "")) for line in sums} == {counted["totals"]["people"]}


def test_the_year_is_twelve_months(small):
    page = (small / "ringkasan.txt").read_text("utf-8")
    assert numbers(page, "Setahun")[-1] == 12 * numbers(page, "Desember 2026, JKK")[-1]


def test_the_page_names_nobody_and_fits(small):
    page = (small / "ringkasan.txt").read_text("utf-8")
    assert not re.search(r"\d{13}", page)
    names = {
        line["nama_ktp"] for line in truth(small).values() if line["nama_ktp"] and " " in line["nama_ktp"]
    }
    assert not [name for name in names if name in page]
    too_long = [line for line in page.splitlines() if len(line) > WIDTH and str(small) not in line]
    assert not too_long


def test_the_file_to_open_first_is_there(small):
    page = (small / "ringkasan.txt").read_text("utf-8")
    path = page.rstrip().splitlines()[-1].strip()
    assert path.startswith(str(small / "hasil/marked"))
    assert (small / path).is_file()


def test_the_command_prints_what_it_wrote_and_ends_in_0(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "--out", "demo", "--seed", "5", "--people", "40"]) == 0
    told = capsys.readouterr()
    assert told.out == (tmp_path / "demo/ringkasan.txt").read_text("utf-8")
    assert told.err == ""
    assert "demo/hasil/marked/" in told.out


def test_the_same_seed_gives_the_same_results(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        assert main(["demo", "--out", "demo", "--people", "40"]) == 0
    one, two = (
        {
            path.relative_to(tmp_path / each): path.read_bytes()
            for path in sorted((tmp_path / each).rglob("*"))
            if path.is_file()
        }
        for each in ("one", "two")
    )
    assert list(one) == list(two)
    assert [str(path) for path in one if one[path] != two[path]] == []


def test_it_can_be_run_again_into_its_own_folder_and_into_no_other(tmp_path, capsys):
    demo.run(tmp_path / "demo", seed=1, people=20)
    demo.run(tmp_path / "demo", seed=2, people=20)
    own = tmp_path / "mine"
    own.mkdir()
    (own / "letter.txt").write_text("keep me", "utf-8")
    assert main(["demo", "--out", str(own), "--people", "20"]) == 2
    assert "bukan hasil Tedung" in capsys.readouterr().err
    assert [path.name for path in own.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("people", ["0", "-3", "many", "1e9", ""])
def test_a_number_of_people_that_is_none_is_refused(tmp_path, capsys, people):
    with pytest.raises(SystemExit) as ended:
        main(["demo", "--out", str(tmp_path / "x"), f"--people={people}"])
    assert ended.value.code == 2
    assert "tulis bilangan dari 1 sampai 100000" in " ".join(capsys.readouterr().err.split())


def test_the_page_in_english(tmp_path, monkeypatch):
    monkeypatch.setenv("TEDUNG_LANG", "en")
    page = demo.run(tmp_path / "demo", seed=1, people=20)
    assert page.startswith("SUMMARY")
    assert "Dengue volunteers" in page
    page = page.replace("agenda-berkas-masuk.csv", "")
    assert not re.search(r"(?i)jumlah|sebulan|orang|berkas", page)


def test_the_page_tells_what_mending_may_add_and_what_comes_next(small):
    page = (small / "ringkasan.txt").read_text("utf-8")
    waiting = account(small)["outcomes"]["needs_fix"]
    most = f"{waiting * JKK_AND_JKM:,}".replace(",", ".")
    said = " ".join(page.split())
    assert f"bertambah paling banyak Rp{most} sebulan" in said
    assert "tedung link review" in said
    assert "Tanpa keringanan" in said
    for name in ("agenda-berkas-masuk.csv", "truth.parquet"):
        assert (small / name).exists()
        assert name in page
