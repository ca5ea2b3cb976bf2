"""Several treasurers at once: each happening is entered once, the book balances, a bill is paid once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from conftest_office import CITY
from django.db import IntegrityError, connection
from iuran_of_test import a_pos, a_wadah, members

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.buku import queries, services
from tedung.office.buku.models import Entry, Posting
from tedung.office.buku.seeds import seed
from tedung.office.buku.services import Amount, Happening
from tedung.office.iuran import services as iuran
from tedung.office.iuran.models import Line, Rincian
from tedung.office.organisations.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)
MANY, DAY = 8, date(2027, 1, 4)


def at_once(act):
    """Return what each of many got, an answer or a refusal, all begun together."""

    def one(number):
        try:
            with acting(SYSTEM), clock.at(DAY):
                return act(number)
        except (Refusal, IntegrityError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as several:
        return list(several.map(one, range(MANY)))


@pytest.fixture
def book():
    with acting(SYSTEM), clock.at(DAY):
        seed()
        Organisation.objects.create(code="dinas_sosial", kind="office", name="Dinas Sosial", region=CITY)
        yield


def a_set(number):
    """Twenty happenings, half of which every other set has too."""
    shared = [f"bersama:{one}" for one in range(10)]
    own = [f"sendiri:{number}:{one}" for one in range(10)]
    return [
        Happening(
            key, DAY, "rincian", "x", 1, [Amount("beban_iuran", 16_800), Amount("iuran_terutang", -16_800)]
        )
        for key in (shared + own)
    ]


def test_what_many_enter_at_once_stands_once_and_balances(book):
    new = at_once(lambda number: services.enter(a_set(number)))
    assert sum(new) == 10 + MANY * 10 == Entry.objects.count()
    assert Posting.objects.count() == 2 * Entry.objects.count()
    assert not Entry.objects.filter(is_posted=False).exists()
    assert queries.held("beban_iuran") == 90 * 16_800
    assert sum(row.amount for row in queries.trial_balance(DAY)) == 0


def test_one_takes_an_entry_back(book):
    services.enter(a_set(0)[:1])
    key = Entry.objects.get().pk
    told = at_once(lambda _: services.reverse(Entry.objects.get(pk=key), "ganda"))
    assert sum(isinstance(answer, Entry) for answer in told) == 1
    assert queries.held("beban_iuran") == 0


def test_one_bill_of_many_asks_for_the_months_and_one_sp2d_pays_it(book):
    wadah, pos = a_wadah(), a_pos()
    members(wadah, 3)
    told = at_once(lambda _: iuran.prepare(wadah, "2027-01", 3, pos))
    made = [answer for answer in told if isinstance(answer, Rincian)]
    assert len(made) == 1
    assert Line.everything.filter(is_cancelled=False, total__gt=0).count() == 9
    rincian = made[0]
    iuran.send(rincian)
    code = {"first": "2027-01", "last": "2027-03", "valid_until": date(2027, 2, 1)}
    iuran.record_code(rincian, "27001", rincian.total, **code)
    iuran.record_spp(rincian, "SPP", DAY)
    iuran.record_spm(rincian, "SPM", DAY)
    told = at_once(
        lambda number: iuran.record_sp2d(Rincian.everything.get(pk=rincian.pk), f"SP2D/{number}", DAY)
    )
    assert sum(answer is None for answer in told) == 1
    assert queries.held("pembayaran") == -9 * 16_800
    assert queries.held("iuran_terutang") == 0
