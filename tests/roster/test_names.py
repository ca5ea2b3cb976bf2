"""Names: tidied, never corrected; notes, aliases and formulas set apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.roster.names import read


def codes(name):
    return [found.code for found in name.findings]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("I Wayan Sudiana", "I Wayan Sudiana"),
        ("  I   WAYAN  Sudiana\u00a0", "I WAYAN Sudiana"),
        ("I Wayan\nSudiana", "I Wayan Sudiana"),
        ("\x00I Wayan\x00 Sudiana\u200b", "I Wayan Sudiana"),
        ("1. I Wayan Sudiana", "I Wayan Sudiana"),
        ("12) I Wayan Sudiana", "I Wayan Sudiana"),
        ("- I Wayan Sudiana", "I Wayan Sudiana"),
        ("A.A. Md. Rai, S.Pd", "A.A. Md. Rai, S.Pd"),
        ("D'Angelo", "D'Angelo"),
        ("Jean-Paul", "Jean-Paul"),
        ("José Ñandú", "José Ñandú"),
        ("I KETUT SUARDIKA - BENDAHARA", "I KETUT SUARDIKA"),
        ("Tri / Wakil", "Tri"),
        ("Joko *", "Joko"),
        ("Ade Euis (Ketua)", "Ade Euis"),
        ("Ni Made Rai (istri alm. I Ketut Rai)", "Ni Made Rai"),
    ],
)
def test_a_name_is_tidied_and_no_more(typed, name):
    found = read(typed)
    assert (found.nama_ktp, found.nama_sebutan, codes(found)) == (name, "", [])


@pytest.mark.parametrize(
    ("typed", "name", "called"),
    [
        ("I Dewa Made Alit alias Jero Made Nyeri", "I Dewa Made Alit", "Jero Made Nyeri"),
        ("I Dewa Made Alit als. Jero Made Nyeri", "I Dewa Made Alit", "Jero Made Nyeri"),
        ("I DEWA MADE ALIT ALS JERO MADE NYERI", "I DEWA MADE ALIT", "JERO MADE NYERI"),
        ("I Made Alit (Jero Mangku Alit)", "I Made Alit", "Jero Mangku Alit"),
        ("I Made Alit / Jero Mangku Alit", "I Made Alit", "Jero Mangku Alit"),
    ],
)
def test_the_name_one_is_called_by_stands_apart(typed, name, called):
    found = read(typed)
    assert (found.nama_ktp, found.nama_sebutan, codes(found)) == (name, called, [])


@pytest.mark.parametrize(
    "typed",
    [
        "I Made Rai (alm)",
        "I Made Rai (Alm.)",
        "Alm. I Made Rai",
        "ALMARHUM I MADE RAI",
        "I Made Rai (meninggal)",
    ],
)
def test_a_note_says_dead(typed):
    found = read(typed)
    assert codes(found) == ["dead"]
    assert found.nama_ktp.upper() == "I MADE RAI"


@pytest.mark.parametrize("typed", ["Halim", "Salma Almira", "I Wayan Palmer", "I Gede Wafa"])
def test_nobody_dies_of_a_name(typed):
    assert codes(read(typed)) == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("I Made Rai (pindah)", "name_says_gone"),
        ("I Made Rai (GANTI)", "name_says_gone"),
        ("I Wayan 2", "name_digits"),
        ("A" * 500, "name_long"),
        ("I Wayan " * 4000, "name_long"),
        ("王小明", "name_script"),
        ("Вася", "name_script"),
        ("🙂 Wayan", "name_script"),
        ("Y", "name_short"),
        ("12345", "name_missing"),
        (12345, "name_missing"),
        ("...", "name_missing"),
        ("", "name_missing"),
        ("-", "name_missing"),
        (None, "name_missing"),
        ("🙂", "name_missing"),
    ],
)
def test_a_doubtful_name_is_told(typed, code):
    assert code in codes(read(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "=cmd|' /C calc'!A0",
        "+SUM(A1:A9)",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+1)",
        '=HYPERLINK("x")',
        "\t=1+1",
        " =1+1",
    ],
)
def test_a_formula_comes_back_dead(typed):
    found = read(typed)
    assert codes(found) == ["name_formula"]
    assert found.nama_ktp[:1] not in {"=", "+", "-", "@", "\t"}


@given(st.text(max_size=200))
def test_no_name_leaves_that_a_spreadsheet_would_run(typed):
    found = read(typed)
    for name in (found.nama_ktp, found.nama_sebutan):
        assert not name.startswith(("=", "+", "-", "@"))
        assert name == name.strip()
        assert "\x00" not in name
    assert found.nama_ktp or codes(found)


@given(
    st.lists(
        st.sampled_from(["I", "Ni", "Wayan", "Made", "Ketut", "Sudiana", "Rai", "A.A.", "Ngurah", "S.Pd"]),
        min_size=2,
        max_size=6,
    )
)
def test_a_plain_name_is_left_alone(words):
    assert read(" ".join(words)).nama_ktp.rstrip(" .") == " ".join(words).rstrip(" .")
