"""Remove files that no document names, and say which documents have lost theirs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tedung.office.documents.sweeping import missing, swept


class Command(BaseCommand):
    """python -m django sweep_documents"""

    help = "Remove files that no document names; say which documents have lost theirs."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Sweep, then look."""
        self.stdout.write(_("%(count)s berkas yatim dihapus.") % {"count": swept()})
        lost = missing()
        if lost:
            told = _("%(count)s dokumen kehilangan berkasnya; pulihkan dari cadangan: %(ids)s")
            raise CommandError(told % {"count": len(lost), "ids": ", ".join(lost[:20])})
