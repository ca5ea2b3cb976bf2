"""What a month brings, found as sets: from decrees, field reports, the registry, terms of office, ages.

A membership changes once a month: who died does not also move, and the first source below that names
somebody is the one told.  Nothing is changed by finding it.
"""

from datetime import date
from typing import Any

from django.db import connection

from tedung.dates import Month
from tedung.law import law_on
from tedung.office.base.bulk import insert_select
from tedung.office.mutasi.models import Act, Change, Mutasi, Source
from tedung.office.wadah.models import BEFORE_ACTIVE, Member, MemberState

TABLE, MEMBER, PERSON = Change._meta.db_table, Member._meta.db_table, "people_person"
WRITTEN = (
    *("mutasi_id", "member_id", "act", "reason", "source", "last_month", "replaces_id", "note", "is_taken"),
    *("village", "opd_code", "unit_code", "group_code"),
)
CODES = "m.village, m.opd_code, m.unit_code, m.group_code"
LIVE = ", ".join(
    f"'{state.value}'" for state in (MemberState.AKTIF, MemberState.NONAKTIF, MemberState.DIKIRIM)
)
WAITING = ", ".join(f"'{state.value}'" for state in BEFORE_ACTIVE if state == MemberState.CALON)
ROOT = f"JOIN {PERSON} p ON p.id = m.person_id JOIN {PERSON} r ON r.id = COALESCE(p.merged_into_id, p.id)"
ASKED_FIRST = ("pindah", "selesai_jabatan", "menjadi_pu", "usia")
"""Exits that a programme's rules make: who pays oneself may stay, so an officer asks before taking one."""
FREE = f"NOT EXISTS (SELECT 1 FROM {TABLE} x WHERE x.mutasi_id = %s AND x.member_id = m.id)"


def gather(row: Mutasi) -> dict[str, int]:
    """Write what is found for a month beside what stands there already; return how many by act."""
    month = Month.parse(row.month)
    found = {
        Act.KELUAR.value: sum(
            (
                _died(row),
                _moved(row, month),
                _out_of_office(row, month),
                _wage_earners(row, month),
                _too_old(row, month),
                _run_out(row, month),
            )
        ),
        Act.PENGGANTI.value: _stand_ins(row),
        Act.MASUK.value: _newcomers(row),
        Act.PERUBAHAN.value: _changed(row),
    }
    return {act: count for act, count in found.items() if count}


def _exits(row: Mutasi, why: tuple[str, Source], last: str, where: str, given: list[Any]) -> int:
    """Write exits of live members; `last` is SQL of the last month, never after the membership's own."""
    return insert_select(
        TABLE,
        WRITTEN,
        f"SELECT %s, m.id, 'keluar', %s, %s, {last}, CAST(NULL AS bigint), '', "
        f"(%s OR m.payer <> 'self'), {CODES} "
        f"FROM {MEMBER} m {ROOT} WHERE m.wadah_id = %s AND m.state IN ({LIVE}) AND {FREE} AND {where}",
        [row.pk, why[0], why[1].value, why[0] not in ASKED_FIRST, row.wadah_id, row.pk, *given],
    )


def _died(row: Mutasi) -> int:
    """Whoever died: the last month is that of the death."""
    died = "SUBSTR(CAST(r.died_on AS TEXT), 1, 7)"
    last = f"CASE WHEN m.until <> '' AND m.until < {died} THEN m.until ELSE {died} END"
    return _exits(row, ("meninggal", Source.KEJADIAN), last, "r.died_on IS NOT NULL", [])


def _before(month: Month) -> str:
    return str(month + -1)


def _moved(row: Mutasi, month: Month) -> int:
    """Whoever the registry's last answer says has moved."""
    last_answer = (
        "EXISTS (SELECT 1 FROM padan_check k WHERE k.person_id IN (p.id, r.id) AND k.result = 'pindah' "
        "AND NOT EXISTS (SELECT 1 FROM padan_check n WHERE n.person_id IN (p.id, r.id) "
        "AND n.result <> '' AND (n.answered_on > k.answered_on "
        "OR (n.answered_on = k.answered_on AND n.id > k.id))))"
    )
    return _exits(row, ("pindah", Source.PADAN), f"'{_before(month)}'", last_answer, [])


def _out_of_office(row: Mutasi, month: Month) -> int:
    """Whose term of an office of the membership's group is over, with no later paper."""
    ended = (
        "EXISTS (SELECT 1 FROM people_evidence e WHERE e.person_id IN (p.id, r.id) AND e.kind = 'jabatan' "
        "AND e.group_code = m.group_code AND e.until IS NOT NULL AND e.until < %s) "
        "AND NOT EXISTS (SELECT 1 FROM people_evidence e WHERE e.person_id IN (p.id, r.id) "
        "AND e.kind = 'jabatan' AND e.group_code = m.group_code AND (e.until IS NULL OR e.until >= %s))"
    )
    first = month.first_day.isoformat()
    return _exits(row, ("selesai_jabatan", Source.JABATAN), f"'{_before(month)}'", ended, [first, first])


def _wage_earners(row: Mutasi, month: Month) -> int:
    """Who is known to be a wage earner elsewhere, where the group does not allow it; an officer decides."""
    earns = (
        "EXISTS (SELECT 1 FROM people_evidence e WHERE e.person_id IN (p.id, r.id) AND e.kind = 'pekerjaan' "
        "AND (e.until IS NULL OR e.until >= %s)) AND NOT EXISTS (SELECT 1 FROM reference_policy q "
        "JOIN reference_group g ON g.id = q.group_id WHERE g.code = m.group_code AND q.other_job = 'allowed' "
        "AND q.since <= %s AND NOT EXISTS (SELECT 1 FROM reference_policy l WHERE l.group_id = q.group_id "
        "AND l.since <= %s AND l.since > q.since))"
    )
    first = month.first_day.isoformat()
    return _exits(row, ("menjadi_pu", Source.BUKTI), f"'{_before(month)}'", earns, [first, first, first])


def _too_old(row: Mutasi, month: Month) -> int:
    """Who has reached the age at which the law lets nobody enrol (coverage.toml) before the month begins.

    That a city's programme ends at that age is its own rule, not the law's: an officer may leave them in.
    """
    limit = int(law_on(month.first_day)["coverage.age_limit"])
    born = date(month.year - limit, month.number, 1).isoformat()
    return _exits(row, ("usia", Source.UMUR), f"'{_before(month)}'", "r.birth_date < %s", [born])


def _run_out(row: Mutasi, month: Month) -> int:
    """Whose last month is over, with no decree that goes on."""
    over = "m.until <> '' AND m.until < %s"
    return _exits(row, ("masa_berakhir", Source.MASA), "m.until", over, [str(month)])


def _stand_ins(row: Mutasi) -> int:
    """Candidates whom a Perubahan puts in another's place."""
    return insert_select(
        TABLE,
        WRITTEN,
        f"SELECT %s, m.id, 'pengganti', '', 'keputusan', '', o.id, '', %s, {CODES} "
        f"FROM {MEMBER} m JOIN penetapan_cover c ON c.id = m.cover_id "
        "JOIN penetapan_row w ON w.id = c.row_id JOIN penetapan_row b ON b.id = w.replaces_id "
        f"JOIN (SELECT person_id, max(id) AS id FROM {MEMBER} WHERE wadah_id = %s GROUP BY person_id) o "
        "ON o.person_id = b.person_id "
        f"WHERE m.wadah_id = %s AND m.state IN ({WAITING}) AND {FREE}",
        [row.pk, True, row.wadah_id, row.wadah_id, row.pk],
    )


def _newcomers(row: Mutasi) -> int:
    """Candidates whose months begin by now, whom no file has taken to the agency."""
    on_a_file = (
        "EXISTS (SELECT 1 FROM wadah_exchangeline l JOIN wadah_exchange e ON e.id = l.exchange_id "
        "WHERE l.member_id = m.id AND l.result = '' AND e.state IN ('dibuat', 'dikirim'))"
    )
    return insert_select(
        TABLE,
        WRITTEN,
        f"SELECT %s, m.id, 'masuk', '', %s, '', CAST(NULL AS bigint), '', %s, {CODES} "
        f"FROM {MEMBER} m {ROOT} WHERE m.wadah_id = %s AND m.state IN ({WAITING}) AND m.since <= %s "
        f"AND r.died_on IS NULL AND NOT {on_a_file} AND {FREE}",
        [row.pk, Source.KEPUTUSAN.value, True, row.wadah_id, row.month, row.pk],
    )


def _changed(row: Mutasi) -> int:
    """Active members whose data an officer put right after the agency last heard of them."""
    heard = (
        "(SELECT max(l.answered_on) FROM wadah_exchangeline l WHERE l.member_id = m.id AND l.result <> '')"
    )
    corrected = (
        "EXISTS (SELECT 1 FROM events_event v WHERE v.person_id IN (p.id, r.id) "
        f"AND v.kind = 'people.changed' AND CAST(v.day AS TEXT) >= CAST({heard} AS TEXT))"
    )
    return insert_select(
        TABLE,
        WRITTEN,
        f"SELECT %s, m.id, 'perubahan', '', %s, '', CAST(NULL AS bigint), '', %s, {CODES} "
        f"FROM {MEMBER} m {ROOT} WHERE m.wadah_id = %s AND m.state = 'aktif' AND m.kpj_index <> '' "
        f"AND {corrected} AND NOT EXISTS (SELECT 1 FROM {TABLE} y JOIN mutasi_mutasi z ON z.id = y.mutasi_id "
        "WHERE y.member_id = m.id AND y.act = 'perubahan' AND z.state = 'disetujui' "
        f"AND CAST(z.approved_on AS TEXT) >= CAST({heard} AS TEXT)) AND {FREE}",
        [row.pk, Source.PETUGAS.value, True, row.wadah_id, row.pk],
    )


def forget(row: Mutasi) -> None:
    """Take away what was found and not touched: the next look begins anew."""
    asked = ", ".join(f"'{reason}'" for reason in ASKED_FIRST)
    paid_by_others = f"(SELECT m.payer <> 'self' FROM {MEMBER} m WHERE m.id = member_id)"
    as_found = f"CASE WHEN reason IN ({asked}) THEN {paid_by_others} ELSE %s END"
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {TABLE} WHERE mutasi_id = %s AND note = '' AND source <> %s "
            f"AND is_taken = {as_found}",
            [row.pk, Source.PETUGAS.value, True],
        )
