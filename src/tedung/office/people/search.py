"""Find a person by part of a name, a misspelt name, a NIK or a phone, within the actor's scope.

SQLite keeps the names in a full-text table of trigrams; PostgreSQL has pg_trgm.  Both return a bounded
number of candidates; how alike the names are decides their order.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Q
from rapidfuzz import fuzz

from tedung.office.access.actor import Actor, current
from tedung.office.access.scope import VILLAGE, is_everywhere
from tedung.office.base.crypto import blind_index
from tedung.office.people.models import FormerNik, Person, Visibility

MOST, LOOKED_AT = 25, 400
SHORTEST = 3
NIK, PHONE = 16, 8


def search(asked: str) -> list[Person]:
    """Return at most 25 persons who may be meant, the likeliest first; aliases lead to their person."""
    words = " ".join(asked.split())[:80].replace("\0", "")
    digits = re.sub(r"\D", "", words)
    if len(digits) == NIK:
        return _roots(_by_nik(digits))
    if len(digits) >= PHONE and not re.search(r"[^\W\d]", words):
        return _roots(list(Person.objects.filter(phone__in=_phones(digits))[:MOST]))
    if len(words.replace(" ", "")) < SHORTEST:
        return []
    return _roots(_by_name(words))


def _by_nik(digits: str) -> list[Person]:
    index = blind_index(digits)
    former = FormerNik.objects.filter(nik_index=index).values("person")
    return list(Person.objects.filter(Q(nik_index=index) | Q(pk__in=former))[:MOST])


def _phones(digits: str) -> list[str]:
    national = digits.removeprefix("62").removeprefix("0")
    return [f"+62{national}"]


def _by_name(words: str) -> list[Person]:
    """Look for the words as they are; where few have them, for names that are nearly so."""
    found = _candidates(words, is_exact=True)
    if len(found) < MOST:
        found = list(dict.fromkeys([*found, *_candidates(words, is_exact=False)]))
    people = list(Person.objects.filter(pk__in=found[:LOOKED_AT]))
    wanted = words.casefold()
    people.sort(key=lambda person: (-_likeness(wanted, person), person.pk))
    return [person for person in people if _likeness(wanted, person) >= LEAST][:MOST]


LEAST = 60
NEARLY = "0.35"  # of the trigrams of a word: one letter of six may be wrong


def _likeness(wanted: str, person: Person) -> float:
    names = (person.nama_ktp.casefold(), person.nama_sebutan.casefold())
    return max(
        fuzz.token_set_ratio(wanted, name) * 0.4 + fuzz.partial_ratio(wanted, name) * 0.6 for name in names
    )


def _candidates(words: str, *, is_exact: bool) -> list[int]:
    make = _postgresql if connection.vendor == "postgresql" else _sqlite
    select, given = make(words, is_exact)
    if not select:
        return []
    scope, codes = _scope(current())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, false)", [NEARLY])
        again = given if "<<->" in select else []
        cursor.execute(select.format(scope=scope, most=LOOKED_AT), [*given, *codes, *again])
        return [row[0] for row in cursor.fetchall()]


def _sqlite(words: str, is_exact: bool) -> tuple[str, list[str]]:
    parts = [part for part in re.findall(r"\w+", words) if len(part) >= SHORTEST]
    if is_exact:
        match = " AND ".join(f'"{part}"' for part in parts)
    else:
        grams = {part[at : at + 3].casefold() for part in parts for at in range(len(part) - 2)}
        match = " OR ".join(f'"{gram}"' for gram in sorted(grams))
    order = "" if is_exact else " ORDER BY rank"
    select = "SELECT rowid FROM people_search WHERE people_search MATCH %s{scope}" + order + " LIMIT {most}"
    return (select, [match]) if match else ("", [])


NAMES = "(nama_ktp || ' ' || nama_sebutan)"


def _postgresql(words: str, is_exact: bool) -> tuple[str, list[str]]:
    if is_exact:
        parts = [part for part in words.split() if len(part) >= SHORTEST]
        where = " AND ".join([f"{NAMES} ILIKE %s"] * len(parts))
        given = [f"%{_plain(part)}%" for part in parts]
        return (
            (f"SELECT id AS rowid FROM people_person WHERE {where}{{scope}} LIMIT {{most}}", given)
            if parts
            else ("", [])
        )
    select = (
        f"SELECT id AS rowid FROM people_person WHERE %s <%% {NAMES}{{scope}} "
        f"ORDER BY %s <<-> {NAMES} LIMIT {{most}}"
    )
    return select, [words]  # the order asks the same words again: see _candidates


def _plain(part: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", part)


def _scope(actor: Actor) -> tuple[str, Sequence[Any]]:
    """Return the condition that keeps what the actor sees, and its values."""
    grants = actor.scopes("people.view")
    if actor.is_system or any(is_everywhere(grant) for grant in grants):
        return "", []
    table = Visibility._meta.db_table
    key = "id" if connection.vendor == "postgresql" else "rowid"
    if not grants:
        return " AND 1 = 0", []
    seen, codes = [], []
    for grant in grants:
        if grant.kind == "region":
            if grant.code.count(".") >= VILLAGE:  # nothing lies below: an index answers
                seen.append("(kind = 'region' AND code = %s)")
                codes.append(grant.code)
                continue
            seen.append("(kind = 'region' AND (code = %s OR code LIKE %s))")
            codes += [grant.code, f"{_plain(grant.code)}.%"]
        else:
            seen.append("(kind = %s AND code = %s)")
            codes += [grant.kind, grant.code]
    return f" AND {key} IN (SELECT person_id FROM {table} WHERE {' OR '.join(seen)})", codes


def _roots(people: Sequence[Person]) -> list[Person]:
    """Return each alias's person in its place, once."""
    roots = Person.everything.in_bulk([person.merged_into_id for person in people if person.merged_into_id])
    found = [roots.get(person.merged_into_id or 0, person) for person in people]
    return list({person.pk: person for person in found}.values())
