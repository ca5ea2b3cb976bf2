"""What is late: bills and months past their due day, expired codes, whom the agency bears no longer.

A non-wage worker owes no fine (PP 44/2015 Pasal 22 names employers alone); more than three months in arrears
end the protection (Pasal 39, 42).
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.law import law_on
from tedung.office.access.change import changing
from tedung.office.base import clock
from tedung.office.iuran.dues import due_of
from tedung.office.iuran.leaving import ended, release
from tedung.office.iuran.models import COMMITTED, Line, Rincian, State
from tedung.office.iuran.reasons import LASTING
from tedung.office.iuran.telling import told
from tedung.office.jobs.running import batch_of_job, progress
from tedung.office.penetapan.models import PUBLIC
from tedung.office.tasks.models import Task
from tedung.office.tasks.services import close_tasks, open_task
from tedung.office.wadah.models import ALONE_KIND, MemberState, Wadah
from tedung.office.wadah.states import move_members

SOON = timedelta(days=7)
PREPARE, WADAH = "iuran.prepare", "wadah.wadah"
UNPAID = (State.RINCIAN, *COMMITTED)


def _quoted(codes: Collection[str]) -> str:
    """Return codes of ours as a list of SQL."""
    return ", ".join(f"'{code}'" for code in sorted(codes))


PAID_SINCE = """
    (SELECT 1 FROM iuran_line l JOIN iuran_rincian r ON r.id = l.rincian_id
     WHERE l.member_id = m.id AND NOT l.is_cancelled AND l.total > 0 AND l.month >= %s
       AND r.state IN ('sp2d', 'bukti', 'dikonfirmasi'))
"""
BEHIND = f"""
    SELECT m.id FROM wadah_member m
    WHERE m.state = 'aktif' AND m.payer <> 'self' AND m.since <= %s AND NOT EXISTS {PAID_SINCE}
    AND EXISTS (SELECT 1 FROM iuran_line o WHERE o.member_id = m.id AND NOT o.is_cancelled AND o.total > 0)
"""
UNBILLED = f"""
    SELECT m.wadah_id, count(*) FROM wadah_member m JOIN wadah_wadah w ON w.id = m.wadah_id
    JOIN people_person p ON p.id = m.person_id JOIN people_person r ON r.id = COALESCE(p.merged_into_id, p.id)
    WHERE w.kind <> '{ALONE_KIND}' AND m.state = 'aktif' AND m.since <= %s AND (m.until = '' OR m.until >= %s)
      AND (COALESCE(r.died_on, p.died_on) IS NULL OR CAST(COALESCE(r.died_on, p.died_on) AS text) >= %s)
      AND NOT EXISTS (SELECT 1 FROM iuran_line l WHERE l.member_id = m.id AND l.month = %s
                      AND NOT l.is_cancelled AND l.total > 0)
      AND (m.payer NOT IN ({_quoted(PUBLIC)}) OR NOT EXISTS (
          SELECT 1 FROM iuran_line l WHERE l.person_id = r.id AND l.month = %s
          AND NOT l.is_cancelled AND l.total > 0 AND l.is_public))
      AND NOT EXISTS (SELECT 1 FROM mandiri_paidmonth o
                      WHERE o.member_id = m.id AND o.month = %s AND NOT o.is_cancelled)
      AND m.id NOT IN (SELECT l.member_id FROM iuran_line l
                       WHERE l.month = %s AND l.why_not IN ({_quoted(LASTING)}))
    GROUP BY m.wadah_id
"""
"""Of who pays oneself mandiri's daily round judges: a month may be paid alone, without a bill."""
OF_BILL = """
    AND m.id IN (SELECT member_id FROM iuran_line WHERE rincian_id = %s AND NOT is_cancelled AND total > 0)
"""
CAUGHT_UP = f"""
    SELECT m.id FROM wadah_member m WHERE m.state = 'nonaktif' AND EXISTS {PAID_SINCE} {OF_BILL}
"""


class Arrears(NamedTuple):
    """What a wadah owes for a month that is past its due day."""

    wadah_id: int
    month: str
    people: int
    amount: int


def latest_due(day: date) -> Month:
    """Return the last month whose due day has passed on a day."""
    month = Month.of(day)
    due = due_of(month)
    return month if due is not None and due < day else month + (-1)


def arrears(day: date, wadah_ids: Collection[int] | None = None) -> list[Arrears]:
    """Return what is billed, not paid, and past its due day, by wadah and month, in the actor's scope."""
    found = Line.objects.filter(
        is_cancelled=False, total__gt=0, month__lte=str(latest_due(day)), rincian__state__in=UNPAID
    )
    if wadah_ids is not None:
        found = found.filter(rincian__wadah__in=wadah_ids)
    rows = found.values_list("rincian__wadah", "month").annotate(people=Count("pk"), amount=Sum("total"))
    return [Arrears(*row) for row in rows.order_by("rincian__wadah", "month")]


def lapse(day: date) -> int:
    """Let whoever is more than three months in arrears be *nonaktif*; return how many.

    PP 44/2015 Pasal 39, 42: the agency bears three consecutive months; months that nobody billed count too.
    Whoever was never billed here may be paid elsewhere: they are told of (`unbilled`), not judged.
    """
    last = str(_last_borne(day))
    return move_members(BEHIND, [last, last], MemberState.NONAKTIF, _("menunggak lebih dari tiga bulan"))


def unbilled(month: Month) -> dict[int, int]:
    """Return how many active members of each wadah nobody has billed for a month, or has a reason not to.

    Why the office did not bill somebody passes: whoever was not accepted yet, is now.  So it is asked of
    what stands (deaths, bills, payments); only a reason of the law lasts as it was written.
    """
    text = str(month)
    with connection.cursor() as cursor:
        cursor.execute(UNBILLED, [text, text, month.first_day.isoformat(), *[text] * 4])
        return dict(cursor.fetchall())


def _to_prepare(day: date) -> int:
    """Tell of wadah with members whom nobody has billed this month; the task goes when somebody has."""
    month = Month.of(day)
    with batch_of_job(), changing("iuran.daily"):
        found = unbilled(month)
        open_now = Task.everything.filter(kind=PREPARE, state="open").values_list("about_id", flat=True)
        for key in set(open_now) - set(found):
            close_tasks(WADAH, key, PREPARE)
        for wadah in Wadah.everything.filter(pk__in=list(found)):
            open_task(
                PREPARE,
                "pptk",
                about=(WADAH, wadah.pk),
                path=f"/iuran/baru/?wadah={wadah.pk}",
                due=due_of(month),
                region=wadah.region,
                opd_code=wadah.opd_code,
                organisation_code=wadah.unit_code,
                group_code=wadah.group_code,
                params={"people": found[wadah.pk]},
            )
    return len(found)


def revive(rincian: Rincian) -> int:
    """Let those of a bill who lapsed be *aktif* again, now that it is paid; return how many."""
    last = str(_last_borne(clock.today(rincian.region)))
    return move_members(CAUGHT_UP, [last, rincian.pk], MemberState.AKTIF, _("tunggakan sudah dibayar"))


def fall_behind(rincian: Rincian) -> int:
    """Let those of a bill lapse whom nothing else holds, now that its payment is taken back."""
    last = str(_last_borne(clock.today(rincian.region)))
    reason = _("pembayarannya dibatalkan")
    return move_members(BEHIND + OF_BILL, [last, last, rincian.pk], MemberState.NONAKTIF, reason)


def _last_borne(day: date) -> Month:
    """Return the month from which on something must be paid: all unpaid since then is one month too many."""
    latest = latest_due(day)
    months: int = law_on(latest.first_day)["dues.arrears_months"]
    return latest + (-months)


def daily() -> dict[str, Any]:
    """Look at everything that time alone changes; again on the same day it changes nothing more."""
    day = clock.today(settings.HOME_REGION)
    counts = {
        "released": _release(),
        "expired": _expired(day),
        "due": _due(day),
        "unbilled": _to_prepare(day),
    }
    with batch_of_job(), changing("iuran.daily"):
        counts["lapsed"] = lapse(day)
    return counts


def _release() -> int:
    """Take off or set aside the months of whoever ended or died, a bill at a time."""
    keys, count = list(ended()), 0
    for number, key in enumerate(keys, 1):
        with batch_of_job(), changing("iuran.daily"):
            count += release(Rincian.everything.get(pk=key))
        progress(number, len(keys) + 1)
    return count


def _expired(day: date) -> int:
    """Tell of codes that can be paid no longer."""
    found = Rincian.everything.filter(state__in=[State.KODE, State.SPP, State.SPM], code_valid_until__lt=day)
    return _told("iuran.expired", found.select_related("wadah"), day)


def _due(day: date) -> int:
    """Tell of bills that are due within a week, or were."""
    found = Rincian.everything.filter(state__in=UNPAID, due_day__lte=day + SOON)
    return _told("iuran.due", found.select_related("wadah"), None)


def _told(kind: str, found: Any, due: date | None) -> int:
    with batch_of_job(), changing("iuran.daily"):
        rows = list(found)
        for rincian in rows:
            told(kind, rincian, due=due, people=rincian.people)
    return len(rows)
