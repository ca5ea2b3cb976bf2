"""Killed at random moments of code, payment, mutasi and backup: the book balances, nothing is there twice."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db.models import Count, Sum
from iuran_of_test import a_pos, a_wadah, agreement, members
from storm_of_iuran import DAY, MONTH, WORDS
from test_storm_kills import NOBODY, Storm, steps

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base.crypto import blind_index
from tedung.office.buku import carrying, queries
from tedung.office.buku.models import Entry, Posting
from tedung.office.buku.seeds import seed
from tedung.office.documents.models import Document
from tedung.office.iuran.models import Line, Rest, Rincian
from tedung.office.mutasi.models import Change, Mutasi
from tedung.office.people.models import Person
from tedung.office.starting.restore import look as held
from tedung.office.wadah import seeds as forms
from tedung.office.wadah.models import Exchange, ExchangeLine, Member

PAID, DEAD, NEW = 12, 2, 3
TOTAL = PAID * 16_800
DIED = date(2026, 11, 20)
WAY = ["menghitung", "rincian", "dikirim", "kode", "spp", "spm", "sp2d", "bukti", "dikonfirmasi"]


class Desk(NamedTuple):
    """Who works here, and from what it is paid."""

    pptk: int
    bendahara: int
    verifikator: int
    kepala: int
    pos: int


@pytest.fixture
def office(transactional_db, make_user, offices):
    with acting(SYSTEM):
        seed()
        forms.seed()
        users = [make_user(role).pk for role in Desk._fields[:-1]]
        yield Desk(*users, a_pos(year=2026).pk)


@pytest.fixture
def storm(office):
    begun = Storm(20_261_202, "storm_of_iuran.py")
    yield begun
    begun.close()


def a_month(number):
    """A wadah of twelve whom the agency knows and three who wait for a file, with its agreement."""
    wadah = a_wadah(f"wadah:{number}", unit_code=f"unit{number}", agency_code=f"SG{number:06d}")
    members(wadah, PAID, since="2026-10")
    waiting = members(wadah, NEW, since=MONTH, state="calon", kpj_index="")
    for at, one in enumerate(waiting):
        nik = f"5171020107{number % 90 + 10}{at + 1:04d}"
        Person.everything.filter(pk=one.person_id).update(nik_state="valid", nik_index=blind_index(nik))
        who = Person.everything.get(pk=one.person_id)
        who.nik = nik
        who.save(update_fields=["nik"])
    agreement(wadah, since=date(2026, 1, 1))
    return wadah


def one_round(storm, office, number, kills, folder):
    """A month of a wadah from its bill to the changes, then a backup; each killed so often."""
    wadah = a_month(number)
    told = {"wadah": wadah.pk, "pptk": office.pptk}
    seen = storm.strike("code", NOBODY, kills, lambda: bill(wadah), pos=office.pos, **told)
    assert set(seen) <= {(), *(((state, PAID + NEW, TOTAL),) for state in WAY[1:4])}
    people = {"bendahara": office.bendahara, "verifikator": office.verifikator}
    seen = storm.strike("pay", NOBODY, kills, lambda: paid(wadah), **told, **people)
    assert set(seen) <= {
        *((state, TOTAL, 0) for state in WAY[3:6]),
        *((state, 0, TOTAL) for state in WAY[6:]),
    }
    assert paid(wadah) == ("dikonfirmasi", 0, TOTAL)
    dead = Member.everything.filter(wadah=wadah, state="aktif").order_by("pk").values("person")[:DEAD]
    Person.everything.filter(pk__in=list(dead.values_list("person", flat=True))).update(died_on=DIED)
    told = {"wadah": wadah.pk, "verifikator": office.verifikator, "kepala": office.kepala}
    seen = storm.strike("mutasi", NOBODY, kills, lambda: changes(wadah), **told)
    done = (("disetujui", DEAD + NEW), NEW, DEAD, DEAD)
    assert set(seen) <= {
        (None, 0, 0, 0),
        *(((state, DEAD + NEW), 0, 0, 0) for state in ("konsep", "diajukan")),
        done,
    }
    assert changes(wadah) == done
    path = folder / f"cadangan-{number}"
    storm.strike("backup", NOBODY, kills, lambda: is_whole(path), path=str(path))
    assert is_whole(path)
    path.unlink()


def bill(wadah):
    """Return each bill of a wadah: its state, its lines, what the book says is due."""
    return tuple(
        (
            one.state,
            Line.everything.filter(rincian=one).count(),
            queries.held("beban_iuran", wadah.organisation.code),
        )
        for one in Rincian.everything.filter(wadah=wadah)
    )


def paid(wadah):
    """Return the state of the one bill, what the book says is owed, and what it says was paid."""
    row, of = Rincian.everything.get(wadah=wadah), wadah.organisation.code
    return row.state, -queries.held("iuran_terutang", of), -queries.held("pembayaran", of)


def changes(wadah):
    """Return the one mutasi, the lines of its file, who left, and the months that were set aside."""
    row = Mutasi.everything.filter(wadah=wadah).first()
    assert Mutasi.everything.filter(wadah=wadah).count() <= 1
    lines = ExchangeLine.everything.filter(exchange__wadah=wadah).count()
    left = Member.everything.filter(wadah=wadah, state="keluar").count()
    found = row and (row.state, Change.everything.filter(mutasi=row).count())
    return found, lines, left, Rest.everything.filter(wadah=wadah).count()


def is_whole(path: Path):
    """Say whether a backup is there; one that is there opens to its end."""
    if not path.exists():
        return False
    assert held(path, WORDS).rows
    return True


def the_whole_adds_up(rounds):
    """After the storm: as much as if nobody had been killed, and each of it once."""
    assert Line.everything.count() == rounds * (PAID + NEW)
    assert not Line.everything.values("member", "month").annotate(n=Count("pk")).filter(n__gt=1).exists()
    assert not Entry.objects.filter(is_posted=False).exists()
    unbalanced = Posting.objects.values("entry").annotate(sum=Sum("amount")).exclude(sum=0)
    assert not unbalanced.exists()
    kinds = dict(Entry.objects.values_list("kind").annotate(n=Count("pk")).order_by())
    assert kinds == {"rincian": rounds, "bayar": rounds, "sisa": kinds["sisa"]}
    assert queries.held("beban_iuran") == rounds * (TOTAL - DEAD * 16_800)
    assert queries.held("sisa_masa_iuran") == rounds * DEAD * 16_800
    assert -queries.held("pembayaran") == rounds * TOTAL
    for row in Rincian.everything.all():
        assert steps(row) == WAY
    for row in Mutasi.everything.all():
        assert steps(row) == ["konsep", "diajukan", "disetujui"]
    assert Exchange.everything.count() == Mutasi.everything.count() == rounds
    twice = ExchangeLine.everything.values("exchange", "member").annotate(n=Count("pk")).filter(n__gt=1)
    assert not twice.exists()
    named = Rincian.everything.values_list("proof", flat=True).distinct().count()
    assert named == Document.everything.filter(kind="evidence").count() == rounds
    plain = {one.code: one.amount for one in queries.trial_balance(DAY)}
    carrying.carry()
    assert {one.code: one.amount for one in queries.trial_balance(DAY)} == plain
    assert sum(plain.values()) == 0


def until(storm, office, wanted, kills, folder):
    """Go on month by month until so many were struck while they worked."""
    rounds = 0
    while storm.struck < wanted:
        one_round(storm, office, rounds, kills if rounds else 0, folder)
        rounds += 1
    the_whole_adds_up(rounds)


@pytest.mark.either  # make slow kills 200 times, on both databases
def test_five_kills(storm, office, tmp_path):
    until(storm, office, 5, 1, tmp_path)


@pytest.mark.slow
def test_two_hundred_kills(storm, office, tmp_path):
    until(storm, office, 200, 3, tmp_path)
