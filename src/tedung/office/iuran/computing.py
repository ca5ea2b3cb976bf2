"""The lines of a bill: by the law of each month, a batch of members at a time, each whole or not at all.

Every member of the wadah who has not ended before the bill's first month gets a line for every month:
covered with an amount, or not covered with a reason.  So covered months and reasons add up.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import IntegrityError, connection
from django.db.models import Q
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.law.bill import bill
from tedung.office.access.change import changing
from tedung.office.audit.steps import step
from tedung.office.base.bulk import copy_rows, staging
from tedung.office.iuran.dues import SEGMENT
from tedung.office.iuran.lines import recount
from tedung.office.iuran.models import STEPS, Rincian, State
from tedung.office.iuran.posting import due
from tedung.office.iuran.reasons import OF_STATE
from tedung.office.jobs.running import batch_of_job, progress
from tedung.office.penetapan.models import PUBLIC
from tedung.office.wadah.models import Member

BATCH = 60_000
"""Lines written in one transaction."""

STAGED = {
    "member": "bigint",
    "person": "bigint",
    "month": "text",
    "jkk": "bigint",
    "jkm": "bigint",
    "jht": "bigint",
    "total": "bigint",
    "why_not": "text",
    "is_public": "boolean",
}
INSERT = """
    INSERT INTO iuran_line (rincian_id, member_id, person_id, month, jkk, jkm, jht, total,
                            is_covered, is_public, why_not, is_cancelled,
                            village, opd_code, unit_code, group_code)
    SELECT {rincian}, s.member, s.person, s.month,
           CASE WHEN s.why = '' THEN s.jkk ELSE 0 END, CASE WHEN s.why = '' THEN s.jkm ELSE 0 END,
           CASE WHEN s.why = '' THEN s.jht ELSE 0 END, CASE WHEN s.why = '' THEN s.total ELSE 0 END,
           s.why = '', s.is_public, s.why, {false}, m.village, m.opd_code, m.unit_code, m.group_code
    FROM (SELECT a.*, CASE WHEN a.why_not <> '' THEN a.why_not
            WHEN EXISTS (SELECT 1 FROM iuran_line o WHERE o.member_id = a.member AND o.month = a.month
                         AND NOT o.is_cancelled AND o.total > 0) THEN 'billed_before'
            WHEN a.is_public AND EXISTS (SELECT 1 FROM iuran_line o WHERE o.person_id = a.person
                         AND o.month = a.month AND NOT o.is_cancelled AND o.total > 0 AND o.is_public)
              THEN 'public_elsewhere' ELSE '' END AS why FROM {aside} a) AS s
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


FIELDS = (
    "pk",
    "person_id",
    "person__merged_into",
    "person__birth_date",
    "person__died_on",
    "person__merged_into__died_on",
    "since",
    "until",
    "state",
    "programmes",
    "payer",
    "income",
    "registered_on",
    "kpj_index",
)


def _batch(rincian: Rincian, months: list[Month], size: int) -> int:
    """Write the lines of the next members in one transaction; return how many members."""
    for attempt in (1, 2):
        try:
            with batch_of_job(), changing("iuran.compute"):
                mine = Rincian.everything.select_for_update().get(pk=rincian.pk)
                if mine.state != State.MENGHITUNG or mine.done_to != rincian.done_to:
                    return 0  # another wrote it
                found = members(mine).filter(pk__gt=mine.done_to).order_by("pk")
                rows = list(found.values_list(*FIELDS)[:size])
                if rows:
                    _write(mine.pk, rows, months)
                    Rincian.everything.filter(pk=mine.pk).update(done_to=rows[-1][0])
                return len(rows)
        except IntegrityError:
            if attempt == 2:  # another bill of the same people was written in between, twice
                raise
    return 0


def _write(rincian_id: int, rows: list[tuple[Any, ...]], months: list[Month]) -> None:
    columns = dict(zip(FIELDS, zip(*rows, strict=True), strict=True))
    with staging(**STAGED) as aside:
        for month in months:
            copy_rows(aside, tuple(STAGED), billed(columns, month, months[0]))
        with connection.cursor() as cursor:
            false = "false" if connection.vendor == "postgresql" else "0"
            cursor.execute(INSERT.format(rincian=int(rincian_id), aside=aside, false=false))


def billed(columns: dict[str, Any], month: Month, first: Month) -> Iterator[tuple[Any, ...]]:
    """Yield what a month asks of each member, or why nothing: one Arrow table in, a set of lines out."""
    people = [
        root or own for own, root in zip(columns["person_id"], columns["person__merged_into"], strict=True)
    ]
    found = bill(_table(columns), month, first_month=first)
    reasons = ours(columns, month)
    amounts = (found[name].to_pylist() for name in ("jkk", "jkm", "jht_worker", "total", "why_not"))
    is_public = (payer in PUBLIC for payer in columns["payer"])
    text = str(month)
    for key, person, public, own, jkk, jkm, jht, total, why in zip(
        columns["pk"], people, is_public, reasons, *amounts, strict=True
    ):
        if own or why:
            yield key, person, text, 0, 0, 0, 0, own or why, public
        else:
            yield key, person, text, jkk, jkm, jht, total, "", public


def _table(columns: dict[str, Any]) -> pa.Table:
    """Return the members as the law reads them; who was never registered is so with the first month."""
    count = len(columns["pk"])
    begun = {since: Month.parse(since).first_day for since in set(columns["since"])}
    registered = [
        min(day or begun[since], begun[since])
        for day, since in zip(columns["registered_on"], columns["since"], strict=True)
    ]
    return pa.table(
        {
            "enrolment_id": pa.array([str(key) for key in columns["pk"]], pa.string()),
            "segment": pa.repeat(pa.scalar(SEGMENT), count),
            "income": pa.array(columns["income"], pa.int64()),
            "programmes": pa.array(columns["programmes"], pa.string()),
            "payer": pa.array(columns["payer"], pa.string()),
            "birth_date": pa.array(columns["person__birth_date"], pa.date32()),
            "registered_on": pa.array(registered, pa.date32()),
        }
    )


def ours(columns: dict[str, Any], month: Month) -> list[str]:
    """Return for each member why the office bills nothing this month, empty where it does."""
    text, first_day = str(month), month.first_day
    since, until = np.array(columns["since"]), np.array(columns["until"])
    state = np.array(columns["state"])
    died = np.array(
        [
            (root or own or date.max) < first_day
            for own, root in zip(
                columns["person__died_on"], columns["person__merged_into__died_on"], strict=True
            )
        ]
    )
    holds = [since > text, (until != "") & (until < text), died]
    names = ["before_start", "after_end", "died"]
    known = np.array([bool(day) for day in columns["registered_on"]]) | (np.array(columns["kpj_index"]) != "")
    holds.append((state == "keluar") & ~known)
    names.append("not_yet_accepted")
    for code, why in OF_STATE.items():
        holds.append(state == code)
        names.append(why)
    reasons: list[str] = np.select(holds, names, default="").tolist()
    return reasons


def _finish(rincian_id: int) -> None:
    """Sum the lines, post them, and let the bill be read; once."""
    with batch_of_job(), changing("iuran.compute"):
        rincian = Rincian.everything.select_for_update().get(pk=rincian_id)
        if rincian.state != State.MENGHITUNG:
            return
        if members(rincian).filter(pk__gt=rincian.done_to).exists():
            return  # somebody joined in between
        recount(rincian)
        if not rincian.total:
            reason = _("Tidak ada yang ditagih untuk bulan-bulan itu.")
            step(rincian, State.DIBATALKAN, STEPS, reason)
            return
        due(rincian)
        step(rincian, State.RINCIAN, STEPS)
