"""A draft of the city's decree before it is in force: who may enter is asked, mended, or all is given up."""

from datetime import date

import pytest
from conftest_office import MONTHLY, covered_by, put_in_force
from django.urls import reverse

from tedung.office.audit.models import Entry
from tedung.office.audit.steps import taken
from tedung.office.base.refusals import Refusal
from tedung.office.padan.models import Check
from tedung.office.penetapan import decrees, mending, queries, selecting
from tedung.office.penetapan.models import Candidate, Cover, Decree, Row
from tedung.office.usulan.models import Line


@pytest.fixture
def drafted(add, plan, make_user, as_user, offices):
    """The draft of a decree over three."""
    for _ in range(3):
        add()
    selection = plan(3 * 12 * MONTHLY)
    selecting.compute(selection)
    selecting.announce(selection)
    with as_user(make_user("verifikator")):
        return decrees.draft(selection, offices["disnaker"], "Penerima bantuan iuran 2027")


def test_a_draft_is_given_up_with_a_reason_and_its_selection_is_free(drafted, offices):
    with pytest.raises(Refusal):
        mending.cancel(drafted, " ")
    mending.cancel(drafted, "Salah pilih kantor")
    assert taken(drafted).first().reason == "Salah pilih kantor"
    again = decrees.draft(drafted.selection, offices["disnaker"], "Penerima bantuan iuran 2027")
    assert again.rows.count() == 3


def test_what_is_submitted_is_given_back_by_another_before_it_is_given_up(drafted, make_user, as_user):
    decrees.submit(drafted)
    with pytest.raises(Refusal) as told:
        mending.cancel(drafted, "Keliru")
    assert told.value.code == "submitted"
    with as_user(make_user("hukum")):
        decrees.give_back(drafted, "Perbaiki")
    mending.cancel(drafted, "Keliru")
    assert Decree.everything.get(pk=drafted.pk).state == "dibatalkan"


def test_an_amendment_that_is_given_up_lets_another_begin(issued, as_system):
    first = decrees.amend(issued, "Perubahan", date(2027, 4, 1))
    with pytest.raises(Refusal):
        decrees.amend(issued, "Perubahan", date(2027, 4, 1))
    mending.cancel(first, "Salah tanggal")
    second = decrees.amend(issued, "Perubahan", date(2027, 5, 1))
    assert second.sequence == 1


def test_who_may_not_enter_is_named_by_number_and_taken_off(drafted):
    row = drafted.rows.get(ordinal=2)
    Check.objects.filter(person=row.person).update(result="nama_berbeda")
    with pytest.raises(Refusal) as told:
        decrees.submit(drafted)
    assert "nomor 2" in told.value.sentence
    with pytest.raises(Refusal):
        mending.take_off(drafted, row, " ")
    assert queries.acts(drafted) == (3, 0)
    mending.take_off(drafted, row, "nama belum cocok")
    assert queries.acts(drafted) == (2, 0)
    assert Entry.objects.filter(table="penetapan_row", act="DELETE", row_id=row.pk).exists()
    assert "nomor 2" in taken(drafted).first().reason.casefold()
    decrees.submit(drafted)
    assert list(drafted.rows.order_by("ordinal").values_list("ordinal", flat=True)) == [1, 2]
    with pytest.raises(Refusal):  # it is with the legal bureau now
        mending.take_off(drafted, drafted.rows.get(ordinal=1), "berubah pikiran")


def test_whom_a_village_covers_meanwhile_is_given_back_and_taken_off(drafted, make_user, as_user):
    hukum = make_user("hukum")
    row = drafted.rows.get(ordinal=3)
    decrees.submit(drafted)
    covered_by(Line.everything.get(pk=row.line_id), "apbdes")
    told_of = ("188.45/9", date(2026, 12, 1), "Wali Kota")
    with as_user(hukum):
        with pytest.raises(Refusal) as told:
            put_in_force(drafted, *told_of)
        assert (told.value.code, "nomor 3" in told.value.sentence) == ("double_funding", True)
        decrees.give_back(Decree.everything.get(pk=drafted.pk), "Nomor 3 sudah dibayar desa")
    drafted.refresh_from_db()
    with pytest.raises(Refusal) as told:
        decrees.submit(drafted)
    assert told.value.code == "double_funding"
    mending.take_off(drafted, row, "dibayar desa")
    decrees.submit(drafted)
    with as_user(hukum):
        assert put_in_force(drafted, *told_of) == 2


def test_a_wrong_leaver_and_a_reserve_too_many_are_taken_off_an_amendment(issued, as_system):
    amendment = decrees.amend(issued, "Perubahan", date(2027, 4, 1))
    cover = Cover.everything.filter(row__decree=issued).order_by("pk").first()
    out = decrees.take_out(amendment, cover, "meninggal")
    entering = decrees.move_up(amendment)
    with pytest.raises(Refusal) as told:  # somebody stands in that place
        mending.take_off(amendment, out, "keliru")
    assert told.value.code == "replaced"
    mending.take_off(amendment, entering, "keliru")
    mending.take_off(amendment, out, "keliru")
    assert not Row.everything.filter(decree=amendment).exists()
    assert decrees.take_out(amendment, cover, "meninggal").ordinal == 1
    assert decrees.move_up(amendment).person_id == entering.person_id


def test_the_pages_mend_and_give_up(drafted, make_user, signed_in, as_system):
    client, page = signed_in(make_user("pptk")), reverse("decree", args=[drafted.pk])
    row = drafted.rows.get(ordinal=2)
    where = reverse("decree_row_out", args=[drafted.pk, row.pk])
    assert where in client.get(page).content.decode()
    assert where not in client.get(page, {"nomor": "3"}).content.decode()
    assert client.get(where).status_code == 200
    assert client.post(where, {"reason": ""}).status_code == 422
    assert client.post(where, {"reason": "keliru"}).status_code == 302
    assert client.get(where).status_code == 404
    assert "Nomor 2 dikeluarkan" in client.get(page).content.decode()
    assert client.post(reverse("decree_cancel", args=[drafted.pk]), {"alasan": ""}).status_code == 409
    assert client.post(reverse("decree_cancel", args=[drafted.pk]), {"alasan": "keliru"}).status_code == 302
    assert "Dibatalkan" in client.get(page).content.decode()
    hukum = signed_in(make_user("hukum"))
    assert hukum.post(reverse("decree_cancel", args=[drafted.pk]), {"alasan": "x"}).status_code == 403


def test_who_died_after_the_draft_does_not_enter(drafted, make_user, as_user):
    person = drafted.rows.get(ordinal=1).person
    decrees.submit(drafted)
    person.died_on = date(2026, 11, 30)
    person.save()
    with as_user(make_user("hukum")):
        with pytest.raises(Refusal) as told:
            put_in_force(drafted, "188.45/9", date(2026, 12, 1), "Wali Kota")
        assert (told.value.code, "nomor 1" in told.value.sentence) == ("gone", True)
        assert not Cover.everything.exists()
        decrees.give_back(Decree.everything.get(pk=drafted.pk), "Nomor 1 meninggal")
    drafted.refresh_from_db()
    with pytest.raises(Refusal) as told:
        decrees.submit(drafted)
    assert told.value.code == "gone"


def test_a_reserve_who_died_or_was_merged_does_not_move_up(issued, as_system):
    amendment = decrees.amend(issued, "Perubahan", date(2027, 4, 1))
    first, second = Candidate.everything.filter(selection=issued.selection, status="reserve").order_by("rank")
    first.person.died_on = date(2026, 11, 30)
    first.person.save()
    decrees.take_out(amendment, Cover.everything.filter(row__decree=issued).first(), "meninggal")
    assert decrees.first_reserve(amendment, amendment.since) == second
    second.person.merged_into = Cover.everything.first().person
    second.person.save()
    with pytest.raises(Refusal) as told:
        decrees.move_up(amendment)
    assert told.value.code == "reserve"
