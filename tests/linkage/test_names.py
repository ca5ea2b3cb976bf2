"""The parser: traps named by those who studied Balinese rosters, and what must hold of any text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.linkage.names import lexicon, parse
from tedung.roster.sounds import sound

WORDS = st.sampled_from(
    [
        "I",
        "Ni",
        "Wayan",
        "Wyn.",
        "Md",
        "Kadek",
        "K.",
        "N.",
        "Luh",
        "Gusti",
        "Ayu",
        "Ida",
        "Bagus",
        "A.A.",
        "Jro",
        "Mangku",
        "Drs.",
        "S.Pd",
        "Sukarta",
        "Rai",
        "Muh.",
        "Abd",
    ]
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # titles that look like a man's and are a woman's
        ("I Gusti Ayu Made Raka", {"sex": "P", "birth_word": "made", "personal": ("raka",)}),
        ("I Dewa Ayu Nyoman Sari", {"sex": "P", "birth_word": "nyoman"}),
        # A.A. is Anak Agung, Md is Made, neither is a degree or a doctor
        ("A.A. Md. Suteja", {"caste": "anak agung", "birth_word": "made", "personal": ("suteja",)}),
        ("Ni Md. Suartini", {"sex": "P", "birth_word": "made", "personal": ("suartini",)}),
        ("I Wayan Sudiana, S.Pd", {"birth_word": "wayan", "personal": ("sudiana",)}),
        # two order words; Luh marks a woman and no order
        ("Ni Luh Putu Sutini", {"birth_word": "putu", "birth_class": 1, "personal": ("sutini",)}),
        ("Ni Luh Sari", {"sex": "P", "birth_class": 0, "personal": ("sari",)}),
        ("I Gede Made Renda", {"birth_word": "made", "personal": ("renda",)}),
        # one letter: W. decides, K. decides nothing
        ("I W. Rata", {"birth_word": "wayan", "personal": ("rata",)}),
        ("K. Sudana", {"birth_word": "", "birth_class": 0, "birth_letter": "k", "personal": ("sudana",)}),
        ("I G. Sukarma", {"birth_word": "gede", "caste": ""}),
        ("I G. Made Sukarma", {"birth_word": "made", "caste": "gusti"}),
        # one word, glued words, a misspelt order word
        ("Suparman", {"birth_class": 0, "personal": ("suparman",)}),
        ("Nimade Sari", {"sex": "P", "birth_word": "made", "personal": ("sari",)}),
        ("I Nyiman Sarta", {"birth_word": "nyoman", "personal": ("sarta",)}),
        # Sri as a name and as a title
        ("Sri Rahayu", {"personal": ("sri", "rahayu"), "role": ""}),
        ("Sri Mpu Daksa", {"role": "pedanda", "personal": ("daksa",)}),
        # roles and names of address
        ("Jro Mk. Ni Md. Yalasih", {"role": "mangku", "sex": "P", "personal": ("yalasih",)}),
        ("I Wayan Mangku", {"role": "", "personal": ("mangku",)}),
        ("Pak Yan", {"nickname": True, "birth_word": "wayan", "sex": "L"}),
        ("P. TUT", {"nickname": True, "birth_word": "ketut"}),
        ("P. Setiawan", {"nickname": False, "personal": ("setiawan",)}),
        ("I Ketut Sumada - bendahara", {"personal": ("sumada",)}),
        ("Ni Kadek Rai (alm)", {"personal": ("rai",)}),
        # other groups: spellings of one name, particles, other scripts
        ("Moh. Arif", {"personal": ("muhammad", "arif")}),
        ("H. Abd. Rahman bin Ali", {"personal": ("abdul", "rahman", "ali")}),
        ("黄 伟", {"personal": ("黄", "伟")}),
        ("Ketut", {"birth_word": "ketut", "personal": ("ketut",)}),
        ("", {"personal": ()}),
        ("   .,- ", {"personal": ()}),
    ],
)
def test_the_traps_of_the_field(written, expected):
    name = parse(written)
    assert {key: getattr(name, key) for key in expected} == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [("Soekarno", "Sukarno"), ("Tjokorda", "Cokorda"), ("Djaya", "Jaya"), ("Dharma", "Darma"),
     ("Artha", "Arta"), ("Vijaya", "Wijaya"), ("Suryana", "Suriana"), ("Adnyana", "Anyana"),
     ("Suwarta", "Suarta"), ("Laksmi", "Laxmi")],
)  # fmt: skip
def test_old_and_new_spelling_sound_alike(old, new):
    assert sound(old.lower()) == sound(new.lower())


def test_the_lexicon_has_a_version_and_no_form_twice():
    table = lexicon()
    assert table.version
    assert set(table.kinds) >= {"marker", "caste", "order", "letter", "nick", "degree", "prefix", "role"}


@given(st.text(max_size=60))
def test_any_text_is_parsed_the_same_way_twice(written):
    assert parse(written) == parse.__wrapped__(written)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_case_and_spaces_change_nothing(words):
    written = " ".join(words)
    assert parse(written) == parse(f"  {written.upper()} ") == parse("  ".join(words).lower())


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_a_name_never_loses_everything(words):
    name = parse(" ".join(words))
    assert name.personal or name.birth_word or name.nickname
    assert name.birth_class in range(5)
    assert bool(name.birth_class) == bool(name.birth_word)


@given(
    st.sampled_from(["sukarta", "rai oka", "wirawan"]),
    st.sampled_from(["S.Pd", "SH", "S.Sos", "A.Md", "M.M."]),
)
def test_a_degree_changes_nothing(personal, degree):
    assert parse(f"I Made {personal}, {degree}") == parse(f"I Made {personal}")


@pytest.mark.parametrize(
    "written", ["x" * 500, "a " * 250, "I " * 300, "(" * 400, "1" * 500, "Ni" + "-" * 499]
)
def test_five_hundred_letters_are_no_trouble(written):
    started = time.perf_counter()
    name = parse(written)
    assert time.perf_counter() - started < 0.05
    assert sum(map(len, name.personal)) <= 500
