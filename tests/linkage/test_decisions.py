"""People's verdicts: append-only, they stand in every later run, and undo is one more line."""

import json
from datetime import date

import pyarrow as pa
import pytest

from tedung.errors import TedungError
from tedung.linkage import link
from tedung.linkage.decide import Clusters, Merge, cluster, person_ids
from tedung.linkage.decisions import Decision, append, read, standing
from tedung.linkage.reasons import Reasons

SUKARTA = {
    "nama_ktp": "I Made Sukarta",
    "nik": "5171011203780003",
    "birth_date": date(1978, 3, 12),
    "sex": "L",
}


@pytest.fixture
def book(tmp_path):
    return tmp_path / "decisions.jsonl"


@pytest.fixture
def decide(book):
    def write(a, b, verdict):
        append(book, [Decision(a, b, verdict, "petugas 3", "2026-12-01T09:00")])

    return write


@pytest.fixture
def three(rows):
    """Two rows that the machine merges, and one that only a person can know."""
    renamed = SUKARTA | {"nama_ktp": "Jro Mangku Alit", "nik": None}
    return rows([SUKARTA, SUKARTA | {"file": "b.csv"}, renamed])


def zones(linked):
    pairs = linked.pairs.to_pylist()
    return {(pair["a"], pair["b"]): pair["zone"] for pair in pairs}


def test_same_is_obeyed_and_shown_as_a_person_s(three, decide, book):
    decide("k0000000", "k0000002", "same")
    linked = link(three, decisions=book)
    assert len(set(linked.person_id)) == 1
    pair = next(p for p in linked.pairs.to_pylist() if (p["a"], p["b"]) == ("r0000000", "r0000002"))
    assert pair["zone"] == "auto"
    assert Reasons.parse(pair["reasons"]).by == "petugas 3"


def test_different_is_obeyed_in_every_later_run(three, decide, book):
    assert link(three).person_id[0] == link(three).person_id[1]
    decide("k0000001", "k0000000", "different")
    for _ in range(2):
        linked = link(three, decisions=book)
        assert linked.person_id[0] != linked.person_id[1]
        assert zones(linked)["r0000000", "r0000001"] == "distinct"


def test_undo_gives_back_what_was_byte_for_byte(three, decide, book):
    before = link(three)
    decide("k0000000", "k0000001", "different")
    assert link(three, decisions=book) != before
    decide("k0000000", "k0000001", "open")
    assert link(three, decisions=book) == before
    assert len(read(book)) == 2


def test_a_verdict_rebuilds_one_person_only(rows, invented, decide, book):
    table = rows(invented(120, seed=8))
    before = link(table)
    shared = next(one for one in before.person_id if list(before.person_id).count(one) > 1)
    a, b = [place for place, one in enumerate(before.person_id) if one == shared][:2]
    keys = table["row_key"].to_pylist()
    decide(keys[a], keys[b], "different")
    after = link(table, decisions=book)
    changed = {place for place, one in enumerate(after.person_id) if one != before.person_id[place]}
    assert changed <= {place for place, one in enumerate(before.person_id) if one == shared}


def test_a_verdict_survives_a_new_version_of_the_file(rows, decide, book):
    """Lines move and the file has another name; the row_key is the same."""
    decide("sukarta", "alit", "same")
    old = [SUKARTA | {"row_key": "sukarta"}, {"nama_ktp": "Mangku Alit", "row_key": "alit"}]
    new = [{"nama_ktp": "I Ketut Baru"}, *(one | {"file": "2027.csv"} for one in old)]
    assert link(rows(new), decisions=book).person_id[1] == link(rows(new), decisions=book).person_id[2]


def test_a_verdict_on_rows_that_are_gone_does_nothing(three, decide, book):
    decide("nobody", "k0000000", "same")
    assert link(three, decisions=book) == link(three)


def test_a_person_may_join_two_niks_but_the_machine_adds_no_third(rows, decide, book):
    made = [SUKARTA | {"nik": f"517101120378000{number}"} for number in (1, 2, 3)]
    decide("k0000000", "k0000001", "same")
    one, two, three = link(rows(made), decisions=book).person_id
    assert one == two != three


def test_contradicting_verdicts_are_kept_apart_and_told(three, decide, book):
    decide("k0000000", "k0000001", "same")
    decide("k0000001", "k0000002", "same")
    decide("k0000000", "k0000002", "different")
    linked = link(three, decisions=book)
    assert linked.person_id[0] != linked.person_id[2]


def test_unknown_stays_in_the_zone_of_review(three, decide, book):
    decide("k0000000", "k0000002", "unknown")
    assert zones(link(three, decisions=book))["r0000000", "r0000002"] == "review"


def test_the_last_verdict_counts():
    said = [Decision("b", "a", verdict, "x", "t") for verdict in ("same", "different")]
    assert standing(said)["a", "b"].verdict == "different"


@pytest.mark.parametrize("line", ["{", "[]", '{"a": 1}', "5"])
def test_a_damaged_line_is_named(book, line):
    book.write_text(json.dumps({"a": "x", "b": "y", "verdict": "same", "by": "", "at": ""}) + f"\n{line}\n")
    with pytest.raises(TedungError, match="Baris 2"):
        read(book)


def test_an_unknown_verdict_is_named(book):
    book.write_text(json.dumps({"a": "x", "b": "y", "verdict": "maybe", "by": "", "at": ""}) + "\n")
    with pytest.raises(TedungError, match="same, different"):
        read(book)


def test_no_file_is_no_decision(tmp_path):
    assert read(tmp_path / "none.jsonl") == []


# --- clusters, by hand --------------------------------------------------------------


def test_the_heaviest_merge_is_made_first():
    clusters = Clusters(3, {0: "N1", 2: "N2"})
    refused = cluster(clusters, [Merge(10.0, 1, 2), Merge(20.0, 0, 1)])
    assert clusters.together(0, 1)
    assert refused == {(1, 2): "cluster_two_niks"}


def test_merges_in_any_order_give_the_same_clusters():
    merges = [Merge(5.0, 0, 1), Merge(5.0, 1, 2), Merge(5.0, 3, 4), Merge(9.0, 2, 3)]
    outcomes = []
    for turned in (merges, merges[::-1]):
        clusters = Clusters(5, {0: "N1", 4: "N2"})
        cluster(clusters, turned)
        outcomes.append([clusters.root(row) for row in range(5)])
    assert outcomes[0] == outcomes[1]


def test_foes_stay_apart_through_a_third():
    clusters = Clusters(3, {}, different=[(0, 2)])
    refused = cluster(clusters, [Merge(9.0, 0, 1), Merge(8.0, 1, 2)])
    assert refused == {(1, 2): "said_different"}


def test_rows_with_one_key_that_are_two_persons_have_two_ids():
    ids = person_ids([0, 1], ["same", "same"], ["r1", "r2"])
    assert ids[0] != ids[1]


def test_the_reasons_are_read_back():
    reasons = Reasons(-12.5, (("name", "same", 11.0),), tier="A", guard="two_niks", by="x")
    assert Reasons.parse(reasons.dump()) == reasons
    assert reasons.weight == -1.5


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_level_guard_and_tier_has_its_sentence(lang):
    from tedung.linkage.comparisons import COMPARISONS
    from tedung.linkage.rules import GUARDS, TIERS

    for comparison in COMPARISONS:
        for level in comparison.levels:
            told = Reasons(-1.0, ((comparison.name, level.code, 2.0),)).sentences(lang)
            assert len(told) == 2
    for guard in (*(rule.code for rule in GUARDS), "cluster_two_niks", "said_different"):
        for tier in TIERS:
            assert len(Reasons(0.0, (), tier.code, guard, "x").sentences(lang)) == 4


def test_sentences_say_the_bits_as_the_language_writes_them():
    reasons = Reasons(-18.5, (("date", "same", 13.2), ("birth_order", "other", -5.3)))
    assert reasons.sentences("id")[1:] == ["Tanggal lahir sama: +13,2", "Urutan lahir berbeda: −5,3"]
    assert reasons.sentences("en")[1:] == ["Same birth date: +13.2", "Birth order differs: −5.3"]


def test_a_table_of_pairs_never_holds_a_name_or_a_nik(three):
    told = json.dumps(link(three).pairs.to_pylist()).lower()
    assert "sukarta" not in told
    assert "5171011203780003" not in told
    assert isinstance(link(three).pairs, pa.Table)
