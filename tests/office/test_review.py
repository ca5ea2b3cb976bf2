"""Pairs: a verdict joins or parts two persons, and taking it back leaves no trace."""

import pytest
from conftest_office import KESIMAN, SUMERTA, person
from django.forms.models import model_to_dict
from django.urls import reverse

from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.people.models import Person, Visibility
from tedung.office.review import queries, services
from tedung.office.review.models import Pair, Verdict

WATERFALL = {
    "prior": -20.0,
    "terms": [{"comparison": "born", "level": "same", "bits": 12.5}],
    "tier": "",
    "guard": "",
}


def pair(one, other, weight=5.0):
    first, second = sorted((one.pk, other.pk))
    return Pair.everything.create(
        first_id=first,
        second_id=second,
        weight=weight,
        reasons=WATERFALL,
        region=KESIMAN,
        found_at=clock.now(),
    )


def state():
    """Everything that a verdict may touch."""
    persons = [model_to_dict(row) for row in Person.everything.order_by("pk")]
    seen = sorted(Visibility.objects.values_list("person", "kind", "code", "via"))
    return persons, seen


@pytest.fixture
def three(as_system):
    return [person(KESIMAN), person(SUMERTA), person(KESIMAN)]


@pytest.fixture
def verifikator(make_user, as_user):
    with as_user(make_user("verifikator")) as actor:
        yield actor


def test_same_makes_an_alias_and_shows_the_root_to_both_villages(three, verifikator):
    services.decide(pair(three[0], three[1]), "same")
    assert Person.everything.get(pk=three[1].pk).merged_into_id == three[0].pk
    codes = set(Visibility.objects.filter(person=three[0]).values_list("code", flat=True))
    assert codes == {KESIMAN, SUMERTA}


def test_taking_it_back_restores_every_byte(three, verifikator):
    before = state()
    found = pair(three[0], three[1])
    services.decide(found, "same")
    assert state() != before
    services.decide(found, "open")
    assert state() == before
    assert list(Verdict.objects.order_by("pk").values_list("said", flat=True)) == ["same", "open"]


def test_the_order_of_verdicts_changes_nothing(three, verifikator):
    ab, bc = pair(three[0], three[1]), pair(three[1], three[2])
    services.decide(ab, "same")
    services.decide(bc, "same")
    one_way = state()
    for found in (ab, bc):
        services.decide(found, "open")
    for found in (bc, ab):
        services.decide(found, "same")
    assert state() == one_way


def test_parting_the_middle_of_three_leaves_two(three, verifikator):
    ab, bc = pair(three[0], three[1]), pair(three[1], three[2])
    services.decide(ab, "same")
    services.decide(bc, "same")
    services.decide(ab, "open")
    roots = {row.pk: row.merged_into_id for row in Person.everything.all()}
    assert roots == {three[0].pk: None, three[1].pk: None, three[2].pk: three[1].pk}


def test_two_valid_numbers_are_never_one(as_system, make_user, as_user):
    one = person(KESIMAN, nik="5171021203700003", nik_index="a", nik_state="valid")
    other = person(KESIMAN, nik="5171021203700004", nik_index="b", nik_state="valid")
    between = person(KESIMAN)
    ab, bc = pair(one, between), pair(other, between)
    with as_user(make_user("verifikator")):
        services.decide(ab, "same")
        with pytest.raises(Refusal) as told:
            services.decide(bc, "same")
    assert told.value.code == "two_niks"
    assert Person.everything.get(pk=other.pk).merged_into_id is None


def test_the_root_is_whoever_has_a_valid_number(as_system, make_user, as_user):
    one, other = person(KESIMAN), person(KESIMAN, nik_index="b", nik_state="valid")
    with as_user(make_user("verifikator")):
        services.decide(pair(one, other), "same")
    assert Person.everything.get(pk=one.pk).merged_into_id == other.pk


def test_verdicts_that_contradict_are_refused(three, verifikator):
    ab, bc, ac = pair(three[0], three[1]), pair(three[1], three[2]), pair(three[0], three[2])
    services.decide(ab, "same")
    services.decide(ac, "different")
    with pytest.raises(Refusal):
        services.decide(bc, "same")
    services.decide(ac, "open")
    services.decide(bc, "same")
    with pytest.raises(Refusal):
        services.decide(ac, "different")


def test_a_known_pair_is_not_asked_again(three, verifikator):
    found = pair(three[0], three[1])
    services.decide(found, "different")
    services.record_pairs([(found.first_id, found.second_id, 9.0, "{}")], found)
    assert Pair.everything.get().state == "different"


def test_an_operator_does_not_decide(three, make_user, as_user):
    found = pair(three[0], three[1])
    with as_user(make_user("operator_desa", "region", KESIMAN)), pytest.raises(NotAllowed):
        services.decide(found, "same")


def test_another_village_does_not_see_the_pair(three, make_user, as_user):
    pair(three[0], three[1])
    with as_user(make_user("operator_desa", "region", SUMERTA)):
        assert not queries.queue().exists()


def test_an_unknown_verdict_is_refused(three, verifikator):
    with pytest.raises(Refusal):
        services.decide(pair(three[0], three[1]), "mungkin")


def test_the_queue_goes_from_the_surest(three, verifikator):
    weak, strong = pair(three[0], three[1], 2.0), pair(three[1], three[2], 8.0)
    assert list(queries.queue()) == [strong, weak]


def test_the_next_page_begins_after_a_pair_whatever_became_of_it(three, verifikator, signed_in, make_user):
    heavy, light = pair(three[0], three[1], 9.0), pair(three[1], three[2], 2.0)
    same = pair(three[0], three[2], 9.0)
    assert [row.pk for row in queries.after(queries.queue(), heavy.pk)] == [same.pk, light.pk]
    services.decide(same, "later")
    assert [row.pk for row in queries.after(queries.queue(), same.pk)] == [light.pk]
    assert queries.after(queries.queue(), 10**17).count() == 2  # no such pair: from the beginning
    page = signed_in(make_user("verifikator", username="lain")).get(reverse("review"), {"sesudah": heavy.pk})
    assert [row.pk for row in page.context["rows"]] == [light.pk]


def test_five_hundred_right_labels_are_asked_before_more_trust(three, verifikator):
    services.decide(pair(three[0], three[1]), "same")
    assert not queries.labels().is_enough
