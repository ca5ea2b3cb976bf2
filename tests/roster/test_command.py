"""``tedung roster check`` as a clerk calls it: what it prints, how it ends, what a bad day leaves."""

import json
import os
import resource
import signal
import subprocess
import sys
import time

import pytest

from tedung.cli import main

HEAD = "No,Nama Lengkap,NIK,Tgl Lahir,L/P,Desa/Kelurahan\n"
GOOD = "1,I Wayan Sudiana,5171031204780001,12/04/1978,L,Sanur Kaja\n"
SHORT = "2,Ni Made Rai,517103520480002,12/04/1980,P,Tonja\n"


@pytest.fixture
def lists(tmp_path):
    def write(*lines, name="desa.csv"):
        path = tmp_path / name
        path.write_text(HEAD + "".join(lines), "utf-8")
        return path

    return write


def tedung(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "tedung.cli", "roster", "check", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def test_nothing_to_mend_ends_in_0(lists, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["roster", "check", str(lists(GOOD)), "--out", str(out), "--on", "2026-12-01"]) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines()[0] == "1 berkas, 2 baris dibaca, 1 baris data orang."
    assert "1 orang siap diusulkan (0 sudah peserta)." in shown.out
    assert shown.err == ""  # no progress bar in a pipe
    assert sorted(path.name for path in out.iterdir()) == [
        ".tedung",
        "marked",
        "pairs.parquet",
        "people.parquet",
        "rows.parquet",
        "summary.json",
    ]


def test_something_to_mend_ends_in_1_and_says_what(lists, tmp_path, capsys):
    gone = tmp_path / "gone.csv"
    call = [
        str(lists(GOOD, SHORT)),
        str(gone),
        "--out",
        str(tmp_path / "out"),
        "--on",
        "2026-12-01",
        "--no-link",
    ]
    assert main(["roster", "check", *call]) == 1
    shown = capsys.readouterr().out
    assert "NIK kurang angka" in shown
    assert "gone.csv: Berkas tidak ditemukan" in shown
    assert "gone.csv: gone.csv" not in shown
    assert "5171" not in shown


def test_what_was_passed_over_is_named(tmp_path, capsys):
    folder = tmp_path / "daftar"
    folder.mkdir()
    (folder / "surat.docx").write_bytes(b"PK")
    (folder / ".tersembunyi.txt~").write_text("")
    (folder / "rusak.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    (folder / "desa.csv").write_text(
        "Nama,NIK,Tgl Lahir,Desa,Blok Lapak\nI Wayan Sudiana,5171031204780001,12-04-1978,Tonja,x1\n"
    )
    main(["roster", "check", str(folder), "--out", str(tmp_path / "out"), "--on", "2026-12-01", "--no-link"])
    shown = capsys.readouterr().out
    assert "1 berkas dilewati karena bukan lembar kerja: surat.docx" in shown
    assert 'E "Blok Lapak"' in shown
    assert "rusak.xlsx rusak dan tidak ada satu baris pun yang terselamatkan" in shown
    assert "tedung link review" not in shown


def test_a_file_that_cannot_be_read_is_named_once(lists, tmp_path, capsys):
    empty = tmp_path / "kosong.csv"
    empty.write_text("")
    for files, wanted in (([lists(GOOD), empty], 1), ([empty], 2)):
        call = ["roster", "check", *map(str, files), "--out", str(tmp_path / "out"), "--on", "2026-12-01"]
        assert main(call) == wanted
        shown = capsys.readouterr()
        assert (shown.out + shown.err).count("kosong.csv") == 1


def test_nothing_done_ends_in_2(tmp_path, capsys):
    assert main(["roster", "check", str(tmp_path / "gone.csv"), "--out", str(tmp_path / "out")]) == 2
    assert "Tidak ada satu pun berkas" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_a_day_it_is_today(lists, tmp_path):
    main(["roster", "check", str(lists(GOOD)), "--out", str(tmp_path / "out"), "--no-link"])
    assert json.loads((tmp_path / "out/summary.json").read_text())["on"] >= "2026-11-21"


@pytest.mark.parametrize("day", ["2026-13-01", "besok", "01-12-2026", ""])
def test_a_day_that_is_none_is_refused(lists, tmp_path, capsys, day):
    with pytest.raises(SystemExit) as ended:
        main(["roster", "check", str(lists(GOOD)), "--out", str(tmp_path / "out"), "--on", day])
    assert ended.value.code == 2
    assert "2026-12-01" in capsys.readouterr().err


def test_a_key_file_must_hold_something(lists, tmp_path, capsys):
    key = tmp_path / "key"
    key.write_bytes(b"")
    call = ["roster", "check", str(lists(GOOD)), "--out", str(tmp_path / "out"), "--key", str(key)]
    assert main(call) == 2
    assert "1 sampai 64 byte" in capsys.readouterr().err
    key.write_bytes(b"rahasia")
    assert main([*call, "--on", "2026-12-01"]) == 0


def test_help_has_an_example(capsys):
    with pytest.raises(SystemExit):
        main(["roster", "check", "--help"])
    assert "tedung roster check daftar/*.xlsx --out hasil" in capsys.readouterr().out


def test_english_by_the_environment(lists, tmp_path):
    path = lists(GOOD, SHORT)
    done = tedung(
        path,
        "--out",
        tmp_path / "out",
        "--on",
        "2026-12-01",
        "--no-link",
        env={**os.environ, "TEDUNG_LANG": "en"},
    )
    assert done.returncode == 1
    assert "lines read" in done.stdout
    assert "The NIK lacks 1 digits" in (tmp_path / "out/marked/desa.csv").read_text("utf-8-sig")


def test_no_hash_seed_changes_a_byte(lists, tmp_path):
    paths = [lists(GOOD, SHORT, name="a.csv"), lists(SHORT, GOOD, GOOD, name="b.csv")]
    found = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        tedung(*paths, "--out", out, "--on", "2026-12-01", env={**os.environ, "PYTHONHASHSEED": seed})
        found.append({path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()})
    assert len(found[0]) == 7
    assert found[0] == found[1]


def test_a_full_disk_gets_a_sentence_and_leaves_nothing(lists, tmp_path):
    """RLIMIT_FSIZE stands in for the disk: the first file that grows past it fails to be written."""
    path = lists(*[GOOD.replace("0001", f"{at:04d}") for at in range(1, 400)])

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = tedung(path, "--out", tmp_path / "out", "--on", "2026-12-01", "--no-link", preexec_fn=limit)
    assert done.returncode == 2
    assert "habis" in done.stderr
    assert "Traceback" not in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_an_output_that_cannot_be_made_gets_a_sentence(lists, tmp_path):
    path = lists(GOOD)
    done = tedung(path, "--out", path / "out", "--on", "2026-12-01", "--no-link")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert str(path) in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_an_unwritable_folder_gets_a_sentence(lists, tmp_path):
    path = lists(GOOD)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    done = tedung(path, "--out", closed / "out", "--on", "2026-12-01", "--no-link")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_killed_while_it_writes_nothing_half_is_found(lists, tmp_path):
    path = lists(*[GOOD.replace("0001", f"{at:04d}") for at in range(1, 9000)])
    out = tmp_path / "out"
    call = [sys.executable, "-m", "tedung.cli", "roster", "check", str(path), "--out", str(out), "--no-link"]
    running = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while running.poll() is None and time.monotonic() < deadline:
        if list(tmp_path.glob(".out.*")):
            break
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert running.returncode == -signal.SIGKILL
    assert not out.exists()
    assert tedung(path, "--out", out, "--on", "2026-12-01", "--no-link").returncode == 0
    assert (out / "summary.json").exists()
