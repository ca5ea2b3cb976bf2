"""Rupiah as an Indonesian reader expects them, and progress that keeps quiet in a pipe."""

import pytest

from tedung.money import rupiah, thousands
from tedung.progress import Progress


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "Rp0"),
        (999, "Rp999"),
        (1_500_000, "Rp1.500.000"),
        (-20_000, "-Rp20.000"),
        (10**15, "Rp1.000.000.000.000.000"),
    ],
)
def test_rupiah(amount, written):
    assert rupiah(amount) == written


def test_thousands_as_the_language_marks_them(monkeypatch):
    assert thousands(10_717) == "10.717"
    assert thousands(10_717, "en") == "10,717"
    monkeypatch.setenv("TEDUNG_LANG", "en")
    assert rupiah(-1_500_000) == "-Rp1,500,000"
    assert rupiah(-1_500_000, "id") == "-Rp1.500.000"


def test_progress_says_nothing_in_a_pipe(capsys):
    with Progress("Membaca", total=3) as progress:
        progress.step(3)
    assert capsys.readouterr().err == ""


def test_progress_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Progress("Membaca", total=4) as progress:
        progress.step()
        progress.step(3)
    assert "100 % (4/4)" in capsys.readouterr().err
