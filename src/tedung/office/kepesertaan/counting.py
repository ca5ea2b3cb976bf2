"""Count a month by one statement over all memberships, and say of each person how far they are."""

from django.db import connection
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from tedung.dates import Month
from tedung.office.access.change import changing
from tedung.office.base import clock
from tedung.office.base.paging import cut
from tedung.office.iuran.models import PAID, Line, Rincian
from tedung.office.jobs.running import batch_of_job
from tedung.office.jobs.services import enqueue
from tedung.office.kepesertaan.models import Count
from tedung.office.mandiri.models import PaidMonth
from tedung.office.padan.models import Check, Result
from tedung.office.penetapan.models import DecreeState, SelectionState
from tedung.office.wadah.models import Member, MemberState

STALE_MINUTES = 15
LOOKED = 4_000
"""Memberships of a wadah that one page looks through."""
PAID_STATES = ", ".join(f"'{state.value}'" for state in PAID)
LAST_PADAN = (
    "EXISTS (SELECT 1 FROM padan_check k WHERE k.person_id = p.id AND k.result = 'padan' AND NOT EXISTS "
    "(SELECT 1 FROM padan_check n WHERE n.person_id = p.id AND n.result <> '' "
    "AND (n.answered_on > k.answered_on OR (n.answered_on = k.answered_on AND n.id > k.id))))"
)
PAID_BY = (
    "COALESCE((SELECT r.payer FROM iuran_line l JOIN iuran_rincian r ON r.id = l.rincian_id "
    "WHERE l.member_id = m.id AND l.month = %s AND NOT l.is_cancelled AND l.total > 0 "
    f"AND r.state IN ({PAID_STATES})), (SELECT 'self' FROM mandiri_paidmonth o WHERE o.member_id = m.id "
    "AND o.month = %s AND NOT o.is_cancelled), '')"
)
"""Who paid a member's month: by a bill, or by oneself at the agency; each is there once at most."""
IS_ACTIVE = "m.state = 'aktif' OR (m.state = 'keluar' AND (m.registered_on IS NOT NULL OR m.kpj_index <> ''))"
"""Of whom a month is: the agency has them, or had them and they left later."""
PLACE = ("village", "opd_code", "unit_code", "group_code")
RESERVE = f"""
    SELECT b.wadah_id, count(DISTINCT COALESCE(p.merged_into_id, p.id)) AS people FROM (
        SELECT a.*, (
            SELECT w.id FROM wadah_wadah w WHERE w.is_active AND w.payer = a.payer
            AND w.group_code IN (a.group_code, '') AND w.opd_code IN (a.opd_code, '')
            AND w.unit_code IN (a.unit_code, '')
            AND (w.region IN (a.village, a.region) OR a.village LIKE w.region || '.%%')
            ORDER BY length(w.group_code) = 0, length(w.opd_code) = 0, length(w.unit_code) = 0,
                     length(w.region) DESC, w.id LIMIT 1
        ) AS wadah_id FROM (
            SELECT DISTINCT s.id AS selection_id, s.payer, s.region,
                            {", ".join(f"k.{code}" for code in PLACE)}
            FROM penetapan_candidate k JOIN penetapan_selection s ON s.id = k.selection_id
            WHERE k.status = 'reserve' AND s.year = %s AND s.state = '{SelectionState.DIUMUMKAN.value}'
        ) AS a
    ) AS b JOIN penetapan_candidate k ON k.selection_id = b.selection_id AND k.status = 'reserve'
    AND {" AND ".join(f"k.{code} = b.{code}" for code in PLACE)}
    JOIN people_person p ON p.id = k.person_id
    WHERE b.wadah_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM penetapan_row w JOIN penetapan_decree d ON d.id = w.decree_id
        WHERE w.person_id = k.person_id AND w.act = 'masuk' AND d.selection_id = k.selection_id
        AND d.state = '{DecreeState.DITETAPKAN.value}'
    ) GROUP BY b.wadah_id
"""
"""Persons in an announced reserve whom no decree took in, by the wadah that would take them, as covers go."""
COUNTED = f"""
    INSERT INTO kepesertaan_count
        (wadah_id, month, people, padan, aktif, dibayar, mandiri, reserve, at,
         region, opd_code, unit_code, group_code)
    SELECT w.id, %s, COALESCE(c.people, 0), COALESCE(c.padan, 0), COALESCE(c.aktif, 0), COALESCE(c.paid, 0),
           COALESCE(c.alone, 0), COALESCE(v.people, 0), %s, w.region, w.opd_code, w.unit_code, w.group_code
    FROM wadah_wadah w LEFT JOIN (
        SELECT wadah_id, count(*) AS people,
               sum(padan) AS padan, sum(aktif) AS aktif,
               sum(CASE WHEN paid_by NOT IN ('', 'self') THEN 1 ELSE 0 END) AS paid,
               sum(CASE WHEN paid_by = 'self' THEN 1 ELSE 0 END) AS alone FROM (
            SELECT m.wadah_id, CASE WHEN {IS_ACTIVE} THEN 1 ELSE 0 END AS aktif,
                   CASE WHEN {LAST_PADAN} THEN 1 ELSE 0 END AS padan,
                   {PAID_BY} AS paid_by
            FROM wadah_member m JOIN people_person p ON p.id = m.person_id
            WHERE m.since <= %s AND (m.until = '' OR m.until >= %s)
        ) AS one GROUP BY wadah_id
    ) AS c ON c.wadah_id = w.id LEFT JOIN ({RESERVE}) AS v ON v.wadah_id = w.id
"""


def count(month: str) -> None:
    """Count a month anew: all or nothing, and again gives the same."""
    Month.parse(month)
    with batch_of_job(), changing("kepesertaan.count"):
        Count.everything.filter(month=month).delete()
        at = connection.ops.adapt_datetimefield_value(clock.now())
        with connection.cursor() as cursor:
            cursor.execute(COUNTED, [month, at, *[month] * 4, int(month[:4])])


def ask(month: str) -> None:
    """Have a month counted by a job."""
    enqueue("kepesertaan.count", month=month)


def members(wadah_id: int, month: str) -> QuerySet[Member, Member]:
    """Return the memberships that the actor may see and whose months hold this one."""
    found: QuerySet[Member, Member] = Member.objects.filter(wadah=wadah_id, since__lte=month)
    return found.filter(Q(until="") | Q(until__gte=month))


def _last(person: str) -> QuerySet[Check, Check]:
    answered = Check.objects.filter(person=OuterRef(person)).exclude(result="")
    return answered.order_by("-answered_on", "-pk")


def _paid_by(month: str) -> Coalesce:
    """Return who paid a membership's month, as PAID_BY has it."""
    lines = Line.everything.filter(member=OuterRef("pk"), month=month, is_cancelled=False, total__gt=0)
    billed = lines.filter(rincian__state__in=PAID).values("rincian__payer")
    alone = PaidMonth.objects.filter(member=OuterRef("pk"), month=month, is_cancelled=False)
    told = alone.values_list(Value("self"))
    return Coalesce(Subquery(billed[:1]), Subquery(told[:1]), Value(""))


def who(wadah_id: int, month: str, what: str) -> QuerySet[Member, Member]:
    """Return the people behind a number, each with the registry's last word and that of the bill that counts.

    Of several bills of a month the one that asks money counts, and among those the one that is paid.
    """
    # a line is found by its bill: of a member and month alone only billed ones have an index
    of_month = Rincian.everything.filter(wadah=wadah_id, first_month__lte=month, last_month__gte=month)
    bills = list(of_month.values_list("pk", flat=True))
    lines = Line.everything.filter(rincian__in=bills, member=OuterRef("pk"), month=month, is_cancelled=False)
    is_paid = Case(When(rincian__state__in=PAID, then=1), default=0)
    lines = lines.order_by("-total", is_paid.desc(), "-pk")
    found = members(wadah_id, month).annotate(
        last_padan=Subquery(_last("person_id").values("result")[:1]),
        paid_by=_paid_by(month),
        why_not=Subquery(lines.values("why_not")[:1]),
        bill_state=Subquery(lines.values("rincian__state")[:1]),
    )
    chosen = found.filter(FILTERS[what])
    return chosen.select_related("person").order_by("pk")


def page_of(wadah_id: int, month: str, what: str, after: int) -> tuple[list[Member], int | None]:
    """Return a page of the people behind a number, and the key after which it goes on, None at the end.

    Some thousand memberships are looked through at a time, however large the wadah and few the people.
    """
    ahead = members(wadah_id, month).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    upto = next(iter(ahead[LOOKED - 1 : LOOKED]), None)
    found = who(wadah_id, month, what).filter(pk__gt=after)
    rows, last = cut(found if upto is None else found.filter(pk__lte=upto))
    return rows, last.pk if last else upto


ACTIVE = Q(state=MemberState.AKTIF) | (
    Q(state=MemberState.KELUAR) & (Q(registered_on__isnull=False) | ~Q(kpj_index=""))
)
"""As IS_ACTIVE has it."""
FILTERS = {
    "people": Q(),
    "padan": Q(last_padan=Result.PADAN),
    "not_padan": ~Q(last_padan=Result.PADAN) | Q(last_padan=None),
    "aktif": ACTIVE,
    "not_aktif": ~ACTIVE,
    "dibayar": ~Q(paid_by__in=("", "self")),
    "mandiri": Q(paid_by="self"),
    "not_dibayar": Q(paid_by=""),
}
"""Behind each number its people; and those who are missing from it."""
