"""The kinds of events and their sentences; a part adds its own here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    # part.act: what happened; fields are counts, codes and days, never a name
    "people.listed": _("Tercantum dalam daftar."),
    "people.merged": _("Digabung dengan data orang yang sama."),
    "people.unmerged": _("Penggabungan data dibatalkan."),
}
