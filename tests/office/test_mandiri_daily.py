"""What a day changes of who pays oneself: reminders once, lapse, a change that begins; and what always adds up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mandiri_of_test import known, member, paid, trader

from tedung.dates import Month
from tedung.office.access.change import changing
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.mandiri import reminding, services
from tedung.office.mandiri.daily import daily
from tedung.office.mandiri.dues import Due
from tedung.office.mandiri.models import Standing
from tedung.office.mandiri.standing import PLACES, payable, placed, sums
from tedung.office.outbox.models import Message
from tedung.office.outbox.services import sent_by_hand
from tedung.office.people.models import Person
from tedung.office.reference.keys import checked
from tedung.office.reference.models import Setting
from tedung.office.starting import daily as rounds
from tedung.office.wadah import services as wadah
from tedung.office.wadah.models import Member

NEAR = date(2026, 12, 11)  # the 15th is a Tuesday


@pytest.fixture
def one(as_system, offices):
    """Somebody who owes September to November, has a phone and agreed."""
    row = known(1, who=trader(phone="+6281234567890"))
    reminding.agree(row, "surat di loket")
    return row


def texts():
    return [(message.key, message.state, message.text) for message in Message.everything.order_by("pk")]


def test_one_text_a_member_and_month(one):
    with clock.at(date(2026, 12, 9)):
        assert daily()["reminded"] == 0  # five days before the 15th is the 10th
    with clock.at(NEAR):
        paid(one, "2026-09", "2026-11", 25_200)
        assert daily()["reminded"] == 1
        assert daily()["reminded"] == 0
    with clock.at(NEAR + timedelta(days=2)):
        assert daily()["reminded"] == 0
    ((key, state, said),) = texts()
    assert (key, state) == (f"mandiri:{one.pk}:2026-12", "waiting")
    assert said == (
        "Iuran BPJS Ketenagakerjaan Anda sampai Desember 2026: Rp8.400. Bayar paling lambat 15 Desember 2026 "
        "supaya perlindungan tidak terputus. Balas BERHENTI bila tidak ingin diingatkan."
    )
    assert one.person.nik not in said
    with clock.at(NEAR + timedelta(days=1)):
        paid(one, "2026-12", amount=8_400)
    assert texts()[0][1] == "cancelled"  # nothing is asked that is paid
    with clock.at(date(2027, 1, 11)):
        assert daily()["reminded"] == 1  # January is another month
        sent_by_hand(Message.everything.get(state="waiting"))
        assert daily()["reminded"] == 0


def test_who_is_not_reminded(one):
    with_none = known(2, who=trader("TANPA SETUJU", phone="+6281234567891"))
    candidate = member("2026-12", who=trader("CALON", phone="+6281234567892"))
    reminding.agree(candidate, "loket")
    gone = known(3, who=trader("TANPA TELEPON", phone="+6281234567893"))
    reminding.agree(gone, "loket")
    Person.everything.filter(pk=gone.person_id).update(phone="123")
    dead = known(4, who=trader("MENINGGAL", phone="+6281234567894"))
    reminding.agree(dead, "loket")
    Person.everything.filter(pk=dead.person_id).update(died_on=date(2026, 11, 30))
    with clock.at(NEAR):
        assert daily()["reminded"] == 1
        reminding.withdraw(one, "balas BERHENTI")
        assert [state for _, state, _ in texts()] == ["cancelled"]
        reminding.agree(with_none, "telepon")
        assert daily()["reminded"] == 1
    assert {key for key, _, _ in texts()} == {f"mandiri:{row.pk}:2026-12" for row in (one, with_none)}


def test_a_collector_gets_one_message_for_all(one):
    group = wadah.make(
        "Koperasi Pasar Badung", kind="SL", payer="self", region="51.71", unit_code="dinas_sosial",
        pic_name="Ibu Sari", pic_phone="0812 3456 7899",
    )  # fmt: skip
    for number in (5, 6):
        through = known(
            number, "2026-11", who=trader(f"ANGGOTA {number}", phone="+6281234567895"), wadah=group
        )
        reminding.agree(through, "loket")
    with clock.at(NEAR):
        counts = daily()
        assert (counts["reminded"], counts["collectors"]) == (1, 1)
        assert daily()["collectors"] == 0
    said = Message.everything.get(key=f"mandiri:wadah:{group.pk}:2026-12").text
    assert "2 anggota" in said
    assert "Rp33.600" in said  # two of November and December
    assert "ANGGOTA" not in said


def test_the_sentence_and_the_days_are_settings(one):
    for wrong in (
        "Bayar {amount}",
        "Bayar {amount} {month} {day} {name} BERHENTI",
        "{month} {amount} {day}",
        "{",
    ):
        with pytest.raises(Refusal):
            checked("mandiri.reminder_text", wrong)
    said = checked("mandiri.reminder_text", "Bayar {amount} untuk {month}, {day}. BERHENTI?")
    Setting.objects.create(key="mandiri.reminder_text", value=said, since=date(2026, 12, 1))
    Setting.objects.create(key="mandiri.reminder_days", value=14, since=date(2026, 12, 1))
    with clock.at(date(2026, 12, 1)):
        assert daily()["reminded"] == 1
    assert texts()[0][2] == "Bayar Rp33.600 untuk Desember 2026, 15 Desember 2026. BERHENTI?"


def test_time_alone_lets_rest_and_begins_what_was_declared(one):
    services.declare(one, "2027-01", 2_000_000, programmes="jkk+jkm")
    with clock.at(date(2027, 1, 2)):
        counts = daily()
        assert (counts["settled"], counts["lapsed"]) == (1, 1)
        again = daily()
        assert (again["settled"], again["lapsed"]) == (0, 0)
    row = Member.everything.get(pk=one.pk)
    assert (row.income, row.state) == (2_000_000, "nonaktif")
    assert Standing.objects.get(member=one).mood == "nonaktif"


def test_the_round_asks_for_it_once(one):
    from tedung.office.jobs.models import Job

    with changing("uji"):
        rounds.STEPS["self_paid"](clock.today())
        rounds.STEPS["self_paid"](clock.today())
    assert Job.everything.filter(kind="mandiri.daily").count() == 1


MONTHS = [str(Month(2026, 1) + number) for number in range(24)]
DUES = st.lists(
    st.builds(
        lambda total, relief: (total if total > 4_000 else 0, relief if total > 4_000 else 0),
        st.integers(0, 40_000),
        st.sampled_from([0, 8_400]),
    ),
    min_size=24,
    max_size=24,
)


@pytest.mark.either
@given(DUES, st.sets(st.sampled_from(MONTHS)), st.dates(date(2026, 1, 1), date(2027, 11, 28)))
def test_every_month_has_one_place_and_every_rupiah_too(asked, settled, day):
    """Months: paid + open + arrears + lapsed + not asked = all.  Rupiah: those + relief = what is full."""
    dues = [
        Due(month, 0, 0, 0, total, relief, "", "" if total else "too_old")
        for month, (total, relief) in zip(MONTHS, asked, strict=True)
    ]
    months = placed(dues, settled, day)
    told = sums(months, {})
    assert sum(told.months.values()) == len(MONTHS)
    assert set(told.months) == set(PLACES)
    assert told.full == sum(due.full for due in dues)
    assert told.months["paid"] == len(settled)
    behind = [one for one in months if one.place == "arrears"]
    assert len(behind) <= 3
    can = payable(months, day)
    assert not {one.month for one in can} & settled
    assert [one.month for one in can] == sorted(one.month for one in can)
    # what is paid of what can be paid leaves nothing in arrears
    after = placed(dues, settled | {one.month for one in can}, day)
    assert not [one for one in after if one.place in {"arrears", "open"}]
