"""Random years of events: the months add up, the rupiah add up, and the book says the same."""

from datetime import date, timedelta

from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from iuran_of_test import a_pos, a_wadah, agreement, members

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.buku import queries as buku
from tedung.office.buku.seeds import seed
from tedung.office.iuran import arrears, differences, leaving, posting, queries, services
from tedung.office.iuran.models import Line, Rest, Rincian
from tedung.office.organisations.models import Organisation
from tedung.office.wadah.models import Member

EVENTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["bill", "code", "pay", "die", "leave", "join", "cancel", "refund", "daily", "answer"]
        ),
        st.integers(0, 11),
        st.integers(-2, 2),
    ),
    min_size=3,
    max_size=14,
)


class Year:
    """One wadah through 2027, whatever happens to it; what an officer would be refused is passed over."""

    def __init__(self, rule):
        seed()
        Organisation.objects.get_or_create(
            code="dinas_sosial", kind="office", name="Dinas Sosial", region="51.71"
        )
        self.wadah, self.pos = a_wadah(f"wadah:{rule}"), a_pos()
        agreement(self.wadah, rule)
        members(self.wadah, 4)
        self.day = date(2027, 1, 4)

    def happens(self, what, number, aside):
        self.day += timedelta(days=9)
        with clock.at(self.day):
            try:
                getattr(self, what)(number, aside)
            except Refusal:
                return

    def _some(self, number, *states):
        found = list(Rincian.everything.filter(wadah=self.wadah, state__in=states).order_by("pk"))
        return found[number % len(found)] if found else None

    def bill(self, number, aside):
        services.prepare(self.wadah, f"2027-{number + 1:02d}", min(1 + 2 * abs(aside), 12 - number), self.pos)

    def code(self, number, aside):
        rincian = self._some(number, "rincian", "dikirim")
        if rincian is None:
            return
        if rincian.state == "rincian":
            services.send(rincian)
        span = {"first": rincian.first_month, "last": rincian.last_month}
        amount = max(sum(posting.owed(rincian).values()) + aside * 16_800, 1)
        services.record_code(
            rincian, f"K{rincian.pk}-{self.day}", amount, **span, valid_until=self.day + timedelta(days=20)
        )

    def answer(self, number, aside):
        rincian = self._some(number, "kode")
        if rincian is None:
            return
        {0: differences.accept, 1: differences.use_credit}.get(abs(aside), differences.ask_new_code)(
            rincian, "uji"
        )

    def pay(self, number, _aside):
        rincian = self._some(number, "kode")
        if rincian is not None:
            services.record_spp(rincian, "SPP", self.day)
            services.record_spm(rincian, "SPM", self.day)
            services.record_sp2d(rincian, "SP2D", self.day)

    def die(self, number, _aside):
        member = self._member(number)
        member.person.died_on = self.day
        member.person.save()

    def leave(self, number, _aside):
        member = self._member(number)
        member.until, member.state, member.ended_reason = str(self.day)[:7], "keluar", "pindah"
        member.save()

    def join(self, _number, _aside):
        members(self.wadah, 1, since=str(self.day)[:7])

    def cancel(self, number, _aside):
        rincian = self._some(number, "rincian", "dikirim", "kode", "spp")
        if rincian is not None:
            services.cancel(rincian, "uji")

    def refund(self, number, _aside):
        rest = Rest.everything.filter(state="menunggu", wadah=self.wadah).order_by("pk").first()
        if rest is not None:
            leaving.refunded(rest, f"B{number}", self.day)

    def daily(self, _number, _aside):
        arrears.daily()

    def _member(self, number):
        found = list(Member.everything.filter(wadah=self.wadah).order_by("pk"))
        return found[number % len(found)]


class YearsAddUp(TestCase):
    """Covered months and reasons are all months; payments, rest and unpaid are what is due."""

    @settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(EVENTS, st.sampled_from(["refund", "credit", "none"]))
    def test_whatever_happens(self, events, rule):
        with acting(SYSTEM):
            year = Year(rule)
            for event in events:
                year.happens(*event)
            self._months_add_up()
            self._rupiah_add_up(year.wadah)

    def _months_add_up(self):
        for rincian in Rincian.everything.exclude(state="menghitung"):
            lines = Line.everything.filter(rincian=rincian)
            people = lines.values("member").distinct().count()
            covered = lines.filter(is_covered=True).count()
            reasons = lines.exclude(why_not="").count()
            assert covered + reasons == people * rincian.months == rincian.lines_all
        standing = Line.everything.filter(is_cancelled=False, total__gt=0).values_list("member", "month")
        assert len(set(standing)) == len(standing)  # nothing twice

    def _rupiah_add_up(self, wadah):
        found, code = queries.account(wadah), wadah.organisation.code
        assert found.due == found.paid + found.rest + found.unpaid
        held = {row.code: row.amount for row in buku.trial_balance(date(2028, 12, 31))}
        assert sum(held.values()) == 0
        rests = Rest.everything.filter(wadah=wadah).exclude(state="dibatalkan")
        lost = sum(rest.amount for rest in rests if rest.state == "tidak_kembali")
        waits = sum(rest.amount for rest in rests if rest.state == "menunggu")
        back = sum(rest.amount for rest in rests if rest.state == "dikembalikan")
        used = sum(rest.amount for rest in rests if rest.state == "diperhitungkan")
        assert held["beban_iuran"] == found.due - sum(rest.amount for rest in rests)
        assert held["sisa_tidak_kembali"] == lost
        assert held["sisa_masa_iuran"] == waits
        assert held["pengembalian"] == back
        paid = (
            Rincian.everything.filter(wadah=wadah, state="sp2d").aggregate(amount=Sum("payable"))["amount"]
            or 0
        )
        assert held["pembayaran"] == -paid
        assert held["iuran_terutang"] == paid + used - found.due - held["selisih"]
        assert buku.held("iuran_terutang", code) == held["iuran_terutang"]
        for rincian in Rincian.everything.filter(wadah=wadah, state__in=["sp2d", "dibatalkan"]):
            assert posting.owed(rincian) == {}
