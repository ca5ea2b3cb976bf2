"""The papers of a proposal: generated, printed, signed, scanned back; without them it is a konsep."""

from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from tedung.office.access.change import change
from tedung.office.base.refusals import Refusal
from tedung.office.letters.models import Letter
from tedung.office.letters.services import draft, issue
from tedung.office.reference.models import Group
from tedung.office.reference.queries import setting
from tedung.office.usulan.models import Line, Usulan
from tedung.office.usulan.queries import GOOD, ROOT, counts

ABOUT = "usulan"
NAMES = {
    "surat_pengantar": gettext_lazy("surat pengantar"),
    "berita_acara_musyawarah": gettext_lazy("berita acara musyawarah/paruman"),
    "sptjm": gettext_lazy("SPTJM (surat pernyataan tanggung jawab mutlak)"),
}
MEETING = {"village", "desa_adat", "subak"}


def required(usulan: Usulan) -> list[str]:
    """Return the kinds of paper that this proposal needs: whoever decides in a meeting shows its minutes."""
    kinds = ["surat_pengantar", "sptjm"]
    if usulan.unit.kind in MEETING:
        kinds.insert(1, "berita_acara_musyawarah")
    return kinds


def of(usulan: Usulan) -> dict[str, Letter | None]:
    """Return the last letter of each required kind that was not replaced, None where none was made."""
    letters = Letter.everything.filter(about_kind=ABOUT, about_id=usulan.pk).exclude(state="replaced")
    found = {letter.kind: letter for letter in letters.order_by("pk")}
    return {kind: found.get(kind) for kind in required(usulan)}


class Paper(NamedTuple):
    """A required paper: its letter, what is still to be done, whether it names the people of now."""

    kind: str
    letter: Letter | None
    todo: str
    is_current: bool = False

    @property
    def name(self) -> str:
        """Return what people call it."""
        return str(NAMES[self.kind])


def told(usulan: Usulan, people: int) -> list[Paper]:
    """Return the required papers of a proposal for so many people."""
    return [
        Paper(kind, letter, _todo(letter, people), letter is not None and letter.data.get("people") == people)
        for kind, letter in of(usulan).items()
    ]


def _todo(letter: Letter | None, people: int) -> str:
    if letter is None:
        return _("belum dibuat")
    if letter.data.get("people") != people:
        before = {"before": letter.data.get("people"), "now": people}
        if letter.state == "signed":
            return (
                _(
                    "sudah diunggah untuk %(before)s orang, sekarang %(now)s orang: "
                    "buat, tanda tangani dan unggah lagi"
                )
                % before
            )
        return _("dibuat untuk %(before)s orang, sekarang %(now)s orang: buat ulang") % before
    return "" if letter.state == "signed" else _("sudah dibuat, belum diunggah bertanda tangan")


def lacking(usulan: Usulan) -> list[Paper]:
    """Return the required papers that keep a proposal from being sent."""
    return still_to_do(told(usulan, counts(usulan).people))


def still_to_do(papers: list[Paper]) -> list[Paper]:
    """Return those of these papers with which something is to be done."""
    return [paper for paper in papers if paper.todo]


def unsigned(usulan: Usulan) -> list[str]:
    """Return the names of the required papers that are not back signed, or name another number of people."""
    return [paper.name for paper in lacking(usulan)]


@change("usulan.prepare")
def write(usulan: Usulan, kind: str) -> Letter:
    """Write one of the papers with the numbers of today, to be printed and signed."""
    if kind not in required(usulan):
        raise Refusal(_("Usulan ini tidak memerlukan surat itu."))
    counted = counts(usulan)
    if not counted.people:
        raise Refusal(_("Belum ada orang yang dapat diusulkan, jadi suratnya belum dapat dibuat."))
    letter = of(usulan)[kind]
    replaces = letter if letter is not None and letter.state != "draft" else None
    with override("id"):  # a letter is Indonesian, whatever its writer reads
        written = draft(
            kind,
            usulan.unit,
            subject=_("%(paper)s usulan %(year)s")
            % {"paper": str(NAMES[kind]).capitalize(), "year": usulan.year},
            data={"year": usulan.year, "people": counted.people, "groups": _groups(usulan)},
            addressee=_("Kepala %(office)s") % {"office": setting("office.name")},
            opd_code=usulan.opd_code,
            about=(ABOUT, usulan.pk),
            replaces=replaces,
        )
        return issue(written)


def _groups(usulan: Usulan) -> list[dict[str, object]]:
    """Return each group's name and number of people; a person of two groups counts in both."""
    names = dict(Group.objects.values_list("code", "name"))
    lines = Line.everything.filter(usulan=usulan, is_current=True, outcome__in=GOOD, person__isnull=False)
    found = lines.values_list("group_code").annotate(people=Count(ROOT, distinct=True)).order_by("group_code")
    return [
        {"name": names.get(code, code) or _("Tanpa kelompok"), "people": people} for code, people in found
    ]
