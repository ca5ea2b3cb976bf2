"""The seats of a decree: each is left once, and a reserve moves up into one that is free.

A seat is freed by whoever leaves it, or paid for by what the budget of the selection has left.
"""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from tedung.office.base.refusals import Refusal
from tedung.office.penetapan.models import Candidate, Cover, Decree, DecreeState, Row, Selection

OPEN = (DecreeState.KONSEP, DecreeState.DIAJUKAN)
"""The states of a decree that may still be in force one day."""


def leaving(cover: Cover) -> Cover:
    """Return a cover as it stands now, locked; refuse one that another decree has ended already."""
    found = Cover.everything.select_for_update().get(pk=cover.pk)
    if found.ended_by_id is not None:
        raise Refusal(
            _("Orang ini sudah dikeluarkan oleh langkah lain. Muat ulang halaman keputusannya."), "left"
        )
    return found


def must_not_be_amended(decree: Decree, cover: Cover) -> None:
    """Refuse a seat that an open amendment of the decree frees."""
    rows = Row.everything.filter(decree__amends=decree, decree__state__in=OPEN)
    if rows.filter(act=Row.Act.KELUAR, replaces=cover.row_id).exists():
        raise Refusal(
            _(
                "Perubahan yang sedang disiapkan sudah mengeluarkan orang ini. "
                "Tetapkan atau batalkan perubahan itu lebih dulu."
            ),
            "amended",
        )


def freed(amendment: Decree, left: Row | None) -> Row | None:
    """Return who leaves by an amendment and has nobody in their place: `left`, or the first such."""
    free = vacant({amendment.pk})
    found: Row | None = (free if left is None else free.filter(pk=left.pk)).order_by("ordinal").first()
    if left is not None and found is None:
        raise Refusal(_("Tempat orang ini sudah diisi, atau bukan di perubahan ini."), "no_room")
    return found


def vacant(decrees: set[int]) -> QuerySet[Any, Any]:
    """Return the rows of decrees by which somebody leaves, in whose place nobody stands."""
    stand_in = Row.everything.filter(act=Row.Act.MASUK, replaces=OuterRef("pk"))
    return Row.everything.filter(~Exists(stand_in), decree__in=decrees, act=Row.Act.KELUAR)


def must_have_room(selection: Selection, candidate: Candidate, decrees: set[int]) -> None:
    """Refuse one more in decrees where nobody leaves and the budget has no room for the cost."""
    named = Row.everything.filter(decree__in=decrees, act=Row.Act.MASUK, replaces=None)
    spent = _cost(selection, named) - _cost(selection, vacant(decrees))  # a stand-in costs what who left did
    if spent + candidate.cost > selection.budget:
        raise Refusal(
            _(
                "Belum ada tempat: anggaran seleksinya habis dan tidak ada yang keluar tanpa pengganti. "
                "Keluarkan orangnya lebih dulu, lalu naikkan cadangan."
            ),
            "no_room",
        )


def _cost(selection: Selection, rows: QuerySet[Any, Any]) -> int:
    """Return what the people of rows cost by their selection."""
    theirs = rows.filter(person=OuterRef("person"), group_code=OuterRef("group_code"))
    found = Candidate.everything.filter(Exists(theirs), selection=selection)
    return int(found.aggregate(cost=Sum("cost"))["cost"] or 0)
