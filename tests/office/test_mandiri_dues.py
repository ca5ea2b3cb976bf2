"""The collector's list: who owes which months, in parts that add up with the members' own pages."""

import io
from datetime import date

import pytest
from conftest_office import SUMERTA
from django.urls import reverse
from mandiri_of_test import known, member, paid, trader
from python_calamine import CalamineWorkbook

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.mandiri import collecting, queries, reminding
from tedung.office.mandiri.daily import daily
from tedung.office.mandiri.models import Standing
from tedung.office.wadah import services as wadah

TODAY = date(2026, 12, 1)


@pytest.fixture
def group(offices):
    """One who is paid, one who owes September to December, one who owes December, one whom nobody took in."""
    with acting(SYSTEM):
        made = wadah.make(
            "Koperasi Pasar", kind="SL", payer="self", region="51.71", unit_code="koperasi:pasar"
        )
        good, _late, last = (
            known(number, who=trader(f"ANGGOTA {number}"), wadah=made) for number in (1, 2, 3)
        )
        paid(good, "2026-09", "2027-01", 4 * 8_400 + 16_800)
        paid(last, "2026-09", "2026-11", 25_200)
        member("2026-12", who=trader("CALON"), wadah=made)
        known(7, who=trader("ORANG LAIN"))  # through nobody
        daily()
        return made


def told(group):
    found, _day = collecting.parts(group)
    return {one.code: (one.people, one.amount) for one in found}


def test_the_parts_are_all_members_and_the_sums_those_of_their_pages(group, as_system):
    """Half of 16,800 a month in 2026: four months, one month, and one of who has not begun."""
    assert told(group) == {"aktif": (2, 42_000), "nonaktif": (0, 0), "calon": (1, 8_400), "lunas": (1, 0)}
    rows = list(collecting.every(group, TODAY))
    assert sum(one.amount for one in rows) == 50_400
    for one in rows:
        account = queries.account_of(one.member, TODAY)
        assert one.months == [each for each in account.payable if each.month <= "2026-12"]
        assert one.behind == account.sums.amounts["arrears"]
        assert one.paid_until == max(account.paid, default="")
    assert reminding.owing("2026-12") == {group.pk: (2, 42_000)}  # what the text says


def test_who_lapsed_begins_again_and_who_never_was_a_member_does_not_lapse(group, as_system):
    """Past 15 January the late one lapsed, and owes January alone; the candidate has not begun."""
    with clock.at(date(2027, 1, 18)):
        daily()
        assert told(group) == {
            "aktif": (1, 8_400 + 16_800),
            "nonaktif": (1, 16_800),
            "calon": (1, 8_400 + 16_800),
            "lunas": (1, 0),
        }
        rows = list(collecting.every(group, clock.today()))
        assert [len(one.months) for one in rows] == [0, 1, 2, 2]
    with clock.at(date(2027, 6, 18)):
        daily()
        moods = dict(Standing.objects.values_list("member__person__nama_ktp", "mood"))
        assert (moods["CALON"], moods["ANGGOTA 2"]) == ("belum_mulai", "nonaktif")


def test_the_page_and_its_workbook(group, make_user, signed_in, django_assert_max_num_queries):
    desk = signed_in(make_user("verifikator"))
    address, file = reverse("mandiri_dues", args=[group.pk]), reverse("mandiri_dues_file", args=[group.pk])
    with django_assert_max_num_queries(20):
        page = desk.get(address).content.decode()
    assert "September 2026: Rp8.400" in page
    assert "ANGGOTA 1" not in page
    assert "5171025506850001" not in page
    assert "ORANG LAIN" not in page
    assert "ANGGOTA 1" in desk.get(address, {"semua": "1", "sesudah": "x" * 30}).content.decode()
    assert address in desk.get(reverse("wadah_detail", args=[group.pk])).content.decode()
    assert address in desk.get(reverse("mandiri")).content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(desk.get(file).content))
    people, months, sums = (book.get_sheet_by_index(place).to_python() for place in range(3))
    assert people[-1][-3:] == [6, 25_200, 50_400]
    assert [row[1] for row in people[1:-1]] == ["ANGGOTA 1", "ANGGOTA 2", "ANGGOTA 3", "CALON"]
    assert sum(row[-1] for row in months[1:]) == sums[-1][-1] == 50_400
    assert sums[4] == ["Desember 2026", 3, 25_200]
    assert not any(
        "5171025506850001" in str(cell) for sheet in (people, months) for row in sheet for cell in row
    )


def test_another_office_a_village_and_the_single_ones_have_no_list(group, make_user, signed_in):
    village = signed_in(make_user("operator_desa", "region", SUMERTA))
    assert village.get(reverse("mandiri_dues", args=[group.pk])).status_code == 404
    with acting(SYSTEM):
        alone = known(8, who=trader("LAGI")).wadah_id
    desk = signed_in(make_user("verifikator"))
    for name in ("mandiri_dues", "mandiri_dues_file"):
        assert desk.get(reverse(name, args=[alone])).status_code == 404
