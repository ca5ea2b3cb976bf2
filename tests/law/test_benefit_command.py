"""``tedung benefit``: the contract of its JSON, the clerk's page, and files that are no facts."""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from tedung.commands import benefit
from tedung.errors import TedungError
from tedung.law import days_of_change, law_version
from tedung.law.facts import Facts, FactsError
from tedung.law.kinds import KINDS, rule

DEATH = {"segment": "pu", "upah": 2_500_000, "event_date": "2024-05-01", "arrears_months": 0, "children": []}
OURS = [kind for kind in KINDS if kind.startswith(("jkk_", "jkm_", "scholarship"))]


@pytest.fixture
def say(tmp_path, capsys):
    """Run the command on facts and return what it printed."""

    def run(kind, facts, *more, on="2024-05-01"):
        path = tmp_path / "facts.json"
        path.write_text(facts if isinstance(facts, str) else json.dumps(facts), "utf-8")
        parser = argparse.ArgumentParser()
        benefit.add(parser.add_subparsers())
        arguments = parser.parse_args(["benefit", kind, str(path), "--on", on, *more])
        assert arguments.run(arguments) == 0
        return capsys.readouterr().out

    return run


def test_the_json_of_the_contract(say):
    told = json.loads(say("jkk_death", DEATH, "--json"))
    assert {"status", "total", "lines", "conditions", "conventions", "gaps", "law_day", "law_version"} == set(
        told
    )
    assert (told["status"], told["total"]) == ("payable", 142_000_000)
    assert (told["law_day"], told["law_version"]) == ("2024-05-01", law_version())
    for line in told["lines"]:
        assert {"label_id", "label_en", "amount", "article", "certainty", "conventions", "inputs"} == set(
            line
        )
        assert all(line[key] for key in ("label_id", "label_en", "article", "certainty"))
    for one in told["conditions"]:
        assert {"text_id", "text_en", "met", "article"} == set(one)
        assert all(one[key] for key in ("text_id", "text_en", "article"))


def test_refused_and_open_end_in_0_too(say):
    refused = json.loads(say("jkk_death", {**DEATH, "work_accident": False}, "--json"))
    assert (refused["status"], refused["total"], refused["lines"]) == ("refused", 0, [])
    undecided = json.loads(say("jkk_death", {}, "--json"))
    assert (undecided["status"], undecided["total"]) == ("open", None)


def test_numbers_with_a_fraction_stay_exact(say):
    facts = {**DEATH, "losses": [{"row": "D01", "functional_percent": 0.1}]}
    assert (
        json.loads(say("jkk_partial_disability", facts, "--json"))["total"] == 80_000
    )  # 0.04 % of 200 million


def test_the_page_in_indonesian(say):
    page = say("jkk_death", {**DEATH, "children": [{"level": "sma"}]})
    for said in (
        "Dapat dibayar: Rp145.000.000",
        "Rincian",
        "Rp120.000.000",
        "Pasal 25",
        "Syarat",
        "Dokumen",
        "Tenggat",
    ):
        assert said in page
    assert "Hukum hari 1 Mei 2024" in page
    assert "bagian 0,6" in page
    assert max(map(len, page.splitlines())) <= 110


def test_the_page_in_english(say, monkeypatch):
    monkeypatch.setenv("TEDUNG_LANG", "en")
    page = say("jkk_death", DEATH)
    assert "Payable: Rp142,000,000" in page
    assert "Conventions" not in page
    assert "Documents" in page


def test_the_page_tells_conventions_and_gaps(say):
    facts = {"segment": "bpu", "event_date": "2025-08-10", "member_since": "2025-08-01", "payer": "apbd_kota"}
    page = say("jkm_death", facts, on="2025-08-10")
    assert "short-membership" in page
    assert "Yang belum diketahui" in page
    assert "90 hari" in page


def test_a_line_names_the_conventions_its_figure_leans_on(say):
    facts = {**DEATH, "losses": [{"row": "41", "functional_percent": 39}]}
    page = " ".join(say("jkk_partial_disability", facts).split())
    assert "[belum dibaca siapa pun: konvensi kami menggantikannya; konvensi full-tens]" in page
    (line,) = json.loads(say("jkk_partial_disability", facts, "--json"))["lines"]
    assert (line["certainty"], line["conventions"]) == ("convention", ["full-tens"])


@pytest.mark.parametrize("kind", OURS)
def test_every_kind_has_a_page_and_json_in_every_state(say, kind):
    more = {"costs": {"land": 1}, "items": {"glasses": 1}, "months": 1, "losses": [{"row": "1"}]}
    keys = {
        "jkk_transport": ["costs"],
        "jkk_aid": ["items"],
        "jkk_stmb": ["months"],
        "jkk_partial_disability": ["losses"],
    }
    facts = {**DEATH, **{key: more[key] for key in keys.get(kind, [])}}
    for given in (facts, {}, {**facts, "children": [{"level": "pt"}]}):
        assert say(kind, given)
        json.loads(say(kind, given, "--json"))


@pytest.mark.parametrize(
    "whole",
    [
        "",
        "{",
        "[1,]",
        "{'a': 1}",
        '{"upah": NaN}',
        '{"upah": Infinity}',
        "[" * 100_000,
        '{"a": ' * 50_000,
        '{"upah": 1' + "0" * 5000 + "}",
    ],
)
def test_what_is_no_json(say, whole):
    with pytest.raises(TedungError) as told:
        say("jkk_death", whole)
    assert "facts.json" in str(told.value)


@pytest.mark.parametrize("whole", ["[]", "5", '"x"', "null", "true"])
def test_what_is_no_object(say, whole):
    with pytest.raises(TedungError, match="FACTS"):
        say("jkk_death", whole)


def test_a_key_twice_contradicts_itself(say):
    with pytest.raises(TedungError, match="upah"):
        say("jkk_death", '{"upah": 1, "upah": 2}')


def test_what_is_no_utf8(say, tmp_path):
    path = tmp_path / "latin.json"
    path.write_bytes(b'{"upah": "\xff"}')
    with pytest.raises(TedungError, match="UTF-8"):
        benefit.read(path)


def test_a_byte_order_mark_does_no_harm(say):
    assert "Rp142.000.000" in say("jkk_death", "\ufeff" + json.dumps(DEATH))


def test_a_folder_and_a_file_without_end(tmp_path):
    with pytest.raises(TedungError):
        benefit.read(tmp_path)
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(benefit.MOST_BYTES + 1)
    with pytest.raises(TedungError):
        benefit.read(large)
    with pytest.raises(OSError, match="No such file"):
        benefit.read(tmp_path / "none.json")


def test_the_help_names_every_kind(capsys):
    parser = argparse.ArgumentParser()
    benefit.add(parser.add_subparsers())
    with pytest.raises(SystemExit):
        parser.parse_args(["benefit", "--help"])
    told = set(capsys.readouterr().out.replace(",", " ").split())
    assert set(KINDS) <= told


def test_an_unknown_kind_is_told_what_is_near(say):
    with pytest.raises(TedungError, match="jkk_death"):
        say("jkk_deth", DEATH)


@pytest.mark.parametrize("day", ["2024-13-01", "today", ""])
def test_a_day_that_is_none(day, capsys):
    parser = argparse.ArgumentParser()
    benefit.add(parser.add_subparsers())
    with pytest.raises(SystemExit):
        parser.parse_args(["benefit", "jkk_death", "f.json", "--on", day])
    assert "--on" in capsys.readouterr().err


def test_from_the_shell(tmp_path):
    """Exit 2 with a sentence on stderr, nothing on stdout; the same bytes whatever the hash seed."""
    path = tmp_path / "facts.json"
    code = (
        "import argparse, sys; from tedung.commands import benefit; from tedung.errors import TedungError\n"
    )
    code += "p = argparse.ArgumentParser(); benefit.add(p.add_subparsers()); a = p.parse_args(sys.argv[1:])\n"
    code += "try: sys.exit(a.run(a))\nexcept TedungError as e: print(e, file=sys.stderr); sys.exit(2)\n"

    def run(facts, seed):
        path.write_text(json.dumps(facts), "utf-8")
        command = [
            sys.executable,
            "-c",
            code,
            "benefit",
            "jkk_death",
            str(path),
            "--on",
            "2024-05-01",
            "--json",
        ]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONHASHSEED": seed}
        )

    one, other = run(DEATH, "1"), run(DEATH, "2")
    assert (one.returncode, one.stderr) == (0, "")
    assert one.stdout == other.stdout
    wrong = run({**DEATH, "upah": -1, "segment": "x"}, "1")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "upah" in wrong.stderr
    assert "segment" in wrong.stderr


def every_day():
    """Every day on which a parameter changes and the day before, from the day before the programmes on."""
    return sorted({day - timedelta(days=ahead) for day in days_of_change() for ahead in (0, 1)})


def test_every_rule_on_every_day_of_change():
    more = {
        "jkk_transport": {"costs": {"land": 9_000_000}},
        "jkk_aid": {"items": {"dentures": 9_000_000}},
        "jkk_stmb": {"months": 13},
        "jkk_partial_disability": {"losses": [{"row": "1"}]},
        "scholarship": {"programme": "jkm", "contribution_months": 60, "children": [{"level": "pt"}]},
    }
    for kind in OURS:
        totals = []
        for day in every_day():
            facts = {**DEATH, "event_date": str(day), **more.get(kind, {})}
            answer = rule(kind)(Facts(facts), day).as_dict()
            assert answer["status"] == (
                "open" if day < date(2015, 7, 1) or answer["total"] is None else "payable"
            )
            totals.append((day, answer["total"]))
        assert all(total is None for day, total in totals if day < date(2015, 7, 1))
        assert all(total > 0 for day, total in totals if total is not None)
        assert kind == "jkk_stmb" or all(total for day, total in totals if day >= date(2015, 7, 1)), kind
        known = [total for _, total in totals if total is not None]
        assert known == sorted(known), "no amendment so far took anything away"


def test_one_benefit_in_under_10_ms():
    rule("jkk_death")(Facts(DEATH), date(2024, 5, 1)).as_dict()
    begin = time.perf_counter()
    for _ in range(100):
        rule("jkk_death")(Facts(DEATH), date(2024, 5, 1)).as_dict()
    assert (time.perf_counter() - begin) / 100 < 0.010


def test_a_million_death_benefits_in_under_3_s():
    import numpy as np

    from tedung.law import jkk, law_on

    upah = np.arange(1_000_000, dtype=np.int64) * 50
    law = law_on(date(2024, 5, 1))
    begin = time.perf_counter()
    found = jkk.death_amounts(upah, law)
    total = found.death + found.periodic + found.funeral
    assert time.perf_counter() - begin < 3
    assert total[0] == 42_000_000
    assert total[-1] == 48 * 49_999_950 + 22_000_000


PAGE = Path(__file__).parents[2] / "docs/reference/benefit-facts.md"


def documented():
    """Return the keys of each section of the page."""
    found, section = {}, ""
    for line in PAGE.read_text("utf-8").splitlines():
        section = line.removeprefix("## ") if line.startswith("## ") else section
        if line.startswith("| `"):
            cells = line.strip("|").split("|")
            found.setdefault(section, []).append([re.findall(r"`(\w+)`", cell) for cell in cells])
    return found


def unknown(kind, facts):
    """Return the faults that speak of unknown keys."""
    try:
        rule(kind)(Facts(facts), date(2024, 5, 1))
    except FactsError as told:
        return [one for one in told.faults if "tidak dikenal" in one]
    return []


@pytest.mark.parametrize("kind", OURS)
def test_every_documented_key_is_read(kind):
    page = documented()
    common = [key for cells in page["Every JKK and JKM kind"] for key in cells[0]]
    upah = [key for cells in page["The wage behind a JKK benefit"] for key in cells[0]]
    own = [key for cells in page["One kind"] for key in cells[1] if cells[0] == [kind]]
    child = {key: "x" for cells in page["A child"] for key in cells[0]}
    loss = {key: "x" for cells in page["A loss"] for key in cells[0]}
    facts = {**dict.fromkeys([*common, *upah, *own], "x"), "children": [child]}
    facts["survivors"] = [{"relation": "x", "alive": "x", "birth_date": "x"}]
    if kind == "jkk_partial_disability":
        facts["losses"] = [loss]
    assert unknown(kind, facts) == []
    assert unknown(kind, {**facts, "xyzzy": 1}) != []
