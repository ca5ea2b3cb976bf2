"""What one may open, in the order of a clerk's day; a part adds its own line."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tedung.office.access.actor import Actor


class Entry(NamedTuple):
    """A line of the navigation: who sees it, which address it names, what it says."""

    permission: str
    url: str
    label: str | Promise


ENTRIES = (
    Entry("home.view", "home", _("Hari ini")),
    Entry("usulan.view", "usulan", _("Usulan")),
    Entry("review.view", "review", _("Orang yang sama")),
    Entry("padan.view", "padan", _("Padan")),
    Entry("penetapan.view", "penetapan", _("Penetapan")),
    Entry("people.view", "people", _("Orang")),
    Entry("kejadian.view", "kejadian", _("Kejadian")),
    Entry("users.change", "users", _("Pengguna")),
)


def entries(actor: Actor) -> list[Entry]:
    """Return what an actor may open."""
    return [entry for entry in ENTRIES if actor.may(entry.permission)]
