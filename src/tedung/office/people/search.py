"""Find a person by part of a name, a misspelt name, a NIK or a phone, within the actor's scope.

Names are looked up by their words (words.py): first as they are typed, then as a part of a word, then with
one letter amiss, until there are enough.  The rarest word, or the scope where that is smaller, is walked
along its index; each person met is asked for the other words and for the scope, by index too.  How alike
the names are decides the order of what was found.
"""

import re
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Q
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from tedung.office.base.crypto import blind_index
from tedung.office.people.models import FormerNik, Person
from tedung.office.people.walking import walk
from tedung.office.people.words import shortened, words

MOST, LOOKED_AT = 25, 200
NIK, PHONE = 16, 8
WORDS = 6
"""Words of what is typed that are looked for; a name has fewer."""
SHARED = 200
"""Words of other names that may stand for a typed one."""
LEAST = 60
FEW = 4
"""Typed words up to which one may be of no name here: each is left out in turn."""
Choice = dict[str, list[str]]
"""For each typed word, those of the names that may stand for it, the nearest first."""


def search(asked: str) -> list[Person]:
    """Return at most 25 persons who may be meant, the likeliest first; aliases lead to their person."""
    typed = " ".join(asked.split())[:80].replace("\0", "")
    digits = re.sub(r"\D", "", typed)
    if len(digits) == NIK:
        return _roots(_by_nik(digits))
    if len(digits) >= PHONE and not re.search(r"[^\W\d]", typed):
        return _roots(list(Person.objects.filter(phone__in=_phones(digits))[:MOST]))
    return _roots(_by_name(typed))


def _by_nik(digits: str) -> list[Person]:
    index = blind_index(digits)
    former = FormerNik.objects.filter(nik_index=index).values_list("person", flat=True)
    return list(Person.objects.filter(Q(nik_index=index) | Q(pk__in=list(former[:MOST])))[:MOST])


def _phones(digits: str) -> list[str]:
    national = digits.removeprefix("62").removeprefix("0")
    return [f"+62{national}"]


def _by_name(typed: str) -> list[Person]:
    """Look for the words as they are; where few have them, for what is nearly so."""
    wanted = words(typed)[:WORDS]
    choice: Choice = {word: [word] for word in wanted}
    found: dict[int, None] = {}
    for widen in (_as_it_is, _within, _nearly):
        choice = widen(choice)
        found |= dict.fromkeys(walk(list(choice.values()), LOOKED_AT))
        if len(found) >= MOST:
            break
    if not found and 1 < len(choice) <= FEW:
        for left_out in choice:
            found |= dict.fromkeys(walk([choice[word] for word in choice if word != left_out], MOST))
    return _likeliest(typed, list(found))


def _as_it_is(choice: Choice) -> Choice:
    return choice


def _within(choice: Choice) -> Choice:
    """Add the words that hold a typed one; those that begin with it come first, the shorter before."""
    shared = {word: list(near) for word, near in choice.items()}
    for found in _asked("word LIKE %s", [f"%{word}%" for word in choice]):
        for word, near in shared.items():
            if word in found and word != found:
                near.append(found)
    for word, near in shared.items():
        near.sort(key=lambda other: (not other.startswith(word), len(other), other))
        del near[SHARED:]
    return shared


def _asked(condition: str, values: list[str]) -> list[str]:
    """Return the words of names that meet any of the conditions."""
    if not values:
        return []
    any_of = " OR ".join([condition] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT word FROM people_word WHERE {any_of}", values)
        return [word for (word,) in cursor.fetchall()]


def _nearly(choice: Choice) -> Choice:
    """Add the words that differ by a slip of one key; leave out a word that no name has or nearly has."""
    keys = {key: None for word in choice for key in shortened(word)}
    if not keys:
        return choice
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT word FROM people_wordkey WHERE key IN ({marks})", list(keys))
        found = [word for (word,) in cursor.fetchall()]
    near = {word: list(dict.fromkeys([*some, *_slips(word, found)])) for word, some in choice.items()}
    return {word: some for word, some in near.items() if some != [word] or word in found}


def _slips(word: str, found: Iterable[str]) -> list[str]:
    """Return which of the words found are one slip away: a letter more, less, other, or two in turn."""
    near = [other for other in found if OSA.distance(word, other, score_cutoff=1) <= 1]
    return sorted(near, key=lambda other: (other != word, abs(len(other) - len(word)), other))[:SHARED]


def _likeliest(typed: str, keys: list[int]) -> list[Person]:
    """Return those in scope whose names are most like what was typed."""
    names = Person.objects.filter(pk__in=keys).values_list("pk", "nama_ktp", "nama_sebutan")
    wanted = typed.casefold()
    told = [(max(_likeness(wanted, name) for name in (card, called)), key) for key, card, called in names]
    best = [key for likeness, key in sorted(told, key=lambda one: (-one[0], one[1])) if likeness >= LEAST]
    people = Person.objects.in_bulk(best[:MOST])
    return [people[key] for key in best[:MOST]]


def _likeness(wanted: str, name: str) -> float:
    name = name.casefold()
    return fuzz.token_set_ratio(wanted, name) * 0.4 + fuzz.partial_ratio(wanted, name) * 0.6


def _roots(people: Sequence[Person]) -> list[Person]:
    """Return each alias's person in its place, once."""
    roots = Person.everything.in_bulk([person.merged_into_id for person in people if person.merged_into_id])
    found = [roots.get(person.merged_into_id or 0, person) for person in people]
    return list({person.pk: person for person in found}.values())
