"""Balances from carried sums are those of the plain postings, whatever was posted and carried when."""

import random
from datetime import date, timedelta

import pytest
from django.db.models import Q, Sum

from tedung.office.buku import carrying, queries, services
from tedung.office.buku.models import Carried, Carry, Entry, Posting
from tedung.office.buku.seeds import ACCOUNTS, seed
from tedung.office.buku.services import Amount, Happening
from tedung.office.jobs.models import Job
from tedung.office.starting import daily

FIRST, DAYS = date(2026, 11, 20), 140
CODES = [code for code, _name, _side in ACCOUNTS]


def posted(chance, number):
    """Some rupiah from one account to another, on any day: also one long past."""
    debit, credit = chance.sample(CODES, 2)
    amount, wadah = chance.randrange(1, 10**12), f"W{chance.randrange(4)}"
    return Happening(
        f"uji:{number}",
        FIRST + timedelta(days=chance.randrange(DAYS)),
        "uji",
        "uji",
        number,
        [Amount(debit, amount, wadah, "2027-01"), Amount(credit, -amount, wadah, "2027-01")],
    )


def plain(day, seen=None):
    found = Posting.objects.filter(seen or Q(), entry__is_posted=True, entry__day__lte=day)
    sums = dict(found.values_list("account__code").annotate(sum=Sum("amount")).order_by())
    return {code: sums.get(code, 0) for code in CODES}


def balance(day, seen=None):
    return {row.code: row.amount for row in queries.trial_balance(day, seen)}


@pytest.mark.parametrize("of_chance", range(3))
def test_carried_sums_are_those_of_the_postings(as_system, of_chance):
    seed()
    chance = random.Random(of_chance)
    seen = Q(wadah_code__in=["W1", "W3"])
    for batch in range(4):
        services.enter([posted(chance, batch * 25 + number) for number in range(25)])
        if chance.random() < 0.3:
            services.reverse(Entry.objects.order_by("?").filter(reverses=None, reversed_by=None)[0], "uji")
        if chance.random() < 0.7:
            carrying.carry()
        for day in [FIRST + timedelta(days=n) for n in range(-1, DAYS + 1, 11)] + [date(2027, 1, 31)]:
            assert balance(day) == plain(day)
            assert balance(day, seen) == plain(day, seen)
            assert sum(balance(day).values()) == 0
    carrying.carry()
    assert carrying.carry() == {"entries": 0}
    assert Carry.objects.get().through == Entry.objects.order_by("-pk")[0].pk


def test_what_is_not_posted_yet_is_carried_later(as_system):
    seed()
    chance = random.Random(9)
    services.enter([posted(chance, 1)])
    late = Entry.objects.create(
        day=FIRST, kind="uji", about_kind="uji", about_id=1, key="x", at="2027-01-01T00:00Z"
    )
    services.enter([posted(chance, 2)])
    assert carrying.carry() == {"entries": 1}
    assert carrying.through() < late.pk
    day = FIRST + timedelta(days=DAYS)
    assert balance(day) == plain(day)


def test_a_balance_asks_as_much_of_a_thousand_entries_as_of_ten(as_system, django_assert_max_num_queries):
    seed()
    chance = random.Random(4)
    services.enter([posted(chance, number) for number in range(1_000)])
    carrying.carry()
    assert Carried.objects.count() < 7 * len(CODES) * 5  # months, accounts, four wadah and all of them
    with django_assert_max_num_queries(6):
        balance(FIRST + timedelta(days=DAYS))


def test_the_daily_round_carries(as_system):
    seed()
    services.enter([posted(random.Random(1), 1)])
    daily.run()
    assert Job.everything.filter(kind="buku.carry").count() == 1
