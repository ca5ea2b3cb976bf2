"""Who lives with whom: couples, their children, single children and the old, within a village.

Every step looks for a partner of about the right age by a sorted key of village and age, so a
regency of a million takes a second.  Ages and villages are never changed: the margins stay met.
"""

import numpy as np

from tedung.population.census.ages import MEN, WOMEN
from tedung.population.census.draws import Flags, Floats, Ints, Rng, by_chance_within, deal, rank_within
from tedung.population.census.labour import moved
from tedung.population.census.margins import assumed, value

STRIDE = 1_000.0
"""Larger than any age: village times this plus age sorts by both."""
ADULT_AGE, JOINING, HOST = 18.0, 38.0, 40.0


def households(village: Ints, sex: Ints, band: Ints, age: Floats, rng: Rng) -> Ints:
    """Return a number for each person's household: that of one of its members.

    village: (n,) in ascending order; age in years.  Nobody below 18 lives without an adult
    where the village has one.
    """
    head = np.arange(len(village))
    husband, wife = _couples(village, sex, band, age, rng)
    head[husband] = wife
    _join_parents(head, wife, village, sex, age, husband, rng)
    _merge(head, wife, village, age, rng)
    _take_in_children(head, village, age, rng)
    return head[head]


def _couples(village: Ints, sex: Ints, band: Ints, age: Floats, rng: Rng) -> tuple[Ints, Ints]:
    """Return husbands and wives, pair by pair: by age, with the husband some years older."""
    married = _married(sex, band, rng)
    sides = [_kept(np.flatnonzero(married & (sex == side)), village, rng) for side in (MEN, WOMEN)]
    numbers = [np.bincount(village[side], minlength=int(village.max()) + 1) for side in sides]
    fewest = np.minimum(*numbers)
    older = assumed("households")["husband_older"]
    found = []
    for side, shift in zip(sides, (0.0, older), strict=True):
        chosen = side[rank_within(village[side]) < fewest[village[side]]]
        wobble = rng.normal(0.0, 2.5, len(chosen))
        found.append(
            chosen[np.argsort(village[chosen] * STRIDE + age[chosen] + shift + wobble, kind="stable")]
        )
    return found[0], found[1]


def _kept(side: Ints, village: Ints, rng: Rng) -> Ints:
    """Return persons by village, by chance within it, so that who is left over is anybody."""
    return side[by_chance_within(village[side], rng)]


def _married(sex: Ints, band: Ints, rng: Rng) -> Flags:
    """Return who is married: assumed by sex and age, moved until the published share is met."""
    believed = assumed("households")
    shape = np.zeros((2, 18))
    for row, name in ((MEN, "married_L"), (WOMEN, "married_P")):
        shape[row, 3:15] = believed[name][:12]
        shape[row, 15:] = believed[name][12]
    people = np.bincount(sex * 18 + band, minlength=36).astype(float)
    can = shape.ravel() > 0
    wanted = value("51", "married") / 100 * len(sex) / max(people[can].sum(), 1)
    shares = np.zeros(36)
    if people[can].sum():
        shares[can] = moved(shape.ravel()[can], people[can], min(wanted, 0.95))
    return deal(sex * 18 + band, np.stack([1 - shares, shares], axis=1), rng) == 1


def _join_parents(
    head: Ints, wife: Ints, village: Ints, sex: Ints, age: Floats, husband: Ints, rng: Rng
) -> None:
    """Let children and most single adults live with a mother, most of the old who are alone with a child."""
    if not len(wife):
        return
    believed = assumed("households")
    alone = np.ones(len(head), dtype=bool)
    alone[husband] = alone[wife] = False
    chance = rng.random(len(head))
    child = alone & ((age < ADULT_AGE) | ((age < 60) & (chance < believed["single_at_home"])))
    old = alone & (age >= 60) & (chance < believed["old_at_home"])
    gap = np.clip(rng.normal(believed["mother_at_birth"], believed["mother_spread"], len(head)), 16, 44)
    head[child] = _nearest(wife, village, age, village[child], (age + gap)[child])
    head[old] = _nearest(wife, village, age, village[old], (age - gap)[old])


def _nearest(hosts: Ints, village: Ints, age: Floats, at: Ints, wanted: Floats) -> Ints:
    """Return for each seeker the host of the same village whose age is the next above the one wanted.

    Where the village has none, the nearest village's host is no answer: the seeker stays alone (-1 is
    never returned; `_take_in_children` finds a home for whoever is too young).
    """
    order = hosts[np.argsort(village[hosts] * STRIDE + age[hosts], kind="stable")]
    keys = village[order] * STRIDE + age[order]
    first = np.searchsorted(village[order], at, side="left")
    last = np.searchsorted(village[order], at, side="right") - 1
    place = np.clip(np.searchsorted(keys, at * STRIDE + wanted), first, np.maximum(last, first))
    return order[np.minimum(place, len(order) - 1)]


def _merge(head: Ints, wife: Ints, village: Ints, age: Floats, rng: Rng) -> None:
    """Let young couples live with older ones until households have the assumed mean size."""
    wanted = len(head) / assumed("households")["size"]
    count = int(len(np.unique(head[head])) - wanted)
    young, hosts = wife[age[wife] < JOINING], wife[age[wife] >= HOST]
    if count <= 0 or not len(hosts):
        return
    joining = young[np.sort(rng.permutation(len(young))[:count])]
    gap = np.clip(rng.normal(assumed("households")["mother_at_birth"], 5.0, len(joining)), 16, 44)
    found = _nearest(hosts, village, age, village[joining], age[joining] + gap)
    same = village[found] == village[joining]
    head[joining[same]] = found[same]


def _take_in_children(head: Ints, village: Ints, age: Floats, rng: Rng) -> None:
    """Bring everybody who was sent to another village, or is a child alone, to a head of their own village."""
    numbers = np.arange(len(head))
    strayed = village[head] != village
    head[strayed] = numbers[strayed]
    lonely = (head == numbers) & (age < ADULT_AGE)
    hosts = np.flatnonzero((head == numbers) & (age >= ADULT_AGE))
    if lonely.any() and len(hosts):
        found = _nearest(hosts, village, age, village[lonely], age[lonely] + 27 + 0 * rng.random())
        seekers = numbers[lonely]
        same = village[found] == village[seekers]
        head[seekers[same]] = found[same]
