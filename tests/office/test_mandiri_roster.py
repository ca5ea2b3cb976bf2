"""A roster becomes members at once: each line registered or with its reason, twice the same."""

from datetime import date

import pytest
from conftest_office import covered_by
from django.urls import reverse
from mandiri_of_test import known, trader

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.audit.models import StateChange
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.jobs.models import Job
from tedung.office.mandiri import roster
from tedung.office.mandiri.models import Declaration, Standing
from tedung.office.mandiri.roster import Wish
from tedung.office.usulan.models import Line, Usulan
from tedung.office.wadah import services as wadah
from tedung.office.wadah.models import Member

WISH = Wish("2026-12")
BORN = date(1985, 6, 15)


@pytest.fixture
def group(add, as_system):
    """Nine lines of a unit: two fit, one of them with its income; each other has its own reason."""
    made = wadah.make("Koperasi Kesiman", kind="SL", payer="self", region="51.71", unit_code="desa:kesiman")
    first = add(who=trader("DENGAN PENGHASILAN"), income=1_750_000)
    add(who=trader("TANPA PENGHASILAN"))
    add(who=first.person)
    add(who=trader("BELUM PADAN"), result="")
    add(who=trader("MENINGGAL", died_on=date(2026, 11, 1)))
    add(who=trader("TUA", birth_date=date(1961, 11, 30)))
    known(7, who=add(who=trader("DI TEMPAT LAIN")).person)
    covered_by(add(who=trader("DITANGGUNG")), "apbd_kota")  # from January on
    Line.everything.filter(pk=add(who=trader("RUSAK")).pk).update(outcome="needs_fix")
    return made


def test_each_line_is_registered_or_has_its_reason(group, proposal):
    """Bracket 5 asks 24,800, half of it in December 2026; the lowest 16,800, half of it."""
    counts = roster.register_all(proposal, group, WISH)
    law = counts.keys() - roster.WHY.keys()
    assert (len(law), counts[law.pop()]) == (1, 1)  # too old to enrol
    assert {why: counts[why] for why in roster.WHY} == {
        "registered": 2, "": 0, "not_good": 1, "double": 1, "dead": 1, "elsewhere": 1, "covered": 1, "no_padan": 1,
    }  # fmt: skip
    assert counts.total() == Line.everything.filter(usulan=proposal, is_current=True).count() == 9
    rows = Declaration.objects.filter(member__wadah=group).order_by("member__person__nama_ktp")
    assert [(row.income, row.note) for row in rows] == [
        (1_750_000, "menurut daftar organisasinya"),
        (1_000_000, "tidak tertulis di daftar; golongan terendah"),
    ]
    standings = Standing.objects.filter(member__wadah=group).order_by("member__person__nama_ktp")
    assert list(standings.values_list("mood", "payable_now")) == [
        ("belum_mulai", 12_400),
        ("belum_mulai", 8_400),
    ]
    members = set(Member.everything.filter(wadah=group).values_list("pk", flat=True))
    steps = StateChange.objects.filter(kind="wadah.member", row_id__in=members, after="calon")
    assert steps.count() == 2
    before = Member.everything.count(), Declaration.objects.count(), StateChange.objects.count()
    assert roster.register_all(proposal, group, WISH) == counts
    assert before == (Member.everything.count(), Declaration.objects.count(), StateChange.objects.count())


def test_a_long_list_is_a_job(group, proposal, monkeypatch):
    monkeypatch.setattr(roster, "AT_ONCE", 3)
    assert roster.register_all(proposal, group, WISH) is None
    job = Job.everything.get(kind="mandiri.register")
    assert roster.register_lines(**job.arguments)["registered"] == 2


def test_what_is_refused(group, proposal, make_user, as_user):
    def refused(*given):
        with pytest.raises(Refusal) as caught:
            roster.register_all(*given)
        return caught.value.code

    other = wadah.make("Koperasi Lain", kind="SL", payer="self", region="51.71", unit_code="koperasi:lain")
    assert refused(proposal, other, WISH) == "wadah"
    assert refused(proposal, group, Wish("2026-13")) == "months"
    assert refused(proposal, group, Wish("2026-12", "jp")) == "programmes"
    assert refused(proposal, group, Wish("2026-12", bpu_kind="employer")) == "jht"
    with as_user(make_user("bendahara")), pytest.raises(NotAllowed):
        roster.register_all(proposal, group, WISH)
    Usulan.everything.filter(pk=proposal.pk).update(state="diperiksa")
    assert refused(Usulan.everything.get(), group, WISH) == "step"
    assert not Member.everything.filter(wadah=group).exists()


def test_the_page(group, proposal, make_user, signed_in):
    desk = signed_in(make_user("verifikator"))
    address = reverse("mandiri_roster", args=[proposal.pk])
    assert address in desk.get(reverse("usulan_detail", args=[proposal.pk])).content.decode()
    assert "TUA" in desk.get(address).content.decode()
    given = {"wadah": group.pk, "since": "besok", "programmes": "jkk+jkm", "bpu_kind": "self_employed"}
    assert desk.post(address, given).status_code == 422
    assert desk.post(address, {**given, "since": "2026-12"}).status_code == 302
    with acting(SYSTEM):
        assert Member.everything.filter(wadah=group).count() == 2
    assert "terdaftar di wadah ini" in desk.get(address).content.decode()
