"""What one may open, in the order of a clerk's day; a part adds its own line."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tedung.office.access.actor import Actor


class Entry(NamedTuple):
    """A line of the navigation: who sees it, which address it names, what it says, with which it stands."""

    permission: str
    url: str
    label: str | Promise
    group: str = ""


ENTRIES = (
    Entry("tasks.view", "home", _("Hari ini")),
    Entry("usulan.view", "usulan", _("Usulan"), "usulan"),
    Entry("review.view", "review", _("Orang yang sama"), "usulan"),
    Entry("padan.view", "padan", _("Padan"), "usulan"),
    Entry("penetapan.view", "penetapan", _("Penetapan"), "usulan"),
    Entry("wadah.view", "kepesertaan", _("Kepesertaan bulan ini"), "kepesertaan"),
    Entry("wadah.view", "wadah", _("Wadah"), "kepesertaan"),
    Entry("mutasi.view", "mutasi", _("Mutasi"), "kepesertaan"),
    Entry("rekonsiliasi.view", "reconciliations", _("Rekonsiliasi"), "kepesertaan"),
    Entry("mandiri.view", "mandiri", _("Mandiri"), "kepesertaan"),
    Entry("iuran.view", "iuran", _("Iuran"), "iuran"),
    Entry("anggaran.view", "anggaran", _("Anggaran"), "iuran"),
    Entry("buku.view", "buku", _("Buku pembantu"), "iuran"),
    Entry("people.view", "people", _("Orang")),
    Entry("kejadian.view", "kejadian", _("Kejadian")),
    Entry("kajian.view", "kajian", _("Kajian")),
    Entry("laporan.view", "reports", _("Laporan")),
    Entry("letters.view", "letters", _("Surat")),
    Entry("organisations.change", "organisations", _("Organisasi")),
    Entry("users.change", "users", _("Pengguna")),
    Entry("audit.view", "audit", _("Jejak")),
    Entry("settings.change", "settings", _("Pengaturan")),
    Entry("settings.change", "review_trust", _("Kerja mesin")),
)

GROUPS: dict[str, str | Promise] = {
    "usulan": _("Usulan"),
    "kepesertaan": _("Kepesertaan"),
    "iuran": _("Iuran"),
}
"""Pages of one kind of work, under one word: the menu is one row at 1280 px whoever looks."""

OWN = (  # under one's own name, beside the ways one signs in
    Entry("organisations.view", "organisations", _("Organisasi")),
    Entry("settings.view", "settings", _("Pengaturan")),
    Entry("outbox.view", "outbox", _("Pesan keluar")),
    Entry("kajian.read", "kajian_shared", _("Kajian yang dibagikan")),
    Entry("jobs.view", "jobs", _("Pekerjaan yang berjalan")),
    Entry("health.view", "health_detail", _("Kesehatan kantor")),
)


def entries(actor: Actor, among: tuple[Entry, ...] = ENTRIES) -> list[Entry]:
    """Return what an actor may open."""
    return [entry for entry in among if actor.may(entry.permission)]
