"""Makers of the tests of reports: a wadah of a decree whose last quarter of 2026 is paid and confirmed."""

from datetime import date

from iuran_of_test import a_pos, agreement
from wadah_of_test import cover, decree, kpj_of, somebody, wadah

from tedung.office.padan.models import Check, Request
from tedung.office.reference.models import Format
from tedung.office.wadah import members, placing, seeds
from tedung.office.wadah.models import Member

PEOPLE, MONTHS, MONTHLY = 6, 3, 16_800  # JKK 10,000 + JKM 6,800 for the lowest bracket, PP 44/2015


def a_paid_quarter(desk):
    """Pay October to December 2026 for six people of one decree, all of them padan and active."""
    seeds.seed()
    of = decree(since=date(2026, 1, 1), until=date(2026, 12, 31))
    for number in range(PEOPLE):
        cover(somebody(number), of)
    made = wadah(agency_code="SG000123", opd_code="dinas_kebudayaan")
    placing.place_covers()
    answered = Request.everything.create(
        region="51.71", reason="usulan", form=Format.objects.first(), made_at=made.made_at
    )
    for number, member in enumerate(those()):
        members.accept(member, kpj_of(number), date(2026, 1, 5))
        Check.objects.create(
            request=answered,
            person=member.person,
            ordinal=number,
            result="padan",
            answered_on=date(2026, 9, 1),
        )
    agreement(made, "credit", date(2026, 1, 1), date(2026, 12, 31))
    pos = a_pos(1_000_000, year=2026)
    bill = desk.prepared(made, pos, "2026-10", MONTHS)
    desk.paid(bill, date(2026, 10, 12))
    desk.confirmed(bill, date(2026, 10, 14))
    bill.refresh_from_db()
    return bill


def those():
    """Return the memberships in the order in which the people were made."""
    return list(Member.everything.select_related("person").order_by("person_id"))
