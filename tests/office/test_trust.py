"""The machine merges more only once an office's own labels say that it may."""

import pytest
from conftest_office import KESIMAN, person
from django.urls import reverse

from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.reference.models import Setting
from tedung.office.reference.queries import setting
from tedung.office.review import queries
from tedung.office.review.models import Pair, Verdict
from tedung.office.review.trust import set_trust


@pytest.fixture
def judge(as_system, offices, monkeypatch):
    """Return a maker of judged pairs; three labels are enough here."""
    monkeypatch.setattr(queries, "ENOUGH", 3)

    def make(*verdicts):
        for said in verdicts:
            first, second = person(KESIMAN), person(KESIMAN)
            pair = Pair.everything.create(
                first=first,
                second=second,
                weight=20.0,
                reasons={"prior": -10.0, "terms": [], "tier": "B"},
                region=KESIMAN,
                state=said,
                found_at=clock.now(),
            )
            Verdict.objects.create(pair=pair, said=said, by="x", at=clock.now())

    return make


def test_full_trust_waits_for_enough_labels_that_all_agree(judge):
    judge("same", "same")
    with pytest.raises(Refusal) as told:
        set_trust("full")
    assert told.value.code == "not_enough"
    judge("same")
    set_trust("full")
    assert setting("trust") == "full"
    set_trust("cautious")
    assert setting("trust") == "cautious"
    assert Setting.objects.filter(key="trust").count() == 1


def test_one_label_against_the_machine_keeps_it_cautious(judge):
    judge("same", "same", "same", "different")
    with pytest.raises(Refusal):
        set_trust("full")
    assert setting("trust") == "cautious"


@pytest.mark.parametrize("value", ["", "FULL", "x" * 5_000, "a\x00"])
def test_an_unknown_trust_is_refused(judge, value):
    with pytest.raises(Refusal):
        set_trust(value)


def test_only_the_administrator_switches(judge, make_user, as_user, signed_in):
    judge("same", "same", "same")
    with as_user(make_user("verifikator")), pytest.raises(NotAllowed):
        set_trust("full")
    client = signed_in(make_user("admin"))
    where = reverse("review_trust")
    assert "Percayakan penuh" in client.get(where).content.decode()
    assert client.post(where, {"kepercayaan": "full"}).status_code == 302
    assert setting("trust") == "full"
    assert "Kembali ke hati-hati" in client.get(where).content.decode()
    assert client.post(where, {"kepercayaan": "buta"}).status_code == 409
