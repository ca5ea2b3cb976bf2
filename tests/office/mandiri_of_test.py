"""Makers of the tests of who pays oneself."""

from datetime import date

from conftest_office import KESIMAN, person
from walk_rows import SCOPE

from tedung.office.base import clock
from tedung.office.mandiri import keeping, paying, services
from tedung.office.organisations.models import Organisation
from tedung.office.wadah.models import Member, Wadah

BORN = date(1985, 6, 15)


def trader(name="NI MADE RAI", village=KESIMAN, **fields):
    return person(village, name=name, **{"birth_date": BORN, "nik": "5171025506850001", **fields})


def member(since="2026-12", income=1_000_000, who=None, kpj="", registered_on=None, **fields):
    """Take somebody up; with a KPJ the agency has them already."""
    return services.register(who or trader(), since, income, kpj=kpj, registered_on=registered_on, **fields)


def known(number=1, since="2026-09", **fields):
    """A member whom the agency took in on the first of the month, long enough ago to owe."""
    first = date(int(since[:4]), int(since[5:]), 1)
    with clock.at(first):
        return member(since, kpj=f"26{number:09d}", registered_on=first, **fields)


def paid(row, first, last=None, amount=None, *, on=None, number=""):
    """Pay months: what the law asks unless told otherwise."""
    day = on or clock.today()
    with clock.at(max(day, clock.today())):
        return paying.pay(row, day, amount, first, last or first, number=number or f"B/{first}/{row.pk}")


def a_standing():
    """Somebody of Kesiman who pays oneself through a wadah of the social office, with one payment that differs."""
    scope = {key: SCOPE[key] for key in ("opd_code", "unit_code", "group_code")}
    organisation, _ = Organisation.objects.get_or_create(
        code="wadah:jalan-mandiri", defaults={"kind": "wadah", "name": "Pedagang mandiri Kesiman"}
    )
    wadah, _ = Wadah.everything.get_or_create(
        organisation=organisation,
        defaults={
            "kind": "SL", "payer": "self", "region": KESIMAN, "since": clock.today(), "made_at": clock.now(), **scope,
        },
    )  # fmt: skip
    row = Member.everything.create(
        person=trader(), wadah=wadah, payer="self", state="aktif", since="2026-10", village=KESIMAN,
        income=1_000_000, made_at=clock.now(), **scope,
    )  # fmt: skip
    return keeping.refresh(row, clock.today())


def a_payment():
    """One that was less than the law asks."""
    row = a_standing().member
    return paid(row, "2026-10", amount=8_000)
