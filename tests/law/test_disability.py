"""Partial disability: the table of Annex III, read in PP 53/2012, 47 rows of percent."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.law import disability, law_on
from tedung.law.facts import Facts, FactsError
from tedung.law.kinds import rule

ON = date(2024, 5, 1)
LAW = law_on(ON)


def ask(*losses, upah=1_000_000, **more):
    facts = {"segment": "pu", "upah": upah, "event_date": "2024-05-01", "arrears_months": 0, **more}
    return rule("jkk_partial_disability")(Facts({**facts, "losses": list(losses)}), ON)


def percent(*losses, **more):
    """The answer in percent of 80 months: with a wage of Rp1,250,000 each percent is Rp1,000,000."""
    answer = ask(*losses, upah=1_250_000, **more)
    assert answer.status == "payable"
    return Decimal(answer.total) / 1_000_000


def faults(*losses):
    with pytest.raises(FactsError) as told:
        ask(*losses)
    return told.value.faults


def test_the_right_arm_at_the_shoulder():
    """Facts D11: base 1 million 32 million, wage 4 million 128 million."""
    assert ask({"row": "D01", "side": "right"}, left_handed=False).total == 32_000_000
    assert ask({"row": "D01", "side": "right"}, left_handed=False, upah=4_000_000).total == 128_000_000


# PP 53/2012 Lampiran II bagian II, read row by row in the facts (section 4.1), not in the program's table.
PRINTED = """
1 40  2 35  3 35  4 30  5 32  6 28  7 70  8 35  9 50  10 25  11 70  12 35  13 40  14 20  15 15  16 12
17 9  18 7  19 4  20 3  21 4.5  22 3.5  23 2  24 1.5  25 5  26 3  27 2  29 30  30a 10  30b 20  30c 30
33 5  34 10  35 30  36 15  37 10  38a 40  38b 20  38c 5  39 70  42 10
"""


@pytest.mark.parametrize(("row", "worth"), [*zip(*[iter(PRINTED.split())] * 2, strict=True)])
def test_every_row_with_one_percentage(row, worth):
    assert percent({"row": row}) == Decimal(worth)


def test_the_table_has_47_rows():
    assert len(disability.table()) == 47


@pytest.mark.parametrize("given", ["D30b", "30b", "d30B", " D30b "])
def test_a_row_by_any_of_its_names(given):
    assert percent({"row": given}) == 20


@pytest.mark.parametrize("given", ["D02", "02", "2", "d2"])
def test_a_low_row_by_any_of_its_names(given):
    assert percent({"row": given}) == 35


@pytest.mark.parametrize(
    "given",
    [
        *("D44", "0", "D", "", "30", "38d", "D1a", "left arm", "5171010101900001"),
        *(0, 44, -1, 30, 38, 1.5, True, [], {}, 5171010101900001, None),
    ],
)
def test_no_such_row(given):
    """One cause, one fault."""
    (told,) = faults({"row": given})
    assert "losses[1].row" in told
    assert "5171010101900001" not in told


@pytest.mark.parametrize(("given", "worth"), [(2, 35), (41, 21), (43, 21), (1, 40), (29, 30)])
def test_a_row_as_a_number(given, worth):
    """PP 53/2012 Lampiran II bagian II rows 2 and 41: 35 %, and 7 % for each of three tens."""
    assert percent({"row": given, "steps": 3}) == worth


def test_the_scalp_as_a_number():
    assert percent({"row": 28, "assessed_percent": 12}) == 12


def test_a_row_in_parts_is_told_which():
    assert "D38a, D38b, D38c" in faults({"row": "38"})[0]
    assert "D30a, D30b, D30c" in faults({"row": 30})[0]


class TestFunction:
    @pytest.mark.parametrize(
        ("row", "lost", "worth"),
        [("D01", 50, 20), ("D05", 25, 8), ("D22", 10, "0.35"), ("D01", 100, 40), ("D01", 0, 0)],
    )
    def test_percent_of_the_function_times_percent_of_the_table(self, row, lost, worth):
        """Annex III: % of function lost x table % x 80 x wage."""
        assert percent({"row": row, "functional_percent": lost}) == Decimal(worth)

    def test_a_fraction_is_rounded_once(self):
        """33 % of 40 % of 80 x 1,000,003 = 10,560,031.68."""
        answer = ask({"row": "D01", "functional_percent": 33}, upah=1_000_003)
        assert answer.total == 10_560_032
        assert "rounding" in answer.conventions

    @pytest.mark.parametrize("lost", [-1, 101, "50", True])
    def test_impossible(self, lost):
        assert "functional_percent" in faults({"row": "D01", "functional_percent": lost})[0]


class TestLeftHanded:
    @pytest.mark.parametrize(
        ("row", "right_handed", "left_handed"),
        [
            ("1", 40, 35),
            ("2", 35, 40),
            ("5", 32, 28),
            ("16", 12, 15),
            ("21", "4.5", "3.5"),
            ("24", "1.5", 2),
            ("8", 35, 35),
        ],
    )
    def test_right_and_left_are_swapped(self, row, right_handed, left_handed):
        assert percent({"row": row}, left_handed=False) == Decimal(right_handed)
        assert percent({"row": row}, left_handed=True) == Decimal(left_handed)

    def test_the_swap_is_known_at_second_hand_alone(self):
        assert ask({"row": "1"}, left_handed=True).lines[0].certainty == "press"
        assert ask({"row": "8"}, left_handed=True).lines[0].certainty == "predecessor"

    def test_not_verified_counts_as_right_handed(self):
        answer = ask({"row": "1"})
        assert answer.total == 32_000_000
        (told,) = [one for one in answer.conditions if one.code == "jkk.handedness_known"]
        assert told.met is None

    def test_nobody_asks_where_no_side_matters(self):
        assert not [one for one in ask({"row": "39"}).conditions if one.code == "jkk.handedness_known"]

    def test_a_side_that_contradicts_its_row(self):
        assert "losses[1].side" in faults({"row": "D01", "side": "left"})[0]


class TestTens:
    @pytest.mark.parametrize(("decibels", "worth"), [(0, 0), (9, 0), (10, 6), (25, 12), (60, 36)])
    def test_hearing_by_ten_decibels(self, decibels, worth):
        assert percent({"row": "31", "decibels": decibels}) == worth

    def test_one_ear_by_steps(self):
        assert percent({"row": "32", "steps": 4}) == 12

    @pytest.mark.parametrize(
        ("row", "lost", "worth"), [("41", 30, 21), ("41", 39, 21), ("43", 100, 70), ("40", 9, 0)]
    )
    def test_sight_by_ten_percent(self, row, lost, worth):
        assert percent({"row": row, "functional_percent": lost}) == worth

    @pytest.mark.parametrize(
        ("better", "worse", "worth"),
        [
            (100, 0, 14),  # (300 + 0) / 4 = 75 %, a loss of 25 %: two full tens
            (80, 40, 21),  # 70 %: three
            (100, 100, 0),
            (0, 0, 70),
        ],
    )
    def test_unequal_eyes_by_the_binocular_formula(self, better, worse, worth):
        """(3 x better + worse) / 4; the divisor is a convention."""
        loss = {"row": "40", "better_eye_percent": better, "worse_eye_percent": worse}
        answer = ask(loss, upah=1_250_000)
        assert answer.total == worth * 1_000_000
        assert answer.lines[0].conventions[-1] == "binocular-by-four"
        assert answer.lines[0].certainty == "convention"

    @pytest.mark.parametrize(
        ("loss", "leans_on"),
        [
            ({"row": "41", "functional_percent": 30}, []),  # three tens, however a part of one counts
            ({"row": "41", "functional_percent": 39}, ["full-tens"]),
            ({"row": "31", "decibels": 25}, ["full-tens"]),
            ({"row": "31", "steps": 2}, []),
            ({"row": "31", "steps": 7}, ["hearing-bounded"]),
            ({"row": "31", "decibels": 79}, ["full-tens", "hearing-bounded"]),
            ({"row": "40", "better_eye_percent": 80, "worse_eye_percent": 40}, ["binocular-by-four"]),
            (
                {"row": "40", "better_eye_percent": 100, "worse_eye_percent": 0},
                ["full-tens", "binocular-by-four"],
            ),
            (
                {"row": "31", "steps": 2, "better_eye_percent": 80, "worse_eye_percent": 80},
                [],  # eyes say nothing of ears
            ),
            ({"row": "25", "decibels": 25}, []),
        ],
    )
    def test_a_sum_that_leans_on_a_convention_says_so(self, loss, leans_on):
        answer = ask(loss, upah=1_250_000)
        (line,) = answer.lines
        assert list(line.conventions) == leans_on
        assert line.certainty == ("convention" if leans_on else "predecessor")
        assert list(answer.conventions) == leans_on

    def test_a_sum_rounded_is_as_certain_as_before(self):
        """80 x Rp1.111.111 x 10.1 % = Rp8,977,776.88."""
        (line,) = ask({"row": "28", "assessed_percent": 10.1}, upah=1_111_111).lines
        assert (line.amount, line.certainty, line.conventions) == (8_977_777, "predecessor", ("rounding",))

    @pytest.mark.parametrize("eye", ["better_eye_percent", "worse_eye_percent"])
    def test_one_eye_alone_is_no_measure(self, eye):
        assert ask({"row": "40", eye: 50}).status == "open"

    def test_the_better_eye_is_the_better(self):
        assert (
            "worse_eye_percent" in faults({"row": "40", "better_eye_percent": 10, "worse_eye_percent": 90})[0]
        )

    def test_steps_and_percent_that_agree_count_once(self):
        """39 % of sight is three full tens: 3 x 7 %, and never times 39 %."""
        assert percent({"row": "41", "steps": 3, "functional_percent": 39}) == 21
        assert percent({"row": "31", "steps": 2, "decibels": 25}) == 12
        assert percent({"row": "31", "steps": 3, "functional_percent": 30}) == 18

    @pytest.mark.parametrize(
        "loss",
        [
            {"row": "41", "steps": 3, "functional_percent": 50},
            {"row": "43", "steps": 0, "functional_percent": 10},
            {"row": "31", "steps": 3, "decibels": 40},
            {"row": "32", "decibels": 20, "functional_percent": 50},
            {"row": "40", "steps": 2, "better_eye_percent": 80, "worse_eye_percent": 40},
        ],
    )
    def test_measures_that_disagree_are_a_contradiction(self, loss):
        (told,) = faults(loss)
        assert "losses[1].steps" in told

    @pytest.mark.parametrize(
        ("row", "steps", "worth"),
        [("31", 6, 36), ("31", 7, 40), ("32", 6, 18), ("32", 7, 20), ("41", 10, 70)],
    )
    def test_reduced_hearing_is_never_worth_more_than_lost_hearing(self, row, steps, worth):
        """Rows 13 and 14: both ears 40 %, one ear 20 %."""
        answer = ask({"row": row, "steps": steps}, upah=1_250_000)
        assert answer.total == worth * 1_000_000
        assert ("hearing-bounded" in answer.conventions) == (worth in {40, 20})

    @pytest.mark.parametrize("row", ["31", "32", "40", "41", "43"])
    def test_no_measure_of_any_such_row_is_open(self, row):
        assert ask({"row": row}).status == "open"

    def test_without_a_measure_it_is_open(self):
        answer = ask({"row": "31"}, {"row": "25"})
        assert (answer.status, answer.total) == ("open", None)


class TestAssessed:
    @pytest.mark.parametrize("given", [10, 30, 17.5])
    def test_a_scalp_is_assessed_within_its_range(self, given):
        assert percent({"row": "28", "assessed_percent": given}) == Decimal(str(given))

    @pytest.mark.parametrize("given", [9, 31, 0])
    def test_outside_is_impossible(self, given):
        assert "10" in faults({"row": "28", "assessed_percent": given})[0]

    def test_not_assessed_is_open(self):
        assert ask({"row": "28"}).status == "open"

    def test_functional_percent_is_taken_for_it(self):
        assert percent({"row": "28", "functional_percent": 20}) == 20

    def test_no_other_row_is_assessed(self):
        assert faults({"row": "1", "assessed_percent": 30})


class TestSeveral:
    def test_are_added(self):
        assert percent({"row": "15"}, {"row": "25"}, {"row": "37"}) == 30

    def test_up_to_total_disability(self):
        """Right arm 40 and left arm 35: 75 %, bounded by 70."""
        answer = ask({"row": "1"}, {"row": "2"}, upah=1_250_000)
        assert answer.total == 70_000_000
        assert [line.amount for line in answer.lines] == [40_000_000, 35_000_000, -5_000_000]
        assert "losses-capped" in answer.conventions
        assert answer.lines[-1].certainty == "convention"

    def test_exactly_total_disability_is_not_bounded(self):
        assert [line.amount for line in ask({"row": "8"}, {"row": "12"}, upah=1_250_000).lines] == [
            35_000_000
        ] * 2

    @pytest.mark.parametrize(
        "losses",
        [
            [{"row": "1"}, {"row": "D01"}],
            [{"row": "8"}, {"row": "8"}],
            [{"row": "8", "side": "left"}, {"row": "8", "side": "left"}],
            [{"row": "8", "side": "left"}, {"row": "8"}],
            [{"row": "31", "steps": 1}, {"row": "31", "steps": 2}],
        ],
    )
    def test_the_same_twice_contradicts_itself(self, losses):
        assert "losses[2]" in faults(*losses)[0]

    @pytest.mark.parametrize(
        ("row", "side", "worth"), [("19", None, 4), ("20", "left", 3), ("23", None, 2), ("24", None, "1.5")]
    )
    def test_any_one_other_finger_may_stand_several_times(self, row, side, worth):
        """Rows 19, 20, 23, 24: a hand has three fingers beside thumb and index."""
        loss = {"row": row, "side": side}
        assert percent(loss, loss) == 2 * Decimal(worth)
        assert percent(loss, loss, loss) == 3 * Decimal(worth)
        assert percent(loss, {**loss, "count": 2}) == 3 * Decimal(worth)
        (told,) = faults(loss, loss, loss, loss)
        assert "losses[4]" in told
        assert faults({**loss, "count": 2}, {**loss, "count": 2})

    def test_other_toes_by_foot(self):
        """Row 27: three toes a foot beside the big and the second one."""
        left, right = ({"row": 27, "side": side} for side in ("left", "right"))
        assert percent(left, left, left, right, right, right) == 12
        assert "losses[4]" in faults(left, left, left, left)[0]
        assert "losses[4]" in faults(*[{"row": 27}] * 4)[0]
        assert "losses[7]" in faults(left, left, left, right, right, right, {"row": 27})[0]

    def test_a_finger_lost_has_no_phalanx_left(self):
        assert percent({"row": 19, "count": 2}, {"row": 23}) == 10
        assert "losses[2]" in faults({"row": 19, "count": 2}, {"row": 23, "count": 2})[0]

    @pytest.mark.parametrize(
        ("whole", "part"), [(8, 10), (8, 25), (8, 26), (8, 27), (8, "30a"), (10, 25), (10, 26), (10, 27)]
    )
    def test_within_a_leg_or_foot_by_side(self, whole, part):
        """A leg lost from the groin has no foot left to lose; the other leg has."""
        for sides in (("left", "left"), (None, None), (None, "right")):
            two = [{"row": row, "side": side} for row, side in zip((whole, part), sides, strict=True)]
            (told,) = faults(*two)
            assert "losses[2]" in told
        assert ask({"row": whole, "side": "left"}, {"row": part, "side": "right"}).status == "payable"

    def test_a_leg_is_shortened_once(self):
        assert faults({"row": "30a", "side": "left"}, {"row": "30c", "side": "left"})
        assert percent({"row": "30a", "side": "left"}, {"row": "30c", "side": "right"}) == 40

    def test_left_and_right_are_two(self):
        assert percent({"row": "8", "side": "left"}, {"row": "8", "side": "right"}) == 70

    @pytest.mark.parametrize(
        ("whole", "part"),
        [
            ("1", "5"),
            ("5", "15"),
            ("7", "10"),
            ("9", "25"),
            ("11", "41"),
            ("13", "32"),
            ("34", "33"),
            ("17", "21"),
        ],
    )
    def test_a_part_of_what_is_lost_already(self, whole, part):
        assert any(f"D{whole.zfill(2)}" in one for one in faults({"row": part, "steps": 1}, {"row": whole}))

    def test_the_other_hand_is_no_part(self):
        assert percent({"row": "1"}, {"row": "16"}) == 52

    def test_two_other_fingers_of_one_hand(self):
        assert percent({"row": "19", "count": 2}) == 8

    def test_one_may_be_said(self):
        assert percent({"row": "19", "count": 1}) == 4

    @pytest.mark.parametrize(("row", "count"), [("19", 4), ("19", 0), ("1", 2), ("25", 2)])
    def test_no_more_fingers_than_there_are(self, row, count):
        assert "count" in faults({"row": row, "count": count})[0]

    def test_none_is_refused(self):
        assert (ask().status, ask().total) == ("refused", 0)

    def test_not_told_is_open(self):
        facts = {"segment": "pu", "upah": 1, "event_date": "2024-05-01"}
        assert rule("jkk_partial_disability")(Facts(facts), ON).status == "open"


@given(st.integers(0, 10**8), st.integers(0, 10**8), st.sampled_from(sorted(disability.table())))
def test_more_wage_never_gives_less(one, other, row):
    worth = disability.table()[row].percent or Decimal(10)
    low, high = sorted((one, other))
    assert disability.amount(low, worth, LAW) <= disability.amount(high, worth, LAW)


@given(
    st.lists(
        st.sampled_from([row for row in disability.table() if row != "D28"]),
        min_size=1,
        max_size=4,
        unique=True,
    )
)
def test_lines_add_up_and_never_pass_total_disability(rows):
    try:
        answer = ask(*({"row": row, "steps": 3} for row in rows))
    except FactsError:
        return
    assert answer.total == sum(line.amount for line in answer.lines)
    assert 0 < answer.total <= 56_000_000


def test_a_file_at_once():
    upah = np.array([1_000_000, 4_000_000])
    assert disability.amount(upah, Decimal("4.5"), LAW).tolist() == [3_600_000, 14_400_000]
