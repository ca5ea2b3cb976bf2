"""The papers of a proposal: generated, printed, signed, scanned back; without them it is a konsep."""

from django.utils.translation import gettext_lazy as _

from tedung.office.letters.models import Letter
from tedung.office.usulan.models import Usulan

ABOUT = "usulan"
NAMES = {
    "surat_pengantar": _("surat pengantar"),
    "berita_acara_musyawarah": _("berita acara musyawarah/paruman"),
    "sptjm": _("SPTJM (surat pernyataan tanggung jawab mutlak)"),
}
MEETING = {"village", "desa_adat", "subak"}


def required(usulan: Usulan) -> list[str]:
    """Return the kinds of paper that this proposal needs: whoever decides in a meeting shows its minutes."""
    kinds = ["surat_pengantar", "sptjm"]
    if usulan.unit.kind in MEETING:
        kinds.insert(1, "berita_acara_musyawarah")
    return kinds


def of(usulan: Usulan) -> dict[str, Letter | None]:
    """Return the last letter of each required kind, None where none was made."""
    found = {
        letter.kind: letter
        for letter in Letter.everything.filter(about_kind=ABOUT, about_id=usulan.pk).order_by("pk")
    }
    return {kind: found.get(kind) for kind in required(usulan)}


def unsigned(usulan: Usulan) -> list[str]:
    """Return the names of the required papers that did not come back signed."""
    return [
        str(NAMES[kind]) for kind, letter in of(usulan).items() if letter is None or letter.state != "signed"
    ]
