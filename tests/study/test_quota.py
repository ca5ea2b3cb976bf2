"""Selections of people counted by hand, and held to every choice there is."""

from fractions import Fraction
from itertools import product

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tedung.errors import TedungError
from tedung.study.cost import Costs
from tedung.study.fairness import fairness, next_in_line
from tedung.study.floors import read_floors
from tedung.study.people import lots, with_groups
from tedung.study.quota import Floor, FloorError, Terms, select

YEAR = 201_600  # 12 x 16,800


def people(*rows, columns=("village", "sex")):
    """Rows of (id, score, cost, village, sex); cost 0 is not eligible."""
    table = pa.table(
        {
            "person_id": [row[0] for row in rows],
            **{name: [row[3 + at] for row in rows] for at, name in enumerate(columns)},
        }
    )
    amount = np.array([row[2] for row in rows], dtype=np.int64)
    why_not = tuple("" if cost else "too_old" for cost in amount.tolist())
    costs = Costs(tuple(row[0] for row in rows), amount, {}, why_not)
    return table, np.array([row[1] for row in rows], dtype=np.int64), costs


FIVE = people(
    ("a", 90, YEAR, "north", "L"),
    ("b", 80, YEAR, "north", "L"),
    ("c", 70, YEAR, "south", "L"),
    ("d", 60, YEAR, "south", "P"),
    ("e", 99, 0, "south", "P"),
)


def chosen(selection):
    return {key for key, status in zip(selection.ids, selection.status, strict=True) if status == "chosen"}


def said(selection, key):
    return dict(zip(selection.ids, selection.reason, strict=True))[key]


def test_without_floors_the_best_are_chosen():
    selection = select(*FIVE, Terms(2 * YEAR))
    assert chosen(selection) == {"a", "b"}
    assert selection.counts == {"chosen": 2, "reserve": 2, "not_eligible": 1}
    assert (selection.value, selection.bound, selection.greedy_value) == (170, 170, 170)
    reasons = ["by_score", "by_score", "below_line", "below_line", "too_old"]
    assert [said(selection, key) for key in "abcde"] == reasons
    for score, line, reason in zip(selection.score, selection.line, selection.reason, strict=True):
        assert reason == "too_old" or (score >= line) == (reason == "by_score")


def test_ranks_run_in_the_published_order():
    selection = select(*FIVE, Terms(2 * YEAR))
    assert dict(zip(selection.ids, selection.rank.tolist(), strict=True)) == {
        "a": 1,
        "b": 2,
        "c": 1,
        "d": 2,
        "e": 0,
    }


def test_a_floor_lets_one_in_and_says_so():
    selection = select(*FIVE, Terms(2 * YEAR, (Floor("village", "south", 1),)))
    assert chosen(selection) == {"a", "c"}
    (kept,) = selection.floors
    assert (kept.candidates, kept.chosen, kept.is_kept, kept.points_each) == (2, 1, True, 10.0)
    assert (selection.value, selection.bound) == (160, 160)
    sentence = selection.sentences()[2]
    assert "south" in sentence


def test_two_floors_share_a_person():
    floors = (Floor("village", "south", 1), Floor("sex", "P", 1))
    assert chosen(select(*FIVE, Terms(2 * YEAR, floors))) == {"a", "d"}


def test_a_share_is_of_the_chosen():
    """At least 30 % women of three chosen is one woman."""
    selection = select(*FIVE, Terms(3 * YEAR, (Floor("sex", "P", share=Fraction(3, 10)),)))
    assert chosen(selection) == {"a", "b", "d"}
    assert selection.floors[0].is_kept


def test_the_budget_is_never_passed_and_what_is_left_covers_nobody():
    selection = select(*FIVE, Terms(3 * YEAR - 1))
    assert selection.spent == 2 * YEAR
    assert selection.bound > selection.value  # the last rupiah buys a part of a person only on paper


def test_money_for_all_covers_all():
    selection = select(*FIVE, Terms(10 * YEAR))
    assert chosen(selection) == {"a", "b", "c", "d"}
    assert selection.spent == 4 * YEAR


def test_no_money_covers_nobody():
    selection = select(*FIVE, Terms(0))
    assert selection.counts == {"reserve": 4, "not_eligible": 1}


def test_a_point_costs_more_where_a_person_costs_more():
    """80 points for half the money beat 90 for all of it when two fit: 80 + 70 > 90."""
    table = people(("a", 90, 2 * YEAR, "n", "L"), ("b", 80, YEAR, "n", "L"), ("c", 70, YEAR, "n", "L"))
    selection = select(*table, Terms(2 * YEAR))
    assert chosen(selection) == {"b", "c"}


def test_equals_are_drawn_by_lot_and_anybody_can_draw_again():
    rows = [(f"p{i}", 50, YEAR, "n", "L") for i in range(20)]
    selection = select(*people(*rows), Terms(5 * YEAR, seed="undian 2027"))
    keys = [row[0] for row in rows]
    drawn = sorted(keys, key=lambda key: lots("undian 2027", [key])[0])
    assert chosen(selection) == set(drawn[:5])
    assert {said(selection, key) for key in drawn[:5]} == {"by_lot"}
    assert {said(selection, key) for key in drawn[5:]} == {"lot_not_drawn"}
    assert chosen(select(*people(*rows), Terms(5 * YEAR, seed="lain"))) != chosen(selection)


def test_score_goes_before_lots_on_the_line():
    """A place of the floor costs 10 points, which puts both villages on one line; only one such place is due."""
    rows = [(f"n{i}", 40, YEAR, "n", "L") for i in range(300)] + [
        (f"s{i}", 50, YEAR, "s", "L") for i in range(300)
    ]
    selection = select(*people(*rows), Terms(290 * YEAR, (Floor("village", "n", 1),)))
    assert selection.value == selection.bound == 289 * 50 + 40
    assert "by_rounding" not in selection.reason


def test_blocks_draw_the_same_lots_as_one_by_one(monkeypatch):
    """300 equals of three villages, one with a floor: blocks of a few and single people agree."""
    from tedung.study import quota_lp

    rows = [(f"p{i}", 50, YEAR, "nsw"[i % 3], "LP"[i % 2]) for i in range(300)]
    terms = Terms(90 * YEAR, (Floor("village", "n", 60), Floor("sex", "P", share=Fraction(1, 2))))
    single = chosen(select(*people(*rows), terms))
    monkeypatch.setattr(quota_lp, "ONE_BY_ONE", 40)
    blocks = select(*people(*rows), terms)
    assert chosen(blocks) == single
    assert blocks.value == blocks.bound == 90 * 50
    assert "by_rounding" not in blocks.reason


@settings(max_examples=20, deadline=None)
@given(st.integers(20, 200), st.integers(1, 200), st.sampled_from([20, 4_000]), st.text(max_size=5))
def test_among_equals_the_smaller_lots_are_chosen(count, places, one_by_one, seed):
    from tedung.study import quota_lp

    rows = [(f"p{i}", 50, YEAR, "nsw"[i % 3], "LP"[i % 2]) for i in range(count)]
    terms = Terms(
        places * YEAR,
        (Floor("village", "n", min(places, count) // 4), Floor("sex", "P", share=Fraction(1, 3))),
        seed,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quota_lp, "ONE_BY_ONE", one_by_one)
        selection = select(*people(*rows), terms)
    drawn = dict(zip(selection.ids, lots(seed, list(selection.ids)).tolist(), strict=True))
    late = {
        key for key, reason in zip(selection.ids, selection.reason, strict=True) if reason == "by_rounding"
    }
    inside = chosen(selection) - late
    for kind in {row[3:] for row in rows}:
        alike = [row[0] for row in rows if row[3:] == kind and row[0] not in late]
        ins = [drawn[key] for key in alike if key in inside]
        outs = [drawn[key] for key in alike if key not in inside]
        assert not ins or not outs or max(ins) < min(outs)


def test_a_lot_is_the_hash_that_the_page_promises():
    """``printf 'seed\\np1' | sha256sum`` begins with 6d07b6c3c7def751; the first 62 bits of it."""
    assert lots("seed", ["p1"]).tolist() == [0x6D07B6C3C7DEF751 // 4]


def test_a_floor_without_people_is_named():
    with pytest.raises(
        FloorError, match=r"(?s)orangnya tidak cukup.*village south.*kurang 1 orang.*syarat 2"
    ) as caught:
        select(*FIVE, Terms(10 * YEAR, (Floor("village", "north", 1), Floor("village", "south", 3))))
    assert caught.value.shortages == {Floor("village", "south", 3): 1}


def test_a_floor_may_be_content_with_all_there_are():
    selection = select(*FIVE, Terms(3 * YEAR, (Floor("village", "south", 9, or_all=True),)))
    assert chosen(selection) == {"a", "c", "d"}
    assert "atau semua" in selection.floors[0].floor.said
    nobody = people(("a", 1, 0, "n", "L"))
    assert select(*nobody, Terms(YEAR, (Floor("village", "n", 1, or_all=True),))).counts == {
        "not_eligible": 1
    }


def test_floors_beyond_the_budget_say_what_they_need():
    floors = (Floor("village", "north", 2), Floor("village", "south", 1))
    with pytest.raises(FloorError, match=r"memerlukan Rp604\.800, sedangkan anggaran Rp403\.200") as caught:
        select(*FIVE, Terms(2 * YEAR, floors))
    assert caught.value.least_budget == 3 * YEAR
    assert sum(caught.value.shortages.values()) == 1


def test_floors_that_contradict_each_other_are_named():
    floors = (
        Floor("sex", "P", share=Fraction(1)),
        Floor("sex", "L", share=Fraction(1, 2)),
        Floor("village", "north", 1),
    )
    with pytest.raises(FloorError, match="saling bertentangan"):
        select(*FIVE, Terms(10 * YEAR, floors))


def test_nobody_to_choose_from():
    nobody = people(("a", 1, 0, "n", "L"))
    assert select(*nobody, Terms(YEAR)).counts == {"not_eligible": 1}
    with pytest.raises(FloorError, match="yang memenuhi syarat 0"):
        select(*nobody, Terms(YEAR, (Floor("village", "n", 1),)))


def test_an_empty_table():
    table, score, _costs = FIVE
    none = Costs((), np.zeros(0, dtype=np.int64), {}, ())
    assert select(table.slice(0, 0), score[:0], none, Terms(YEAR)).counts == {}


@pytest.mark.parametrize(
    ("terms", "fault"),
    [
        (Terms(-1), "tidak boleh kurang dari nol"),
        (Terms(1, (Floor("village", "north", -1),)), "tidak boleh kurang dari nol"),
        (Terms(1, (Floor("sex", "P", share=Fraction(3, 2)),)), "tidak boleh kurang dari nol"),
        (Terms(1, (Floor("desa", "x", 1),)), "kolom yang tidak ada di tabel: desa"),
    ],
)
def test_terms_that_make_no_sense_are_refused(terms, fault):
    with pytest.raises(TedungError, match=fault):
        select(*FIVE, terms)


def test_costs_of_other_people_are_a_mistake():
    table, score, costs = FIVE
    with pytest.raises(ValueError, match="other people"):
        select(table, score, Costs(costs.ids[::-1], costs.amount, {}, costs.why_not), Terms(1))
    with pytest.raises(ValueError, match="negative"):
        select(table, score - 100, costs, Terms(1))
    with pytest.raises(ValueError, match="4 scores"):
        select(table, score[:4], costs, Terms(1))


ROW = st.tuples(
    st.integers(0, 9), st.sampled_from([0, 1, 2, 3]), st.sampled_from("ns"), st.sampled_from("LP")
)
FLOORS = st.sampled_from(
    [
        (),
        (Floor("village", "n", 1),),
        (Floor("village", "n", 1), Floor("sex", "P", 1)),
        (Floor("sex", "P", share=Fraction(1, 2)),),
        (Floor("village", "s", 2), Floor("sex", "P", share=Fraction(1, 3))),
    ]
)


def keeps(table, picked, floors):
    columns = {name: table[name].to_pylist() for name in ("village", "sex")}
    for floor in floors:
        have = sum(one and columns[floor.column][at] == floor.value for at, one in enumerate(picked))
        if have < floor.least or have < floor.share * sum(picked):
            return False
    return True


def best_of_all(table, score, costs, terms):
    """Return the value of the best of every choice there is; None where none keeps the floors."""
    amount = costs.amount.tolist()
    choices = product(*[(False, True) if cost else (False,) for cost in amount])
    values = [
        sum(value for value, one in zip(score.tolist(), picked, strict=True) if one)
        for picked in choices
        if sum(cost for cost, one in zip(amount, picked, strict=True) if one) <= terms.budget
        and keeps(table, picked, terms.floors)
    ]
    return max(values, default=None)


@settings(max_examples=150, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=8), st.integers(0, 12), FLOORS)
def test_no_choice_beats_the_bound_and_every_floor_is_kept(rows, budget, floors):
    table = people(*[(f"p{at}", *row) for at, row in enumerate(rows)])
    terms = Terms(budget, floors)
    best = best_of_all(*table, terms)
    try:
        selection = select(*table, terms)
    except FloorError:
        assert best is None or best == 0  # an empty choice keeps shares only
        return
    assert selection.spent <= budget
    assert sum(selection.counts.values()) == len(rows)
    if best is not None:
        assert all(kept.is_kept for kept in selection.floors)
        assert selection.value <= best <= selection.bound
        assert selection.value >= best - max(score_of for score_of, *_ in rows)  # at most one person off


@settings(max_examples=100, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=10), st.integers(0, 12), st.integers(0, 3))
def test_at_one_price_and_one_kind_of_floor_the_choice_is_the_best_there_is(rows, budget, least):
    """Floors on villages alone make a matroid: the programme has whole vertices."""
    rows = [(value, min(cost, 1), village, sex) for value, cost, village, sex in rows]
    table = people(*[(f"p{at}", *row) for at, row in enumerate(rows)])
    terms = Terms(budget, (Floor("village", "n", least),))
    best = best_of_all(*table, terms)
    assume(best is not None)
    selection = select(*table, terms)
    assert selection.value == best == selection.bound
    assert selection.fractions == 0


@settings(max_examples=40, deadline=None)
@given(st.lists(ROW, min_size=2, max_size=12), st.integers(1, 12), FLOORS, st.randoms())
def test_the_order_of_the_rows_changes_nobodys_place(rows, budget, floors, random):
    named = [(f"p{at}", *row) for at, row in enumerate(rows)]
    shuffled = random.sample(named, len(named))
    try:
        one = select(*people(*named), Terms(budget, floors))
    except FloorError:
        return
    other = select(*people(*shuffled), Terms(budget, floors))
    places = [
        dict(zip(each.ids, zip(each.status, each.rank.tolist(), strict=True), strict=True))
        for each in (one, other)
    ]
    assert places[0] == places[1]


def test_fairness_counts_everybody_once_a_column():
    table, score, costs = FIVE
    selection = select(table, score, costs, Terms(2 * YEAR))
    from datetime import date

    rows = fairness(table, selection, date(2027, 1, 1)).to_pylist()
    south = next(row for row in rows if row["group"] == "south")
    assert (south["people"], south["not_eligible"], south["chosen"], south["left_out"]) == (3, 1, 0, 2)
    assert (south["per_mille"], south["per_mille_all"]) == (0, 500)
    men = next(row for row in rows if row["group"] == "L")
    assert (men["chosen"], men["left_out"], men["per_mille"]) == (2, 1, 667)
    for column in ("village", "sex"):
        assert sum(row["people"] for row in rows if row["grouped_by"] == column) == 5


def test_floors_may_be_set_by_district_and_age():
    """On 1 January 2027: 17, 18, 24, 25 and 65 years; a village's code begins with its district's."""
    from datetime import date

    born = [date(2009, 1, 2), date(2009, 1, 1), date(2002, 1, 2), date(2002, 1, 1), date(1962, 1, 1), None]
    table = pa.table({"village": ["51.71.04.1001"] * 5 + [None], "birth_date": pa.array(born, pa.date32())})
    made = with_groups(table, date(2027, 1, 1))
    assert made["age_band"].to_pylist() == ["0-17", "18-24", "18-24", "25-34", "65+", ""]
    assert made["district"].to_pylist() == ["51.71.04"] * 5 + [None]
    assert with_groups(made, date(2027, 1, 1)) == made


def test_the_reserve_moves_up_in_its_order_and_mends_a_floor_first():
    table, score, costs = FIVE
    terms = Terms(2 * YEAR, (Floor("village", "south", 1),))
    selection = select(table, score, costs, terms)
    assert chosen(selection) == {"a", "c"}
    assert next_in_line(table, selection, ["a"]) == ["b"]
    assert next_in_line(table, selection, ["c"]) == ["d"]
    assert next_in_line(table, selection, ["a", "c"]) == ["d", "b"]
    with pytest.raises(KeyError):
        next_in_line(table, selection, ["b"])


def test_nobody_moves_up_against_a_floor():
    """Half must be women: when the only one leaves, no man may take the place, though another floor lets him."""
    table, score, costs = FIVE
    terms = Terms(2 * YEAR, (Floor("sex", "P", share=Fraction(1, 2)), Floor("village", "north", 1)))
    selection = select(table, score, costs, terms)
    assert chosen(selection) == {"a", "d"}
    assert next_in_line(table, selection, ["d"]) == []


def test_floors_from_a_file(tmp_path):
    path = tmp_path / "batas.toml"
    path.write_text(
        '[[floor]]\ncolumn = "village"\neach = true\nleast = 1\n\n[[floor]]\ncolumn = "sex"\nvalue = "P"\nshare = 0.45\n',
        "utf-8",
    )
    assert read_floors(path, FIVE[0]) == (
        Floor("village", "north", 1),
        Floor("village", "south", 1),
        Floor("sex", "P", share=Fraction(9, 20)),
    )


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ('[[floor]]\ncolumn = "sex"\nvalue = "P"', "batas ke-1: tulis column"),
        ('[[floor]]\ncolumn = "sex"\nvalue = "P"\nleast = 1\nshare = 0.5', "batas ke-1"),
        ('[[floor]]\ncolumn = "sex"\nvalue = "P"\nleast = -1', "batas ke-1"),
        ('[[floor]]\ncolumn = "sex"\nvalue = "P"\nshare = 1.5', "batas ke-1"),
        ('[[floor]]\ncolumn = "sex"\nvalue = "P"\nshare = nan', "batas ke-1"),
        ('[[floor]]\ncolumn = "sex"\nvalue = "P"\nleast = 1\nor_all = 3', "batas ke-1"),
        ('[[floor]]\ncolumn = "sex"\nvalue = "P"\nshare = 0.5\nor_all = true', "batas ke-1"),
        ('[[floor]]\ncolumn = "sex"\neach = true\nvalue = "P"\nleast = 1', "batas ke-1"),
        ('[[floor]]\ncolumn = "sex"\nvalue = "P"\nleast = 1\n' * 2, r"(?s)batas ke-2: .*sudah ada"),
        ('[[floor]]\ncolumn = "sex"\nvalue = "W"\nleast = 1', "tidak dimiliki seorang pun: sex W"),
        ("floor = 3", "bukan berkas TOML"),
        ("[[floor", "bukan berkas TOML"),
    ],
)
def test_faulty_floors_are_refused_in_a_sentence(tmp_path, toml, fault):
    path = tmp_path / "batas.toml"
    path.write_text(toml, "utf-8")
    with pytest.raises(TedungError, match=fault):
        read_floors(path, FIVE[0])
