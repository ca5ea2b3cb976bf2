"""The whole: persons out of rows, and what must hold whatever the rows are."""

import json
import random
from datetime import date, timedelta

import pyarrow as pa
import pytest

from tedung.errors import TedungError
from tedung.linkage import PAIRS, link


def persons(linked, table):
    """Return the persons as sets of row_ids."""
    found = {}
    for row_id, person in zip(table["row_id"].to_pylist(), linked.person_id, strict=True):
        found.setdefault(person, set()).add(row_id)
    return {frozenset(one) for one in found.values()}


def test_two_lists_hold_four_persons(rows, people):
    linked = link(rows(people))
    one, two, three, four, he, she = linked.person_id
    assert one == two
    assert three == four
    assert len({one, three, he, she}) == 4


def test_every_pair_has_its_zone_and_a_waterfall_that_adds_up(rows, people):
    from tedung.linkage.reasons import Reasons

    pairs = link(rows(people)).pairs
    assert pairs.schema == PAIRS
    assert pairs.num_rows
    for pair in pairs.to_pylist():
        reasons = Reasons.parse(pair["reasons"])
        assert reasons.weight == pytest.approx(pair["weight"], abs=0.005)
        assert pair["zone"] in {"auto", "review", "distinct"}
        assert pair["a"] < pair["b"]


def test_the_order_of_rows_changes_nothing(rows, people):
    table = rows(people)
    straight = link(table)
    order = list(range(table.num_rows))
    random.Random(3).shuffle(order)
    turned = link(table.take(pa.array(order)))
    assert [straight.person_id[place] for place in order] == list(turned.person_id)
    assert straight.pairs.equals(turned.pairs)


def test_running_twice_changes_nothing(rows, people):
    assert link(rows(people)) == link(rows(people))


def test_a_row_that_is_no_person_has_no_person(rows, people):
    linked = link(rows([*people, {"is_person": False}]))
    assert linked.person_id[-1] is None
    assert None not in linked.person_id[:-1]


def test_nothing_at_all(rows):
    linked = link(rows([]))
    assert list(linked.person_id) == []
    assert linked.pairs.num_rows == 0


def test_one_row(rows, people):
    assert len(link(rows(people[:1])).person_id) == 1


def test_columns_that_are_missing_count_as_empty():
    table = pa.table({"row_id": ["a", "b"], "nama_ktp": ["I Made Rai", "I Made Rai"]})
    assert len(set(link(table).person_id)) == 2


def test_an_unknown_trust_is_refused(rows, people):
    with pytest.raises(TedungError, match="full, cautious"):
        link(rows(people), trust="blind")


def test_progress_tells_of_every_row_once(rows, people):
    told = []
    link(rows(people), on_progress=told.append)
    assert sum(told) == len(people)


# --- never-rules --------------------------------------------------------------------

MADE = {"nama_ktp": "I Made Sukarta", "nik": "5171011203780003", "birth_date": date(1978, 3, 12), "sex": "L"}


def test_two_valid_niks_are_never_merged(same_person):
    assert not same_person(MADE, MADE | {"nik": "5171011203780004"})


def test_the_same_nik_and_a_stranger_s_name_is_never_merged(same_person):
    assert same_person(MADE, MADE)
    assert not same_person(MADE, MADE | {"nama_ktp": "I Ketut Wirawan"})


def test_another_sex_is_never_merged(same_person):
    assert not same_person(MADE, MADE | {"sex": "P"})


def test_another_birth_order_is_never_merged_without_the_same_name_and_nik(same_person):
    no_nik = MADE | {"nik": None}
    assert not same_person(no_nik, no_nik | {"nama_ktp": "I Ketut Sukarta"})


def test_a_corrected_birth_date_is_no_fault_where_nik_and_name_agree(same_person):
    """PP 37/2007: the number stays when the date is corrected."""
    assert same_person(MADE, MADE | {"birth_date": date(1979, 5, 1)})


def test_a_nickname_is_for_people_to_decide(rows):
    linked = link(rows([MADE, MADE | {"nama_ktp": "Pak De"}]))
    assert linked.person_id[0] != linked.person_id[1]


def test_twins_are_two_persons(same_person):
    he = {"nama_ktp": "I Wayan Sudiana", "birth_date": date(1988, 4, 4), "sex": "L",
          "village": "51.71.01.1003", "banjar": "Kaja", "mother": "Ni Made Rinten", "phone": "+6281"}  # fmt: skip
    assert not same_person(he, he | {"nama_ktp": "I Made Sudiana"})
    assert not same_person(he, he | {"nama_ktp": "Ni Made Sudiani", "sex": "P"})


def test_a_chain_never_brings_two_valid_niks_together(rows):
    """B has no NIK and is like both A and C."""
    bare = MADE | {"nik": None, "village": "51.71.01.1003", "banjar": "Kaja", "mother": "Ni Luh Rinten"}
    table = rows([bare | {"nik": "5171011203780003"}, bare, bare | {"nik": "5171011203780009"}])
    linked = link(table)
    assert linked.person_id[0] != linked.person_id[2]


def test_cautious_merges_by_the_nik_alone(same_person):
    no_nik = MADE | {"nik": None, "village": "51.71.01.1003", "banjar": "Kaja", "mother": "Ni Luh Rinten"}
    assert same_person(no_nik, no_nik)
    assert not same_person(no_nik, no_nik, trust="cautious")
    assert same_person(MADE, MADE, trust="cautious")


# --- bad input ----------------------------------------------------------------------


def crowd(count, **fixed):
    """Return *count* different people but for what is fixed."""
    chance = random.Random(5)
    parts = ["su", "wi", "ar", "da", "mu", "gu", "ra", "par", "ma", "bu", "ka", "la"]
    made = []
    for number in range(count):
        day = date(1950, 1, 1) + timedelta(days=chance.randrange(18_000))
        name = "".join(chance.choices(parts, k=3)).title() + " " + "".join(chance.choices(parts, k=3)).title()
        order = chance.choice(["Wayan", "Made", "Nyoman", "Ketut"])
        one = {"nama_ktp": f"I {order} {name}", "birth_date": day, "sex": "L"}
        one["nik"] = f"517101{day:%d%m%y}{number % 9000 + 1:04d}"
        made.append(one | fixed)
    return made


@pytest.mark.parametrize(
    "fixed",
    [
        {"nik": "5171011203780003"},
        {"phone": "+6281234567890"},
        {"mother": "Ni Made Rinten"},
        {"birth_date": date(1960, 12, 31)},
        {"village": "51.71.01.1003", "banjar": "Kaja"},
        {"birth_place": "Denpasar"},
    ],
    ids=lambda fixed: next(iter(fixed)),
)
def test_a_value_on_every_row_makes_no_giant(rows, fixed):
    linked = link(rows(crowd(700, **fixed)))
    sizes = [list(linked.person_id).count(one) for one in set(linked.person_id)]
    assert max(sizes) <= 2
    assert linked.pairs.num_rows < 1_500


def test_one_nik_under_many_names_is_told(rows):
    linked = link(rows(crowd(50, nik="5171011203780003")))
    assert "nik_under_many_names" in {remark.code for remark in linked.remarks}


def test_copies_of_one_row_are_one_person(rows):
    linked = link(rows([MADE] * 2_000))
    assert len(set(linked.person_id)) == 1
    assert ("copies", 1_999) in {(r.code, r.fields.get("rows")) for r in linked.remarks}


@pytest.mark.slow
def test_a_million_copies_of_one_row_are_one_person():
    """A sheet filled down to its end: no 10¹² pairs, one person and a remark."""
    count = 1_000_000
    ids = [f"r{place:07d}" for place in range(count)]
    fields = {name: pa.array([MADE[name]] * count) for name in ("nama_ktp", "nik", "birth_date", "sex")}
    linked = link(pa.table({"row_id": ids, "nik_state": ["valid"] * count, **fields}))
    assert len(set(linked.person_id)) == 1
    assert [(one.code, dict(one.fields)) for one in linked.remarks] == [("copies", {"rows": count - 1})]


def test_copies_that_prove_nothing_stay_apart_and_flood_no_queue(rows):
    linked = link(rows([{"nama_ktp": "Wayan"}] * 2_000))
    assert len(set(linked.person_id)) == 2_000
    assert linked.pairs.num_rows < 100


def test_odd_names(rows):
    odd = [
        "X",
        "",
        "y" * 500,
        "I " * 200,
        "黄伟",
        "' OR 1=1 --",
        "{}",
        "%s",
        "\x00",
        "Ni",
        "=cmd|x",
        "\u202eabc",
    ]
    linked = link(rows([{"nama_ktp": name, "birth_date": date(1980, 1, 1)} for name in odd]))
    assert len(set(linked.person_id)) == len(odd)


def test_an_impossible_table_of_nothing_but_nulls(rows):
    linked = link(rows([{"nama_ktp": None}] * 10))
    assert len(set(linked.person_id)) == 10


# --- the member list ----------------------------------------------------------------


def test_members_are_found(rows, people):
    members = rows([people[0] | {"row_id": "m1"}, MADE | {"row_id": "m2", "nik": "5171019999999999"}])
    linked = link(rows(people), members=members)
    assert dict(linked.members) == {"r0000000": "m1", "r0000001": "m1"}


def test_a_member_without_a_nik_is_found_by_name_and_date(rows, people):
    member = people[2] | {"row_id": "m1", "nama_ktp": "NI LUH PUTU AYU LESTARI", "phone": "+6281234567890"}
    assert set(link(rows(people), members=rows([member])).members) == {"r0000002", "r0000003"}


def test_a_member_list_with_its_own_duplicates_is_told(rows, people):
    members = rows([people[0] | {"row_id": "m2"}, people[1] | {"row_id": "m1", "banjar": "Kelod"}])
    linked = link(rows(people[:1]), members=members)
    assert set(linked.members.values()) <= {"m1", "m2"}
    assert len(linked.members) == 1
    assert "several_members" in {remark.code for remark in linked.remarks}


def test_an_empty_member_list(rows, people):
    assert not link(rows(people), members=rows([])).members


def test_a_stranger_on_the_member_list_is_nobody_s_match(rows, people):
    stranger = {"nama_ktp": "I Ketut Dharma", "nik": "5171010101700001", "birth_date": date(1970, 1, 1)}
    linked = link(rows(people), members=rows([stranger | {"row_id": "m1"}]))
    assert not linked.members


def test_the_same_person_in_two_files_is_told_apart_from_identity(rows, people):
    told = {remark.code: remark.fields for remark in link(rows(people)).remarks}
    assert told["in_several_files"] == {"persons": 2}


@pytest.mark.parametrize(
    ("other", "level"),
    [
        ({"village_raw": "Ds. Antah Kaja"}, "same_village"),
        ({"village_raw": "Antah Kaje"}, "similar_village"),
        ({"village_raw": "Berantah"}, "other"),
        ({"village": "51.71.01.1003", "village_raw": "Antah"}, None),
    ],
)
def test_villages_without_a_code_are_compared_as_typed(rows, other, level):
    """A code and a spelling are no two villages: nothing is said."""
    one = MADE | {"village_raw": "Antah Kaja"}
    [pair] = link(rows([one, MADE | other])).pairs.to_pylist()
    levels = {term["comparison"]: term["level"] for term in json.loads(pair["reasons"])["terms"]}
    assert levels.get("place") == level


# --- who changes the name, and whose number it is -------------------------------------

PRIEST = {
    "nama_ktp": "I Nengah Sudarsana",
    "nik": "5171012807570002",
    "birth_date": date(1957, 7, 28),
    "sex": "L",
    "village": "51.71.01.1003",
    "banjar": "Kaja",
}


def only_pair(linked):
    [pair] = linked.pairs.to_pylist()
    told = json.loads(pair["reasons"])
    return pair["zone"], told.get("guard"), {term["level"] for term in told["terms"]}


def test_a_priest_under_another_name_waits_for_a_person(rows):
    """Consecration gives a new name: the same day, village and banjar are worth a question, never a merge."""
    renamed = PRIEST | {"nama_ktp": "Jero Mangku Rai", "nik": None}
    zone, guard, levels = only_pair(link(rows([PRIEST, renamed])))
    assert (zone, guard) == ("review", "renamed")
    assert "renamed" in levels


def test_another_name_without_a_title_is_another_person(rows):
    stranger = PRIEST | {"nama_ktp": "I Ketut Wirawan", "nik": None}
    assert "review" not in {pair["zone"] for pair in link(rows([PRIEST, stranger])).pairs.to_pylist()}


def test_the_sex_inside_a_borrowed_nik_is_no_second_contradiction(rows):
    """The spouse's number was typed: two NIKs already, and the sex that the number holds is not hers."""
    hers = {"nama_ktp": "Ni Luh Suwartini", "nik": "5103024908960002", "birth_date": date(1996, 8, 9)}
    hers |= {"sex": "P", "village": "51.71.01.1003", "banjar": "Kaja", "mother": "Ni Made Kasih"}
    borrowed = hers | {"nik": "5101052012990001", "sex": "L"}
    typed = borrowed | {"sex_source": "field"}
    assert only_pair(link(rows([hers, borrowed | {"sex_source": "nik"}])))[:2] == ("review", "two_niks")
    assert only_pair(link(rows([hers, typed])))[0] == "distinct"


@pytest.mark.parametrize(
    ("name", "village"),
    [
        ("Musringah Handayani", "51.71.01.1003"),
        ("HANDAYANI MUSRINGAH ENDANG", None),
    ],
)
def test_two_names_are_enough_to_be_looked_at(rows, name, village):
    """No date, no NIK: two names in one village, or a rare name of two, bring rows before the weights."""
    one = {
        "nama_ktp": "Musringah Handayani Endang",
        "village": "51.71.01.1003",
        "birth_date": date(1966, 7, 20),
    }
    other = {"nama_ktp": name, "village": village}
    assert link(rows([one, other])).pairs.num_rows == 1
