"""``tedung law show`` and ``tedung law gaps``, as a reader of the law types them."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.cli import main
from tedung.commands import law as command
from tedung.errors import TedungError
from tedung.law import Entry, days_of_change, history, law_on, manual


def said(capsys, *words, status=0):
    assert main(["law", *words]) == status
    out, err = capsys.readouterr()
    return err if status else out


def refused(capsys, *words):
    with pytest.raises(SystemExit) as stop:
        main(["law", *words])
    assert stop.value.code == 2
    return capsys.readouterr().err


def test_show_lists_what_is_in_force_with_article_and_certainty(capsys):
    """PP 44/2015 Pasal 18: JKM is 0,3 % of upah, from 1 July 2015."""
    page = said(capsys, "show", "--on", "2026-12-01")
    row = next(line for line in page.splitlines() if line.startswith("jkm.rate "))
    assert row.split("  ")[0] == "jkm.rate"
    for part in ("0,3 % dari upah", "2015-07-01", "dibaca", "PP 44/2015 Pasal 18"):
        assert part in row


def test_show_takes_the_line_of_the_day(capsys):
    """Letters of BPJS of 2025 and 2026: Rp10.547.400, then Rp11.086.300 from March 2026."""
    assert "10.547.400" in said(capsys, "show", "--on", "2026-02-28")
    march = said(capsys, "show", "--on", "2026-03-01")
    assert "11.086.300" in march
    assert "10.547.400" not in march


def test_show_of_a_name_is_its_history_with_the_line_in_force_marked(capsys):
    lines = said(capsys, "show", "jp.upah_ceiling", "--on", "2015-07-01").splitlines()
    assert [line for line in lines if line.startswith("►")] == [
        next(line for line in lines if "7.000.000" in line)
    ]
    assert any("2027-03-01" in line and "terbuka" in line for line in lines)


def test_show_of_a_prefix_is_all_of_a_programme(capsys):
    page = said(capsys, "show", "jp", "--on", "2026-12-01")
    for name in ("jp.rate_employer", "jp.rate_worker", "jp.upah_ceiling"):
        assert f"\n{name}: " in page
    assert "jkp." not in page


def test_a_long_list_is_counted_in_the_table_and_whole_in_the_history(capsys):
    """PP 44/2015 Annex II: 33 brackets, the last counts as Rp20.700.000."""
    assert "33 nilai: Rp1.000.000 … Rp20.700.000 sebulan" in said(capsys, "show", "--on", "2026-12-01")
    assert "2.950.000" in said(capsys, "show", "bpu.bracket_base", "--on", "2026-12-01")


def test_the_tiers_of_construction_are_read_as_shares(capsys):
    """PP 44/2015 Pasal 54 ayat (2): 0,21 % up to Rp100 million, down to 0,09 %."""
    assert "0,21 % · 0,17 % · 0,13 % · 0,11 % · 0,09 % dari nilai kontrak" in said(
        capsys, "show", "jakon.tier_rate_jkk"
    )


def test_before_it_began_a_parameter_says_so(capsys):
    assert "belum berlaku pada 2015-06-30" in said(capsys, "show", "jp.rate_worker", "--on", "2015-06-30")


def test_before_all_law_show_says_when_the_first_begins(capsys):
    fault = said(capsys, "show", "--on", "1900-01-01", status=2)
    assert "1900-01-01" in fault
    assert str(min(line.first_day for lines in history().values() for line in lines)) in fault


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("jp.upah_ceeling", "jp.upah_ceiling"), ("upah_ceiling", "jkp.upah_ceiling"), ("jkm.rat_", "jkm.rate")],
)
def test_an_unknown_name_brings_the_near_ones(capsys, asked, meant):
    fault = said(capsys, "show", asked, status=2)
    assert asked in fault
    assert meant in fault
    assert "tedung law show" in fault


@pytest.mark.parametrize("asked", ["", "@", "x" * 5_000, "jp.*", "../../etc/passwd", "{0.__class__}"])
def test_a_hostile_name_gets_a_sentence(capsys, asked):
    fault = said(capsys, "show", asked, status=2)
    assert fault.startswith("Tidak ada parameter bernama")


@given(st.text())
def test_any_name_is_found_or_answered_with_names_that_exist(name):
    if name and any(one.startswith(name.lower()) for one in history()):
        assert all(one.startswith(name.lower()) for one in command._named(name))
    else:
        with pytest.raises(TedungError):
            command._named(name)
    assert set(command._near(name, sorted(history()))) <= set(history())


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_law_of_every_day_on_which_it_changed_can_be_shown(monkeypatch, lang):
    monkeypatch.setenv("TEDUNG_LANG", lang)
    for day in days_of_change():
        in_force = law_on(day).entries
        rows = manual.table(day, [in_force[name] for name in sorted(in_force)]).splitlines()
        assert [row.split()[0] for row in rows[3 : 3 + len(in_force)]] == sorted(in_force)
        assert manual.histories(day, history())


@pytest.mark.parametrize("day", ["2026-13-01", "1 Desember 2026", "", "2026-02-30", "12/01/2026"])
def test_a_day_that_is_none_is_refused(capsys, day):
    assert "2026-12-01" in refused(capsys, "show", "--on", day)


def test_english_is_the_same_told_again(capsys, monkeypatch):
    monkeypatch.setenv("TEDUNG_LANG", "en")
    assert "0.3 % of the wage" in said(capsys, "show", "jkm.rate")
    assert "Law in force on 2026-12-01" in said(capsys, "show", "--on", "2026-12-01")
    assert "were not read in the regulation itself" in said(capsys, "gaps")


def test_gaps_lists_every_value_that_is_not_text_the_unknown_first(capsys):
    page = said(capsys, "gaps")
    words = ("terbuka", "konvensi", "turunan", "pers", "lembaga", "pendahulu", "dibaca")
    heads = [word for word in words if f"\n{word}: " in page]
    places = [page.index(f"\n{word}: ") for word in heads]
    assert places == sorted(places)
    assert heads[0] == "terbuka"
    assert "dibaca" not in heads
    for line in (line for lines in history().values() for line in lines):
        if line.gap is not None or line.certainty != "text":
            assert f"    {line.first_day}  " in page
            assert f"  {line.name}\n" in page


def test_gaps_says_what_to_read(capsys):
    page = said(capsys, "gaps")
    after = page.partition("2027-03-01  terbuka")[2]
    assert after.splitlines()[1] == "    baca: PP 45/2015 Pasal 29 ayat (3)"


def test_gaps_names_every_convention(capsys):
    page = said(capsys, "gaps")
    for code, one in manual.conventions().items():
        assert f"  {code}: {one.label_id}\n" in page


def test_gaps_of_a_law_wholly_read_is_glad():
    read = Entry("a.b", date(2020, 1, 1), value=1, certainty="text", source="PP 1/2020")
    assert manual.gaps([read]).startswith("Semua 1 nilai dibaca")


def test_an_unread_value_without_source_says_that_nothing_is_known():
    blank = Entry("a.b", date(2020, 1, 1), gap="not known")
    assert "belum diketahui" in manual.gaps([blank])


def test_json_keeps_every_digit(capsys):
    whole = json.loads(said(capsys, "show", "--on", "2026-12-01", "--json"), parse_float=str)
    assert whole["law_day"] == "2026-12-01"
    shown = {one["name"]: one for one in whole["parameters"]}
    assert shown["jkk.rate_class_1"]["value"] == "0.0024"
    assert shown["jkk.rate_class_1"]["article"] == "PP 44/2015 Pasal 16 ayat (1) huruf a"
    assert shown["jp.upah_ceiling"]["value"] == 11_086_300
    assert len(shown["bpu.bracket_base"]["value"]) == 33


def test_json_of_gaps_has_a_record_a_value(capsys):
    whole = json.loads(said(capsys, "gaps", "--json"))
    every = [line for lines in history().values() for line in lines]
    assert whole["values"] == len(every)
    assert len(whole["parameters"]) == sum(line.gap is not None or line.certainty != "text" for line in every)
    assert {one["code"] for one in whole["conventions"]} == set(manual.conventions())


@pytest.fixture
def terminal(monkeypatch):
    """Let the command think that it writes to a terminal of so many columns."""

    def narrow(columns, lang="id"):
        monkeypatch.setenv("TEDUNG_LANG", lang)
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        monkeypatch.setenv("COLUMNS", str(columns))

    return narrow


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("columns", [80, 100])
@pytest.mark.parametrize("words", [["show", "--on", "2026-12-01"], ["show", "j"], ["gaps"], ["gaps", "jp"]])
def test_every_page_keeps_within_the_terminal(capsys, terminal, words, columns, lang):
    terminal(columns, lang)
    assert max(map(len, said(capsys, *words).splitlines())) <= columns


def test_a_wide_terminal_has_a_row_a_line(capsys, terminal):
    terminal(400)
    rows = said(capsys, "show", "dues", "--on", "2026-12-01").splitlines()
    assert any("tanggal 15" in row and "PP 44/2015 Pasal 24" in row for row in rows)


def test_units_are_in_the_language_of_the_reader(capsys, monkeypatch):
    units = {line.unit for lines in history().values() for line in lines}
    english = [unit for unit in units if " " in unit or "/" in unit]
    page = said(capsys, "show", "--on", "2026-12-01") + said(capsys, "show", "j")
    assert [unit for unit in english if unit in page] == []
    assert "Rp6.800 sebulan" in page
    monkeypatch.setenv("TEDUNG_LANG", "en")
    assert "Rp6,800 a month" in said(capsys, "show", "--on", "2026-12-01")


@pytest.mark.parametrize("width", [20, 80, 120])
def test_on_a_narrow_terminal_nothing_runs_over_the_edge_but_a_name(width):
    """An old laptop shows 80 columns; what does not fit in a row becomes two lines."""
    lines = [line for name in ("jkp.rate_from_jkk", "bpu.bracket_lower") for line in history()[name]]
    page = manual.table(date(2026, 12, 1), lines, width)
    articles = [line for line in page.splitlines() if line.startswith("    ")]
    assert len(articles) >= len(lines)
    assert max(map(len, articles)) <= max(width, 40)
    for line in lines:
        assert line.name in page
        assert line.source.split()[0] in page


@pytest.mark.parametrize("words", [["--help"], ["show", "--help"], ["gaps", "--help"]])
def test_help_has_an_example_each(capsys, words):
    with pytest.raises(SystemExit) as stop:
        main(["law", *words])
    assert stop.value.code == 0
    if len(words) == 2:
        assert f"tedung law {words[0]}" in capsys.readouterr().out.partition("Contoh:")[2]


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (True, "", "ya"),
        (False, "", "tidak"),
        (1_500_000, "IDR", "Rp1.500.000"),
        (1_500_000, "IDR/month", "Rp1.500.000 sebulan"),
        (Decimal("0.003"), "share of upah", "0,3 % dari upah"),
        (90, "days", "90 hari"),
        (date(2020, 7, 31), "day", "31 Juli 2020"),
        (["jkk", "jkm"], "programmes", "JKK · JKM"),
        ([], "programmes", ""),
    ],
)
def test_values_are_written_as_a_reader_expects(value, unit, shown):
    assert manual.shown(Entry("a.b", date(2020, 1, 1), value=value, unit=unit)) == shown


def test_gaps_of_a_programme_are_its_own(capsys):
    page = said(capsys, "gaps", "jkp")
    assert "  jkp.applications\n" in page
    assert "  jp.yield" not in page
    assert "  jkm." not in page
    assert "short-membership" not in page
    assert page.count("\n") < said(capsys, "gaps").count("\n") / 3


@pytest.mark.parametrize("asked", ["JKP", "Jkp", "jkp"])
def test_capitals_are_the_same_programme(capsys, asked):
    assert said(capsys, "gaps", asked) == said(capsys, "gaps", "jkp")
    assert said(capsys, "show", f"{asked}.CASH_RATE_FIRST") == said(capsys, "show", "jkp.cash_rate_first")


def test_gaps_of_a_programme_that_nobody_knows(capsys):
    assert "Mungkin maksud Anda" in said(capsys, "gaps", "jkq.rate", status=2)


def test_json_of_the_gaps_of_a_programme(capsys):
    whole = json.loads(said(capsys, "gaps", "jkm", "--json"))
    assert {one["name"].partition(".")[0] for one in whole["parameters"]} == {"jkm"}


def test_a_gap_is_told_in_the_language_of_the_reader(monkeypatch):
    line = Entry("a.b", date(2020, 1, 1), gap="not read", gap_id="belum dibaca")
    assert manual.shown(line) == "terbuka: belum dibaca"
    assert manual.shown(Entry("a.b", date(2020, 1, 1), gap="not read")) == "terbuka: not read"
    monkeypatch.setenv("TEDUNG_LANG", "en")
    assert "not read" in manual.shown(line)
