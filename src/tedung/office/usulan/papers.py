"""The papers of a proposal: generated, printed, signed, scanned back; without them it is a konsep."""

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
from tedung.office.usulan.queries import GOOD, counts

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


def unsigned(usulan: Usulan) -> list[str]:
    """Return the names of the required papers that are not back signed, or name another number of people."""
    people = counts(usulan).people
    return [
        str(NAMES[kind])
        for kind, letter in of(usulan).items()
        if letter is None or letter.state != "signed" or letter.data.get("people") != people
    ]


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
    found = (
        lines.values_list("group_code").annotate(people=Count("person", distinct=True)).order_by("group_code")
    )
    return [
        {"name": names.get(code, code) or _("Tanpa kelompok"), "people": people} for code, people in found
    ]
