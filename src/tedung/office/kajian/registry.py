"""The office's registry as a table of the study: one row a person known here, without name or number.

Protected on the day is whoever a decree in force names, or whom a list said to be the agency's; a
person whose membership nobody compared is neither, and the gap has two ends.
"""

from datetime import date
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.db import connection

SLICE = 20_000

COLUMNS = (
    ("person_id", pa.string()),
    ("village", pa.string()),
    ("sex", pa.string()),
    ("birth_date", pa.date32()),
    ("kelompok_sasaran", pa.string()),
    ("opd_pengampu", pa.string()),
    ("income", pa.int64()),
    ("occupation", pa.string()),
    ("is_member", pa.bool_()),
    ("payer", pa.string()),
)

OWN = "(SELECT a.id FROM people_person a WHERE a.id = p.id OR a.merged_into_id = p.id)"
"""The person's id and those of the aliases: what was made with an old id keeps it."""

PEOPLE = f"""
    SELECT p.id, p.domicile, p.village, p.sex, p.birth_date,
           l.group_code, c.group_code, l.opd_code, c.opd_code, g.code,
           l.income, l.occupation, l.is_member, c.payer
    FROM people_person p
    LEFT JOIN usulan_line l ON l.id = (
        SELECT MAX(x.id) FROM usulan_line x WHERE x.is_current AND x.person_id IN {OWN})
    LEFT JOIN penetapan_cover c ON c.id = (
        SELECT MAX(y.id) FROM penetapan_cover y
        WHERE y.since <= %s AND y.until >= %s AND y.person_id IN {OWN})
    LEFT JOIN reference_group r ON r.code = COALESCE(NULLIF(l.group_code, ''), c.group_code)
    LEFT JOIN organisations_organisation g ON g.id = r.opd_id
    WHERE p.merged_into_id IS NULL AND p.died_on IS NULL
    ORDER BY p.id
"""


def people(region: str, day: date) -> pa.Table:
    """Return who is known to the office in *region* on *day*, in the order of their ids.

    Whoever's village is unknown, or lies elsewhere, is of the home region as a whole; of a
    smaller region only who lives there.
    """
    batches = []
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [day.isoformat(), day.isoformat()])
        while rows := cursor.fetchmany(SLICE):
            told = [one for one in (_row(row, region) for row in rows) if one is not None]
            columns: list[Any] = list(zip(*told, strict=True)) or [()] * len(COLUMNS)
            made = {name: pa.array(cells, kind) for (name, kind), cells in zip(COLUMNS, columns, strict=True)}
            batches.append(pa.table(made))
    return pa.concat_tables(batches) if batches else pa.schema(COLUMNS).empty_table()


def _row(row: tuple[Any, ...], region: str) -> tuple[Any, ...] | None:
    number, domicile, village, sex, born, *rest = row
    group, covered_group, opd, covered_opd, opd_of_group, income, occupation, is_member, payer = rest
    lives = domicile or village
    if lives != region and not lives.startswith(f"{region}."):
        if region != settings.HOME_REGION:
            return None
        lives = region
    on_the_list = True if payer else None if is_member is None else bool(is_member)
    office = opd or covered_opd or opd_of_group
    return (
        f"p{number:09}",
        lives,
        sex or None,
        date.fromisoformat(born) if isinstance(born, str) else born,
        group or covered_group or None,
        office or None,
        income,
        occupation or None,
        on_the_list,
        payer,
    )
