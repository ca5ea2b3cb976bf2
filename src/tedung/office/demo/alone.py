"""The demo's people who pay for themselves: one paid up, one in arrears, one who paid too little, one new."""

from collections.abc import Sequence
from datetime import date

from tedung.dates import Month
from tedung.office.base import clock
from tedung.office.demo.acting import as_user
from tedung.office.mandiri import daily, keeping, paying, reminding, services
from tedung.office.organisations.models import Kind, Organisation
from tedung.office.people.models import Person
from tedung.office.wadah import services as wadah
from tedung.office.wadah.models import Member, Wadah

CITY = "51.71"
KPJ_FIRST = 27_100_000_000
DUE = 15
"""The day of a month by which it is paid: PP 44/2015 Pasal 24."""

PEOPLE = 7
COOPERATIVE = "koperasi:pasar-badung"


def pay_alone(today: date) -> None:
    """Take some up four months ago, let them pay as people do, and look at today."""
    people = _nobody_pays_for()
    if len(people) < PEOPLE:
        return
    behind = 3 if today.day < DUE else 2  # one more, and who never paid has lapsed
    first = Month.of(today) + -behind
    with as_user("verifikator"):
        with clock.at(first.first_day):
            known = [_known(person, first) for person in people[:3]]
            through = _cooperative()
            for person in people[4:PEOPLE]:
                _known(person, first, through)
        with clock.at(today):
            services.register(people[3], str(Month.of(today)), 1_000_000)
            _paid(known[0], behind + 1)
            _paid(known[1], 1)  # in arrears for two months
            _paid(known[2], behind, short=5_000)
    with as_user(""), clock.at(today):
        daily.daily()


def _nobody_pays_for() -> Sequence[Person]:
    """Return people of working age whom no decree covers."""
    found = Person.everything.filter(
        merged_into=None, died_on=None, birth_date__range=(date(1968, 1, 1), date(2000, 1, 1))
    ).exclude(pk__in=Member.everything.values("person"))
    return list(found.exclude(phone="").exclude(visibility=None).order_by("pk")[:PEOPLE])


def _known(person: Person, first: Month, through: Wadah | None = None) -> Member:
    member = services.register(
        person,
        str(first),
        1_000_000,
        wadah=through,
        kpj=str(KPJ_FIRST + person.pk),
        registered_on=first.first_day,
        note="kartu peserta di loket",
    )
    reminding.agree(member, "surat persetujuan di loket")
    return member


def _cooperative() -> Wadah:
    """Make the wadah of a cooperative that collects from its members."""
    Organisation.objects.get_or_create(
        code=COOPERATIVE, defaults={"kind": Kind.COOPERATIVE, "name": "Koperasi Pasar Badung", "region": CITY}
    )
    return wadah.make(
        "Pedagang Koperasi Pasar Badung",
        kind="SL",
        payer="self",
        region=CITY,
        unit_code=COOPERATIVE,
        pic_name="Ni Nyoman Rai",
        pic_phone="0812 3600 0000",
    )


def _paid(member: Member, months: int, short: int = 0) -> None:
    """Pay what the law asks of the first months, or some rupiah less."""
    asked = keeping.months_of([member], clock.today())[member.pk][:months]
    paying.pay(
        member,
        clock.today(),
        sum(one.due.total for one in asked) - short,
        asked[0].month,
        asked[-1].month,
        number=f"BPU/{member.pk}/{months}",
    )
