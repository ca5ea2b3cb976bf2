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

COLUMNS = "kind, village, opd_code, unit_code, group_code, sex, band, people, covered, ending, coming"

COVERED = """
    CASE WHEN EXISTS (
        SELECT 1 FROM penetapan_cover c WHERE c.person_id = p.id {group} AND c.since <= %s AND c.until >= %s
    ) OR EXISTS (
        SELECT 1 FROM people_person a JOIN penetapan_cover c ON c.person_id = a.id
        WHERE a.merged_into_id = p.id {group} AND c.since <= %s AND c.until >= %s
    ) THEN 1 ELSE 0 END
"""  # asked a person at a time, by index: a join of derived tables has none and grows with its square

SUMS = "COUNT(*), SUM(today), SUM(CASE WHEN today = 1 AND later = 0 THEN 1 ELSE 0 END), SUM(later)"

PERSONS = """
    INSERT INTO home_figure ({columns})
    SELECT 'persons', village, '', '', '', sex, band, {sums} FROM (
        SELECT p.village, p.sex, {band} AS band, {covered} AS today, {covered} AS later
        FROM people_person p
        WHERE p.merged_into_id IS NULL AND p.died_on IS NULL
    ) AS one GROUP BY village, sex, band
"""

GROUPS = """
    INSERT INTO home_figure ({columns})
    SELECT 'groups', village, opd_code, unit_code, group_code, sex, band, {sums} FROM (
        SELECT g.village, g.opd_code, g.unit_code, g.group_code, p.sex, {band} AS band,
               {covered} AS today, {covered} AS later
        FROM (
            SELECT COALESCE(q.merged_into_id, q.id) AS person_id,
                   l.village, l.opd_code, l.unit_code, l.group_code
            FROM usulan_line l JOIN people_person q ON q.id = l.person_id
            WHERE l.is_current
            UNION
            SELECT COALESCE(q.merged_into_id, q.id), c.village, c.opd_code, c.unit_code, c.group_code
            FROM penetapan_cover c JOIN people_person q ON q.id = c.person_id
            WHERE c.since <= %s AND c.until >= %s
        ) AS g JOIN people_person p ON p.id = g.person_id
        WHERE p.died_on IS NULL
    ) AS one GROUP BY village, opd_code, unit_code, group_code, sex, band
"""


def count(day: str) -> None:
    """Replace the figures by those of a day, ISO: all or nothing, and again gives the same."""
    on = date.fromisoformat(day)
    last_step = StateChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with batch_of_job(), changing("home.count"):
        Figure.everything.all().delete()
        Counting.objects.all().delete()
        _write(PERSONS, on)
        _write(GROUPS, on, "AND c.group_code = g.group_code")
        Counting.objects.create(day=on, at=clock.now(), last_step=last_step)


def _write(statement: str, day: date, group: str = "") -> None:
    band, born = _band(day)
    today, later = [day.isoformat()] * 2, [date(day.year + 1, 1, 1).isoformat()] * 2
    covered = COVERED.format(group=group)
    sql = statement.format(columns=COLUMNS, sums=SUMS, band=band, covered=covered)
    values = [*born, *today, *today, *later, *later, *(today if group else [])]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _band(day: date) -> tuple[str, list[Any]]:
    """Return the expression of the age band on a day, and its birthdays."""
    cases = "".join(f" WHEN p.birth_date > %s THEN {number}" for number in range(len(BANDS)))
    born = [years_before(day, age).isoformat() for age in BANDS]
    return f"CASE WHEN p.birth_date IS NULL THEN -1{cases} ELSE {len(BANDS)} END", born
