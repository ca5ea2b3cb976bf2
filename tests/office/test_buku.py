"""The subsidiary ledger: balanced, never changed, entered once, corrected by its opposite."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.buku import queries, services
from tedung.office.buku.models import Entry, Posting
from tedung.office.buku.seeds import seed
from tedung.office.buku.services import Amount, Happening

DAY = date(2027, 1, 15)
MONTHLY = 5_415 * 16_800  # Denpasar's non-wage groups: Rp90.972.000 a month


def due(key="rincian:1", amount=MONTHLY, day=DAY, credit=None):
    return Happening(
        key,
        day,
        "rincian",
        "rincian",
        1,
        [
            Amount("beban_iuran", amount, "SG1", "2027-01"),
            Amount("iuran_terutang", -(credit or amount), "SG1", "2027-01"),
        ],
    )


@pytest.fixture
def accounts(as_system):
    seed()


def test_a_month_of_denpasar_is_due_and_paid(accounts):
    services.enter([due()])
    paid = [
        Amount("iuran_terutang", MONTHLY, "SG1", "2027-01"),
        Amount("pembayaran", -MONTHLY, "SG1", "2027-01"),
    ]
    services.enter([Happening("sp2d:7", DAY, "bayar", "sp2d", 7, paid)])
    balance = {row.code: row.amount for row in queries.trial_balance(DAY)}
    assert balance["beban_iuran"] == 90_972_000
    assert balance["iuran_terutang"] == 0
    assert balance["pembayaran"] == -90_972_000
    assert sum(balance.values()) == 0
    assert queries.held("beban_iuran", "SG1", "2027-01") == 90_972_000
    assert queries.held("beban_iuran", "SG2") == 0


def test_the_balance_of_a_day_knows_nothing_of_the_next(accounts):
    services.enter([due(), due("rincian:2", day=date(2027, 2, 15))])
    assert {row.code: row.amount for row in queries.trial_balance(DAY)}["beban_iuran"] == MONTHLY


def test_the_same_happening_is_entered_once(accounts):
    assert services.enter([due(), due("rincian:2")]) == 2
    assert services.enter([due(), due("rincian:3")]) == 1
    assert Entry.objects.count() == 3
    with pytest.raises(Refusal):
        services.enter([due("x"), due("x")])


def test_what_does_not_balance_is_refused_and_nothing_of_the_set_stays(accounts):
    for wrong in (
        due("b", credit=1),
        due("c")._replace(amounts=[Amount("denda", 5)]),
        due("d")._replace(amounts=[]),
    ):
        with pytest.raises((DatabaseError, Refusal)), transaction.atomic():
            services.enter([due("a"), wrong])
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE buku_posting SET amount = 1",
        "DELETE FROM buku_posting",
        "UPDATE buku_entry SET reason = 'x'",
        "DELETE FROM buku_entry",
        "INSERT INTO buku_posting (entry_id, account_id, amount, wadah_code, month) SELECT entry_id, account_id, 5, '', '' FROM buku_posting",
    ],
)
def test_the_database_changes_nothing_that_was_posted(accounts, statement):
    services.enter([due()])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Posting.objects.count() == 2


def test_a_mistake_is_taken_back_once_and_both_stay(accounts):
    services.enter([due()])
    entry = Entry.objects.get()
    with pytest.raises(Refusal):
        services.reverse(entry, " ")
    back = services.reverse(entry, "Salah bulan")
    assert queries.held("beban_iuran") == 0
    assert (Entry.objects.count(), Posting.objects.count()) == (2, 4)
    for again in (entry, back):
        with pytest.raises(Refusal):
            services.reverse(again, "lagi")


def test_who_may_not_pay_enters_nothing(accounts, make_user, as_user):
    with as_user(make_user("verifikator")), pytest.raises(NotAllowed):
        services.enter([due()])


def test_an_unknown_account_is_a_fault_of_ours(accounts):
    with pytest.raises(KeyError):
        services.enter([due()._replace(amounts=[Amount("kas", 1), Amount("denda", -1)])])


class AlwaysBalances(TestCase):
    """Whatever is entered, in whatever order: both sides are equal."""

    @given(
        st.lists(
            st.tuples(st.integers(1, 10**12), st.sampled_from(["beban_iuran", "sisa_masa_iuran", "denda"])),
            max_size=8,
        )
    )
    def test_the_trial_balance_is_zero(self, amounts):
        with acting(SYSTEM):
            seed()
            services.enter(
                Happening(
                    f"k{at}",
                    DAY,
                    "rincian",
                    "x",
                    at,
                    [Amount(code, amount), Amount("iuran_terutang", -amount)],
                )
                for at, (amount, code) in enumerate(amounts)
            )
            assert sum(row.amount for row in queries.trial_balance(DAY)) == 0
            assert sum(row.debit for row in queries.trial_balance(DAY)) == sum(
                amount for amount, _ in amounts
            )
