"""Who lives with whom: couples, their children, single children and the old, within a village.

Every step looks for a partner of about the right age by a sorted key of village and age, so a
regency of a million takes a second.  Ages and villages are never changed: the margins stay met.
"""

from typing import NamedTuple

import numpy as np

from tedung.population.census.ages import ADULT, BANDS, MEN, WOMEN
from tedung.population.census.draws import Flags, Floats, Ints, Rng, by_chance_within, deal, rank_within
from tedung.population.census.labour import moved
from tedung.population.census.margins import BALI, assumed, value

STRIDE = 1_000.0
"""Larger than any age: village times this plus age sorts by both."""
GROWN, SETTLED, JOINING, HOST, OLD, GONE = 18.0, 30.0, 38.0, 40.0, 60.0, 72.0
MOST_MARRIED = 0.95


class Lives(NamedTuple):
    """Persons in the order of their villages: where, which sex, of what age; (n,) each."""

    village: Ints
    sex: Ints
    band: Ints
    """Five-year age."""
    age: Floats
    """Years, with their fraction."""

    def keys(self, who: Ints) -> Floats:
        """Return what sorts persons by village and age."""
        found: Floats = self.village[who] * STRIDE + self.age[who]
        return found


def households(lives: Lives, rng: Rng) -> Ints:
    """Return a number for each person's household: that of one of its members.

    Nobody below 18 lives without an adult where the village has one.
    """
    head = np.arange(len(lives.village))
    husband, wife = _couples(lives, rng)
    head[husband] = wife
    alone = np.ones(len(head), dtype=bool)
    alone[husband] = alone[wife] = False
    chance = rng.random(len(head))
    settled = alone & (lives.sex == WOMEN) & (lives.age >= SETTLED)
    on_her_own = settled & (chance < assumed("households")["on_her_own"])
    hosts = np.sort(np.concatenate([wife, np.flatnonzero(on_her_own)]))
    wanted = len(head) / assumed("households")["size"] - len(hosts)
    _join_parents(head, _at_home(alone & ~on_her_own, wanted, lives, rng), hosts, lives, rng)
    _merge(head, wife, hosts, lives, rng)
    _take_in_children(head, lives, rng)
    return head[head]


def _couples(lives: Lives, rng: Rng) -> tuple[Ints, Ints]:
    """Return husbands and wives, pair by pair, in the order of their ages within a village.

    Husbands are older as far as married men are: the assumed shares by age say so.
    """
    married = _married(lives, rng)
    sides = [_by_village(np.flatnonzero(married & (lives.sex == side)), lives, rng) for side in (MEN, WOMEN)]
    numbers = [np.bincount(lives.village[side], minlength=int(lives.village.max()) + 1) for side in sides]
    fewest = np.minimum(*numbers)
    found = []
    for side in sides:
        chosen = side[rank_within(lives.village[side]) < fewest[lives.village[side]]]
        wobble = rng.normal(0.0, assumed("households")["age_wobble"], len(chosen))
        found.append(chosen[np.argsort(lives.keys(chosen) + wobble, kind="stable")])
    return found[0], found[1]


def _by_village(side: Ints, lives: Lives, rng: Rng) -> Ints:
    """Return persons by village, by chance within it, so that who is left over is anybody."""
    return side[by_chance_within(lives.village[side], rng)]


def _married(lives: Lives, rng: Rng) -> Flags:
    """Return who is married: assumed by sex and age, moved until the published share is met."""
    believed = assumed("households")
    shape = np.zeros((2, BANDS))
    for row, name in ((MEN, "married_L"), (WOMEN, "married_P")):
        shape[row, ADULT:15] = believed[name][:12]
        shape[row, 15:] = believed[name][12]
    cells = lives.sex * BANDS + lives.band
    people = np.bincount(cells, minlength=2 * BANDS).astype(float)
    can = shape.ravel() > 0
    shares = np.zeros(2 * BANDS)
    if people[can].sum():
        wanted = value(BALI, "married") / 100 * len(cells) / people[can].sum()
        shares[can] = moved(shape.ravel()[can], people[can], min(wanted, MOST_MARRIED))
    chosen: Flags = deal(cells, np.stack([1 - shares, shares], axis=1), rng) == 1
    return chosen


def _at_home(alone: Flags, wanted: float, lives: Lives, rng: Rng) -> Flags:
    """Return who of those without a partner lives with others: all children, most single adults and old.

    More of them leave where *wanted* further households could not be had otherwise.
    """
    believed, grown = assumed("households"), lives.age >= GROWN
    leaving = np.where(lives.age >= OLD, 1 - believed["old_at_home"], 1 - believed["single_at_home"])
    leaving = leaving * (alone & grown)
    more = max(wanted / max(leaving.sum(), 1.0), 1.0)
    at_home: Flags = alone & (rng.random(len(alone)) >= leaving * more)
    return at_home


def _join_parents(head: Ints, joining: Flags, hosts: Ints, lives: Lives, rng: Rng) -> None:
    """Let children and single adults live with a mother, the old with a child.

    A single adult whose mother would be past seventy lives with a brother or sister instead.
    """
    if not len(hosts):
        return
    believed, age = assumed("households"), lives.age
    child, old = joining & (age < OLD), joining & (age >= OLD)
    gap = np.clip(rng.normal(believed["mother_at_birth"], believed["mother_spread"], len(head)), 16, 44)
    mother = age + gap
    wanted = np.where(mother < GONE, mother, age + rng.normal(0, 4, len(head)))
    for who, years in ((np.flatnonzero(child), wanted), (np.flatnonzero(old), age - gap)):
        head[who] = _near(hosts, lives, who, years[who], rng)


def _near(hosts: Ints, lives: Lives, who: Ints, wanted: Floats, rng: Rng) -> Ints:
    """Return for each seeker a host of the same village of about the age wanted.

    One of some neighbours in the order of ages, by chance: the next one alone would make
    large families of those who happen to stand apart.  Where the village has no host, that
    of another comes back; `_take_in_children` mends it.
    """
    order = hosts[np.argsort(lives.keys(hosts), kind="stable")]
    at = lives.village[who]
    first = np.searchsorted(lives.village[order], at, side="left")
    last = np.maximum(np.searchsorted(lives.village[order], at, side="right") - 1, first)
    reach = 1 + (last - first) // 40
    step = np.rint((rng.random(len(at)) * 2 - 1) * reach).astype(np.int64)
    place = np.searchsorted(lives.keys(order), at * STRIDE + wanted) + step
    place = np.where(place < first, 2 * first - place, place)  # past an end: as far back inside
    place = np.clip(np.where(place > last, 2 * last - place, place), first, last)
    found: Ints = order[np.minimum(place, len(order) - 1)]
    return found


def _merge(head: Ints, wife: Ints, hosts: Ints, lives: Lives, rng: Rng) -> None:
    """Let young couples live with older ones until households have the assumed mean size."""
    believed = assumed("households")
    count = int(np.count_nonzero(np.bincount(head[head])) - len(head) / believed["size"])
    young, older = wife[lives.age[wife] < JOINING], hosts[lives.age[hosts] >= HOST]
    if count <= 0 or not len(older):
        return
    joining = young[np.sort(rng.permutation(len(young))[:count])]
    gap = np.clip(rng.normal(believed["mother_at_birth"], believed["mother_spread"], len(joining)), 16, 44)
    _move(head, joining, _near(older, lives, joining, lives.age[joining] + gap, rng), lives)


def _take_in_children(head: Ints, lives: Lives, rng: Rng) -> None:
    """Bring whoever was sent to another village home, and a child alone to an adult of the village."""
    numbers = np.arange(len(head))
    strayed = lives.village[head] != lives.village
    head[strayed] = numbers[strayed]
    is_head = head == numbers
    lonely = np.flatnonzero(is_head & (lives.age < GROWN))
    hosts = np.flatnonzero(is_head & (lives.age >= GROWN))
    if len(lonely) and len(hosts):
        wanted = lives.age[lonely] + assumed("households")["mother_at_birth"]
        _move(head, lonely, _near(hosts, lives, lonely, wanted, rng), lives)


def _move(head: Ints, who: Ints, to: Ints, lives: Lives) -> None:
    """Let persons live with others, where these are of their own village."""
    same = lives.village[to] == lives.village[who]
    head[who[same]] = to[same]
