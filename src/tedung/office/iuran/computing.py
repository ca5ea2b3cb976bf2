"""The lines of bills: by the law of each month, a batch of members at a time, each whole or not at all.

Every member of a wadah who has not ended before the bill's first month gets a line for every month:
covered with an amount, or not covered with a reason.  So covered months and reasons add up.  A large bill is
computed in several batches; small ones of the same months are computed many in one batch.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.office.access.change import changing
from tedung.office.audit.steps import step_all
from tedung.office.base.bulk import along_indexes, copy_rows, staging
from tedung.office.iuran import amounts
from tedung.office.iuran.lines import given_up, recount, recount_all
from tedung.office.iuran.models import STEPS, Rincian, State
from tedung.office.iuran.posting import due
from tedung.office.jobs.running import batch_of_job, progress
from tedung.office.wadah.models import Member

BATCH = 60_000
"""Lines written in one transaction."""

ASIDE = {"member": "bigint", "person": "bigint", "wadah": "bigint", "outcome": "bigint"}
AMOUNTS = dict.fromkeys(("jkk", "jkm", "jht", "total"), "bigint")
OUTCOME = {"outcome": "bigint", "month": "text", **AMOUNTS, "why_not": "text", "is_public": "boolean"}
BILLS = {"rincian": "bigint", "wadah": "bigint"}
READ = (
    f"SELECT {', '.join(amounts.READ.values())} FROM wadah_member m "
    "JOIN people_person p ON p.id = m.person_id JOIN people_person r "
    "ON r.id = COALESCE(p.merged_into_id, p.id) WHERE {which}"
)
STAYS = "m.since <= %s AND (m.until = '' OR m.until >= %s) AND NOT (m.state = 'keluar' AND m.until = '')"
"""Who has a line in a bill, as `members` has it: the bill's last month, then its first."""
ONCE = """CASE WHEN s.why = '' AND s.is_public AND row_number() OVER (
            PARTITION BY s.person, s.month, s.is_public AND s.why = '' ORDER BY b.rincian, s.member
        ) > 1 THEN 'public_elsewhere' ELSE s.why END"""
"""Why somebody who is there twice, in two wadah or found to be two, is billed to public money once."""
# Looked up line by line along an index: of EXISTS PostgreSQL would gather the lines of all bills that there
# ever were, for each batch anew.  Materialised, or it would look up `why` once for each column that asks it.
INSERT = """
    WITH reasons AS MATERIALIZED (
        SELECT a.member, a.person, a.wadah, c.*, CASE WHEN c.why_not <> '' THEN c.why_not
            WHEN (SELECT 1 FROM iuran_line o WHERE o.member_id = a.member AND o.month = c.month
                  AND NOT o.is_cancelled AND o.total > 0 LIMIT 1) = 1 THEN 'billed_before'
            WHEN (SELECT 1 FROM mandiri_paidmonth o WHERE o.member_id = a.member AND o.month = c.month
                  AND NOT o.is_cancelled LIMIT 1) = 1 THEN 'paid_alone'
            WHEN c.is_public AND (SELECT 1 FROM iuran_line o WHERE o.person_id = a.person
                  AND o.month = c.month AND NOT o.is_cancelled AND o.total > 0 AND o.is_public LIMIT 1) = 1
              THEN 'public_elsewhere' ELSE '' END AS why
        FROM {aside} a JOIN {outcome} c ON c.outcome = a.outcome
    )
    INSERT INTO iuran_line (rincian_id, member_id, person_id, month, jkk, jkm, jht, total,
                            is_covered, is_public, why_not, is_cancelled,
                            village, opd_code, unit_code, group_code)
    SELECT s.rincian, s.member, s.person, s.month,
           CASE WHEN s.why = '' THEN s.jkk ELSE 0 END, CASE WHEN s.why = '' THEN s.jkm ELSE 0 END,
           CASE WHEN s.why = '' THEN s.jht ELSE 0 END, CASE WHEN s.why = '' THEN s.total ELSE 0 END,
           s.why = '', s.is_public, s.why, {false}, m.village, m.opd_code, m.unit_code, m.group_code
    FROM (SELECT b.rincian, s.member, s.person, s.month, s.jkk, s.jkm, s.jht, s.total, s.is_public,
                 {why} AS why
          FROM reasons s JOIN {bills} b ON b.wadah = s.wadah) AS s
    JOIN wadah_member m ON m.id = s.member
"""


def compute(rincian_id: int) -> dict[str, Any]:
    """Write the lines of a bill that are missing, then its sums; killed and called again it goes on."""
    rincian = Rincian.everything.get(pk=rincian_id)
    months = months_of(rincian)
    size = max(BATCH // len(months), 1)
    total = members(rincian).filter(pk__gt=0).count()
    done = members(rincian).filter(pk__lte=rincian.done_to).count()
    while rincian.state == State.MENGHITUNG:
        batch = _batch(rincian, months, size)
        done += batch
        progress(min(done, total), total)
        if not batch:
            _finish(rincian_id)
        rincian.refresh_from_db()
    return {"lines": rincian.lines_all}


def months_of(rincian: Rincian) -> list[Month]:
    """Return the months of a bill in order."""
    first = Month.parse(rincian.first_month)
    return list(first.until(first + (rincian.months - 1)))


def members(rincian: Rincian) -> Any:
    """Return who has a line in a bill: whoever is in the wadah and did not end before it."""
    found = Member.everything.filter(wadah=rincian.wadah_id, since__lte=rincian.last_month)
    return found.filter(Q(until="") | Q(until__gte=rincian.first_month)).exclude(
        Q(state="keluar") & Q(until="")
    )


def _batch(rincian: Rincian, months: list[Month], size: int) -> int:
    """Write the lines of the next members in one transaction; return how many members."""
    for attempt in (1, 2):
        try:
            with batch_of_job(), changing("iuran.compute"):
                mine = Rincian.everything.select_for_update().get(pk=rincian.pk)
                if mine.state != State.MENGHITUNG or mine.done_to != rincian.done_to:
                    return 0  # another wrote it
                which = f"m.wadah_id = %s AND m.id > %s AND {STAYS} ORDER BY m.id LIMIT {int(size)}"
                rows = _read(which, [mine.wadah_id, mine.done_to, mine.last_month, mine.first_month])
                if rows:
                    _write({mine.pk: mine.wadah_id}, rows, months)
                    Rincian.everything.filter(pk=mine.pk).update(done_to=rows[-1][0])
                return len(rows)
        except IntegrityError:
            if attempt == 2:  # another bill of the same people was written in between, twice
                raise
    return 0


def _read(which: str, given: list[Any]) -> list[tuple[Any, ...]]:
    with along_indexes(), connection.cursor() as cursor:
        cursor.execute(READ.format(which=which), given)
        return list(cursor.fetchall())


def _declared(members_: list[int]) -> Mapping[int, Any]:
    """Return what members who pay themselves declared, by its first month, and hold them.

    Whoever writes a month down as paid alone holds the member too: of the two one sees what the other did.
    """
    from tedung.office.mandiri.dues import declared

    held = Member.everything.filter(pk__in=members_).order_by("pk").select_for_update(no_key=True)
    return declared(held.values_list("pk", flat=True))


def _write(bills: Mapping[int, int], rows: list[tuple[Any, ...]], months: list[Month]) -> None:
    """Write a line for each of the members and months; *bills*: rincian -> its wadah, one each."""
    members_ = amounts.table_of(rows)
    keys = [members_[name].to_pylist() for name in ("member", "person", "wadah")]
    payers = members_["payer"].to_pylist()
    alone = [key for key, payer in zip(keys[0], payers, strict=True) if payer == "self"]
    history = _declared(alone) if alone else {}
    with staging(**ASIDE) as aside, staging(**OUTCOME) as outcome, staging(**BILLS) as ours:
        copy_rows(ours, tuple(BILLS), bills.items())
        known = 0
        for month in months:
            told = amounts.as_declared(members_, history, month) if history else members_
            found, places = amounts.outcomes(told, month, months[0])
            numbered = ((known + at, str(month), *one) for at, one in enumerate(found))
            copy_rows(outcome, tuple(OUTCOME), numbered)
            copy_rows(aside, tuple(ASIDE), zip(*keys, [known + at for at in places], strict=True))
            known += len(found)
        why = "s.why" if len(set(keys[1])) == len(keys[1]) else ONCE
        with along_indexes(), connection.cursor() as cursor:
            false = "false" if connection.vendor == "postgresql" else "0"
            cursor.execute(INSERT.format(bills=ours, aside=aside, outcome=outcome, false=false, why=why))


def _finish(rincian_id: int) -> None:
    """Sum the lines, post them, and let the bill be read; once."""
    with batch_of_job(), changing("iuran.compute"):
        rincian = Rincian.everything.select_for_update().get(pk=rincian_id)
        if rincian.state != State.MENGHITUNG:
            return
        if members(rincian).filter(pk__gt=rincian.done_to).exists():
            return  # somebody joined in between
        recount(rincian)
        due([rincian] if rincian.total else [])
        _stepped([rincian])


def compute_many(rincian_ids: Collection[int]) -> dict[str, Any]:
    """Compute bills of the same months, many small ones at once; killed and called again it goes on."""
    found = Rincian.everything.filter(pk__in=rincian_ids, state=State.MENGHITUNG)
    waiting = list(found.order_by("pk"))
    sizes = dict(
        Member.everything.filter(wadah__in=[one.wadah_id for one in waiting])
        .values_list("wadah")
        .annotate(people=Count("pk"))
        .order_by()
    )
    done = 0
    while done < len(waiting):
        some = _fitting(waiting[done:], sizes)
        if len(some) == 1 or some[0].done_to:
            some = some[:1]
            compute(some[0].pk)
        else:
            _together(some)
        done += len(some)
        progress(done, len(waiting))
    return {"bills": len(waiting)}


def _fitting(waiting: list[Rincian], sizes: Mapping[int, int]) -> list[Rincian]:
    """Return the first bills whose lines fit one batch, at least one."""
    lines = 0
    for count, one in enumerate(waiting):
        lines += sizes.get(one.wadah_id, 0) * one.months
        if count and (lines > BATCH or one.done_to):
            return waiting[:count]
    return waiting


def _together(some: list[Rincian]) -> None:
    """Compute some bills of the same months in one transaction; once more where another took a month."""
    keys = [one.pk for one in some]
    try:
        _at_once(keys)
    except IntegrityError:
        _at_once(keys)


def _at_once(keys: list[int]) -> None:
    """Compute bills from their lines to the book."""
    with batch_of_job(), changing("iuran.compute"):
        found = Rincian.everything.select_for_update(of=("self",)).filter(pk__in=keys)
        found = found.filter(state=State.MENGHITUNG, done_to=0).select_related("wadah__organisation")
        mine = list(found.order_by("pk"))
        if not mine:
            return  # another wrote them
        bills, first = {one.pk: one.wadah_id for one in mine}, mine[0]
        wadah = ", ".join(str(int(key)) for key in bills.values())
        rows = _read(f"m.wadah_id IN ({wadah}) AND {STAYS}", [first.last_month, first.first_month])
        if rows:
            _write(bills, rows, months_of(first))
        recount_all(mine)
        due([one for one in mine if one.total])
        _stepped(mine)


def _stepped(mine: list[Rincian]) -> None:
    """Let computed bills be read; those that ask nothing are given up with their lines."""
    step_all([one for one in mine if one.total], State.RINCIAN, STEPS)
    empty = [one for one in mine if not one.total]
    given_up(empty)
    step_all(empty, State.DIBATALKAN, STEPS, _("Tidak ada yang ditagih untuk bulan-bulan itu."))
