"""Every cover goes into a wadah: as sets, in batches that may be killed and begun again.

Which one: of its payer, the one that asks most; first by group, then by office, unit and place.  A cover
that follows a membership without a hole prolongs it; after a hole it waits until that one has ended.

The first month is the cover's.  Where the agreement lets protection start with the first payment, it is no
month that was over when the cover was placed: nothing paid later would protect it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max, Min, QuerySet

from tedung.office.access.change import changing
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows, insert_select, staging
from tedung.office.events.services import record_select
from tedung.office.jobs.running import batch_of_job, progress
from tedung.office.penetapan.models import Cover
from tedung.office.tasks.services import close_tasks, open_task
from tedung.office.wadah.members import ABOUT_ALL, tell_candidates
from tedung.office.wadah.models import Member, MemberState, Missing, Placing, Wadah
from tedung.office.wadah.queries import starting_on_payment
from tedung.office.wadah.states import MEMBER, move_members, write_steps

BATCH = 50_000
"""Keys of covers that one transaction looks at."""
COVER, PLACING, PERSON = Cover._meta.db_table, Placing._meta.db_table, "people_person"
KEYS = ("payer", "village", "opd_code", "unit_code", "group_code")
WAITING = (
    f"FROM {COVER} c JOIN {PERSON} p ON p.id = c.person_id "
    f"JOIN {PERSON} r ON r.id = COALESCE(p.merged_into_id, p.id) "
    f"WHERE c.until >= %s AND c.until >= c.since AND r.died_on IS NULL "
    f"AND NOT EXISTS (SELECT 1 FROM {PLACING} pl WHERE pl.cover_id = c.id)"
)
"""Covers in force or to come that are in no wadah, of whoever lives."""
CHANGED_REASON = "keputusan"


@dataclass(frozen=True)
class Unplaced:
    """Covers that no wadah takes: what a wadah would have to say to take them, and how many people."""

    payer: str
    village: str
    opd_code: str
    unit_code: str
    group_code: str
    people: int


def place_covers() -> dict[str, int]:
    """Give every cover its membership and every membership its months; tell how many no wadah takes."""
    counts = {"placed": 0}
    ranges = list(_ranges())
    for number, (first, last) in enumerate(ranges, 1):
        with batch_of_job(), changing("wadah.place"):
            counts["placed"] += _place(first, last)
        progress(number, len(ranges) + 1)
    with batch_of_job(), changing("wadah.place"):
        counts["changed"] = _follow_decrees()
        counts["unplaced"] = _kept(unplaced())
        _tell(counts["unplaced"])
    progress(len(ranges) + 1, len(ranges) + 1)
    return counts


def unplaced() -> list[Unplaced]:
    """Return the covers that no wadah takes, the most people first."""
    columns = ", ".join(f"c.{key}" for key in KEYS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}, count(DISTINCT r.id) {WAITING} GROUP BY {columns}", [_today()])
        rows = [Unplaced(*row) for row in cursor.fetchall()]
    rules = _rules(Wadah.everything.all())
    missing = [one for one in rows if _wadah_of((one.payer, *_scope(one)), rules) is None]
    return sorted(missing, key=lambda one: (-one.people, one.payer, *_scope(one)))


def _kept(missing: list[Unplaced]) -> int:
    """Keep what is missing for the page, whatever the village, since one wadah would take them all."""
    found: dict[tuple[str, str, str, str], int] = {}
    for one in missing:
        key = (one.payer, one.opd_code, one.unit_code, one.group_code)
        found[key] = found.get(key, 0) + one.people
    Missing.objects.all().delete()
    columns = ("payer", "opd_code", "unit_code", "group_code", "people")
    copy_rows(Missing._meta.db_table, columns, ((*key, people) for key, people in found.items()))
    return sum(found.values())


def _scope(one: Unplaced) -> tuple[str, str, str, str]:
    return one.village, one.opd_code, one.unit_code, one.group_code


def _today() -> str:
    return clock.today(settings.HOME_REGION).isoformat()


def _ranges() -> Iterator[tuple[int, int]]:
    """Yield ranges of keys in which a cover waits."""
    found = Cover.everything.filter(placing=None, until__gte=_today()).aggregate(
        first=Min("pk"), last=Max("pk")
    )
    if found["first"] is not None:
        for first in range(found["first"], found["last"] + 1, BATCH):
            yield first, min(first + BATCH - 1, found["last"])


Rules = dict[tuple[str, str, str, str, str], int]


def _rules(among: QuerySet[Any, Any]) -> Rules:
    """Return who takes what, by payer, region, office, unit and group."""
    active = among.filter(is_active=True).order_by("pk")
    return {(one.payer, one.region, one.opd_code, one.unit_code, one.group_code): one.pk for one in active}


def _wadah_of(key: tuple[str, str, str, str, str], rules: Rules) -> int | None:
    """Return the wadah that asks most of what a cover has, None where none takes it."""
    payer, village, opd, unit, group = key
    for one_group, one_opd, one_unit, region in product(
        _or_any(group), _or_any(opd), _or_any(unit), _around(village)
    ):
        found = rules.get((payer, region, one_opd, one_unit, one_group))
        if found is not None:
            return found
    return None


def _or_any(code: str) -> tuple[str, ...]:
    return (code, "") if code else ("",)


def _around(village: str) -> list[str]:
    """Return a village and what it lies in, from the nearest; without one, the office's own region."""
    home = settings.HOME_REGION
    parts = village.split(".") if village else []
    found = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return found if home in found else [*found, home]


def _place(first: int, last: int) -> int:
    """Place the covers of a range of keys; return how many went into a wadah."""
    rules = _rules(Wadah.everything.select_for_update())  # two workers never place at once
    within = "AND c.id BETWEEN %s AND %s"
    given: list[str | int] = [_today(), first, last]
    columns = ", ".join(f"c.{key}" for key in KEYS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {columns} {WAITING} {within}", given)
        keys = cursor.fetchall()
    taken = [(*key, wadah) for key in keys if (wadah := _wadah_of(key, rules)) is not None]
    if not taken:
        return 0
    with (
        staging(**dict.fromkeys((*KEYS, "earliest"), "text"), wadah="bigint") as places,
        staging(cover="bigint", person="bigint", wadah="bigint", **dict.fromkeys(MONTHS, "text")) as todo,
    ):
        starts = _earliest()
        copy_rows(places, (*KEYS, "wadah", "earliest"), ((*row, starts.get(row[-1], "")) for row in taken))
        matched = " AND ".join(f"w.{key} = c.{key}" for key in KEYS)
        taken_by = WAITING.replace(" WHERE ", f" JOIN {places} w ON {matched} WHERE ", 1)
        chosen = (
            f"SELECT c.id, r.id, w.wadah, {_later('w.earliest', _month('c.since'))}, {_month('c.until')}, "
            f"{_month('c.since', -1)}, {_month('c.until', 1)} {taken_by} {within}"
        )
        insert_select(todo, ("cover", "person", "wadah", *MONTHS), chosen, given)
        return _rounds(todo)


MONTHS = ("since", "until", "before", "after")


def _month(column: str, shift: int = 0) -> str:
    """Return the SQL of a day's month, or of one before or after it."""
    if connection.vendor == "postgresql":
        return f"to_char({column} + interval '{shift} month', 'YYYY-MM')"
    return f"strftime('%%Y-%%m', {column}, 'start of month', '{shift} months')"


def _later(one: str, other: str) -> str:
    return f"CASE WHEN {one} > {other} THEN {one} ELSE {other} END"


def _earliest() -> dict[int, str]:
    """Return this month of each wadah that can begin no earlier: the payment starts the protection."""
    return dict.fromkeys(starting_on_payment(_today()), _today()[:7])


def _rounds(todo: str) -> int:
    """Begin memberships and prolong them until nothing moves: covers of one person follow each other."""
    placed = 0
    while True:
        begun, joined = _begin(todo), _join(todo)
        placed += joined
        if not begun and not joined:
            return placed
        _stretch(
            f"SELECT pl.member_id FROM {PLACING} pl JOIN {todo} t ON t.cover = pl.cover_id "
            f"JOIN {MEMBER} m ON m.id = pl.member_id WHERE m.cover_id IS NULL OR m.cover_id <> t.cover"
        )


NOT_PLACED = f"NOT EXISTS (SELECT 1 FROM {PLACING} pl WHERE pl.cover_id = t.cover)"
LIVE = (
    f"(SELECT 1 FROM {MEMBER} m WHERE m.person_id = t.person AND m.wadah_id = t.wadah "
    "AND m.state <> 'keluar')"
)
FIRST = (
    "person_id",
    "wadah_id",
    "cover_id",
    "payer",
    "programmes",
    "kpj",
    "kpj_index",
    "state",
    "refused_for",
    "since",
    "until",
    "ended_reason",
    "village",
    "opd_code",
    "unit_code",
    "group_code",
    "made_at",
)


def _begin(todo: str) -> int:
    """Make a membership for the first cover of whoever has none in that wadah."""
    last = Member.everything.aggregate(last=Max("pk"))["last"] or 0
    now = connection.ops.adapt_datetimefield_value(clock.now())
    first = (
        f"SELECT t.*, row_number() OVER (PARTITION BY t.person, t.wadah ORDER BY t.since, t.cover) AS place "
        f"FROM {todo} t WHERE {NOT_PLACED} AND NOT EXISTS {LIVE}"
    )
    known = (
        f"(SELECT k.{{}} FROM {MEMBER} k WHERE k.person_id = t.person AND k.kpj_index <> '' "
        "ORDER BY k.id DESC LIMIT 1)"
    )  # whoever is on the agency's list keeps their number
    kpj, index = (f"COALESCE({known.format(column)}, '')" for column in ("kpj", "kpj_index"))
    made = insert_select(
        MEMBER,
        FIRST,
        f"SELECT t.person, t.wadah, c.id, c.payer, c.programmes, {kpj}, {index}, 'calon', '', "
        "t.since, t.until, '', "
        f"c.village, c.opd_code, c.unit_code, c.group_code, %s FROM ({first}) t "
        f"JOIN {COVER} c ON c.id = t.cover WHERE t.place = 1",
        [now],
    )
    if made:
        new = f"FROM {MEMBER} m WHERE m.id > %s AND m.cover_id IN (SELECT cover FROM {todo})"
        write_steps(f"SELECT m.id, '', m.state {new}", [last])
        record_select(f"SELECT m.person_id {new}", [last], "wadah.placed")
    return made


def _join(todo: str) -> int:
    """Lay covers to the membership that they begin or follow without a hole."""
    return insert_select(
        PLACING,
        ("cover_id", "member_id"),
        f"SELECT t.cover, m.id FROM {todo} t JOIN {MEMBER} m ON m.person_id = t.person "
        f"AND m.wadah_id = t.wadah AND m.state <> 'keluar' AND (m.until = '' OR m.until >= t.before) "
        f"AND m.since <= t.after WHERE {NOT_PLACED}",
    )


def _stretch(members: str) -> int:
    """Let memberships rest on all of their covers: from the first month of any until the last."""
    covers = (
        f"FROM {PLACING} pl JOIN {COVER} c ON c.id = pl.cover_id "
        f"WHERE pl.member_id = {MEMBER}.id AND c.until >= c.since"
    )
    first = f"(SELECT min({_month('c.since')}) {covers})"
    if starts := _earliest():
        own = _later(first, f"CASE WHEN since < '{_today()[:7]}' THEN since ELSE '{_today()[:7]}' END")
        first = f"CASE WHEN wadah_id IN ({', '.join(map(str, starts))}) THEN {own} ELSE {first} END"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {MEMBER} SET since = {first}, "
            f"until = (SELECT max({_month('c.until')}) {covers}), "
            f"cover_id = (SELECT c.id {covers} ORDER BY c.until DESC, c.id DESC LIMIT 1) "
            f"WHERE id IN ({members}) AND EXISTS (SELECT 1 {covers})",
            [],
        )
        return int(cursor.rowcount)


def _follow_decrees() -> int:
    """Shorten memberships whose cover a decree has ended; who never was registered leaves.

    Not decided here: a registered member whose cover was ended before its first month; that is a change
    (*mutasi*) for an officer, for the agency has to be told.
    """
    ended = (
        f"SELECT m.id FROM {MEMBER} m JOIN {PLACING} pl ON pl.member_id = m.id "
        f"JOIN {COVER} e ON e.id = pl.cover_id AND e.ended_by_id IS NOT NULL "
        "WHERE m.state <> 'keluar' AND m.ended_reason = ''"
    )
    valid = (
        f"FROM {PLACING} o JOIN {COVER} v ON v.id = o.cover_id "
        "WHERE o.member_id = m.id AND v.until >= v.since"
    )
    changed = _stretch(f"{ended} AND m.until <> (SELECT max({_month('v.until')}) {valid})")
    left = f"{ended} AND m.state IN ('calon', 'ditolak') AND NOT EXISTS (SELECT 1 {valid})"
    return changed + move_members(
        left, (), MemberState.KELUAR, CHANGED_REASON, sets={"ended_reason": CHANGED_REASON}
    )


def _tell(missing: int) -> None:
    """Ask for the wadah that are missing, and for the files that are to be sent."""
    tell_candidates()
    if not missing:
        close_tasks(*ABOUT_ALL, "wadah.unplaced")
        return
    region, people = settings.HOME_REGION, {"people": missing}
    open_task("wadah.unplaced", "verifikator", about=ABOUT_ALL, path="/wadah/", region=region, params=people)
