"""The kinds of letters: the name, the mark in the number, the template, and what its data must hold."""

from pathlib import Path
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PAPERS = Path(__file__).parent / "papers"


class Kind(NamedTuple):
    """A kind of letter."""

    name: str | Promise
    mark: str
    template: Path
    needed: frozenset[str]
    known: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """Return everything that the template reads."""
        return self.needed | self.known


KINDS = {
    "surat": Kind(
        _("Surat"),
        "S",
        PAPERS / "surat.typ",
        frozenset({"answer"}),
        frozenset({"attachments", "paragraphs", "amounts", "next", "contact"}),
    ),
    "surat_pengantar": Kind(
        _("Surat pengantar"),
        "SP",
        PAPERS / "surat_pengantar.typ",
        frozenset({"year", "people", "groups"}),
        frozenset({"attachments", "contact"}),
    ),
    "berita_acara_musyawarah": Kind(
        _("Berita acara musyawarah/paruman"),
        "BA",
        PAPERS / "berita_acara_musyawarah.typ",
        frozenset({"year", "people", "groups"}),
        frozenset({"forum", "meeting_day", "meeting_place", "present", "decisions"}),
    ),
    "rincian_iuran": Kind(
        _("Surat rincian iuran"),
        "RI",
        PAPERS / "rincian_iuran.typ",
        frozenset({"wadah", "payer", "people", "total", "months"}),
        frozenset({"agency_code", "due", "attachments", "contact"}),
    ),
    "berita_acara_rekonsiliasi": Kind(
        _("Berita acara rekonsiliasi"),
        "BAR",
        PAPERS / "berita_acara_rekonsiliasi.typ",
        frozenset(
            {"wadah", "agency_code", "month", "file", "file_day", "ours", "lines", "answers"}
            | {"same", "different", "only_here", "only_there", "resting", "twice", "unread"}
        ),
    ),
    "sptjm": Kind(
        _("Surat pernyataan tanggung jawab mutlak"),
        "SPTJM",
        PAPERS / "sptjm.typ",
        frozenset({"year", "people"}),
        frozenset({"groups"}),
    ),
}


OF_A_PROPOSAL = frozenset({"surat_pengantar", "berita_acara_musyawarah", "sptjm"})


def title(kind: str, subject: str, year: int | None) -> str:
    """Return what a letter is called: a proposal's paper by its kind and year, any other by its subject."""
    if kind not in OF_A_PROPOSAL or year is None:
        return subject
    return gettext("%(kind)s, usulan %(year)s") % {"kind": KINDS[kind].name, "year": year}
