"""The bills of many wadah at once: the same lines, sums and entries as one by one, and nothing twice."""

from datetime import date

import pytest
from django.db.models import Count, Sum
from django.urls import reverse
from iuran_of_test import Desk, a_pos, a_wadah, members

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.audit.models import StateChange
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.buku import queries as buku
from tedung.office.buku.models import Entry
from tedung.office.buku.seeds import seed
from tedung.office.iuran import computing, services, together
from tedung.office.iuran.models import Line, Rincian
from tedung.office.jobs.worker import run_waiting
from tedung.office.people.models import Person
from tedung.office.wadah.models import Member


@pytest.fixture
def desk(offices, make_user):
    with clock.at(date(2027, 1, 4)), acting(SYSTEM):
        seed()
        yield Desk(make_user)


@pytest.fixture
def three(desk):
    """Three wadah, of 4, 3 and nobody active; the first has one who died and one who is refused."""
    made = [a_wadah(f"wadah:{n}", unit_code=f"u{n}") for n in range(3)]
    members(made[0], 2)
    members(made[0], 1, died_on=clock.today().replace(year=2026, month=11, day=30))
    members(made[0], 1, state="ditolak", kpj_index="")
    members(made[1], 3)
    members(made[2], 2, state="calon")
    return made


def test_many_bills_are_those_of_one_by_one(desk, three):
    pos = a_pos()
    with desk.by("pptk"):
        assert together.prepare_all("2027-01", 2) == 2  # of the third nobody is active
    run_waiting()
    first, second = Rincian.everything.order_by("wadah")
    assert (first.state, first.lines_all, first.lines_covered, first.people, first.total) == (
        *("rincian", 8, 4, 2),
        2 * 2 * 16_800,
    )
    assert (second.state, second.people, second.total, second.payable) == ("rincian", 3, 100_800, 100_800)
    assert {first.pos_id, second.pos_id} == {pos.pk}
    reasons = Line.everything.filter(rincian=first).exclude(why_not="").values_list("why_not", flat=True)
    assert sorted(reasons) == ["died", "died", "rejected", "rejected"]
    assert buku.held("beban_iuran") == Line.everything.aggregate(sum=Sum("total"))["sum"] == 168_000
    assert buku.held("beban_iuran", "wadah:1", "2027-02") == 50_400
    assert Entry.objects.filter(is_posted=True).count() == 4
    steps = StateChange.objects.filter(kind="iuran.rincian", row_id=first.pk).order_by("pk")
    assert list(steps.values_list("before", "after")) == [("", "menghitung"), ("menghitung", "rincian")]
    services.cancel(first, "uji")
    assert together.prepare_all("2027-01", 1) == 1  # taken back: it may be billed again
    with pytest.raises(Refusal):
        together.prepare_all("2027-01", 1)


def test_a_kill_between_leaves_whole_bills(desk, three, monkeypatch):
    monkeypatch.setattr(computing, "BATCH", 4)
    together.prepare_all("2027-01", 1)
    real, calls = computing.recount_all, iter(range(9))

    def killed(*given):
        real(*given)
        if next(calls) == 0:
            raise KeyboardInterrupt

    monkeypatch.setattr(computing, "recount_all", killed)
    keys = list(Rincian.everything.values_list("pk", flat=True))
    monkeypatch.setattr(computing, "_fitting", lambda waiting, _sizes: waiting)
    with pytest.raises(KeyboardInterrupt):
        computing.compute_many(keys)
    assert not Line.everything.exists()
    assert computing.compute_many(keys) == {"bills": 2}
    assert computing.compute_many(keys) == {"bills": 0}
    assert Line.everything.count() == 7
    twice = Line.everything.values("member", "month").annotate(n=Count("pk")).filter(n__gt=1)
    assert not twice.exists()


def test_who_is_in_two_wadah_is_billed_to_public_money_once(desk, three):
    both = Member.everything.filter(wadah=three[1]).first()
    Member.everything.create(
        person=both.person,
        wadah=three[0],
        payer="apbd_kota",
        state="aktif",
        since="2027-01",
        made_at=clock.now(),
    )
    found_to_be = Person.everything.filter(memberships__wadah=three[1]).exclude(pk=both.person_id)
    found_to_be.filter(pk=found_to_be.first().pk).update(merged_into=found_to_be.last())
    together.prepare_all("2027-01", 1)
    run_waiting()
    assert set(Rincian.everything.values_list("state", flat=True)) == {"rincian"}
    assert Line.everything.filter(why_not="public_elsewhere").count() == 2
    once = Line.everything.filter(total__gt=0).values("person").annotate(n=Count("pk"))
    assert set(once.values_list("n", flat=True)) == {1}
    assert buku.held("beban_iuran") == 16_800 * 4


def test_an_officer_begins_them_on_a_page(desk, three, client):
    client.force_login(desk.users["pptk"])
    assert b"semua" in client.get(reverse("iuran")).content
    assert client.get(reverse("rincian_all")).status_code == 200
    wrong = client.post(reverse("rincian_all"), {"first_month": "2027-13", "months": "1"})
    assert wrong.status_code == 422
    assert client.post(reverse("rincian_all"), {"first_month": "2027-01", "months": "1"}).status_code == 302
    assert Rincian.everything.count() == 2
