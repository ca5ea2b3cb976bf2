"""Walk one index for whoever has all the words and is in the actor's scope, and stop when there are enough.

Neither database knows how common a word is, so the ends of the lists are felt for first: the shortest is
walked, whoever is met on it is asked for the rest.  All of it is index entries; no name is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from tedung.office.access.actor import current
from tedung.office.access.scope import VILLAGE, is_everywhere
from tedung.office.people.models import NameWord, Visibility

FAR = 20_000
"""How far a list is felt for: beyond, any is long."""
FEW = 5_000
"""Up to so many, to read and sort all whom an actor sees is quicker than to ask everybody in turn."""
NEAR = 60
"""How many of the words that may stand for a typed one each person is asked for."""
NAMED, SEEN = NameWord._meta.db_table, Visibility._meta.db_table


@dataclass
class Part:
    """A piece of a statement with its values."""

    sql: str
    values: list[str] = field(default_factory=list)


def walk(looked_for: Sequence[list[str]], most: int) -> list[int]:
    """Return at most so many persons: of each group of words they have one; nearer words come first."""
    scope = _scope()
    if scope == [] or not looked_for:
        return []
    ends = [Part(f"SELECT 1 FROM {NAMED} WHERE word IN ({_marks(group)})", group) for group in looked_for]
    if scope is not None and all("LIKE" not in part.sql for part in scope):
        seen = " UNION ALL ".join(f"SELECT 1 FROM {SEEN} WHERE {part.sql}" for part in scope)
        ends.append(Part(seen, _values(scope)))
    shortest, length = _shortest(ends)
    is_by_scope, is_long = shortest == len(looked_for), length >= FAR
    rest = [_has(group, is_long=is_long) for place, group in enumerate(looked_for) if place != shortest]
    if scope is not None and not is_by_scope:
        rest.append(_in_scope(scope, is_long=is_long))
    starts = scope if is_by_scope else [Part("word = %s", [word]) for word in looked_for[shortest]]
    return _walked(SEEN if is_by_scope else NAMED, starts or [], rest, most)


def few_seen() -> list[int] | None:
    """Return the persons whom the actor sees where an index tells that they are few, else None."""
    scope = _scope()
    if scope is None or any("LIKE" in part.sql for part in scope):
        return None
    found = _walked(SEEN, scope, [], FEW + 1)
    return None if len(found) > FEW else found


def _scope() -> list[Part] | None:
    """Return the conditions by which the actor sees a person, any of which is enough; None: everybody."""
    grants = current().scopes("people.view")
    if current().is_system or any(is_everywhere(grant) for grant in grants):
        return None
    found = []
    for grant in grants:
        part = Part("kind = %s AND code = %s", [grant.kind, grant.code])
        if grant.kind == "region" and grant.code.count(".") < VILLAGE:
            part = Part("kind = %s AND (code = %s OR code LIKE %s)", [*part.values, f"{grant.code}.%"])
        found.append(part)
    return found


def _marks(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _values(parts: Sequence[Part]) -> list[str]:
    return [value for part in parts for value in part.values]


def _shortest(ends: list[Part]) -> tuple[int, int]:
    """Return the place of the shortest list and its length, each felt for no farther than needed."""
    if len(ends) == 1:
        return 0, 0
    counts = ", ".join(f"(SELECT count(*) FROM ({end.sql} LIMIT {FAR}) AS felt)" for end in ends)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", _values(ends))
        lengths = cursor.fetchone()
    return min(((place, length) for place, length in enumerate(lengths)), key=lambda end: end[1])


def _has(group: list[str], *, is_long: bool) -> Part:
    """Return the condition that a person walked past has one of the words."""
    near = group[:NEAR]
    rows = f"{NAMED} o WHERE o.person_id = walked.person_id AND o.word IN ({_marks(near)})"
    return Part(_exists(rows, is_long=is_long and len(near) == 1), near)


def _in_scope(scope: list[Part], *, is_long: bool) -> Part:
    seen = " OR ".join(f"({part.sql})" for part in scope)
    rows = f"{SEEN} s WHERE s.person_id = walked.person_id AND ({seen})"
    return Part(_exists(rows, is_long=is_long and len(scope) == 1), _values(scope))


def _exists(rows: str, *, is_long: bool) -> str:
    """Return the condition that there is such a row, asked for each person who is met.

    With an offset PostgreSQL does not turn it about and read all that have one; where every list is long,
    it may: it runs down them side by side.
    """
    return f"EXISTS (SELECT 1 FROM {rows}{'' if is_long else ' LIMIT 1 OFFSET 0'})"


def _walked(table: str, starts: list[Part], rest: list[Part], most: int) -> list[int]:
    """Walk each start along its index, one after the other, until there are enough."""
    asked = "".join(f" AND {part.sql}" for part in rest)
    arm = (
        "SELECT person_id FROM (SELECT walked.person_id FROM {table} walked WHERE {start}{asked} "
        "ORDER BY walked.person_id LIMIT {most}) AS met{place}"
    )
    arms = [
        arm.format(table=table, start=start.sql, asked=asked, most=most, place=place)
        for place, start in enumerate(starts)
    ]
    values = [value for start in starts for value in [*start.values, *_values(rest)]]
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(arms)} LIMIT {most}", values)
        return [key for (key,) in cursor.fetchall()]
