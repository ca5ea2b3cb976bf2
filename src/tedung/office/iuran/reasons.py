"""Why a member and month is not billed: the reasons of the office beside those of the law."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tedung.texts import sentences, text

OURS = {
    "before_start": _("kepesertaan mulai setelah bulan ini"),
    "after_end": _("kepesertaan sudah berakhir"),
    "died": _("meninggal sebelum bulan ini"),
    "not_yet_accepted": _("belum diterima BPJS Ketenagakerjaan"),
    "rejected": _("ditolak BPJS Ketenagakerjaan"),
    "lapsed": _("nonaktif karena tunggakan"),
    "billed_before": _("sudah ditagih dalam rincian lain"),
    "paid_alone": _("sudah dibayar sendiri oleh orangnya"),
    "public_elsewhere": _("bulan ini sudah dibayar anggaran lain"),
}
"""By code; the first that holds is named.  The last three are asked of the bills and payments that stand."""

LASTING = ("already_member", "programme_not_open", "too_young", "too_old", "charged_once")
"""Reasons of the law that no time and no field filled in later takes away."""

OF_STATE = {
    "calon": "not_yet_accepted",
    "dikirim": "not_yet_accepted",
    "ditolak": "rejected",
    "nonaktif": "lapsed",
}


def sentence(code: str) -> str:
    """Return a reason in words, ours or the law's."""
    if code in OURS:
        return str(OURS[code])
    lang = (get_language() or "id")[:2]
    known = f"bill.why_{code}"
    return text(known, lang) if known in sentences(lang) else code
