"""Offices and occupations however written."""

import csv
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.roster.occupations import read

DATA = resources.files("tedung") / "data"
OFFICES = list(csv.DictReader((DATA / "offices/traditional_offices.csv").read_text("utf-8").splitlines()))
KBJI = {
    row["code"]
    for row in csv.DictReader((DATA / "classification/kbji2014.csv").read_text("utf-8").splitlines())
}
JOBS = list(csv.DictReader((DATA / "roster/occupations.csv").read_text("utf-8").splitlines()))


def codes(occupation):
    return [found.code for found in occupation.findings]


def test_every_office_is_found_by_its_name_and_variants():
    assert len(OFFICES) == 32
    for row in OFFICES:
        for form in (row["name"], *row["variants"].split("|")):
            for typed in (form, form.upper(), f" {form.lower()} ", f"{form}."):
                found = read(typed)
                assert (found.code, found.findings) == (row["office_id"], ()), typed


def test_every_code_of_common_work_is_in_the_classification():
    assert {row["code"] for row in JOBS} - {""} <= KBJI


@pytest.mark.parametrize(
    ("typed", "code", "group"),
    [
        ("Kelian Adat Br. Tainsiat", "kelian_adat", "kelian_adat"),
        ("Jero Mangku Pura Dalem", "pemangku", "pemangku"),
        ("Jero Mangku Dalem", "pemangku_kahyangan_tiga", "pemangku_kahyangan_tiga"),
        ("Pemangkku", "pemangku", "pemangku"),
        ("Linmas / Hansip", "linmas", "linmas"),
        ("Guru PAUD Non ASN", "guru_paud", "guru_paud"),
        ("Petani/Pekebun", "6111", "petani"),
        ("nelayan", "6222", "nelayan"),
        ("Tukang Suun Pasar Badung", "9333", ""),
        ("Wiraswasta", "", ""),
        ("Pegawai kontrak non PNS, sopir", "8322", ""),
        ("Pemandu wisata lepas", "5113", ""),
        ("Guide freelance", "5113", ""),
        ("Tukang ledeng", "7126", ""),
        ("Tukang las", "7212", ""),
        ("Sopir freelance", "8322", ""),
        ("Toko kelontong", "5221", "pemilik_usaha"),
        ("Toko bangunan Sari Jaya", "5221", "pemilik_usaha"),
        ("Konveksi", "5221", "pemilik_usaha"),
        ("Warung Bu Luh", "5221", "pemilik_usaha"),
        ("Warung makan", "5221", "pemilik_usaha"),
        ("Depot air isi ulang", "5221", "pemilik_usaha"),
        ("Katering", "5221", "pemilik_usaha"),
        ("Pedagang warung", "5211", ""),
    ],
)
def test_work_as_clerks_write_it(typed, code, group):
    assert read(typed) == (code, group, ())


def test_a_bare_shop_that_begins_with_its_kind_is_a_small_business():
    assert read("Toko Sari Jaya").group == read("Kios Pulsa Ayu").group == "pemilik_usaha"
    assert read("penjaga toko").group == read("Tukang parkir toko").group == ""


def test_every_work_of_the_synthetic_city_is_known():
    table = csv.DictReader((DATA / "offices/denpasar_work.csv").read_text("utf-8").splitlines())
    unknown = [
        row["occupation_text"] for row in table if "occupation_unknown" in codes(read(row["occupation_text"]))
    ]
    assert unknown == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("PNS", "civil_servant"),
        ("ASN Pemkot Denpasar", "civil_servant"),
        ("Pegawai Negeri Sipil (PNS)", "civil_servant"),
        ("PPPK", "civil_servant"),
        ("P3K guru", "civil_servant"),
        ("Anggota TNI AD", "civil_servant"),
        ("POLRI", "civil_servant"),
        ("Kepolisian RI (POLRI)", "civil_servant"),
        ("Pensiunan PNS", "occupation_not_working"),
        ("Purnawirawan TNI", "occupation_not_working"),
        ("istri TNI", "occupation_not_working"),
        ("Ibu Rumah Tangga", "occupation_not_working"),
        ("Pelajar/Mahasiswa", "occupation_not_working"),
        ("Belum/Tidak Bekerja", "occupation_not_working"),
        ("Karyawan Swasta", "occupation_wage_earner"),
        ("Karyawan toko", "occupation_wage_earner"),
        ("Tukang xyz", "occupation_unknown"),
        ("penjaga toko", "occupation_wage_earner"),
        ("astronaut", "occupation_unknown"),
        ("=1+1", "occupation_unknown"),
        ("X" * 500, "occupation_unknown"),
    ],
)
def test_work_that_needs_a_word(typed, code):
    found = read(typed)
    assert found.code == ""
    assert codes(found) == [code]


@pytest.mark.parametrize("typed", ["", "-", "🙂", "..."])
def test_nothing_said_is_no_fault(typed):
    assert read(typed) == ("", "", ())


@given(st.text(max_size=60))
def test_whatever_stands_in_the_cell_is_answered(typed):
    assert len(read(typed).findings) <= 1
