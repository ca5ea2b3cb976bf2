"""Is this person covered on this day: by id or NIK, for one or a hundred; nothing of who is out of scope."""

from datetime import date

import pytest
from api_of_test import Caller
from conftest_office import CITY, KESIMAN, SUMERTA, covered_by, person
from django.db import connection
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from iuran_of_test import Desk, a_pos, a_wadah, agreement, members
from mandiri_of_test import known, paid

from tedung.office.api.models import Question, Questioned
from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.laporan import gap
from tedung.office.penetapan.models import Cover
from tedung.office.people import protection
from tedung.office.people.models import FormerNik, Person, Visibility
from tedung.office.wadah.models import Agreement, Member

NIK, OTHER = "5171021203700003", "5171024107800001"
DAY = "2027-01-15"


@pytest.fixture
def caller(client, make_user):
    return Caller(client, make_user)


def numbered(village=KESIMAN, nik=NIK, **fields):
    return person(village, nik=nik, nik_index=blind_index(nik), nik_state="valid", **fields)


def asked(caller, token, *people, on=DAY):
    answer = caller.post(token, "/cover", {"on": on, "people": list(people)})
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def said(one):
    return one["status"], one["reason"], one["is_decreed"], one["is_registered"], one["is_paid"]


def a_member(who, wadah):
    """Somebody on the agency's list since January 2027."""
    (row,) = members(wadah, 1)
    row.person = who
    row.save(update_fields=["person"])
    return row


def protected(make_user, add, who=None):
    """Return somebody whom the city's decree covers in 2027, the agency has, and January is paid for."""
    who = who or numbered()
    covered_by(add(who=who), "apbd_kota")
    wadah = a_wadah()
    agreement(wadah)
    member = a_member(who, wadah)
    desk = Desk(make_user)
    with clock.at(date(2027, 1, 14)):
        desk.paid(desk.prepared(wadah, a_pos()))
    return member


def test_a_covered_person_by_id_and_by_number(caller, add, make_user, as_system):
    who = protected(make_user, add).person
    token = caller.by("agency")  # who may read no decree is told all the same
    by_id, by_number = asked(caller, token, {"id": who.public_id}, {"nik": NIK})
    assert by_id == by_number
    assert said(by_id) == ("covered", "", True, True, True)
    assert by_id["is_covered"] is True
    assert by_id["covers"] == [
        {
            "payer": "apbd_kota",
            "programmes": "jkk+jkm",
            "kelompok_sasaran": by_id["covers"][0]["kelompok_sasaran"],
            "since": "2027-01-01",
            "until": "2027-12-31",
            "decree": "",
        }
    ]
    one = caller.get(token, f"/people/{who.public_id}/cover", on=DAY).json()
    assert one == {"on": DAY, **by_id}


def test_what_is_missing_is_told_by_the_words_of_the_gap_report(caller, add, make_user, as_system):
    """A person on 15 January 2027 and in February, from nothing to paid and out again."""
    who, token = numbered(), caller.by("verifikator")

    def now(day=DAY):
        (one,) = asked(caller, token, {"nik": NIK}, on=day)
        assert one["is_covered"] is (one["status"] == "covered")
        assert gap.Known({who.pk}).why_not(who.pk, date.fromisoformat(day)) == one["reason"]
        return said(one)

    assert now() == ("not_covered", "no_decree", False, False, False)
    cover = covered_by(add(who=who), "apbd_kota")
    assert now() == ("not_registered", "no_wadah", True, False, False)
    assert now("2026-12-31") == ("not_covered", "decree_later", False, False, False)
    wadah = a_wadah()
    agreement(wadah)
    member = a_member(who, wadah)
    for state, expected in (
        ("dikirim", ("not_registered", "not_yet_accepted", True, False, False)),
        ("ditolak", ("not_registered", "rejected", True, False, False)),
        ("nonaktif", ("not_paid", "lapsed", True, True, False)),
        ("aktif", ("not_paid", "no_bill", True, True, False)),
    ):
        Member.everything.filter(pk=member.pk).update(state=state)
        assert now() == expected
    desk, pos = Desk(make_user), a_pos()
    with clock.at(date(2027, 1, 14)):
        bill = desk.prepared(wadah, pos)
        assert now() == ("not_paid", "not_paid", True, True, False)
        desk.paid(bill)
    assert now() == ("covered", "", True, True, True)
    assert now("2027-02-01") == ("not_paid", "no_bill", True, True, False)
    Cover.everything.filter(pk=cover.pk).update(until="2027-01-14")
    assert now() == ("not_covered", "decree_ended", False, True, False)


def test_where_the_agreement_says_so_protection_starts_on_the_day_of_the_first_payment(
    caller, add, make_user, as_system
):
    """SP2D of 12 January 2027: by the first of the month the 11th is covered, by the payment it is not."""
    protected(make_user, add)
    token = caller.by("verifikator")

    def on(day):
        return said(asked(caller, token, {"nik": NIK}, on=f"2027-01-{day}")[0])[:2]

    assert (on(11), on(12)) == (("covered", ""), ("covered", ""))
    Agreement.objects.update(start_rule="on_payment")
    assert (on(11), on(12)) == (("not_paid", "not_paid"), ("covered", ""))


def test_not_covered_before_the_decree_nor_after_a_death(caller, add, make_user, as_system):
    who = protected(make_user, add).person
    token = caller.by("verifikator")
    assert asked(caller, token, {"nik": NIK}, on="2026-12-31")[0]["status"] == "not_covered"
    Person.everything.filter(pk=who.pk).update(died_on=date(2027, 1, 5))
    on = [said(asked(caller, token, {"nik": NIK}, on=day)[0]) for day in ("2027-01-05", "2027-01-06")]
    assert on == [("covered", "", True, True, True), ("not_covered", "died", False, False, False)]


def test_out_of_scope_is_as_unknown(caller, add, as_system):
    who = numbered()
    covered_by(add(who=who), "apbd_kota")
    token = caller.by("operator_desa", "region", SUMERTA)
    there, nobody = asked(caller, token, {"nik": NIK}, {"nik": OTHER})
    by_id, no_id = asked(caller, token, {"id": who.public_id}, {"id": "222222222222"})
    assert there == nobody == by_id == no_id
    assert (there["status"], there["is_covered"], there["id"]) == ("not_known", None, None)
    answers = [caller.get(token, f"/people/{key}/cover", on=DAY) for key in (who.public_id, "222222222222")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_the_order_of_the_question_holds_and_one_may_be_asked_twice(caller, as_system):
    first, second = person(KESIMAN), person(KESIMAN)
    ids = [second.public_id, first.public_id, second.public_id]
    told = asked(caller, caller.by("verifikator"), *({"id": one} for one in ids))
    assert [one["id"] for one in told] == ids
    assert Questioned.objects.count() == 2


def test_a_former_number_and_an_alias_lead_to_the_person(caller, add, as_system):
    who = numbered()
    alias = person(KESIMAN, merged_into=who)
    covered_by(add(who=alias), "apbd_prov")
    FormerNik.objects.create(
        person=who, nik=OTHER, nik_index=blind_index(OTHER), reason="uji", at=clock.now()
    )
    told = asked(caller, caller.by("verifikator"), {"nik": OTHER}, {"id": alias.public_id})
    assert {one["id"] for one in told} == {who.public_id}
    assert [one["covers"][0]["payer"] for one in told] == ["apbd_prov", "apbd_prov"]


def test_of_two_with_one_number_neither_is_told(caller, as_system):
    numbered(), numbered()
    assert asked(caller, caller.by("verifikator"), {"nik": NIK})[0]["status"] == "not_known"


def test_paid_and_confirmed_months(caller, make_user, offices, as_system):
    wadah = a_wadah()
    agreement(wadah)
    who = members(wadah, 1)[0].person
    Visibility.objects.create(person=who, kind="region", code=CITY)
    desk, pos = Desk(make_user), a_pos()
    with clock.at(date(2027, 1, 15)):
        desk.confirmed(desk.prepared(wadah, pos))
        desk.paid(desk.prepared(wadah, pos, "2027-02"))
        desk.coded(desk.prepared(wadah, pos, "2027-03"))
        (told,) = asked(caller, caller.by("verifikator"), {"id": who.public_id})
        (before,) = asked(caller, caller.by("verifikator"), {"id": who.public_id}, on="2026-12-31")
    assert (told["paid_months"], told["confirmed_months"]) == (["2027-01", "2027-02"], ["2027-01"])
    assert told["memberships"] == [{"state": "aktif", "since": "2027-01", "until": ""}]
    assert (before["paid_months"], before["confirmed_months"]) == ([], [])


def test_months_that_one_paid_alone_are_told_as_the_page_of_the_person_does(caller, as_system, offices):
    """September to November paid, December not: covered in November, not on 1 December."""
    row = known(who=numbered())
    paid(row, "2026-09", "2026-11", 25_200)
    token = caller.by("agency")
    ((there,), (after,)) = (
        asked(caller, token, {"id": row.person.public_id}, on=day) for day in ("2026-11-30", "2026-12-01")
    )
    ((cover,), months) = there["covers"], ["2026-09", "2026-10", "2026-11"]
    assert (there["is_covered"], cover["payer"], cover["decree"]) == (True, "self", "")
    assert (cover["since"], cover["until"]) == ("2026-09-01", "2026-11-30")
    assert said(there) == ("covered", "", False, True, True)
    assert said(after) == ("not_paid", "not_paid", False, True, False)
    assert (after["is_covered"], after["paid_months"], after["confirmed_months"]) == (False, months, [])
    assert protection.of([row.person], date(2026, 12, 1))[row.person_id].mood == "stopped"


def test_a_hundred_cost_no_more_statements_than_two(caller, add, as_system):
    people = [person(KESIMAN) for _ in range(60)]
    for one in people[:3]:
        covered_by(add(who=one), "apbd_kota")
    token = caller.by("operator_desa", "region", KESIMAN)
    counts = []
    for some in (people[:2], people):
        with CaptureQueriesContext(
            connection,
        ) as found:
            asked(caller, token, *({"id": one.public_id} for one in some))
        counts.append(len(found))
    assert counts[0] == counts[1] <= 40


def test_each_question_is_kept_without_a_number(caller, as_system):
    numbered()
    asked(caller, caller.by("verifikator"), {"nik": NIK}, {"nik": OTHER})
    (question,) = Question.objects.values()
    assert (question["asked"], question["by_number"], question["known"]) == (2, 2, 1)
    assert NIK not in str(question)
    assert blind_index(NIK) not in str(question)
    with pytest.raises(DatabaseError):
        Question.objects.update(asked=3)


@pytest.mark.parametrize(
    "body",
    [
        {"on": DAY, "people": []},
        {"on": DAY, "people": [{"nik": NIK}] * 101},
        {"on": DAY, "people": [{}]},
        {"on": DAY, "people": [{"nik": NIK, "id": "2H6HY8MC2QTF"}]},
        {"on": DAY, "people": [{"nik": "517102120370000"}]},
        {"on": DAY, "people": [{"nik": 5171021203700003}]},
        {"on": DAY, "people": [{"id": "o' OR 1=1"}]},
        {"on": "2027-02-30", "people": [{"nik": NIK}]},
        {"people": [{"nik": NIK}]},
        {"on": DAY, "people": {"nik": NIK}},
    ],
)
def test_nonsense_is_refused_without_the_number(caller, db, body):
    answer = caller.post(caller.by("verifikator"), "/cover", body)
    assert answer.status_code == 422
    assert NIK not in answer.content.decode()
