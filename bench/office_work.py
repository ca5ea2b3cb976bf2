"""Give the bench's office a year of work: the list of 100,000 accepted, asked of the registry, chosen, decreed.

    TEDUNG_HOME=… [TEDUNG_DATABASE=…] python bench/office_work.py

After office_people.py and office_list.py.  A second decree covers every fourth person, so that a third of a
million are protected today; the figures of the first page are counted as the worker does.
"""

from datetime import date
from typing import Any

SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
CHOSEN, RESERVE = 60_000, 70_000
GOOD = """
    SELECT l.person_id, MIN(l.id) AS line_id, MIN(p.village) AS village,
           ROW_NUMBER() OVER (ORDER BY l.person_id) AS place
    FROM usulan_line l JOIN people_person p ON p.id = l.person_id
    WHERE l.is_current AND l.outcome IN ('accepted', 'accepted_with_warnings') GROUP BY l.person_id
"""


def main() -> None:
    """Fill the office; a second time changes nothing."""
    from tedung.office.starting import ground

    ground.open_django()
    from office_people import settle
    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.access.change import changing
    from tedung.office.base import clock
    from tedung.office.home.counting import count
    from tedung.office.padan.models import Request

    with acting(SYSTEM):
        if not Request.everything.exists():
            with changing("bench.work"):
                fill()
        settle()
        count(clock.today().isoformat())


def fill() -> None:
    """Write everything, one statement a table."""
    from tedung.office.base import clock
    from tedung.office.organisations.models import Organisation
    from tedung.office.padan.models import Request
    from tedung.office.penetapan.models import Decree, Selection
    from tedung.office.reference.models import Format
    from tedung.office.usulan.models import Usulan

    now, city = clock.now(), Organisation.objects.get(code="dinas_sosial")
    Usulan.everything.update(state="diterima")
    made = {"region": "51.71", "made_at": now}
    asked = {"form": Format.objects.filter(code="padan_tanya").first(), "reason": "usulan", **made}
    answered = Request.everything.create(
        state="dijawab", sent_on=SINCE, answered_on=date(2026, 11, 20), people=80_000, **asked
    )
    waiting = Request.everything.create(state="dikirim", sent_on=date(2026, 11, 25), people=4_000, **asked)
    checks(answered, "place % 20 > 0", "CASE place % 40 WHEN 1 THEN 'nama_berbeda' ELSE 'padan' END")
    checks(waiting, "place % 20 = 0", "''")
    paid = {"payer": "apbd_kota", "programmes": "jkk+jkm"}
    selection = Selection.everything.create(
        name="Bench 2027",
        year=2027,
        first_month="2027-01",
        months=12,
        budget=10**10,
        state="dihitung",
        **paid,
        **made,
    )
    candidates(selection)
    issued = {
        "unit": city,
        "unit_code": city.code,
        "state": "ditetapkan",
        "signatory": "Wali Kota",
        **paid,
        **made,
    }
    for number, people in (("1/BENCH/2026", chosen()), ("2/BENCH/2026", every_fourth())):
        decree = Decree.everything.create(
            number=number, day=SINCE, about="perlindungan", since=SINCE, until=UNTIL, **issued
        )
        rows(decree, people)
    events()


def write(statement: str, *values: Any) -> None:
    """Do one statement of both databases; a per cent sign is a placeholder to them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement.replace(" % ", " %% "), list(values))


def checks(request: Any, which: str, result: str) -> None:
    """Write the lines of a file to the registry, and what it said."""
    write(
        "INSERT INTO padan_check (request_id, person_id, ordinal, nik_index, result, told, answered_on) "
        f"SELECT %s, person_id, place, '', {result}, '', %s FROM ({GOOD}) AS good WHERE {which}",
        request.pk,
        request.answered_on,
    )


def candidates(selection: Any) -> None:
    """Write everybody's place."""
    write(
        "INSERT INTO penetapan_candidate (selection_id, person_id, line_id, village, opd_code, unit_code, "
        "group_code, status, rank, score, cost, reasons) SELECT %s, person_id, line_id, village, '', '', '', "
        f"CASE WHEN place <= {CHOSEN} THEN 'chosen' WHEN place <= {RESERVE} THEN 'reserve' ELSE 'stopped' END, "
        f"place, 1, 201600, '[]' FROM ({GOOD}) AS good",
        selection.pk,
    )


def chosen() -> str:
    """Return the people of the first decree."""
    return f"SELECT person_id, village, place, '' AS group_code FROM ({GOOD}) AS good WHERE place <= {CHOSEN}"


def every_fourth() -> str:
    """Return the people of the second one."""
    return (
        "SELECT id AS person_id, village, id AS place, 'pedagang' AS group_code FROM people_person "
        "WHERE id % 4 = 0"
    )


def rows(decree: Any, people: str) -> None:
    """Write a decree's annex and the cover that it gives."""
    write(
        "INSERT INTO penetapan_row (decree_id, ordinal, act, person_id, nama_ktp, nama_sebutan, nik, village, "
        "opd_code, unit_code, group_code, since, until, reason) SELECT %s, place, 'masuk', w.person_id, "
        "p.nama_ktp, '', '', w.village, 'dinas_sosial', '', w.group_code, %s, %s, '' "
        f"FROM ({people}) AS w JOIN people_person p ON p.id = w.person_id",
        decree.pk,
        decree.since,
        decree.until,
    )
    write(
        "INSERT INTO penetapan_cover (person_id, row_id, payer, programmes, village, opd_code, unit_code, "
        "group_code, since, until) SELECT person_id, id, 'apbd_kota', 'jkk+jkm', village, opd_code, unit_code, "
        "group_code, since, until FROM penetapan_row WHERE decree_id = %s",
        decree.pk,
    )


def events() -> None:
    """Write what happened to whom: two things to everybody covered."""
    from tedung.office.base import clock

    for kind in ("people.listed", "padan.padan"):
        write(
            "INSERT INTO events_event (person_id, kind, day, at, by, source_kind, params) "
            "SELECT person_id, %s, since, %s, 'bench', '', '{}' FROM penetapan_cover",
            kind,
            clock.now(),
        )


if __name__ == "__main__":
    main()
