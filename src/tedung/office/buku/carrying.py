"""Carry sums forward, so that the balance of a day adds up one month of postings and not ten years of them.

What is posted never changes, so its sums do not either: a job adds up the entries that came since it last
looked, by calendar month, account and wadah, and by all wadah together, and keeps how far it came.  What came
later is added up where it is asked for.  A page reads `through` before and after: between the two nothing
was carried, or it reads again.
"""

from django.db import OperationalError, connection
from django.db.models import Max, Min

from tedung.office.access.change import changing
from tedung.office.base import clock
from tedung.office.buku.models import WHOLE, Carried, Carry, Entry
from tedung.office.jobs.running import batch_of_job

ONE = 1
PATIENCE = "3s"
"""How long PostgreSQL waits for those who are writing; the next round tries again."""
TABLE = Carried._meta.db_table
ADDED = f"""
    INSERT INTO {TABLE} (month, account_id, wadah_code, amount)
    SELECT substr(CAST(e.day AS text), 1, 7) AS month, p.account_id, {{wadah}} AS wadah, sum(p.amount)
    FROM buku_entry e JOIN buku_posting p ON p.entry_id = e.id
    WHERE e.id > %s AND e.id <= %s GROUP BY 1, 2, 3
    ON CONFLICT (wadah_code, month, account_id) DO UPDATE SET amount = {TABLE}.amount + excluded.amount
"""


def through() -> int:
    """Return the last entry whose postings are in the carried sums."""
    return Carry.objects.filter(pk=ONE).values_list("through", flat=True).first() or 0


def carry() -> dict[str, int]:
    """Add what was posted since the last time to the sums; return how many entries."""
    try:
        with batch_of_job(), changing("buku.carry"):
            return {"entries": _carried()}
    except OperationalError:
        if connection.vendor != "postgresql":
            raise
        return {"entries": 0}  # somebody writes for long


def _carried() -> int:
    _alone()
    row, _is_new = Carry.objects.select_for_update().get_or_create(pk=ONE, defaults={"at": clock.now()})
    last = _last()
    if last <= row.through:
        return 0
    given = [row.through, last]
    with connection.cursor() as cursor:
        for wadah in ("p.wadah_code", f"'{WHOLE}'"):
            cursor.execute(ADDED.format(wadah=wadah), given)
    many = Entry.objects.filter(pk__gt=row.through, pk__lte=last).count()
    Carry.objects.filter(pk=ONE).update(through=last, at=clock.now())
    return many


def _alone() -> None:
    """Wait until nobody writes entries: who comes later has a later key.  SQLite has one writer anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute(f"LOCK TABLE {Entry._meta.db_table} IN SHARE MODE")


def _last() -> int:
    """Return the last entry before any that is written and not yet posted."""
    unposted = Entry.objects.filter(is_posted=False).aggregate(first=Min("pk"))["first"]
    found = Entry.objects.all() if unposted is None else Entry.objects.filter(pk__lt=unposted)
    return found.aggregate(last=Max("pk"))["last"] or 0
