"""Rows of membership for the walk: in Kesiman, looked after by the social office."""

from conftest_office import KESIMAN, person
from walk_rows import SCOPE

from tedung.office.base import clock
from tedung.office.documents.services import store
from tedung.office.organisations.models import Organisation
from tedung.office.wadah import seeds
from tedung.office.wadah.formats import OUT
from tedung.office.wadah.models import Exchange, ExchangeFile, ExchangeLine, Member, Template, Wadah

KEYS = ("region", "opd_code", "unit_code", "group_code")


def a_wadah():
    """The wadah of Kesiman's traders, once."""
    keys = {key: SCOPE[key] for key in KEYS}
    known = Wadah.everything.filter(payer="apbd_kota", **keys).first()
    if known:
        return known
    seeds.seed()
    organisation = Organisation.objects.create(code="wadah:jalan-uji", kind="wadah", name="Pedagang Kesiman")
    return Wadah.everything.create(
        organisation=organisation,
        kind="SG",
        payer="apbd_kota",
        since=clock.today(),
        made_at=clock.now(),
        **keys,
    )


def a_membership():
    """Somebody in it whom the agency refused."""
    scope = {key: SCOPE[key] for key in ("village", *KEYS[1:])}
    return Member.everything.create(
        person=person(KESIMAN),
        wadah=a_wadah(),
        payer="apbd_kota",
        state="ditolak",
        refused_for="nik",
        since="2027-01",
        until="2027-12",
        made_at=clock.now(),
        **scope,
    )


def an_exchange():
    """A file that was sent, with one refused line."""
    member = a_membership()
    form = seeds.Format.objects.filter(code=OUT).latest("since")
    exchange = Exchange.everything.create(
        wadah=member.wadah,
        form=form,
        number="560/1",
        state="dikirim",
        lines_out=1,
        sent_on=clock.today(),
        made_at=clock.now(),
        **{key: SCOPE[key] for key in KEYS},
    )
    ExchangeLine.everything.create(
        exchange=exchange,
        member=member,
        ordinal=1,
        act="daftar",
        result="ditolak",
        reason_code="nik",
        answered_on=clock.today(),
        **{key: SCOPE[key] for key in ("village", *KEYS[1:])},
    )
    ExchangeFile.objects.create(
        exchange=exchange,
        way="out",
        ordinal=1,
        document=_sheet(),
        sha256="x",
        form=form,
        day=clock.today(),
        lines=1,
        at=clock.now(),
    )
    return exchange


def a_template():
    """An empty template of the branch."""
    seeds.seed()
    return Template.everything.create(
        region=KESIMAN,
        code=OUT,
        document=_sheet(),
        sheet="Lembar",
        heading_line=1,
        headings=["NIK", "NAMA LENGKAP", "KODE NEGARA"],
        made_at=clock.now(),
    )


def _sheet():
    return store(b"NIK,NAMA LENGKAP,KODE NEGARA\n,,\n", "answer", name="contoh.csv", region=KESIMAN)
