"""The folder of a population: by village, the same bytes again, with its fit and what was assumed."""

import hashlib
import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tedung.commands.study_population import register
from tedung.errors import TedungError
from tedung.parser import Parser
from tedung.population.census import fit, places, synthesise_region
from tedung.population.census.folder import SOURCES, write
from tedung.population.census.labour import labour
from tedung.population.census.margins import assumptions
from tedung.population.census.tally import Tally, printed

SMALL = {"codes": ["51.71", "51.05"], "seed": 5, "scale": 0.01}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("census") / "people"
    return folder, write(folder, **SMALL)


def fingerprint(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read(folder, name):
    return json.loads((folder / name).read_text("utf-8"))


def test_every_person_is_in_the_file_of_their_village(made):
    folder, written = made
    files = sorted((folder / "villages").glob("*.parquet"))
    total = 0
    for path in files:
        villages = set(pq.read_table(path, columns=["village"])["village"].to_pylist())
        assert villages == {path.stem}
        total += pq.read_metadata(path).num_rows
    assert total == written.persons == read(folder, "manifest.json")["persons"]
    assert total == round(673_270 * 0.01) + round(223_723 * 0.01)  # Denpasar and Klungkung


def test_workers_lie_by_regency_and_are_those_with_a_segment(made):
    folder, written = made
    persons = pq.read_table(folder / "villages")
    assert {path.stem for path in (folder / "workers").iterdir()} == {"51.71", "51.05"}
    workers = pq.read_table(folder / "workers")
    assert workers.num_rows == written.workers == len(persons) - persons["segment"].null_count
    assert workers["segment"].null_count == 0


def test_the_same_seed_gives_the_same_bytes(made, tmp_path):
    folder, _ = made
    write(tmp_path / "again", **SMALL)
    assert fingerprint(tmp_path / "again") == fingerprint(folder)


def test_another_seed_gives_other_bytes(made, tmp_path):
    folder, _ = made
    write(tmp_path / "other", **{**SMALL, "seed": 6})
    assert fingerprint(tmp_path / "other") != fingerprint(folder)


def test_the_manifest_says_what_the_bytes_need(made):
    found = read(made[0], "manifest.json")
    assert (found["seed"], found["scale"], found["on"]) == (5, 0.01, "2026-12-01")
    assert set(found["data"]) == set(SOURCES)
    assert {"tedung", "numpy", "pyarrow", "python"} <= set(found["versions"])


def test_every_figure_of_the_fit_has_a_source_and_a_certainty(made):
    found = read(made[0], "fit.json")
    assert {line["margin"] for line in found["margins"]} == {
        "persons", "ages", "participation", "unemployment", "status", "sector", "members", "desil", "household_size",
    }  # fmt: skip
    for line in found["margins"]:
        assert line["certainty"] in {"press", "agency", "derived", "assumption"}, line
        assert line["source"], line


def test_every_assumption_is_told_in_both_languages(made):
    found = read(made[0], "fit.json")["assumptions"]
    assert {each["name"] for each in found} == set(assumptions())
    assert all(each["id"].endswith(".") and each["en"].endswith(".") for each in found)


def test_a_part_of_a_province_is_held_to_its_part_and_not_to_what_is_published_for_all(made):
    """Denpasar and Klungkung alone do not have the 45.47 % of Bali, and nobody says they should."""
    lines = {(line["margin"], line["key"]): line for line in read(made[0], "fit.json")["margins"]}
    earners = lines["status", "wage_earner"]
    assert earners["published"] is None
    assert earners["found"] == pytest.approx(earners["wanted"], rel=0.02)
    persons = sum(line["found"] for key, line in lines.items() if key[0] == "ages")
    assert persons == made[1].persons


def test_the_whole_province_is_held_to_what_is_published():
    codes = places.expand(["51"])
    found = fit.report(codes, Tally(), 1.0)
    lines = {(line["margin"], line["key"]): line for line in found["margins"]}
    assert lines["sector", "A"]["published"] == 19.89
    assert lines["sector", "A"]["wanted"] == pytest.approx(0.1989 * labour("51").raked.table.sum(), abs=0.1)
    assert lines["members", "pu"]["wanted"] == pytest.approx(601_534, abs=0.1)
    assert lines["sector", "A"]["off_percent"] == -100.0  # an empty tally has nobody


def test_the_raking_says_how_often_it_went_and_what_was_left(made):
    (raking,) = read(made[0], "fit.json")["raking"]
    assert raking["area"] == "51"
    assert raking["worst_error_of_whole"] <= 1e-9


def test_a_line_without_anybody_wanted_is_off_only_if_somebody_is_found():
    line = fit.Line("m", "51", "k", "persons", None, 0.0, 0.0, "press", "s")
    assert line.off == 0.0
    assert line._replace(found=3.0).off == 100.0


def test_a_birthday_counts_on_its_day():
    """Born on 2 December 2011: 14 years on 1 December 2026, 15 on the 2nd."""
    people = synthesise_region("51.05", 1, 0.0001).slice(0, 1)
    born = pa.array([date(2011, 12, 2)], pa.date32())
    people = people.set_column(people.column_names.index("birth_date"), "birth_date", born)
    for day, band in ((1, "10"), (2, "15")):
        tally = Tally()
        tally.add("51.05", people, date(2026, 12, day))
        assert tally.of("ages", ["51.05"], band) == 1


def test_sections_are_counted_where_sakernas_prints_them():
    assert [printed(section) for section in "AMNSTU"] == ["A", "MN", "MN", "RSTU", "RSTU", "RSTU"]


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine\n")
    with pytest.raises(TedungError):
        write(tmp_path / "mine", **SMALL)
    assert (tmp_path / "mine" / "letter.txt").read_text() == "mine\n"


def test_what_cannot_be_asked_leaves_no_folder(tmp_path):
    with pytest.raises(TedungError, match=r"51\.99"):
        write(tmp_path / "people", ["51.99"], 1)
    assert not list(tmp_path.iterdir())


def test_ages_are_those_of_the_day(tmp_path):
    """The pyramid is the same on another day: people are made for it, not aged towards it."""
    write(tmp_path / "then", ["51.05"], 5, 0.01, date(2024, 2, 29))
    lines = [line for line in read(tmp_path / "then", "fit.json")["margins"] if line["margin"] == "ages"]
    assert sum(line["found"] for line in lines) == round(223_723 * 0.01)
    assert all(line["found"] == pytest.approx(line["wanted"], abs=2) for line in lines)


def run(*arguments):
    parser = Parser(prog="tedung study")
    register(parser.add_subparsers(required=True))
    asked = parser.parse_args(["population", *arguments])
    return asked.run(asked)


def test_the_command_says_the_fit_and_every_assumption(tmp_path, capsys):
    assert run("--out", str(tmp_path / "people"), "--regions", "51.05", "--scale", "0.01", "--seed", "5") == 0
    said = capsys.readouterr().out
    assert "2.237 orang di 59 desa" in said
    for name, each in assumptions().items():
        assert each["id"] in said, name


def test_the_command_speaks_english(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("TEDUNG_LANG", "en")
    run("--out", str(tmp_path / "people"), "--regions", "51.05,53.71", "--scale", "0.005")
    said = capsys.readouterr().out
    assert "Largest difference from the figures aimed at" in said


@pytest.mark.parametrize(
    "wrong",
    [("--regions", "99"), ("--regions", ","), ("--scale", "0"), ("--scale", "2"), ("--seed", "-3")],
)
def test_a_wrong_option_is_a_sentence(tmp_path, wrong):
    with pytest.raises(TedungError):
        run("--out", str(tmp_path / "people"), *wrong)


@pytest.mark.parametrize("wrong", [("--seed", "x"), ("--scale", "much"), ("--on", "2026-13-01")])
def test_an_option_that_is_no_number_or_day_is_refused_by_the_parser(tmp_path, wrong):
    with pytest.raises(SystemExit) as ended:
        run("--out", str(tmp_path / "people"), *wrong)
    assert ended.value.code == 2


@pytest.mark.slow
def test_all_of_bali_fits_within_a_hundredth_of_a_per_cent(tmp_path):
    """Small numbers are let off: mining and power have a few thousand workers in all."""
    written = write(tmp_path / "bali", ["51"], 2026)
    assert written.persons == 4_375_263
    assert written.villages == 716
    for name in ("persons", "ages", "participation", "status", "members", "desil"):
        assert fit.worst(written.fit, name) < 0.02, name
    assert fit.worst(written.fit, "unemployment") < 1.0  # 1,220 people seek work in Bangli
    assert fit.worst(written.fit, "sector") < 2.0
    assert fit.worst(written.fit, "household_size") < 1.0
