"""Villages however spelt, and none that is merely likely."""

import csv
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.roster.places import gazetteer

BALI = list(
    csv.DictReader((resources.files("tedung") / "data/adm/bali_villages.csv").read_text("utf-8").splitlines())
)
DENPASAR = [row for row in BALI if row["regency_code"] == "51.71"]


def codes(village):
    return [found.code for found in village.findings]


def test_every_village_of_denpasar_is_found_by_its_name():
    assert len(DENPASAR) == 43
    for row in DENPASAR:
        for typed in (row["name"], row["name"].upper(), f"Desa {row['name']}", f"Kel. {row['name']}".lower()):
            assert gazetteer().find(typed) == (row["code"], ()), typed
        squeezed = row["name"].replace(" ", "")
        assert gazetteer().find(squeezed).code == row["code"], squeezed


def test_every_village_of_bali_is_found_with_its_district_or_said_to_be_one_of_several():
    for row in BALI:
        found = gazetteer().find(row["name"], row["district_name"])
        assert found.code in {row["code"], ""} or found.code.startswith("51.71"), row
        if not found.code:
            assert codes(found) == ["village_ambiguous"]
    exact = sum(gazetteer().find(row["name"], row["district_name"]).code == row["code"] for row in BALI)
    assert exact >= 710  # of 716


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Padangsambian Kaja", "Padang Sambian Kaja"),
        ("Padang Sambian", "Padangsambian"),
        ("Kel. Padangsambian Klod", "Padangsambian Kelod"),
        ("DS. PEMECUTAN KJ", "Pemecutan Kaja"),
        ("Dauh Pury Kawuh", "Dauh Puri Kauh"),
        ("Dg. Puri Kengin", "Dangin Puri Kangin"),
        ("Sumertha Kelot", "Sumerta Kelod"),
        ("Tegal Kerta", "Tegal Kertha"),
        ("Ubungkaja", "Ubung Kaja"),
        ("Sabur", "Sanur"),
        ("Ksm Kerthalangu", "Kesiman Kertalangu"),
        ("Kel. Penatih Dangin", "Penatih Dangin Puri"),
        ("Sesetn", "Sesetan"),
        ("Paguyangan Kangin", "Peguyangan Kangin"),
        ("Br. Suwung, Desa Serangan", "Serangan"),
        ("Sanur Kauh / Denpasar Selatan", "Sanur Kauh"),
        ("Desa/Kel. Tonja", "Tonja"),
        ("51.71.01.1003", "Sesetan"),
        ("5171011003", "Sesetan"),
        ("ＳＡＮＵＲ", "Sanur"),
    ],
)
def test_spellings_of_clerks(typed, name):
    (code,) = [row["code"] for row in DENPASAR if row["name"] == name]
    assert gazetteer().find(typed) == (code, ())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Atlantis", "village_unknown"),
        ("Renon Puri", "village_unknown"),
        ("Dauh Puri Kaua", "village_unknown"),  # one letter from Kauh, one from Kaja
        ("D. Puri Kelod", "village_unknown"),  # Dauh or Dangin
        ("Padangsambian K", "village_unknown"),
        ("51.71.01.9999", "village_unknown"),
        ("X" * 500, "village_unknown"),
        ("=1+1", "village_unknown"),
        ("🙂", "village_unknown"),
        ("Denpasar Selatan", "village_is_district"),
        ("Kec. Denpasar Barat", "village_is_district"),
        ("Dentim", "village_is_district"),
        ("Kerobokan", "village_ambiguous"),
    ],
)
def test_what_is_not_sure_stays_unknown(typed, code):
    found = gazetteer().find(typed)
    assert found.code == ""
    assert codes(found) == [code]


@pytest.mark.parametrize("typed", ["", "-", "belum ada"])
def test_nothing_said_is_no_fault(typed):
    assert gazetteer().find(typed) == ("", ())


def test_the_district_narrows_a_name_met_twice():
    assert gazetteer().find("Kerobokan", "Sawan").code.startswith("51.08")
    assert gazetteer().find("Kerobokan", "Kuta Utara").code.startswith("51.03")


def test_another_home_prefers_its_own():
    twice = {row["name"] for row in DENPASAR} & {
        row["name"] for row in BALI if row["regency_code"] == "51.03"
    }
    for name in twice:
        assert gazetteer("51.03").find(name).code.startswith("51.03")
        assert gazetteer("51.71").find(name).code.startswith("51.71")


@given(st.sampled_from(DENPASAR), st.data())
def test_one_slip_never_leads_to_another_village(row, data):
    """A slip of the pen gives the same village or none, unless it spells another village."""
    name = row["name"]
    at = data.draw(st.integers(0, len(name) - 1))
    typed = name[:at] + data.draw(st.sampled_from("abdeghiklmnoprstu")) + name[at + 1 :]
    found = gazetteer().find(typed).code
    spelt = {other["name"].replace(" ", "").lower() for other in BALI}
    if found and typed.replace(" ", "").lower() not in spelt:
        assert found == row["code"], typed


@given(st.text(max_size=60), st.text(max_size=20))
def test_whatever_stands_in_the_cell_is_answered(village, district):
    found = gazetteer().find(village, district)
    assert found.code == "" or found.code in {row["code"] for row in BALI}
