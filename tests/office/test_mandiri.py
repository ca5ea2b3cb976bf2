"""Who pays oneself: what is declared, what the law asks of each month, what was paid, and what follows."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from mandiri_of_test import known, member, paid, trader

from tedung.dates import Month
from tedung.law import law_version
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.mandiri import dues, keeping, paying, queries, services
from tedung.office.mandiri.models import Declaration, PaidMonth, Payment, Standing
from tedung.office.people import protection
from tedung.office.people.models import Person
from tedung.office.tasks.models import Task
from tedung.office.wadah.models import Member

TODAY = date(2026, 12, 1)


@pytest.fixture
def one(as_system, offices):
    """A trader whom the agency took in on 1 September 2026, of the lowest bracket."""
    return known()


def places(row, day=TODAY):
    months = keeping.months_of([row], day)[row.pk]
    return {each.month: (each.place, each.due.total) for each in months}


def refused(call, *given, **told):
    with pytest.raises(Refusal) as caught, transaction.atomic():
        call(*given, **told)
    return caught.value.code


def test_a_month_asks_what_the_regulation_says(one):
    """Half of 16,800 from April to December 2026 (PP 50/2025 Pasal 4 ayat (1)), whole from 2027 on."""
    told = places(one)
    assert told["2026-09"] == ("arrears", 8_400)
    assert told["2026-12"] == ("open", 8_400)
    assert told["2027-01"] == ("open", 16_800)
    assert "2026-08" not in told
    due = keeping.months_of([one], TODAY)[one.pk][0].due
    assert (due.relief, due.full) == (8_400, 16_800)
    assert due.article.startswith("PP 50/2025")


def test_brackets_jht_transport_and_owners(as_system, offices):
    """Rp1,750,000 falls in bracket 5: JKK 18,000, JKM 6,800, JHT 36,000 (Lampiran II)."""
    row = member("2027-01", 1_750_000, programmes="jkk+jkm+jht")
    january = keeping.months_of([row], TODAY)[row.pk][0].due
    assert (january.jkk, january.jkm, january.jht, january.relief) == (18_000, 6_800, 36_000, 0)
    driver = member("2027-01", is_transport=True, who=trader("I KETUT"))
    assert places(driver)["2027-03"] == ("open", 8_400)  # drivers until March 2027
    assert places(driver)["2027-04"] == ("open", 16_800)
    owner = member("2026-12", bpu_kind="employer", programmes="jkk+jkm+jht", who=trader("I NYOMAN"))
    assert places(owner)["2026-12"] == ("open", 36_800)  # no relief for an employer, and JHT
    assert refused(member, "2026-12", bpu_kind="employer", who=trader("X")) == "jht"


def test_a_change_stands_beside_what_was_declared(one):
    services.declare(one, "2027-01", 3_000_000, programmes="jkk+jkm+jht", note="naik kelas")
    assert list(Declaration.objects.order_by("pk").values_list("since", "income")) == [
        ("2026-09", 1_000_000), ("2027-01", 3_000_000),
    ]  # fmt: skip
    told = places(one)
    assert told["2026-12"] == ("open", 8_400)
    assert told["2027-01"] == ("open", 29_500 + 6_800 + 59_000)  # base 2,950,000: bracket 10
    one.refresh_from_db()
    assert one.income == 1_000_000  # until January
    with clock.at(date(2027, 1, 1)):
        assert services.settle(one, date(2027, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Declaration.objects.update(income=1)


def test_what_cannot_be_declared(one):
    same = {"programmes": "jkk+jkm"}
    assert refused(services.declare, one, "2026-12", 1_000_000, **same) == "same"
    assert refused(services.declare, one, "2026-11", 2_000_000, **same) == "months"  # it has passed
    assert refused(services.declare, one, "2031-01", 2_000_000, **same) == "months"
    assert refused(services.declare, one, "besok", 2_000_000, **same) == "months"
    for wrong in (-1, 10**12, True, 1.5, "1000000"):
        assert refused(services.declare, one, "2027-01", wrong, **same) == "income"
    assert refused(services.declare, one, "2027-01", 2_000_000, programmes="jp") == "programmes"
    paid(one, "2026-09", "2026-12", 33_600)
    assert refused(services.declare, one, "2026-12", 2_000_000, **same) == "months"  # it is paid


def test_who_cannot_be_taken_up(one, offices):
    assert refused(member, who=one.person) == "twice"
    assert refused(member, who=trader("A", died_on=date(2026, 11, 1))) == "died"
    assert refused(member, who=trader("B", birth_date=date(1961, 11, 30))) == "law"  # 65
    assert refused(member, who=trader("C", birth_date=date(2009, 1, 1))) == "law"  # 17
    assert refused(member, "2026-08", who=trader("D")) == "months"  # four months back
    assert refused(member, "2026-13", who=trader("E")) == "months"
    assert refused(member, who=trader("F"), kpj="12") == "kpj"
    assert Member.everything.count() == 1
    assert Declaration.objects.count() == 1


def test_no_month_belongs_to_two_memberships_of_one_person(one, offices):
    """Neither after an end, nor of somebody who was entered twice and found to be the same."""
    paid(one, "2026-09", "2026-12", 4 * 8_400)
    other = trader("NI MADE RAI SARI", nik="5171025506850002")
    Person.everything.filter(pk=one.person_id).update(merged_into=other.pk)
    assert refused(member, "2027-01", who=other) == "twice"
    services.stop(one, "2026-12", "mengundurkan_diri")
    assert refused(member, "2026-12", who=other) == "months"
    assert member("2027-01", who=other).since == "2027-01"


def test_payment_covers_the_months_that_it_names(one):
    made = paid(one, "2026-09", "2026-11", 25_200)
    assert (made.state, made.months, made.rest) == ("tercatat", 3, 0)
    assert [where for where, _ in places(one).values()][:4] == ["paid", "paid", "paid", "open"]
    standing = Standing.objects.get(member=one)
    assert (standing.mood, standing.paid_until, standing.next_month) == ("jatuh_tempo", "2026-11", "2026-12")
    assert (standing.next_due, standing.next_amount) == (date(2026, 12, 15), 8_400)
    paid(one, "2026-12", "2027-01", 25_200)
    assert Standing.objects.get(member=one).mood == "lunas"


def test_another_amount_is_a_finding_with_the_months_it_covers(one):
    less = paid(one, "2026-09", "2026-11", 20_000)
    assert (less.state, less.due, less.months, less.rest) == ("selisih", 25_200, 2, 3_200)
    assert places(one)["2026-11"] == ("arrears", 8_400)
    assert Task.everything.get(kind="mandiri.difference").params == {"months": 2}
    assert refused(paying.explain, less, " ") == "reason"
    paying.explain(less, "kantor cabang mencatat dua bulan")
    assert Task.everything.get(kind="mandiri.difference").state == "done"
    more = paid(one, "2026-11", amount=50_000)
    assert (more.state, more.months, more.rest) == ("selisih", 1, 41_600)
    nothing = paid(one, "2026-12", amount=1)
    assert (nothing.months, nothing.rest) == (0, 1)
    held = PaidMonth.objects.filter(is_cancelled=False)
    assert sum(row.total for row in held) + less.rest + more.rest + nothing.rest == 70_001


def test_what_cannot_be_paid(one):
    assert refused(paid, one, "2026-10", amount=8_400) == "order"  # September first
    assert refused(paid, one, "2026-09", "2026-08", 8_400) == "months"
    assert refused(paid, one, "2026-09", "2027-09", 99_000) == "months"  # 13 months
    for wrong in (0, -8_400, 10**12):
        assert refused(paid, one, "2026-09", amount=wrong) == "amount"
    assert refused(paying.pay, one, TODAY, 8_400, "2026-09", "2026-09", number=" ") == "number"
    assert refused(paying.pay, one, date(2026, 12, 2), 8_400, "2026-09", "2026-09", number="1") == "day"
    for early in (date(1, 1, 1), date(2015, 6, 30)):  # before there was a law of due days
        assert refused(paying.pay, one, early, 8_400, "2026-09", "2026-09", number="1") == "day"
    assert refused(paying.pay, one, date(2016, 1, 1), 8_400, "2026-09", "2026-09", number="1") == "months"
    paid(one, "2026-09", amount=8_400, number="B1")
    assert refused(paid, one, "2026-09", amount=8_400) == "order"  # paid already
    assert refused(paid, one, "2026-10", amount=8_400, number="B1") == "twice"
    made = Payment.everything.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PaidMonth.objects.create(
            payment=made, member=one, month="2026-09", jkk=0, jkm=0, jht=0, total=0, relief=0
        )


def test_a_payment_taken_back_frees_its_months(one):
    made = paid(one, "2026-09", "2026-10", 16_800)
    assert refused(paying.cancel, made, "") == "reason"
    paying.cancel(made, "salah orang")
    assert places(one)["2026-09"][0] == "arrears"
    assert refused(paying.cancel, made, "lagi") == "step"
    assert paid(one, "2026-09", "2026-10", 16_800).state == "tercatat"


def test_more_than_three_months_end_the_protection_and_a_payment_begins_it_again(one):
    """PP 44/2015 Pasal 39, 42: three months are borne; with the fourth there is no benefit."""
    with clock.at(date(2026, 12, 16)):  # September to December have passed their day
        keeping.refresh(one, clock.today())
        assert {where for month, (where, _) in places(one, clock.today()).items() if month < "2027"} == {
            "lapsed"
        }
        paying.follow(one)
        assert Member.everything.get(pk=one.pk).state == "nonaktif"
        assert Standing.objects.get(member=one).mood == "nonaktif"
    one.refresh_from_db()
    with clock.at(date(2027, 1, 5)):
        assert refused(paid, one, "2026-09", amount=8_400) == "order"  # what lapsed is not collected
        paid(one, "2027-01", amount=16_800)
        one.refresh_from_db()
        assert one.state == "aktif"
        assert places(one, clock.today())["2026-12"][0] == "lapsed"


def test_a_receipt_of_its_time_is_taken_later(one):
    """What was paid on 10 November is believed in January, though the months would have lapsed by then."""
    with clock.at(date(2027, 1, 20)):
        paying.follow(one)
        one.refresh_from_db()
        assert one.state == "nonaktif"
        paid(one, "2026-09", "2026-12", 33_600, on=date(2026, 11, 10))
        one.refresh_from_db()
        assert one.state == "aktif"
        assert Standing.objects.get(member=one).arrears_months == 1


def test_stop(one):
    paid(one, "2026-09", "2026-12", 33_600)
    assert refused(services.stop, one, "2026-11", "mengundurkan_diri") == "months"
    services.stop(one, "2026-12", "mengundurkan_diri")
    assert Standing.objects.get(member=one).mood == "berhenti"
    assert max(places(one)) == "2026-12"
    assert refused(services.stop, one, "2026-12", "pindah") == "step"
    again = member("2027-01", who=one.person)
    assert again.kpj == one.kpj  # the number is personal


def test_the_person_is_protected_by_paid_months_alone(one):
    def said():
        return protection.of([one.person], clock.today())[one.person_id]

    assert said().mood == "stopped"
    paid(one, "2026-09", "2026-12", 33_600)
    assert said().mood == "done"
    assert "31 Desember 2026" in said().sentence
    with clock.at(date(2027, 1, 10)):
        assert said().mood == "stopped"  # January is not paid
    fresh = member("2026-12", who=trader("BARU"))
    paid(fresh, "2026-12", amount=8_400)
    assert queries.covers_of([fresh.person_id]) == []  # the agency has not taken her in


def test_who_may(one, make_user, as_user):
    with as_user(make_user("operator_desa")), pytest.raises(NotAllowed):
        member(who=trader("G"))
    with as_user(make_user("bendahara")), pytest.raises(NotAllowed):
        paid(one, "2026-09", amount=8_400)
    with as_user(make_user("verifikator", "region", "51.71.03")), pytest.raises(NotAllowed):
        paid(one, "2026-09", amount=8_400)  # of another district
    with as_user(make_user("pptk")):
        assert member(who=trader("H")).pk
        assert paid(one, "2026-09", amount=8_400).user_id


@pytest.fixture
def kept(monkeypatch):
    """What a process keeps of the law's answers, empty, of ten at most; who asks the law is counted."""
    found = {}
    monkeypatch.setattr(dues, "KEPT", found)
    monkeypatch.setattr(dues, "MOST_KEPT", 10)
    return found


def terms(count):
    return [(dues.Terms(1_000_000 + number, "jkk+jkm"), None, None) for number in range(count)]


def test_a_due_is_kept_by_the_law_s_version(kept, monkeypatch):
    december = Month(2026, 12)
    first = dues.dues_by(terms(1), december)
    (key,) = kept
    assert key[0] == law_version()
    kept[key] = first[0]._replace(total=1)  # what is kept is told
    assert dues.dues_by(terms(1), december)[0].total == 1
    monkeypatch.setattr(dues, "law_version", lambda: "lain")
    assert dues.dues_by(terms(1), december) == first


def test_many_at_once_are_not_kept_and_no_more_than_so_many(kept):
    """The day's round asks for five hundred: they would push out what the pages ask."""
    december = Month(2026, 12)
    assert len(dues.dues_by(terms(dues.FEW + 1), december)) == dues.FEW + 1
    assert not kept
    for month in range(1, 10):
        dues.dues_by(terms(4), Month(2026, month))
        assert len(kept) <= 10
    dues.dues_by(terms(12), december)  # few, but more than are kept at all
    assert len(kept) <= 10
