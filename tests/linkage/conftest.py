"""Rows as the roster hands them over, made by hand: only what a test is about is filled in."""

import random
from datetime import date, timedelta

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


def invented_people(count, seed):
    """Return rows of invented people, one in five listed twice with the slips of a clerk."""
    chance = random.Random(seed)
    parts = ["su", "wi", "ar", "da", "mu", "gu", "ra", "par", "ma", "bu", "ka", "la", "ni", "sa"]
    orders = [("Wayan", "Wyn"), ("Made", "Md."), ("Nyoman", "Nym"), ("Ketut", "Kt")]
    made = []
    while len(made) < count:
        sex = chance.choice("LP")
        day = date(1950, 1, 1) + timedelta(days=chance.randrange(18_000))
        order = chance.choice(orders)
        personal = "".join(chance.choices(parts, k=3)).title()
        if chance.random() < 0.5:
            personal += " " + "".join(chance.choices(parts, k=2)).title()
        one = {
            "nama_ktp": f"{'I' if sex == 'L' else 'Ni'} {order[0]} {personal}",
            "nik": f"517101{day.day + (40 if sex == 'P' else 0):02d}{day:%m%y}{len(made) % 9000 + 1:04d}",
            "birth_date": day,
            "sex": sex,
            "village": chance.choice(["51.71.01.1003", "51.71.02.1004", "51.71.03.1001"]),
            "banjar": "".join(chance.choices(parts, k=2)).title(),
            "mother": f"Ni Made {''.join(chance.choices(parts, k=3)).title()}",
            "phone": f"+628{chance.randrange(10**9)}",
        }
        made.append(one)
        if chance.random() < 0.25:
            again = one | {"nama_ktp": one["nama_ktp"].replace(order[0], chance.choice(order)).upper()}
            for field in ("nik", "phone", "mother", "banjar", "birth_date"):
                if chance.random() < 0.3:
                    again |= {field: None}
            made.append(again)
    return made[:count]


@pytest.fixture
def invented():
    return invented_people
