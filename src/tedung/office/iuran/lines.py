"""The lines that stand of a bill: counted, and taken off where they are not owed."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from tedung.office.base.refusals import Refusal
from tedung.office.iuran import posting
from tedung.office.iuran.models import Line, Rest, RestState, Rincian


def recount(rincian: Rincian) -> None:
    """Sum what stands of a bill's lines."""
    stands = Q(is_cancelled=False)
    sums = Line.everything.filter(rincian=rincian).aggregate(
        lines_all=Count("pk"),
        lines_covered=Count("pk", filter=stands & Q(is_covered=True)),
        people=Count("member", filter=stands & Q(is_covered=True), distinct=True),
        total=Sum("total", filter=stands),
    )
    for name, value in sums.items():
        setattr(rincian, name, value or 0)
    rincian.payable = rincian.total
    rincian.save(update_fields=[*sums, "payable"])


SUMS = ("lines_all", "lines_covered", "people", "total")
COUNTED = """
    UPDATE iuran_rincian SET lines_all = c.lines_all, lines_covered = c.lines_covered, people = c.people,
                             total = c.total, payable = c.total
    FROM (SELECT rincian_id, count(*) AS lines_all, {sum}
          FROM iuran_line WHERE rincian_id IN ({keys}) GROUP BY rincian_id) AS c
    WHERE c.rincian_id = iuran_rincian.id
"""
STANDS = "NOT is_cancelled AND is_covered"
SUMMED = (
    f"count(*) FILTER (WHERE {STANDS}) AS lines_covered, "
    f"count(DISTINCT CASE WHEN {STANDS} THEN member_id END) AS people, "
    "COALESCE(sum(total) FILTER (WHERE NOT is_cancelled), 0) AS total"
)


def recount_all(many: Sequence[Rincian]) -> None:
    """Sum what stands of bills' lines, as one statement."""
    keys = ", ".join(str(int(one.pk)) for one in many)
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(sum=SUMMED, keys=keys))
    found = Rincian.everything.filter(pk__in=[one.pk for one in many]).values("pk", *SUMS)
    sums = {one.pop("pk"): one for one in found}
    for one in many:
        for name, value in sums[one.pk].items():
            setattr(one, name, value)
        one.payable = one.total


def billed(rincian: Rincian) -> QuerySet[Any, Any]:
    """Return the lines of a bill that stand and ask something."""
    return Line.everything.filter(rincian=rincian, is_cancelled=False, total__gt=0)


def given_up(many: Sequence[Rincian]) -> None:
    """Cancel every line of bills that are given up or taken back."""
    Line.everything.filter(rincian__in=[one.pk for one in many], is_cancelled=False).update(is_cancelled=True)


def taken_off(rincian: Rincian, keys: list[int]) -> int:
    """Take lines off a bill and the book, and return how many; inside the change of whoever may."""
    found = billed(rincian).filter(pk__in=keys)
    rests = Rest.everything.filter(line=OuterRef("pk")).exclude(state=RestState.DIBATALKAN)
    if found.filter(Exists(rests)).exists():
        raise Refusal(_("Baris ini sudah tercatat sebagai sisa masa iuran."), "rest")
    first = found.order_by("pk").values_list("pk", flat=True).first()
    if first is None:
        return 0
    amounts = dict(found.values_list("month").annotate(amount=Sum("total")).order_by("month"))
    posting.move(rincian, "baris", ("iuran_terutang", "beban_iuran"), amounts, mark=str(first))
    count = int(found.update(is_cancelled=True))
    recount(rincian)
    rincian.payable = sum(posting.owed(rincian).values())
    rincian.save(update_fields=["payable"])
    return count
