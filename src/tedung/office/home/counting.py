"""Count who is known and who is covered: one statement a kind, run by a job."""

from datetime import date
from typing import Any

from django.db import connection

from tedung.dates import years_before
from tedung.office.access.change import changing
from tedung.office.audit.models import StateChange
from tedung.office.base import clock
from tedung.office.home.models import Counting, Figure
from tedung.office.jobs.running import batch_of_job

BANDS = (18, 25, 35, 45, 55, 65)
"""First ages of the bands; band 0 is younger, -1 has no birth date."""

COLUMNS = "kind, village, opd_code, unit_code, group_code, sex, band, people, covered, ending"

COVERED = """
    SELECT DISTINCT COALESCE(p.merged_into_id, p.id) AS person_id
    FROM penetapan_cover c JOIN people_person p ON p.id = c.person_id
    WHERE c.since <= %s AND c.until >= %s
"""

PERSONS = """
    INSERT INTO home_figure ({columns})
    SELECT 'persons', p.village, '', '', '', p.sex, {band}, COUNT(*),
           COUNT(t.person_id), COUNT(CASE WHEN t.person_id IS NOT NULL AND n.person_id IS NULL THEN 1 END)
    FROM people_person p
    LEFT JOIN ({covered}) t ON t.person_id = p.id
    LEFT JOIN ({covered}) n ON n.person_id = p.id
    WHERE p.merged_into_id IS NULL AND p.died_on IS NULL
    GROUP BY p.village, p.sex, {band}
"""

NAMED = """
    SELECT COALESCE(p.merged_into_id, p.id) AS person_id, l.village, l.opd_code, l.unit_code, l.group_code
    FROM usulan_line l JOIN people_person p ON p.id = l.person_id
    WHERE l.is_current
    UNION
    SELECT COALESCE(p.merged_into_id, p.id), c.village, c.opd_code, c.unit_code, c.group_code
    FROM penetapan_cover c JOIN people_person p ON p.id = c.person_id
    WHERE c.since <= %s AND c.until >= %s
"""

IN_GROUP = """
    SELECT DISTINCT COALESCE(p.merged_into_id, p.id) AS person_id, c.group_code
    FROM penetapan_cover c JOIN people_person p ON p.id = c.person_id
    WHERE c.since <= %s AND c.until >= %s
"""

GROUPS = """
    INSERT INTO home_figure ({columns})
    SELECT 'groups', g.village, g.opd_code, g.unit_code, g.group_code, p.sex, {band}, COUNT(*),
           COUNT(t.person_id), COUNT(CASE WHEN t.person_id IS NOT NULL AND n.person_id IS NULL THEN 1 END)
    FROM ({named}) g JOIN people_person p ON p.id = g.person_id
    LEFT JOIN ({in_group}) t ON t.person_id = g.person_id AND t.group_code = g.group_code
    LEFT JOIN ({in_group}) n ON n.person_id = g.person_id AND n.group_code = g.group_code
    WHERE p.died_on IS NULL
    GROUP BY g.village, g.opd_code, g.unit_code, g.group_code, p.sex, {band}
"""


def count(day: str) -> None:
    """Replace the figures by those of a day, ISO: all or nothing, and again gives the same."""
    on = date.fromisoformat(day)
    last_step = StateChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with batch_of_job(), changing("home.count"):
        Figure.everything.all().delete()
        Counting.objects.all().delete()
        _write(PERSONS, on, is_named=False)
        _write(GROUPS, on, is_named=True)
        Counting.objects.create(day=on, at=clock.now(), last_step=last_step)


def _write(statement: str, day: date, *, is_named: bool) -> None:
    band, born = _band(day)
    today, after = [day.isoformat()] * 2, [date(day.year + 1, 1, 1).isoformat()] * 2
    sql = statement.format(columns=COLUMNS, band=band, covered=COVERED, named=NAMED, in_group=IN_GROUP)
    values = [*born, *(today if is_named else []), *today, *after, *born]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _band(day: date) -> tuple[str, list[Any]]:
    """Return the expression of the age band on a day, and its birthdays."""
    cases = "".join(f" WHEN p.birth_date > %s THEN {number}" for number in range(len(BANDS)))
    born = [years_before(day, age).isoformat() for age in BANDS]
    return f"CASE WHEN p.birth_date IS NULL THEN -1{cases} ELSE {len(BANDS)} END", born
