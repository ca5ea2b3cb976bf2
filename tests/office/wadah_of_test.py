"""Makers of the tests of membership: whom a decree covers, a wadah, a file and the agency's answer to it."""

import io
from datetime import date

import xlsxwriter
from conftest_office import CITY, KESIMAN, person

from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.organisations.models import Organisation
from tedung.office.penetapan.models import Cover, Decree, Row
from tedung.office.wadah import services
from tedung.office.wadah.models import Member

TODAY = date(2026, 12, 1)
YEAR = (date(2027, 1, 1), date(2027, 12, 31))


def nik_of(number):
    """Return a NIK of nobody: its serial is 0000."""
    return f"517102{number % 28 + 1:02d}07{number // 28 % 100:02d}0000"


def somebody(number, village=KESIMAN, **fields):
    """Make a person with a valid NIK."""
    nik = nik_of(number)
    given = {"nik": nik, "nik_index": blind_index(nik), "nik_state": "valid", "birth_date": date(1970, 7, 1)}
    return person(village, name=f"I WAYAN {number}", **{**given, **fields})


def decree(payer="apbd_kota", since=YEAR[0], until=YEAR[1]):
    """Make an issued decree."""
    unit, _ = Organisation.objects.get_or_create(
        code="dinas_uji", defaults={"kind": "office", "name": "Dinas Uji", "region": CITY}
    )
    number = Decree.everything.count() + 1
    return Decree.everything.create(
        unit=unit,
        unit_code=unit.code,
        region=CITY,
        number=f"188.45/{number}",
        day=TODAY,
        signatory="Wali Kota",
        about="uji",
        since=since,
        until=until,
        payer=payer,
        state="ditetapkan",
        made_at=clock.now(),
    )


def cover(who, of, group="pemangku", since=None, until=None, **scope):
    """Let a decree cover somebody."""
    fields = {
        "village": who.village,
        "opd_code": "dinas_kebudayaan",
        "unit_code": "",
        "group_code": group,
        **scope,
        "since": since or of.since,
        "until": until or of.until,
    }
    row = Row.everything.create(
        decree=of, ordinal=of.rows.count() + 1, person=who, nama_ktp=who.nama_ktp, **fields
    )
    return Cover.everything.create(person=who, row=row, payer=of.payer, programmes="jkk+jkm", **fields)


def wadah(name="Pemangku Denpasar", **fields):
    """Make a wadah of the city."""
    given = {"kind": "SG", "payer": "apbd_kota", "region": CITY, **fields}
    return services.make(name, **given)


def kpj_of(number):
    """Return a number as the agency gives it."""
    return f"26{number:09d}"


HEAD = ("NIK", "KPJ", "HASIL", "KETERANGAN")


def answer(rows, head=HEAD):
    """Return a workbook as the branch sends it back."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "HASIL PENDAFTARAN")
        for number, row in enumerate([head, *rows], 2):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell)
    return out.getvalue()


def states(where=None):
    """Count the memberships by state."""
    found = {}
    for state in Member.everything.filter(**(where or {})).values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found
