"""Makers for the tests of contributions: a wadah with members, a line of the budget, a bill that is paid."""

from datetime import date

from conftest_office import CITY, KESIMAN
from django.core.files.uploadedfile import SimpleUploadedFile

from tedung.office.access.actor import acting, actor_of
from tedung.office.anggaran import services as anggaran
from tedung.office.base import clock
from tedung.office.iuran import services
from tedung.office.iuran.models import Line, Rest, Rincian
from tedung.office.organisations.models import Organisation
from tedung.office.people.models import Person
from tedung.office.wadah.models import Agreement, Member, Wadah

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF"
)
BIRTH = date(1985, 6, 15)


def a_wadah(code="wadah:sosial", **fields):
    organisation = Organisation.objects.create(code=code, kind="wadah", name=f"Wadah {code[6:]}", region=CITY)
    told = {
        "kind": "SG",
        "region": CITY,
        "opd_code": "dinas_sosial",
        "payer": "apbd_kota",
        "sumber_dana": "PAD",
        "since": date(2026, 1, 1),
        "made_at": clock.now(),
    }
    return Wadah.everything.create(organisation=organisation, **{**told, **fields})


def members(wadah, count=3, **fields):
    """Add members who are *aktif* since January 2027, unless told otherwise."""
    person = {name: fields.pop(name) for name in ("died_on", "birth_date") if name in fields}
    people = Person.everything.bulk_create(
        Person(
            nama_ktp=f"ORANG {number}",
            village=KESIMAN,
            made_at=clock.now(),
            **{"birth_date": BIRTH, **person},
        )
        for number in range(count)
    )
    told = {
        "payer": wadah.payer,
        "state": "aktif",
        "since": "2027-01",
        "village": KESIMAN,
        "opd_code": wadah.opd_code,
        "unit_code": wadah.unit_code,
        "group_code": wadah.group_code,
        "kpj_index": "x",
        "made_at": clock.now(),
    }
    return Member.everything.bulk_create(
        Member(person=one, wadah=wadah, **{**told, **fields}) for one in people
    )


def a_pos(amount=1_200_000_000, year=2027, **fields):
    told = {
        "payer": "apbd_kota",
        "sub_activity": "2.07.05.2.01.0004 Jaminan sosial",
        "account": "5.1.02.02.01.0080",
        "nomenclature": "Kepmendagri 900.1-2850",
        "sumber_dana": "PAD",
    }
    return anggaran.open_pos(
        CITY, "dinas_sosial", amount, date(year - 1, 12, 1), year=year, **{**told, **fields}
    )


def agreement(wadah, rule="refund", since=date(2027, 1, 1), until=date(2027, 12, 31)):
    made = Agreement.objects.create(
        number=f"PKS/{wadah.pk}/{rule}",
        day=since,
        parties="Kota dan BPJS",
        since=since,
        until=until,
        refund_rule=rule,
        made_at=clock.now(),
    )
    made.wadah.add(wadah)
    return made


class Desk:
    """Whoever does each step: the PPTK prepares, the treasurer pays, the verifikator confirms."""

    def __init__(self, make_user):
        self.users = {role: make_user(role) for role in ("pptk", "bendahara", "verifikator")}

    def by(self, role):
        return acting(actor_of(self.users[role].pk, clock.today()))

    def prepared(self, wadah, pos, first="2027-01", months=1):
        with self.by("pptk"):
            return services.prepare(wadah, first, months, pos)

    def coded(self, rincian, amount=None, number="", valid=date(2027, 12, 31)):
        with self.by("pptk"):
            if rincian.state == "rincian":
                services.send(rincian)
            services.record_code(
                rincian,
                number or f"27{rincian.pk:010d}",
                rincian.total if amount is None else amount,
                first=rincian.first_month,
                last=rincian.last_month,
                valid_until=valid,
            )

    def paid(self, rincian, day=date(2027, 1, 12)):
        if rincian.state in {"rincian", "dikirim"}:
            self.coded(rincian)
        with clock.at(max(day, clock.today())):
            with self.by("pptk"):
                services.record_spp(rincian, f"SPP/{rincian.pk}", day)
            with self.by("bendahara"):
                services.record_spm(rincian, f"SPM/{rincian.pk}", day)
                services.record_sp2d(rincian, f"SP2D/{rincian.pk}", day)

    def confirmed(self, rincian, day=date(2027, 1, 14)):
        if rincian.state != "sp2d":
            self.paid(rincian)
        with clock.at(max(day, clock.today())):
            with self.by("bendahara"):
                services.record_proof(rincian, SimpleUploadedFile("bukti.pdf", PDF), day)
            with self.by("verifikator"):
                services.confirm(rincian, day)


def a_rest():
    """A month that was paid and not used, in Kesiman, looked after by the social office."""
    seen = {"unit_code": "desa:kesiman", "group_code": "pedagang"}
    wadah = a_wadah("wadah:jalan", region=KESIMAN, **seen)
    (member,) = members(wadah, 1)
    rincian = Rincian.everything.create(
        wadah=wadah,
        region=KESIMAN,
        opd_code=wadah.opd_code,
        payer=wadah.payer,
        first_month="2027-01",
        last_month="2027-01",
        months=1,
        law_day=date(2027, 1, 1),
        law_version="x",
        made_at=clock.now(),
        **seen,
    )
    of_member = {"village": KESIMAN, "opd_code": wadah.opd_code, **seen}
    line = Line.everything.create(
        rincian=rincian,
        member=member,
        person_id=member.person_id,
        month="2027-01",
        jkk=10_000,
        jkm=6_800,
        total=16_800,
        is_covered=True,
        is_public=True,
        **of_member,
    )
    return Rest.everything.create(
        line=line,
        wadah=wadah,
        month="2027-01",
        amount=16_800,
        reason="meninggal",
        rule="refund",
        state="menunggu",
        made_at=clock.now(),
        **of_member,
    )
