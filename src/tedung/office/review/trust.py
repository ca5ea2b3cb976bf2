"""How much the machine may merge by itself: cautious, until the office's own labels are enough for full."""

from django.utils.translation import gettext as _

from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.reference.models import Setting
from tedung.office.reference.queries import setting
from tedung.office.review.queries import ENOUGH, labels

KEY = "trust"
CAUTIOUS, FULL = "cautious", "full"


@change("settings.change")
def set_trust(value: str) -> None:
    """Let the machine merge more, or less again, from today on; full only once the labels are enough."""
    if value not in {CAUTIOUS, FULL}:
        raise Refusal(_("Pilih hati-hati atau penuh."))
    if value == FULL and not labels().is_enough:
        raise Refusal(
            _(
                "Belum cukup bukti: perlu %(enough)s pasangan yang diputus petugas, semuanya sama dengan "
                "pendapat mesin. Lanjutkan memutus pasangan di “Orang yang sama”."
            )
            % {"enough": ENOUGH},
            "not_enough",
        )
    if setting(KEY) != value:
        Setting.objects.update_or_create(key=KEY, since=clock.today(), defaults={"value": value})
