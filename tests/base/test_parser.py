"""The words of the command in its language."""

import pytest

from tedung.cli import main


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["rooster"], "rooster tidak dikenal"),
        (["roster", "check"], "Belum lengkap; tambahkan: FILE, --out"),
        (["bill", "t.csv", "--month"], "--month belum diisi"),
        (["demo", "--outt", "x", "--out", "y"], "Tidak dikenal: --outt"),
    ],
)
def test_a_slip_of_the_pen_is_told_in_indonesian(words, says, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert says in said
    assert "Lihat cara memakainya: tedung" in said


def test_help_is_told_in_the_language_asked_for(capsys, monkeypatch):
    for lang, word in (("id", "pemakaian: tedung bill"), ("en", "usage: tedung bill")):
        monkeypatch.setenv("TEDUNG_LANG", lang)
        with pytest.raises(SystemExit):
            main(["bill", "--help"])
        assert word in capsys.readouterr().out


def test_a_file_that_is_not_there_is_told_in_indonesian(tmp_path, capsys):
    assert main(["benefit", "jkm_death", str(tmp_path / "tidak-ada.json"), "--on", "2026-12-01"]) == 2
    assert "tidak ada" in capsys.readouterr().err
