"""The command: a queue in the terminal, one pair explained, weights learnt, quality measured."""

import argparse
import csv
import io
import re
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tedung.commands import link as command
from tedung.errors import TedungError
from tedung.linkage import link, sidebyside
from tedung.linkage.decisions import read
from tedung.linkage.evaluate import evaluate, wilson
from tedung.linkage.model import gate, load, save, shipped
from tedung.linkage.result import PAIRS, Linked
from tedung.linkage.review import Place
from tedung.roster.check import Wish, check

HEAD = ["id_orang", "Nama Lengkap", "NIK", "Tgl Lahir", "L/P", "Banjar", "Desa/Kelurahan", "No HP"]
LISTS = {
    "jumantik.csv": [
        ["1", "I Made Sukarta", "5171011203780003", "12-03-1978", "L", "Kaja", "Serangan", ""],
        ["2", "Ni Luh Putu Lestari", "", "04-07-1985", "P", "Kaja", "Serangan", "081234567890"],
        ["3", "I Ketut Wirawan", "5171010101700001", "01-01-1970", "L", "Kaja", "Serangan", ""],
    ],
    "linmas.csv": [
        ["1", "Md Sukarta", "5171011203780003", "12-03-1978", "L", "Kaja", "Serangan", ""],
        ["2", "Pt Lestari", "", "09-11-1962", "P", "Kaja", "Serangan", "081234567890"],
        ["4", "I Nyoman Rata", "5171010202710001", "02-02-1971", "L", "Tengah", "Sesetan", ""],
    ],
}


@pytest.fixture
def lists(tmp_path):
    folder = tmp_path / "lists"
    folder.mkdir()
    for name, lines in LISTS.items():
        with (folder / name).open("w", newline="") as file:
            csv.writer(file).writerows([HEAD, *lines])
    return folder


@pytest.fixture
def run(lists, tmp_path):
    out = tmp_path / "out"
    check([lists], out, Wish(date(2026, 12, 1)), link)
    return out


@pytest.fixture
def tedung(capsys, monkeypatch):
    """Call ``tedung link`` with keys for its terminal; return the exit status and what was shown."""

    def call(*arguments, keys=""):
        parser = argparse.ArgumentParser()
        command.add(parser.add_subparsers())
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(keys) + "\n" if keys else ""))
        given = parser.parse_args(["link", *map(str, arguments)])
        status = given.run(given)
        return status, capsys.readouterr().out

    return call


def test_review_asks_and_remembers(run, tedung, tmp_path):
    book = tmp_path / "book.jsonl"
    status, shown = tedung("review", run, "--decisions", book, "--by", "petugas 3", keys="s")
    assert status == 0
    assert "Lestari" in shown
    assert [one.verdict for one in read(book)] == ["same"]
    assert tedung("review", run, "--decisions", book)[1].strip() == "Tidak ada pasangan yang menunggu."


def test_the_answer_counts_in_the_next_check(run, lists, tedung, tmp_path):
    book = tmp_path / "book.jsonl"
    tedung("review", run, "--decisions", book, keys="s")
    again = tmp_path / "again"
    check([lists], again, Wish(date(2026, 12, 1), decisions=book), link)
    people = pq.read_table(again / "rows.parquet").to_pylist()
    lestari = {row["person_id"] for row in people if (row["line"] == 3)}
    assert len(lestari) == 1


def test_later_why_undo_and_quit(run, tedung, tmp_path):
    book = tmp_path / "book.jsonl"
    status, shown = tedung("review", run, "--decisions", book, keys="mlq")
    assert status == 1
    assert "Nomor telepon sama: +" in shown
    assert not book.exists()
    tedung("review", run, "--decisions", book, keys="bu")
    assert [one.verdict for one in read(book)] == ["different", "open"]


def test_a_wrong_key_says_which_keys_there_are(run, tedung, tmp_path):
    status, shown = tedung("review", run, "--decisions", tmp_path / "book.jsonl", keys="x1q")
    assert status == 1
    assert shown.count("Ketik salah satu: s, b, t, l, u, m, q") == 2
    assert shown.count("Pasangan 1 dari 1") == 1


def test_the_same_field_stands_in_one_line_whatever_its_heading(lists, tmp_path, tedung):
    (lists / "linmas.csv").write_text(
        "Nomor HP,Nama sesuai KTP,Tanggal Lahir,JK,Lingkungan,Kelurahan\n"
        "081234567890,Pt Lestari,09-11-1962,Perempuan,Kaja,Serangan\n"
    )
    check([lists], tmp_path / "out", Wish(date(2026, 12, 1)), link)
    shown = tedung("explain", tmp_path / "out", "jumantik.csv:3", "linmas.csv:2")[1].splitlines()
    [name] = [line for line in shown if "Lestari" in line]
    assert re.fullmatch(r"Nama Lengkap +Ni Luh Putu Lestari +≠ Pt Lestari", name)
    [phone] = [line for line in shown if "081234567890" in line]
    assert re.fullmatch(r"No HP +081234567890 += 081234567890", phone)


def test_numbers_have_the_decimal_comma_of_indonesian(run, lists, tedung, monkeypatch):
    told = tedung("explain", run, "jumantik.csv:2", "linmas.csv:2")[1]
    assert re.search(r"Jumlah: [+−]\d+,\d", told)
    assert not re.search(r"[+−]\d+\.\d", told)
    told = tedung("evaluate", lists, "--truth", "id_orang", "--on", "2026-12-01")[1]
    assert re.search(r"Ketepatan paling sedikit 0,\d{4}", told)
    monkeypatch.setenv("TEDUNG_LANG", "en")
    assert re.search(r"Sum: [+−]\d+\.\d", tedung("explain", run, "jumantik.csv:2", "linmas.csv:2")[1])


@pytest.mark.parametrize(
    ("written", "room", "cut"),
    [
        ("jumantik.csv", 20, "jumantik.csv"),
        ("jumantik-kecamatan-denpasar-selatan-2026.csv", 21, "jumantik-k…n-2026.csv"),
        ("", 5, ""),
    ],
)
def test_a_long_name_loses_its_middle(written, room, cut):
    assert sidebyside.cut(written, room) == cut


def test_the_line_number_of_a_long_name_is_never_cut():
    place = Place("r", "k", "daftar-penerima-bantuan-" * 5 + ".xlsx", "Rekapitulasi seluruh kelurahan", 1_204)
    shown = sidebyside.where(place, 24)
    assert len(shown) <= 24
    assert shown.endswith(":1204")


def test_the_end_of_the_input_is_the_end_of_the_work(run, tedung, tmp_path):
    assert tedung("review", run, "--decisions", tmp_path / "book.jsonl")[0] == 1


def test_decisions_may_not_lie_in_the_folder_that_is_replaced(run, tedung):
    with pytest.raises(TedungError, match="di luar folder"):
        tedung("review", run, "--decisions", run / "book.jsonl")


def test_explain_shows_a_waterfall_that_adds_up(run, tedung):
    status, shown = tedung("explain", run, "jumantik.csv:2", "linmas.csv:2")
    assert status == 0
    assert "Digabung oleh program." in shown
    assert "NIK sama: +" in shown
    waterfall = [line for line in shown.splitlines() if line.startswith("  ") and ": " in line]
    bits = [re.sub("[^0-9,.-]", "", line.rsplit(" ", 1)[1].replace("−", "-")) for line in waterfall]
    *terms, total = [float(one.replace(",", ".")) for one in bits if one.strip(",.-")]
    assert sum(terms) == pytest.approx(total, abs=0.06 * len(terms))


def test_explain_says_when_there_is_no_such_pair(run, tedung):
    with pytest.raises(TedungError, match="Tidak ada pasangan"):
        tedung("explain", run, "jumantik.csv:2", "linmas.csv:99")


def test_a_folder_that_is_no_run(tmp_path, tedung):
    with pytest.raises(TedungError, match="bukan hasil"):
        tedung("review", tmp_path)


def test_evaluate_prints_the_tables(lists, tedung):
    status, shown = tedung("evaluate", lists, "--truth", "id_orang", "--on", "2026-12-01")
    assert status == 0
    assert "Penggabungan yang keliru: 0 dari 1 pasangan." in shown
    assert "Orang yang tepat utuh: 3 dari 4." in shown


def test_evaluate_without_the_column_of_truth(lists, tedung):
    with pytest.raises(TedungError, match="tidak mempunyai kolom siapa"):
        tedung("evaluate", lists, "--truth", "siapa")


def test_training_on_nothing_is_refused_by_the_gates(lists, tmp_path, tedung):
    with pytest.raises(TedungError, match="Pelatihan ditolak"):
        tedung("train", lists, "--out", tmp_path / "model.json", "--truth", "id_orang")


# --- measuring, by hand -------------------------------------------------------------


def test_the_counts_of_a_case_worked_by_hand(rows):
    """Six rows of three people; merged {0,1} rightly and {3,4} wrongly; {1,2} waits; {0,2} is lost."""
    table = rows([{"nama_ktp": f"I Made {name}"} for name in "Abcdef"])
    waiting = {"a": "r0000001", "b": "r0000002", "weight": 3.0, "zone": "review", "reasons": "{}"}
    linked = Linked(["p", "p", "q", "r", "r", "s"], pa.Table.from_pylist([waiting], PAIRS))
    found = evaluate(table, ["x", "x", "x", "y", "z", None], linked)
    assert found.rows == 5
    assert (found.whole.true, found.whole.merged, found.whole.right, found.whole.after) == (3, 2, 1, 2)
    assert found.whole.precision == 0.5
    assert found.whole.recall == pytest.approx(1 / 3)
    assert found.whole.recall_after == pytest.approx(2 / 3)
    assert (found.review, found.review_true) == (1, 1)
    assert (found.people, found.people_exact, found.impure, found.largest) == (3, 0, 1, 2)


def test_the_bound_of_a_share():
    """Wilson, one-sided 95 %: 3 false of 7,750 still show .999 (docs/linkage.md)."""
    assert wilson(7_747, 7_750) >= 0.999
    assert wilson(7_740, 7_750) < 0.999
    assert wilson(0, 0) == 0.0


# --- the model is data with a version -----------------------------------------------


def test_the_shipped_model_passes_its_gates():
    gate(shipped())


def test_a_model_is_the_same_bytes_again(tmp_path):
    save(shipped(), tmp_path / "one.json")
    save(load(tmp_path / "one.json"), tmp_path / "two.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text.replace('"format": 1', '"format": 2'), "versi 2"),
        (lambda text: text.replace('"lexicon": "20', '"lexicon": "19'), "kamus nama"),
        (lambda text: text.replace('"subset"', '"sub"'), "perbandingan yang sama"),
        (lambda text: text[:100], "tidak dapat dibaca"),
        (lambda _: "[]", "tidak dapat dibaca"),
        (lambda _: "", "tidak dapat dibaca"),
    ],
)
def test_a_model_of_another_version_is_refused_with_a_sentence(tmp_path, change, sentence):
    path = tmp_path / "model.json"
    save(shipped(), path)
    path.write_text(change(path.read_text()))
    with pytest.raises(TedungError, match=sentence):
        load(path)


@pytest.mark.parametrize(
    ("comparison", "level", "m"), [("name", "unrelated", 0.84), ("date", "same", 0.01), ("sex", "same", 0.4)]
)
def test_an_absurd_training_is_refused(comparison, level, m):
    """Design 4.2: EM once learnt that true matches have unrelated names in 84 % of cases."""
    levels = {name: dict(of) for name, of in shipped().levels.items()}
    levels[comparison][level] = (m, levels[comparison][level][1])
    absurd = replace(shipped(), levels=levels)
    with pytest.raises(TedungError, match="Pelatihan ditolak"):
        gate(absurd)


def test_no_model_file_at_all(tmp_path):
    with pytest.raises((TedungError, OSError)):
        load(tmp_path / "none.json")
