"""The roles of a city's office and what each may do.

A permission is ``part.act``.  A role holds permissions; a grant gives a role within a scope; who
holds no grant sees nothing.  Each part adds its permissions here, so that one page answers "who
may do this".
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(NamedTuple):
    """A role: its code, its name, and whether its holder must sign in with a second factor."""

    code: str
    name: str | Promise
    is_staff: bool = True


ROLES = {
    role.code: role
    for role in (
        Role("operator_desa", _("Operator desa/kelurahan"), is_staff=False),
        Role("operator_adat", _("Operator desa adat/subak"), is_staff=False),
        Role("operator_opd", _("Operator OPD pengampu")),
        Role("verifikator", _("Verifikator")),
        Role("pptk", _("PPTK")),
        Role("bendahara", _("Bendahara pengeluaran")),
        Role("kepala", _("Kepala dinas (PA/KPA)")),
        Role("bappeda", _("Bappeda")),
        Role("hukum", _("Bagian hukum")),
        Role("inspektorat", _("Inspektorat")),
        Role("agency", _("Petugas BPJS Ketenagakerjaan")),
        Role("analis", _("Analis")),
        Role("admin", _("Administrator")),
    )
}

OPERATORS = {"operator_desa", "operator_adat", "operator_opd"}
OFFICE = {"verifikator", "pptk", "bendahara", "kepala"}
READS_ALL = {"inspektorat"}

MAY: dict[str, set[str]] = {
    # permission: the roles that hold it
    "home.view": set(ROLES) - {"admin"},
    "figures.view": set(ROLES) - {"admin"},
    "organisations.view": set(ROLES),
    "organisations.change": {"admin"},
    "organisations.bank": {"admin", "bendahara"},
    "organisations.bank_approve": {"bendahara", "kepala"},  # another than who prepared
    "organisations.bank_see": {"admin", "bendahara", "kepala"} | READS_ALL,
    "people.view": OPERATORS | OFFICE | READS_ALL | {"hukum", "agency"},
    "people.change": {"verifikator"},
    "people.merge": {"verifikator"},
    "people.evidence": OPERATORS | {"verifikator"},
    "people.nik": {"verifikator", "hukum", "agency", "inspektorat"},
    "usulan.view": OPERATORS | OFFICE | READS_ALL | {"bappeda", "hukum"},
    "usulan.prepare": OPERATORS,
    "usulan.send": OPERATORS,
    "usulan.withdraw": OPERATORS,
    "usulan.verify": {"verifikator"},
    "review.view": OPERATORS | {"verifikator"} | READS_ALL,
    "review.decide": {"verifikator"},
    "padan.view": {"verifikator", "kepala"} | READS_ALL,
    "padan.ask": {"verifikator"},
    "padan.waive": {"verifikator", "kepala"},
    "penetapan.view": OPERATORS | OFFICE | READS_ALL | {"bappeda", "hukum"},
    "penetapan.prepare": {"verifikator", "pptk"},
    "penetapan.print": {"verifikator", "pptk", "hukum"},
    "penetapan.clear": {"verifikator", "pptk"},
    "penetapan.issue": {"hukum"},
    "penetapan.clause": {"kepala"},
    "penetapan.village_prepare": {"operator_desa"},
    "penetapan.village_confirm": {"operator_desa"},
    "wadah.view": OPERATORS | OFFICE | READS_ALL | {"bappeda", "hukum", "agency"},
    "wadah.change": {"verifikator", "pptk"},
    "wadah.exchange": {"verifikator", "pptk"},
    "wadah.answer": {"verifikator", "pptk", "agency"},
    "wadah.member": OFFICE | {"agency"},  # also inside another change, which asked for its own permission
    "anggaran.view": OFFICE | READS_ALL | {"operator_opd", "bappeda"},
    "anggaran.change": {"pptk", "bappeda"},
    "iuran.view": OFFICE | READS_ALL | {"operator_opd", "bappeda", "agency"},
    "iuran.prepare": {"pptk"},
    "iuran.code": {"pptk", "agency"},
    "iuran.pay": {"bendahara"},
    "iuran.unpay": {"bendahara", "verifikator", "kepala"},  # not by whoever recorded it
    "iuran.confirm": {"verifikator", "kepala", "agency"},
    "mandiri.view": OPERATORS | OFFICE | READS_ALL | {"agency"},
    "mandiri.change": {"verifikator", "pptk"},
    "mandiri.pay": {"verifikator", "pptk", "agency"},  # the members' own money, never the city's
    "buku.view": OFFICE | READS_ALL | {"bappeda"},
    "kejadian.view": OPERATORS | OFFICE | READS_ALL | {"agency"},
    "kejadian.report": OPERATORS | OFFICE | {"agency"},
    "kejadian.confirm": {"verifikator", "kepala"},  # who reported or confirmed it does not take it back
    "kajian.view": {"bappeda", "kepala", "pptk", "verifikator", "analis"} | READS_ALL,
    "kajian.prepare": {"bappeda", "kepala", "pptk", "verifikator", "analis"},
    "kajian.share": {"bappeda", "kepala", "pptk", "verifikator"},
    "kajian.read": set(ROLES) - {"admin"},  # what was shared with one's role
    "mutasi.view": OFFICE | READS_ALL | {"operator_opd", "agency"},
    "mutasi.prepare": {"verifikator", "pptk"},
    "mutasi.approve": {"kepala"},
    "rekonsiliasi.view": OFFICE | READS_ALL | {"operator_opd", "agency"},
    "rekonsiliasi.prepare": {"verifikator", "pptk"},
    "rekonsiliasi.agree": {"kepala"},
    "laporan.view": OFFICE | READS_ALL | {"operator_opd", "bappeda", "analis"},
    "laporan.make": OFFICE | READS_ALL | {"operator_opd", "bappeda", "analis"},
    "laporan.city": {"kepala", "bappeda", "pptk", "verifikator", "analis"} | READS_ALL,  # counts, no names
    "laporan.office": OFFICE | READS_ALL | {"operator_opd", "bappeda"},
    "laporan.sp2d": OFFICE | READS_ALL,
    "laporan.nik": READS_ALL,  # full numbers in the file of an SP2D, each logged
    "buku.enter": {"pptk", "bendahara"},
    "tasks.view": set(ROLES),
    "tasks.open": set(ROLES),  # inside another change, which asked for its own permission
    "events.record": set(ROLES),  # likewise
    "jobs.view": set(ROLES),  # one's own
    "jobs.all": {"admin"},
    "jobs.ask": set(ROLES),  # likewise inside another change
    "documents.view": OPERATORS | OFFICE | READS_ALL | {"hukum", "agency"},
    "documents.add": OPERATORS | OFFICE | READS_ALL | {"hukum", "agency", "bappeda", "analis"},
    "letters.view": OPERATORS | OFFICE | READS_ALL | {"hukum"},
    "letters.prepare": OPERATORS | OFFICE | {"hukum"},
    "letters.issue": OPERATORS | OFFICE | {"hukum"},
    "outbox.view": OPERATORS | OFFICE | READS_ALL,
    "outbox.add": set(ROLES),  # inside another change
    "outbox.send": OPERATORS | OFFICE,
    "users.change": {"admin"},
    "settings.view": OFFICE | READS_ALL | {"bappeda", "hukum", "admin"},
    "settings.change": {"admin"},
    "health.view": {"admin"},
    "audit.view": READS_ALL | {"admin"},
}


def roles_with(permission: str) -> frozenset[str]:
    """Return the codes of the roles that hold a permission; an unknown permission is a fault of ours."""
    return frozenset(MAY[permission])
