"""A bill of contributions: the published sums, every step with its papers, and what must not happen."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from iuran_of_test import Desk, a_pos, a_wadah, agreement, members

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.anggaran import queries as anggaran
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.buku import queries as buku
from tedung.office.buku.seeds import seed
from tedung.office.iuran import arrears, computing, differences, leaving, posting, services
from tedung.office.iuran.models import Difference, Line, Rest, Rincian
from tedung.office.jobs.worker import run_waiting
from tedung.office.tasks.models import Task
from tedung.office.wadah.models import Member

NEW_YEAR = date(2027, 1, 4)


@pytest.fixture
def desk(offices, make_user):
    with clock.at(NEW_YEAR), acting(SYSTEM):
        seed()
        yield Desk(make_user)


@pytest.fixture
def wadah(desk):
    return a_wadah()


@pytest.fixture
def pos(desk):
    return a_pos()


def open_tasks(rincian):
    return set(Task.everything.filter(about_id=rincian.pk, state="open").values_list("kind", flat=True))


@pytest.mark.parametrize(
    "published",
    [
        (5_415, 1, 90_972_000),  # law/jkk-jkm-bpu.md D23: Denpasar 2025, not wage earners, a month
        (2_456, 12, 495_129_600),  # a press report on Badung: exactly 2,456 x Rp201,600 a year
    ],
)
def test_the_published_sums(desk, wadah, pos, published):
    """Rp16,800 a month and person: paid by APBD there is no relief of PP 50/2025 (Pasal 3)."""
    people, months, total = published
    members(wadah, people)
    rincian = desk.prepared(wadah, pos, months=months)
    assert run_waiting() == 1  # too large to be computed while one waits
    rincian.refresh_from_db()
    assert (rincian.state, rincian.people, rincian.lines_all) == ("rincian", people, people * months)
    assert rincian.total == rincian.payable == total
    assert buku.held("beban_iuran", "wadah:sosial") == total
    assert buku.held("beban_iuran", "wadah:sosial", "2027-01") == people * 16_800


def test_a_donor_pays_half_in_the_months_of_relief(desk):
    """PP 50/2025: other sectors, BLTH April to December 2026; a donor is not excluded, APBD is."""
    donor = a_wadah("wadah:csr", payer="donor", opd_code="")
    members(donor, 2, since="2026-01")
    with desk.by("pptk"):
        months = {m: services.prepare(donor, m, 1).total for m in ("2026-03", "2026-12", "2027-01")}
    assert months == {"2026-03": 33_600, "2026-12": 16_800, "2027-01": 33_600}
    city = a_wadah("wadah:kota")
    members(city, 2, since="2026-01")
    assert desk.prepared(city, a_pos(year=2026), "2026-12").total == 33_600


def test_every_month_of_every_member_has_an_amount_or_a_reason(desk, wadah, pos):
    members(wadah, 2)
    members(wadah, 1, since="2027-03")
    members(wadah, 1, until="2027-04")
    members(wadah, 1, died_on=date(2027, 2, 10))
    members(wadah, 1, state="calon")
    members(wadah, 1, state="nonaktif")
    members(wadah, 1, birth_date=date(1950, 1, 1))
    members(wadah, 1, until="2026-12", since="2026-01")  # ended before: no line
    rincian = desk.prepared(wadah, pos, months=6)
    found = dict.fromkeys(
        ["", "before_start", "after_end", "died", "not_yet_accepted", "lapsed", "too_old"], 0
    )
    for why in Line.everything.filter(rincian=rincian).values_list("why_not", flat=True):
        found[why] += 1
    assert found == {
        "": 12 + 4 + 4 + 2,
        "before_start": 2,
        "after_end": 2,
        "died": 4,
        "not_yet_accepted": 6,
        "lapsed": 6,
        "too_old": 6,
    }
    assert sum(found.values()) == rincian.lines_all == 8 * 6
    assert rincian.total == 22 * 16_800


def test_the_whole_way_from_rincian_to_the_agencys_word(desk, wadah, pos):
    members(wadah, 3)
    rincian = desk.prepared(wadah, pos, months=3)
    assert rincian.due_day == date(2027, 1, 15)  # PP 44/2015 Pasal 24 ayat (3): the 15th of the month itself
    desk.coded(rincian)
    assert open_tasks(rincian) == set()
    assert anggaran.figures([pos])[pos.pk] == anggaran.Figures(1_200_000_000, 0, 151_200)
    desk.confirmed(rincian)
    rincian.refresh_from_db()
    assert (rincian.state, rincian.confirmed_on) == ("dikonfirmasi", date(2027, 1, 14))
    assert anggaran.figures([pos])[pos.pk] == anggaran.Figures(1_200_000_000, 151_200, 0)
    assert anggaran.paid_by_quarter(pos) == {1: 151_200, 2: 0, 3: 0, 4: 0}
    held = {row.code: row.amount for row in buku.trial_balance(date(2027, 1, 31))}
    assert (held["beban_iuran"], held["iuran_terutang"], held["pembayaran"]) == (151_200, 0, -151_200)
    assert open_tasks(rincian) == set()


def test_a_member_and_month_is_billed_once(desk, wadah, pos):
    (first, *_) = members(wadah, 2)
    desk.prepared(wadah, pos, months=3)
    with pytest.raises(Refusal):
        desk.prepared(wadah, pos, "2027-02")
    later = desk.prepared(wadah, pos, "2027-03", 3)
    assert later.total == 2 * 2 * 16_800  # March is in the first bill
    assert Line.everything.filter(rincian=later, why_not="billed_before").count() == 2
    line = Line.everything.filter(member=first, month="2027-01", total__gt=0).get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.everything.create(
            rincian=later, member=first, person_id=line.person_id, month="2027-01", jkk=10_000, jkm=6_800,
            total=16_800, is_covered=True, is_public=True,
        )  # fmt: skip


def test_no_persons_month_is_paid_by_public_money_twice(desk, wadah, pos):
    (member,) = members(wadah, 1)
    village = a_wadah("wadah:desa", payer="apbdes", opd_code="")
    Member.everything.create(
        person=member.person,
        wadah=village,
        payer="apbdes",
        state="aktif",
        since="2027-01",
        made_at=clock.now(),
    )
    desk.prepared(wadah, pos)
    with pytest.raises(Refusal):
        desk.prepared(village, a_pos(payer="apbdes", account="desa"))
    own = a_wadah("wadah:mandiri", payer="self", opd_code="")
    Member.everything.create(
        person=member.person, wadah=own, payer="self", state="aktif", since="2027-01", made_at=clock.now()
    )
    assert desk.prepared(own, None).total == 16_800  # one's own money is one's own


def test_a_code_of_three_people_too_many_is_asked_about_by_name_and_goes_no_further(desk, wadah, pos):
    members(wadah, 5)
    gone = members(wadah, 3, until="2026-12", since="2027-01", state="keluar")
    Member.everything.filter(pk__in=[one.pk for one in gone]).update(until="2027-01", state="keluar")
    rincian = desk.prepared(wadah, pos, "2027-01", 3)
    assert rincian.total == (5 * 3 + 3) * 16_800
    desk.coded(rincian, rincian.total + 3 * 16_800)
    found = differences.open_difference(rincian)
    explained = differences.explain(rincian, found.amount)
    assert (found.amount, explained.unit, explained.person_months, explained.over) == (50_400, 16_800, 3, 0)
    assert {line.member_id for line in explained.lines} == {one.pk for one in gone}
    assert open_tasks(rincian) == {"iuran.difference"}
    with desk.by("pptk"), pytest.raises(Refusal) as refused:
        services.record_spp(rincian, "SPP/1", NEW_YEAR)
    assert refused.value.code == "difference"
    with desk.by("pptk"):
        differences.accept(rincian, "BPJS belum menonaktifkan tiga orang")
    assert open_tasks(rincian) == set()
    desk.paid(rincian)
    assert buku.held("selisih") == 50_400
    assert buku.held("iuran_terutang") == 0
    assert buku.held("pembayaran") == -(rincian.total + 50_400)


def test_a_code_beyond_the_budget_is_not_accepted(desk, wadah):
    members(wadah, 2)
    rincian = desk.prepared(wadah, a_pos(33_600))
    desk.coded(rincian, 33_601)
    with desk.by("pptk"), pytest.raises(Refusal, match="melebihi sisa pos anggaran Rp1"):
        differences.accept(rincian, "pembulatan")
    assert buku.held("selisih") == 0


def test_an_amount_that_no_lines_explain_is_said_to_be_so(desk, wadah, pos):
    members(wadah, 2)
    rincian = desk.prepared(wadah, pos)
    desk.coded(rincian, 33_601)
    explained = differences.explain(rincian, 1)
    assert (explained.person_months, explained.over, explained.is_whole) == (0, 1, False)
    with desk.by("pptk"):
        differences.ask_new_code(rincian, "jumlahnya salah")
        assert (rincian.state, rincian.code_number, rincian.payable) == ("dikirim", "", 33_600)
        assert open_tasks(rincian) == {"iuran.code"}
    desk.coded(rincian, number="baru")
    assert differences.open_difference(rincian) is None
    assert Difference.objects.get().answer == "kode_baru"


def test_lines_that_the_code_leaves_out_are_taken_off_with_their_rupiah(desk, wadah, pos):
    members(wadah, 3)
    members(wadah, 2, kpj_index="")
    rincian = desk.prepared(wadah, pos)
    desk.coded(rincian, 3 * 16_800)
    found = differences.explain(rincian, -2 * 16_800)
    assert (found.person_months, found.candidates) == (2, 2)
    with desk.by("pptk"):
        services.take_off(rincian, [line.pk for line in found.lines], "belum dikenal BPJS")
    assert differences.open_difference(rincian) is None
    assert (rincian.total, rincian.payable, rincian.people) == (50_400, 50_400, 3)
    assert buku.held("beban_iuran", "wadah:sosial", "2027-01") == 50_400
    desk.paid(rincian)
    with desk.by("pptk"), pytest.raises(Refusal):
        services.take_off(
            rincian, [Line.everything.filter(rincian=rincian, total__gt=0).first().pk], "terlambat"
        )
    assert desk.prepared(wadah, pos, "2027-01").total == 2 * 16_800  # free to be billed again


@pytest.mark.parametrize(
    "agreed",
    [
        ("refund", "sisa_masa_iuran", "menunggu"),
        ("credit", "sisa_masa_iuran", "menunggu"),
        ("none", "sisa_tidak_kembali", "tidak_kembali"),
    ],
)
def test_months_after_a_death_are_what_the_agreement_says(desk, wadah, pos, agreed):
    rule, account, state = agreed
    agreement(wadah, rule)
    someone, *_ = members(wadah, 3)
    rincian = desk.prepared(wadah, pos, months=12)
    desk.paid(rincian)
    someone.person.died_on = date(2027, 3, 20)
    someone.person.save()
    arrears.daily()
    rests = Rest.everything.order_by("month")
    assert [rest.month for rest in rests] == [f"2027-{month:02d}" for month in range(4, 13)]
    assert {rest.state for rest in rests} == {state}
    assert buku.held(account) == 9 * 16_800
    assert buku.held("beban_iuran") == (36 - 9) * 16_800
    arrears.daily()
    assert Rest.everything.count() == 9
    with clock.at(date(2027, 5, 1)), desk.by("bendahara"):
        if rule == "refund":
            leaving.refunded(rests[0], "BKM/1", date(2027, 5, 1))
            assert (buku.held("pengembalian"), buku.held("sisa_masa_iuran")) == (16_800, 8 * 16_800)
            assert open_tasks(rincian) == {"iuran.confirm", "iuran.rest"}
            for number, rest in enumerate(rests[1:], 2):
                leaving.refunded(rest, f"BKM/{number}", date(2027, 5, 1))
            assert open_tasks(rincian) == {"iuran.confirm"}
        else:
            with pytest.raises(Refusal):
                leaving.refunded(rests[0], "BKM/1", date(2027, 5, 1))
    wrong = {"refund": {"state": "diperhitungkan", "used_in": rincian}}
    beyond = wrong.get(rule, {"state": "dikembalikan", "back_on": date(2027, 5, 1)})
    with pytest.raises(IntegrityError), transaction.atomic():  # the database holds the agreement too
        Rest.everything.filter(pk=rests[8].pk).update(**beyond)


def test_a_credit_is_reckoned_with_the_next_code(desk, wadah, pos):
    agreement(wadah, "credit")
    someone, *_ = members(wadah, 3)
    desk.paid(desk.prepared(wadah, pos, months=3))
    someone.until, someone.state = "2027-02", "keluar"
    someone.save()
    arrears.daily()
    assert buku.held("sisa_masa_iuran") == 16_800
    later = desk.prepared(wadah, pos, "2027-04")
    desk.coded(later, later.total - 16_800)
    with desk.by("pptk"):
        assert differences.use_credit(later, "sesuai PKS") == 1
    desk.paid(later, date(2027, 4, 12))
    assert buku.held("sisa_masa_iuran") == buku.held("iuran_terutang") == 0
    assert Rest.everything.get().used_in_id == later.pk


def test_before_there_is_a_code_months_after_an_exit_are_taken_off(desk, wadah, pos):
    someone, *_ = members(wadah, 2)
    rincian = desk.prepared(wadah, pos, months=3)
    someone.until, someone.state = "2027-01", "keluar"
    someone.save()
    with desk.by("pptk"):
        assert leaving.set_aside(rincian) == 2
    assert (rincian.total, rincian.payable) == (4 * 16_800, 4 * 16_800)
    assert buku.held("beban_iuran") == 4 * 16_800
    assert not Rest.everything.exists()


def test_four_months_unpaid_end_the_protection_and_a_payment_brings_it_back(desk, wadah, pos):
    """PP 44/2015 Pasal 39, 42: up to three consecutive months are borne; a fourth is not."""
    members(wadah, 2)
    rincian = desk.prepared(wadah, pos, months=6)
    states = Member.everything.values_list("state", flat=True).distinct()
    for day, expected in ((date(2027, 4, 15), {"aktif"}), (date(2027, 4, 16), {"nonaktif"})):
        with clock.at(day):
            arrears.daily()
            assert set(states.all()) == expected, day
    assert open_tasks(rincian) == {"iuran.due"}
    with clock.at(date(2027, 4, 20)):
        assert [(row.month, row.people, row.amount) for row in arrears.arrears(date(2027, 4, 20))] == [
            (f"2027-0{month}", 2, 33_600) for month in (1, 2, 3, 4)
        ]
        desk.paid(rincian, date(2027, 4, 20))
        assert set(states.all()) == {"aktif"}
        assert arrears.arrears(date(2027, 4, 20)) == []


def test_a_month_that_nobody_billed_is_a_task_and_judges_nobody(desk, wadah, pos):
    members(wadah, 2)
    asked = Task.everything.filter(kind="iuran.prepare", state="open")
    with clock.at(date(2027, 8, 2)):
        arrears.daily()
        assert [(task.params, task.due) for task in asked] == [({"people": 2}, date(2027, 8, 16))]  # a Sunday
        assert set(Member.everything.values_list("state", flat=True)) == {"aktif"}
        desk.prepared(wadah, pos, "2027-08")
        assert not asked.all().exists()


def test_no_fine_is_asked_of_non_wage_workers(desk, wadah, pos):
    """PP 44/2015 Pasal 22 names employers alone."""
    members(wadah, 1)
    rincian = desk.prepared(wadah, pos)
    with clock.at(date(2027, 3, 20)):
        arrears.daily()
        desk.paid(rincian, date(2027, 3, 20))
    assert buku.held("denda") == 0
    assert buku.held("pembayaran") == -16_800


def test_an_expired_code_is_told_and_cannot_be_paid(desk, wadah, pos):
    members(wadah, 1)
    rincian = desk.prepared(wadah, pos)
    desk.coded(rincian, valid=date(2027, 1, 10))
    with desk.by("pptk"):
        services.record_spp(rincian, "SPP/1", NEW_YEAR)
    with clock.at(date(2027, 1, 11)):
        arrears.daily()
        assert "iuran.expired" in open_tasks(rincian)
        with desk.by("bendahara"), pytest.raises(Refusal) as refused:
            services.record_spm(rincian, "SPM/1", date(2027, 1, 11))
        assert refused.value.code == "expired"
        desk.coded(rincian, number="kode baru")
        assert rincian.state == "spp"  # the same amount: the treasury's papers stand
        assert "iuran.expired" not in open_tasks(rincian)
        desk.coded(rincian, 33_600, number="lain lagi")
        assert (rincian.state, rincian.spp_number) == ("kode", "")


def test_who_prepared_neither_pays_nor_confirms(desk, wadah, pos, make_user, as_user):
    from tedung.office.access.models import Grant

    members(wadah, 1)
    rincian = desk.prepared(wadah, pos)
    desk.coded(rincian)
    both = desk.users["pptk"]
    for role in ("bendahara", "verifikator"):
        Grant.objects.create(
            user=both, role=role, scope_kind="region", scope_code="51.71", since=date(2026, 1, 1)
        )
    with desk.by("pptk"):
        services.record_spp(rincian, "SPP/1", NEW_YEAR)
        with pytest.raises(Refusal) as refused:
            services.record_spm(rincian, "SPM/1", NEW_YEAR)
        assert refused.value.code == "four_eyes"
    with desk.by("bendahara"), pytest.raises(NotAllowed):
        services.cancel(rincian, "bukan tugasnya")


def test_a_cancelled_bill_leaves_nothing_owed_and_its_months_free(desk, wadah, pos):
    members(wadah, 2)
    rincian = desk.prepared(wadah, pos, months=3)
    desk.coded(rincian, rincian.total + 16_800)
    with desk.by("pptk"):
        with pytest.raises(Refusal):
            services.cancel(rincian, " ")
        services.cancel(rincian, "Salah bulan")
        with pytest.raises(Refusal):
            services.cancel(rincian, "lagi")
    assert sum(row.debit for row in buku.trial_balance(date(2027, 12, 31))) == 0
    assert open_tasks(rincian) == set()
    assert desk.prepared(wadah, pos, months=3).total == 6 * 16_800
    paid = desk.prepared(wadah, pos, "2027-04")
    desk.paid(paid)
    with desk.by("pptk"), pytest.raises(Refusal):
        services.cancel(paid, "sudah dibayar")


def test_what_cannot_be_is_refused(desk, wadah, pos):
    members(wadah, 1)
    with desk.by("pptk"):
        for first, months in (("2027-13", 1), ("Januari", 1), ("", 1)):
            with pytest.raises(ValueError, match="not a month"):
                services.prepare(wadah, first, months, pos)
        with pytest.raises(Refusal, match="tahun anggaran"):
            services.prepare(wadah, "2026-12", 3, pos)
        with pytest.raises(Refusal, match="pembayar lain"):
            services.prepare(wadah, "2027-01", 1, a_pos(payer="apbdes", account="x"))
        rincian = services.prepare(wadah, "2027-01", 1)
        with pytest.raises(Refusal, match="Pilih dahulu pos"):
            services.send(rincian)
        services.set_pos(rincian, a_pos(16_799, account="kecil"))
        with pytest.raises(Refusal, match=r"Sisa pos anggaran Rp16\.799"):
            services.send(rincian)
        services.set_pos(rincian, pos)
        services.send(rincian)
        month = {"first": "2027-01", "last": "2027-01"}
        for number, amount, told, valid in (
            ("", 16_800, month, date(2027, 2, 1)),
            ("1", 0, month, date(2027, 2, 1)),
            ("1", -5, month, date(2027, 2, 1)),
            ("1", 16_800, month, date(2027, 1, 3)),
            ("1", 16_800, {"first": "2027-01", "last": "2027-02"}, date(2027, 2, 1)),
        ):
            with pytest.raises(Refusal):
                services.record_code(rincian, number, amount, valid_until=valid, **told)
    assert (rincian.state, rincian.code_number) == ("dikirim", "")


def test_an_sp2d_before_its_spm_is_refused(desk, wadah, pos):
    members(wadah, 1)
    rincian = desk.prepared(wadah, pos)
    desk.coded(rincian)
    with desk.by("pptk"):
        services.record_spp(rincian, "SPP/1", date(2027, 1, 3))
    with desk.by("bendahara"):
        with pytest.raises(Refusal):
            services.record_spm(rincian, "SPM/1", date(2027, 1, 2))
        services.record_spm(rincian, "SPM/1", date(2027, 1, 4))
        with pytest.raises(Refusal):
            services.record_sp2d(rincian, "SP2D/1", date(2027, 1, 3))
    assert buku.held("pembayaran") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE iuran_line SET total = 1",
        "UPDATE iuran_line SET why_not = 'x'",
        "DELETE FROM iuran_line",
        "UPDATE iuran_line SET is_cancelled = {no}",
    ],
)
def test_the_database_lets_a_line_only_be_cancelled(desk, wadah, pos, statement):
    members(wadah, 1)
    rincian = desk.prepared(wadah, pos)
    if "{no}" in statement:
        with desk.by("pptk"):
            services.cancel(rincian, "coba")
    no = "false" if connection.vendor == "postgresql" else "0"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(no=no))
    assert Line.everything.get().month == "2027-01"


def test_a_job_killed_between_batches_goes_on_and_writes_nothing_twice(desk, wadah, pos, monkeypatch):
    members(wadah, 10)
    monkeypatch.setattr(computing, "BATCH", 9)  # three members a batch
    monkeypatch.setattr(services, "AT_ONCE", 0)
    rincian = desk.prepared(wadah, pos, months=3)
    real, calls = computing._write, iter(range(100))

    def killed(*given):
        real(*given)
        if next(calls) in {1, 3}:
            raise KeyboardInterrupt  # as a kill: after the rows, before the transaction ends

    monkeypatch.setattr(computing, "_write", killed)
    for _attempt in range(2):
        with pytest.raises(KeyboardInterrupt):
            computing.compute(rincian.pk)
    computing.compute(rincian.pk)
    computing.compute(rincian.pk)
    rincian.refresh_from_db()
    assert (rincian.state, rincian.lines_all, rincian.total) == ("rincian", 30, 30 * 16_800)
    assert buku.held("beban_iuran") == 30 * 16_800
    assert posting.owed(rincian) == {f"2027-0{month}": 168_000 for month in (1, 2, 3)}
    assert Rincian.everything.count() == 1
