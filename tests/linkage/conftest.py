"""Rows as the roster hands them over, made by hand: only what a test is about is filled in."""

from datetime import date

import pyarrow as pa
import pytest

from tedung.linkage import link
from tedung.roster.table import ROWS


def table(rows):
    """Return ROWS from dicts; a row without row_id gets one from its place."""
    filled = []
    for place, row in enumerate(rows):
        nik = row.get("nik")
        base = {
            "row_id": f"r{place:07d}",
            "row_key": f"k{place:07d}",
            "file": "a.csv",
            "is_person": True,
            "nik_state": "valid" if nik else "missing",
            "nik_digits": nik,
            "birth_source": "field" if row.get("birth_date") else None,
        }
        filled.append(base | row)
    return pa.Table.from_pylist(filled, ROWS)


@pytest.fixture
def rows():
    return table


@pytest.fixture
def people():
    """Two lists of Denpasar: Sukarta and Lestari stand in both, Raka and his twin sister in one."""
    sukarta = {
        "nama_ktp": "I Made Sukarta",
        "nik": "5171011203780003",
        "birth_date": date(1978, 3, 12),
        "sex": "L",
        "village": "51.71.01.1003",
        "banjar": "Br. Tengah",
    }
    lestari = {
        "nama_ktp": "Ni Luh Putu Ayu Lestari",
        "birth_date": date(1985, 7, 4),
        "sex": "P",
        "village": "51.71.02.1004",
        "banjar": "Kaja",
        "phone": "+6281234567890",
    }
    twin = {"birth_date": date(1990, 2, 2), "village": "51.71.03.1001", "mother": "Ni Wayan Rinten"}
    return [
        sukarta,
        sukarta | {"nama_ktp": "MD. SUKARTA, SH", "file": "b.csv", "banjar": "tengah"},
        lestari,
        lestari | {"nama_ktp": "Pt. Ayu Lestari", "file": "b.csv"},
        twin | {"nama_ktp": "I Wayan Raka Wirawan", "sex": "L", "nik": "5171030202900001"},
        twin | {"nama_ktp": "Ni Kadek Raka Wirawani", "sex": "P", "nik": "5171034202900002"},
    ]


@pytest.fixture
def same_person(rows):
    """Say whether the machine takes two rows, in a crowd of nobody else, for one person."""

    def check(a, b, **options):
        linked = link(rows([a, b]), **options)
        return linked.person_id[0] == linked.person_id[1]

    return check
