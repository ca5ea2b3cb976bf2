"""A village's decree is amended as the city's is: somebody leaves, whom the meeting added enters."""

from datetime import date

from django.utils.translation import gettext as _

from tedung.office.access.change import change
from tedung.office.audit.steps import noted
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.penetapan.decrees import (
    MASUK,
    begin_amendment,
    family,
    must_be_draft,
    next_ordinal,
    write_out,
    write_rows,
)
from tedung.office.penetapan.eligibility import Asked, examine
from tedung.office.penetapan.mending import must_be_of
from tedung.office.penetapan.models import Cover, Decree, Row
from tedung.office.penetapan.village import (
    KINDS,
    Drafted,
    as_candidate,
    good_lines,
    left_out,
    must_have_met,
    why_nobody,
)
from tedung.office.usulan.models import Line, State, Usulan


@change("penetapan.village_prepare")
def amend(decree: Decree, about: str, since: date, meeting_day: date) -> Decree:
    """Begin an amendment of a village's decree in force, after another meeting of the village."""
    must_be_of(decree, *KINDS)
    if meeting_day > clock.today(decree.region):
        raise Refusal(_("Musyawarah desa belum berlangsung. Isi tanggal sesudah musyawarahnya."))
    return begin_amendment(decree, about, since, meeting_day=meeting_day)


@change("penetapan.village_prepare")
def take_out(amendment: Decree, cover: Cover, reason: str) -> Row:
    """Let a person leave by an amendment of the village."""
    must_be_of(amendment, *KINDS)
    return write_out(amendment, cover, reason)


@change("penetapan.village_prepare")
def bring_in(amendment: Decree, usulan: Usulan) -> Drafted:
    """Let everybody of the village's own proposal enter who is not on the decree and may be."""
    must_be_of(amendment, *KINDS)
    stands = must_be_draft(amendment)
    if usulan.unit_id != amendment.unit_id or usulan.year != amendment.since.year:
        raise Refusal(_("Usulan ini bukan dari desa dan tahun keputusan yang diubah."))
    must_have_met(usulan, amendment.meeting_day or amendment.since)
    lines = _new(amendment, good_lines(usulan))
    asked = Asked(amendment.since, amendment.until, amendment.payer, clock.today(amendment.region))
    found = examine(lines, asked)
    entering = [line for line, told in zip(lines, found, strict=True) if told.is_open]
    left = left_out(found)
    if not entering:
        raise Refusal(why_nobody(left) if lines else _("Semua orang dalam usulan sudah tercantum."), "nobody")
    candidates = [as_candidate(line) for line in entering]
    write_rows(amendment, candidates, amendment.since, next_ordinal(amendment))
    noted(stands, _("%(people)s orang masuk dari usulan.") % {"people": len(entering)})
    return Drafted(amendment, len(entering), left.most_common())


def _new(amendment: Decree, lines: list[Line]) -> list[Line]:
    """Return the lines of whom neither the decree nor this amendment names."""
    named = Row.everything.filter(decree__in=family(amendment) | {amendment.pk}, act=MASUK)
    there = set(named.values_list("person_id", "group_code"))
    return [line for line in lines if (line.person_id, line.group_code) not in there]


def proposal_of(amendment: Decree) -> Usulan | None:
    """Return the proposal of the village for the year of an amendment, None where there is none."""
    found = Usulan.everything.filter(unit=amendment.unit_id, year=amendment.since.year)
    return found.exclude(state=State.DITARIK).order_by("-pk").first()
