"""Who receives: PP 44/2015 Pasal 37 ayat (4)-(5), Pasal 40 ayat (2).  Names here are keys of a graph."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.law.heirs import RELATIONS, Family, entitled, relations, shares

WHOLE = Family(
    parents={
        "self": ["father", "mother"],
        "father": ["grandfather"],
        "mother": ["grandmother"],
        "grandfather": ["great-grandfather"],
        "sister": ["father", "mother"],
        "half-brother": ["father"],
        "son": ["self", "wife"],
        "daughter": ["wife", "self"],
        "grandson": ["son"],
        "great-grandson": ["grandson"],
        "wife": ["her-father"],
        "stepson": ["wife"],
        "nephew": ["sister"],
    },
    spouses={"self": ["wife"], "sister": ["brother-in-law"]},
    will=["friend", "son"],
)


def test_the_relation_of_everybody():
    assert relations(WHOLE, "self") == {
        "wife": "spouse",
        "son": "child",
        "daughter": "child",
        "father": "parent",
        "mother": "parent",
        "grandfather": "grandparent",
        "grandmother": "grandparent",
        "grandson": "grandchild",
        "sister": "sibling",
        "half-brother": "sibling",
        "her-father": "parent_in_law",
        "friend": "will",
    }


def without(*dead):
    return entitled(relations(Family(WHOLE.parents, WHOLE.spouses, frozenset(dead), WHOLE.will), "self"))


def test_rank_after_rank():
    first = {"wife", "son", "daughter"}
    assert without() == (1, ("wife", "son", "daughter"))
    assert without("wife") == (1, ("son", "daughter"))
    assert without(*first) == (2, ("father", "mother", "grandfather", "grandmother", "grandson"))
    second = first | {"father", "mother", "grandfather", "grandmother", "grandson"}
    assert without(*second) == (3, ("sister", "half-brother"))
    assert without(*second, "sister", "half-brother") == (4, ("her-father",))
    assert without(*second, "sister", "half-brother", "her-father") == (5, ("friend",))
    assert without(*second, "sister", "half-brother", "her-father", "friend") == (0, ())


def test_a_grandchild_of_a_dead_child_is_of_the_blood_line():
    family = Family(parents={"son": ["self"], "grandson": ["son"]}, dead=frozenset({"son"}))
    assert entitled(relations(family, "self")) == (2, ("grandson",))


def test_a_marriage_stands_on_either_side():
    assert relations(Family(spouses={"husband": ["self"]}), "self") == {"husband": "spouse"}


def test_nobody():
    assert relations(Family(), "self") == {}
    assert entitled({}) == (0, ())


def test_a_graph_that_bites_its_tail():
    family = Family(parents={"self": ["self", "son"], "son": ["self"]}, spouses={"self": ["self"]})
    assert relations(family, "self") == {"son": "child"}


@pytest.mark.parametrize(
    ("amount", "people", "each"),
    [
        (42_000_000, "a", [42_000_000]),
        (42_000_000, "abc", [14_000_000] * 3),
        (10, "abc", [4, 3, 3]),
        (0, "ab", [0, 0]),
    ],
)
def test_equal_shares(amount, people, each):
    assert list(shares(amount, people).values()) == each


@pytest.mark.parametrize("people", [[], ["a", "a"]])
def test_no_shares_for_nobody_or_somebody_twice(people):
    with pytest.raises(ValueError, match="once"):
        shares(10, people)


@given(st.integers(0, 10**12), st.integers(1, 40))
def test_shares_add_up_and_differ_by_a_rupiah_at_most(amount, count):
    found = shares(amount, [str(number) for number in range(count)])
    assert sum(found.values()) == amount
    assert max(found.values()) - min(found.values()) <= 1
    assert min(found.values()) >= 0


@given(st.dictionaries(st.text(min_size=1), st.sampled_from(RELATIONS)), st.integers())
def test_the_order_of_the_list_decides_nothing_but_the_odd_rupiah(people, seed):
    shuffled = list(people.items())
    random.Random(seed).shuffle(shuffled)
    one, other = entitled(people), entitled(dict(shuffled))
    assert one.rank == other.rank
    assert set(one.people) == set(other.people)


@given(st.dictionaries(st.text(min_size=1), st.sampled_from(RELATIONS), min_size=1))
def test_a_rank_takes_all_that_stand_in_it_and_nobody_behind(people):
    rank, takers = entitled(people)
    assert rank
    ranks = [
        ("spouse", "child"),
        ("parent", "grandparent", "grandchild"),
        ("sibling",),
        ("parent_in_law",),
        ("will",),
    ]
    assert {people[one] for one in takers} <= set(ranks[rank - 1])
    assert not {relation for before in ranks[: rank - 1] for relation in before} & set(people.values())
    assert len(takers) == sum(relation in ranks[rank - 1] for relation in people.values())
