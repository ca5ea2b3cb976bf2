"""Two lists laid side by side as sets: by KPJ, then by NIK; each line and each member is counted once.

Of the file's lines: same + different + only_there + resting + twice + unread = lines.
Of our members who count in the month: same + different + only_here = ours.
A line that is not active there, of somebody who does not count here either, is `resting`: nothing differs.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.office.base.bulk import copy_rows, insert_select, staging
from tedung.office.base.crypto import encrypt
from tedung.office.base.scratch import scratch
from tedung.office.base.templatetags.tedung import month as month_in_words
from tedung.office.documents.services import read as content_of
from tedung.office.people.meeting import name_keys
from tedung.office.reference.models import Format
from tedung.office.reference.sheets import lines_of
from tedung.office.rekonsiliasi import told
from tedung.office.rekonsiliasi.models import Difference, Field, Kind, Reconciliation
from tedung.office.wadah.formats import KINDS, MEMBERS
from tedung.office.wadah.models import Member, MemberState

COUNTS = ("same", "different", "only_there", "resting", "twice", "unread")
UNREAD = {
    "nobody": gettext_lazy("tidak berisi NIK atau KPJ"),
    "number": gettext_lazy("NIK-nya bukan 16 angka dan KPJ-nya bukan 11 angka"),
}
COUNTED = (MemberState.AKTIF, MemberState.NONAKTIF, MemberState.DIKIRIM)
"""Who is in our list of a month: the agency has them, or has been asked to take them in."""
LEFT_LATER = (
    "(m.state = 'keluar' AND (m.registered_on IS NOT NULL OR m.kpj_index <> '') "
    "AND NOT EXISTS (SELECT 1 FROM wadah_member n WHERE n.person_id = m.person_id "
    "AND n.wadah_id = m.wadah_id AND n.id > m.id AND n.since <= %s))"
)
"""Whom the agency had and who has left since, a month among theirs; who came again in it counts by that."""
TABLE, MEMBER = Difference._meta.db_table, Member._meta.db_table
GIVEN = {
    "line": "bigint",
    "nik": "text",
    "kpj": "text",
    "is_active": "boolean",
    "name": "text",
    "born": "text",
    "since": "text",
    "until": "text",
    "shown_nik": "text",
    "shown_kpj": "text",
}
OURS = {
    "member": "bigint",
    "nik": "text",
    "own_nik": "text",
    "kpj": "text",
    "counts": "boolean",
    "has_left": "boolean",
    "state": "text",
    "name": "text",
    "name_bag": "text",
    "born": "date",
    "since": "text",
    "until": "text",
}
MET = {"line": "bigint", "member": "bigint"}
CODES = ("village", "opd_code", "unit_code", "group_code")
WRITTEN = ("reconciliation_id", "kind", "field", "member_id", "line", "ours", "theirs", "how", "note", *CODES)
SLICE = 20_000
LISTED = 200


class Pair(NamedTuple):
    """A line of the file, and the member it met, if any."""

    line: int
    is_active: bool
    name: str
    born: str
    since: str
    until: str
    shown_nik: str
    shown_kpj: str
    kpj: str
    member: int | None
    counts: bool | None
    has_left: bool | None
    state: str
    our_kpj: str | None
    our_name: str | None
    our_bag: str | None
    our_born: Any
    our_since: str | None
    our_until: str | None
    is_twice: bool
    village: str
    opd_code: str
    unit_code: str
    group_code: str


def compare(row: Reconciliation) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Write the differences of a comparison, inside a change; return its counts and the unread lines."""
    counts = dict.fromkeys(COUNTS, 0)
    unread: list[tuple[int, str]] = []
    form = row.form  # read now: while rows are copied PostgreSQL answers nothing else
    with _file(row) as path, staging(**GIVEN) as given, staging(**OURS) as ours, staging(**MET) as met:
        lines = copy_rows(given, tuple(GIVEN), _given(path, form, unread))
        counts["unread"] = len(unread)
        _ours(row, ours)
        _index(given, ours, met)
        _meet(given, ours, met)
        counts["same"] = _count(f"{_laid(given, ours, met)} WHERE {SURELY_SAME}", [])
        for pairs in _slices(given, ours, met):
            copy_rows(TABLE, WRITTEN, _differing(row, pairs, counts))
        counts["only_here"] = _only_here(row, ours, met)
        counts["ours"] = _count(f"{ours} WHERE counts = %s", [True])
    counts["lines"] = lines + counts["unread"]
    return counts, unread


def _given(path: Path, form: Format, unread: list[tuple[int, str]]) -> Iterator[tuple[Any, ...]]:
    for line in lines_of(path, form, KINDS[MEMBERS].one_of):
        if not any(line.said.values()):
            continue
        found = told.read(line)
        if isinstance(found, str):
            unread.append((line.line, found))
        else:
            yield tuple(found)


def must_have_columns(row: Reconciliation) -> None:
    """Refuse a list that has not the columns of its format; a large one is compared later, by a job."""
    with _file(row) as path:
        next(lines_of(path, row.form, KINDS[MEMBERS].one_of), None)


@contextmanager
def _file(row: Reconciliation) -> Iterator[Path]:
    with scratch() as folder:
        path = folder / row.document.name
        path.write_bytes(content_of(row.document))
        yield path


def _ours(row: Reconciliation, ours: str) -> None:
    """Lay the wadah's members aside, with what is known of each person today."""
    states = ", ".join(f"'{state.value}'" for state in COUNTED)
    insert_select(
        ours,
        tuple(OURS),
        "SELECT m.id, r.nik_index, p.nik_index, m.kpj_index, "
        f"(m.since <= %s AND (m.until = '' OR m.until >= %s) AND (m.state IN ({states}) OR {LEFT_LATER})), "
        "(m.state = 'keluar' AND m.until < %s), "
        "m.state, r.nama_ktp, r.name_bag, r.birth_date, m.since, m.until "
        f"FROM {MEMBER} m JOIN people_person p ON p.id = m.person_id "
        "JOIN people_person r ON r.id = COALESCE(p.merged_into_id, p.id) WHERE m.wadah_id = %s",
        [row.month, row.month, row.month, f"{row.day:%Y-%m}", row.wadah_id],
    )


def _index(given: str, ours: str, met: str) -> None:
    with connection.cursor() as cursor:
        for table, column in (
            *((given, column) for column in ("line", "nik", "kpj")),
            *((ours, column) for column in ("member", "nik", "own_nik", "kpj")),
            *((met, column) for column in ("line", "member")),
        ):
            cursor.execute(f'CREATE INDEX "{table}_{column}" ON "{table}" ("{column}")')


def _meet(given: str, ours: str, met: str) -> None:
    """Lay each line to one member and each member to one line: who counts in the month goes first."""
    for theirs, of_ours in (("kpj", "kpj"), ("nik", "nik"), ("nik", "own_nik")):
        insert_select(
            met,
            ("line", "member"),
            "SELECT line, member FROM ("
            "SELECT g.line, o.member, "
            "row_number() OVER (PARTITION BY g.line ORDER BY o.counts DESC, o.member DESC) AS of_line, "
            "row_number() OVER (PARTITION BY o.member ORDER BY g.line) AS of_member "
            f"FROM {given} g JOIN {ours} o ON o.{of_ours} = g.{theirs} WHERE g.{theirs} <> '' "
            f"AND NOT EXISTS (SELECT 1 FROM {met} x WHERE x.line = g.line) "
            f"AND NOT EXISTS (SELECT 1 FROM {met} x WHERE x.member = o.member)"
            ") f WHERE of_line = 1 AND of_member = 1",
        )


SURELY_SAME = (
    "CASE WHEN o.counts AND g.is_active AND o.state <> 'nonaktif' AND g.name IN ('', o.name) "
    "AND g.born IN ('', CAST(o.born AS text)) AND g.since IN ('', o.since) AND g.until IN ('', o.until) "
    "AND g.kpj IN ('', o.kpj) THEN 1 ELSE 0 END = 1"
)
"""Letter by letter: such a line is the same whatever `differences` would look at; the others are asked."""


def _laid(given: str, ours: str, met: str) -> str:
    return f"{given} g LEFT JOIN {met} x ON x.line = g.line LEFT JOIN {ours} o ON o.member = x.member"


def _slices(given: str, ours: str, met: str) -> Iterator[list[Pair]]:
    """Yield the file's lines that are not surely the same in their order, some thousand at a time."""
    is_twice = (
        f"x.member IS NULL AND (EXISTS (SELECT 1 FROM {ours} t WHERE g.kpj <> '' AND t.kpj = g.kpj) "
        f"OR EXISTS (SELECT 1 FROM {ours} t WHERE g.nik <> '' AND t.nik = g.nik) "
        f"OR EXISTS (SELECT 1 FROM {ours} t WHERE g.nik <> '' AND t.own_nik = g.nik))"
    )
    asked = (
        "SELECT g.line, g.is_active, g.name, g.born, g.since, g.until, g.shown_nik, g.shown_kpj, g.kpj, "
        "o.member, o.counts, o.has_left, o.state, o.kpj, o.name, o.name_bag, o.born, o.since, o.until, "
        f"{is_twice}, m.village, m.opd_code, m.unit_code, m.group_code "
        f"FROM {_laid(given, ours, met)} LEFT JOIN {MEMBER} m ON m.id = x.member "
        f"WHERE g.line > %s AND NOT ({SURELY_SAME}) ORDER BY g.line LIMIT {SLICE}"
    )
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(asked, [last])
            rows = [Pair(*row) for row in cursor.fetchall()]
        if not rows:
            return
        yield rows
        last = rows[-1].line


def _differing(row: Reconciliation, pairs: list[Pair], counts: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    """Yield the differences of some lines and count each line once."""
    for pair in pairs:
        if pair.member is None:
            counts["twice" if pair.is_twice else "only_there" if pair.is_active else "resting"] += 1
            if pair.is_active and not pair.is_twice:
                yield _only_there(row, pair)
        elif not pair.counts and not pair.is_active:
            counts["resting"] += 1
        else:
            found = list(differences(pair))
            if pair.counts:
                counts["different" if found else "same"] += 1
            else:
                counts["only_there"] += 1  # a member who no longer counts here: the status differs
            for field, ours, theirs in found:
                yield _difference(row, pair, field, ours, theirs)


def differences(pair: Pair) -> Iterator[tuple[str, str, str]]:
    """Yield in what a line and its member differ: the field, what we have, what the agency has."""
    if bool(pair.counts) != bool(pair.is_active) or pair.state == MemberState.NONAKTIF:
        yield from _status(pair)
    if not pair.counts:
        return
    if _is_another_name(pair):
        yield Field.NAME, pair.our_name or "", pair.name
    ours = _iso(pair.our_born)
    if pair.born and pair.born != ours:
        yield Field.BIRTH_DATE, ours, pair.born
    if (pair.since and pair.since != pair.our_since) or (pair.until and pair.until != pair.our_until):
        yield Field.MONTHS, _term(pair.our_since, pair.our_until), _term(pair.since, pair.until)
    if pair.kpj and pair.kpj != pair.our_kpj:
        yield Field.KPJ, "", pair.shown_kpj


def _is_another_name(pair: Pair) -> bool:
    """Say whether a name is another by its letters and by its sound; the second is asked where need be."""
    if not pair.name or told.letters(pair.name) == told.letters(pair.our_name or ""):
        return False
    return bool(name_keys(pair.name)[0] != pair.our_bag)


def _status(pair: Pair) -> Iterator[tuple[str, str, str]]:
    rests = pair.counts and (pair.state == MemberState.NONAKTIF or pair.has_left)
    if rests and not pair.is_active:
        return  # both say that it rests, or that it was over on the day of the list
    ours = str(MemberState(pair.state).label)
    if pair.counts and pair.state == MemberState.KELUAR:
        ours = _("aktif sampai %(month)s") % {"month": month_in_words(pair.our_until or "")}
    yield Field.STATUS, ours, _("aktif") if pair.is_active else _("tidak aktif")


def _iso(day: Any) -> str:
    return "" if day is None else str(day)[:10]


def _term(since: str | None, until: str | None) -> str:
    return f"{since or ''} – {until or ''}".strip()


def _only_there(row: Reconciliation, pair: Pair) -> tuple[Any, ...]:
    said = {"name": pair.name, "born": pair.born, "nik": pair.shown_nik, "kpj": pair.shown_kpj}
    theirs = encrypt(json.dumps(said, ensure_ascii=False), f"{TABLE}.theirs")
    codes = (row.region, row.opd_code, row.unit_code, row.group_code)
    return (row.pk, Kind.ONLY_THERE.value, "", None, pair.line, "", theirs, "", "", *codes)


def _difference(row: Reconciliation, pair: Pair, field: str, ours: str, theirs: str) -> tuple[Any, ...]:
    sealed = (encrypt(ours, f"{TABLE}.ours"), encrypt(theirs, f"{TABLE}.theirs"))
    codes = (pair.village, pair.opd_code, pair.unit_code, pair.group_code)
    return (row.pk, Kind.DIFFERENT.value, str(field), pair.member, pair.line, *sealed, "", "", *codes)


def _only_here(row: Reconciliation, ours: str, met: str) -> int:
    codes = ", ".join(f"m.{code}" for code in CODES)
    return insert_select(
        TABLE,
        WRITTEN,
        f"SELECT %s, %s, '', m.id, CAST(NULL AS integer), '', '', '', '', {codes} FROM {ours} o "
        f"JOIN {MEMBER} m ON m.id = o.member WHERE o.counts = %s "
        f"AND NOT EXISTS (SELECT 1 FROM {met} x WHERE x.member = o.member) ORDER BY m.id",
        [row.pk, Kind.ONLY_HERE.value, True],
    )


def _count(of: str, params: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {of}", params)
        return int(cursor.fetchone()[0])


def adds_up(counts: Mapping[str, int]) -> bool:
    """Say whether every line of the file and every member of ours was counted once."""
    of_lines = sum(counts[name] for name in COUNTS) == counts["lines"]
    return of_lines and counts["same"] + counts["different"] + counts["only_here"] == counts["ours"]
