"""A pair that an officer asks for, because the machine found none."""

import pytest
from conftest_office import KESIMAN, SUMERTA, person
from django.urls import reverse

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.people.models import Person
from tedung.office.review.asking import ask_pair
from tedung.office.review.models import Pair
from tedung.office.review.queries import labels
from tedung.office.review.services import decide

NIK = "5171024107800001"


@pytest.fixture
def two(as_system, offices):
    one = person(KESIMAN, name="NI MADE A", nik=NIK, nik_index=blind_index(NIK))
    return one, person(SUMERTA, name="NI MADE A.")


def test_a_pair_is_asked_for_by_code_and_nik_and_decided(two, make_user, signed_in):
    other = two[1]
    client = signed_in(make_user("verifikator"))
    told = {"first": f" {other.public_id.lower()} ", "second": "5171 0241 0780 0001"}
    answer = client.post(reverse("review_ask"), told)
    pair = Pair.everything.get()
    assert answer["Location"] == reverse("review_pair", args=[pair.pk])
    assert client.get(answer["Location"]).status_code == 200
    assert client.post(reverse("review_ask"), told)["Location"] == answer["Location"]  # once
    with acting(SYSTEM):
        decide(pair, "same")
        assert Person.everything.exclude(merged_into=None).count() == 1
        assert labels().given == 0  # nothing that the machine has said is judged by it
        with pytest.raises(Refusal, match="sudah digabung"):
            ask_pair(*Person.everything.order_by("pk"))


@pytest.mark.parametrize("said", ["2222ABCD2222", NIK[:-1] + "9", "%", "' OR 1=1 --"])
def test_nobody_else_is_found(two, make_user, signed_in, said):
    client = signed_in(make_user("verifikator"))
    answer = client.post(reverse("review_ask"), {"first": two[0].public_id, "second": said})
    assert answer.status_code == 422
    same = client.post(reverse("review_ask"), {"first": two[0].public_id, "second": NIK})
    assert same.status_code == 422


def test_a_person_out_of_scope_is_not_asked_about(two, make_user, signed_in, as_user):
    user = make_user("verifikator", "region", KESIMAN)
    told = {"first": two[0].public_id, "second": two[1].public_id}
    assert signed_in(user).post(reverse("review_ask"), told).status_code == 422
    for given in (two, two[::-1]):
        with as_user(user), pytest.raises(NotAllowed):
            ask_pair(*given)
    assert not Pair.everything.exists()
