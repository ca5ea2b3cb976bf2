"""The day of those who pay themselves: what time alone changes, and who is to be reminded.

A batch of members is one transaction; again on the same day it changes nothing more.
"""

from collections.abc import Iterator
from datetime import date

from django.conf import settings

from tedung.office.access.change import changing
from tedung.office.base import clock
from tedung.office.jobs.running import batch_of_job, progress
from tedung.office.mandiri import keeping, reminding
from tedung.office.mandiri.dues import declared
from tedung.office.mandiri.models import Mood
from tedung.office.mandiri.reminding import Coming
from tedung.office.mandiri.services import settle
from tedung.office.wadah import members
from tedung.office.wadah.models import Member, MemberState

BATCH = 500


def daily() -> dict[str, int]:
    """Let what is declared begin, memberships in arrears rest, and every standing be that of today."""
    day = clock.today(settings.HOME_REGION)
    coming = Coming.on(day)
    counts = dict.fromkeys(("members", "settled", "lapsed", "reminded", "collectors"), 0)
    total = Member.everything.filter(payer="self").count()
    for keys in _batches():
        with batch_of_job(), changing("mandiri.daily"):
            for name, count in _batch(keys, day, coming).items():
                counts[name] += count
        progress(counts["members"], total)
    if coming is not None:
        with batch_of_job(), changing("mandiri.daily"):
            counts["collectors"] = reminding.remind_collectors(coming)
    return counts


def _batches() -> Iterator[list[int]]:
    """Yield the keys of self-paid memberships that stand, or whose standing does not say that they ended."""
    after = 0
    while True:
        found = Member.everything.filter(payer="self", pk__gt=after).exclude(
            state=MemberState.KELUAR, standing__mood=Mood.BERHENTI
        )
        keys = list(found.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not keys:
            return
        yield keys
        after = keys[-1]


def _batch(keys: list[int], day: date, coming: Coming | None) -> dict[str, int]:
    rows = list(
        Member.everything.filter(pk__in=keys)
        .select_related("person__merged_into", "wadah")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    known = declared(keys)
    settled = sum(settle(row, day, known[row.pk]) for row in rows if row.state != MemberState.KELUAR)
    found = keeping.refreshed(rows, day)
    lapsed = 0
    for row, (standing, _months) in zip(rows, found, strict=True):
        if row.state == MemberState.AKTIF and standing.mood == Mood.NONAKTIF:
            members.lapse(row)
            lapsed += 1
    counts = {"members": len(rows), "settled": settled, "lapsed": lapsed}
    if coming is not None:
        pairs = [(row, months) for row, (_standing, months) in zip(rows, found, strict=True)]
        counts["reminded"] = reminding.remind(pairs, coming)
    return counts
