"""The office's own settings: each from a day on, never laid over, taken back only before it has held."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from tedung.office.audit.models import Entry
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.letters.numbering import number
from tedung.office.penetapan.eligibility import _policies as policies_on
from tedung.office.reference import services
from tedung.office.reference.models import Format, Group, Policy, Setting
from tedung.office.reference.queries import file_format, policy, setting

TODAY = date(2026, 12, 1)
TOMORROW, NEW_YEAR = TODAY + timedelta(1), date(2027, 1, 1)
GIVEN = {"basis": "none", "desil_max": None, "income_max": None, "other_job": "ask", "pays_himself": "ask"}


@pytest.fixture
def admin(make_user):
    return make_user("admin")


@pytest.fixture
def group(offices):
    return Group.objects.get(code="pedagang")


def refused(act, *given, **more):
    with pytest.raises(Refusal) as told:
        act(*given, **more)
    return told.value.code


def test_a_value_holds_from_its_day_on_and_the_one_before_stays(as_system):
    first = setting("office.name")
    services.set_value("office.name", "Dinas  Tenaga Kerja", NEW_YEAR, "Perwali 1/2026")
    assert setting("office.name", TODAY) == first
    assert setting("office.name", NEW_YEAR) == "Dinas Tenaga Kerja"
    assert refused(services.set_value, "office.name", "Lain", NEW_YEAR, "x") == "same_day"
    assert refused(services.set_value, "office.name", "Dinas Tenaga Kerja", NEW_YEAR, "x") == "same"
    assert refused(services.set_value, "office.name", "Lain", TODAY - timedelta(1), "x") == "past"
    assert refused(services.set_value, "office.name", "Lain", TODAY, " ") == "reason_missing"
    assert refused(services.set_value, "trust", "full", TODAY, "x") == "key_unknown"  # has a page of its own


def test_what_is_planned_is_withdrawn_and_what_held_is_not(as_system):
    planned = services.set_value("office.name", "Salah Tulis", NEW_YEAR, "Surat 1")
    services.withdraw(planned)
    assert setting("office.name", NEW_YEAR) != "Salah Tulis"
    assert refused(services.withdraw, planned) == "withdrawn"
    services.set_value("office.name", "Benar", NEW_YEAR, "Surat 1")  # on the same day again
    held = services.set_value("office.place", "Badung", TODAY, "Surat 2")
    with clock.at(TOMORROW):
        assert refused(services.withdraw, held) == "has_held"
    assert Setting.written.filter(key="office.name").count() == 2
    kept = Entry.objects.filter(table="reference_setting", row_id=planned.pk)
    assert list(kept.order_by("pk").values_list("act", flat=True)) == ["INSERT", "UPDATE"]


def test_the_database_holds_one_value_a_day_whatever_the_program_does(as_system):
    Setting.objects.create(key="office.name", value="A", since=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Setting.objects.create(key="office.name", value="B", since=TODAY)


@pytest.mark.parametrize(
    ("key", "given", "why"),
    [
        ("padan.valid_days", "0", "days_bad"),
        ("padan.valid_days", "-1", "days_bad"),
        ("padan.valid_days", "٣", "days_bad"),
        ("padan.valid_days", "9" * 60, "days_bad"),
        ("office.email", "kantor", "value_bad"),
        ("office.public_address", "javascript:alert(1)", "value_bad"),
        ("decree.number", "188.45/HK/{year}", "form_bad"),
        ("decree.number", "188.45/{number}/{nik}", "form_bad"),
        ("office.name", " ", "value_missing"),
        ("office.name", "a" * 301, "value_missing"),
    ],
)
def test_a_value_that_a_setting_cannot_hold_is_refused(as_system, key, given, why):
    assert refused(services.set_value, key, given, TODAY, "Surat 1") == why


def test_a_number_of_days_is_a_number(as_system):
    services.set_value("padan.valid_days", "60", TODAY, "Surat 1")
    assert setting("padan.valid_days") == 60


def test_letters_are_numbered_in_their_own_form_from_a_day_on(as_system, offices):
    unit, other = offices["disnaker"], offices["dinas_sosial"]
    services.set_numbering(unit, "560/{number}/DNK/{year}", NEW_YEAR, "Tata naskah dinas")
    assert number(unit, "sptjm", 7, NEW_YEAR) == "560/7/DNK/2027"
    assert "DNK" not in number(unit, "sptjm", 7, TODAY)
    assert "DNK" not in number(other, "sptjm", 7, NEW_YEAR)
    assert refused(services.set_numbering, other, "{number}/{year}", TODAY, "x") == "planned_later"
    for wrong in (
        "560/DNK",
        "{number}/{nik}",
        "{number",
        "{number!r}",
        "{number.__class__}",
        "x" * 100 + "{number}",
    ):
        assert refused(services.set_numbering, unit, wrong, NEW_YEAR, "x") == "form_bad"


def test_a_policy_holds_from_its_day_on_for_whoever_asks(as_system, group):
    services.set_policy(group, TODAY, "Perwali 2/2026", {**GIVEN, "other_job": "refused"})
    planned = services.set_policy(
        group, NEW_YEAR, "Perwali 3/2026", {**GIVEN, "basis": "desil", "desil_max": 4}
    )
    assert policy(group, TODAY).other_job == "refused"
    assert policies_on(NEW_YEAR)["pedagang"].desil_max == 4
    services.withdraw(planned)
    assert policies_on(NEW_YEAR)["pedagang"].other_job == policy(group, NEW_YEAR).other_job == "refused"
    assert refused(services.set_policy, group, TODAY, "x", GIVEN) == "same_day"
    assert refused(services.set_policy, group, TODAY - timedelta(1), "x", GIVEN) == "past"


@pytest.mark.parametrize(
    "given", [{"basis": "desil"}, {"basis": "desil", "desil_max": 11}, {"basis": "income"}]
)
def test_a_policy_that_says_nothing_is_refused(as_system, group, given):
    assert refused(services.set_policy, group, TODAY, "x", {**GIVEN, **given}).endswith("_missing")


def test_a_limit_that_belongs_to_another_basis_is_not_kept(as_system, group):
    made = services.set_policy(group, TODAY, "x", {**GIVEN, "desil_max": 4, "income_max": 1_000_000})
    assert (made.desil_max, made.income_max) == (None, None)


def test_a_group_is_looked_after_by_an_office(as_system, offices, group):
    assert refused(services.make_group, "Nelayan", offices["desa:kesiman"], is_office=False) == "no_office"
    made = services.make_group("Nelayan & petani", offices["disnaker"], is_office=False)
    assert made.code == "nelayan_petani"
    assert (
        refused(services.make_group, "nelayan petani", offices["disnaker"], is_office=False) == "group_there"
    )
    assert refused(services.make_group, "!", offices["disnaker"], is_office=False) == "name_missing"
    services.correct_group(group, "Pedagang", offices["disnaker"], is_office=True, is_active=False)
    group.refresh_from_db()
    assert (group.code, group.name, group.opd.code, group.is_active) == (
        "pedagang",
        "Pedagang",
        "disnaker",
        False,
    )


@pytest.fixture
def form(db):
    columns = [
        {"heading": "NIK", "field": "nik", "is_required": True},
        {"heading": "HASIL", "field": "result", "is_required": True, "values": {"PADAN": "padan"}},
        {"heading": "KETERANGAN", "field": "remarks"},
    ]
    return Format.objects.create(
        code="jawaban", version="1", name="Jawaban", columns=columns, since=date(2025, 1, 1)
    )


def test_a_file_has_other_headings_from_a_day_on(as_system, form):
    new = services.new_version(form, ["NO KTP", "STATUS", ""], NEW_YEAR, "Surat Dukcapil", is_compared=True)
    assert file_format("jawaban", TODAY) == form
    assert file_format("jawaban", NEW_YEAR) == new
    assert (new.version, new.is_compared) == ("2", True)
    assert [column["heading"] for column in new.columns] == ["NO KTP", "STATUS"]
    assert new.columns[1]["values"] == {"PADAN": "padan"}
    for headings, since, why in (
        (["", "STATUS"], NEW_YEAR, "heading_missing"),
        (["A", "a"], NEW_YEAR, "heading_twice"),
        (["A"], NEW_YEAR, "changed"),
        (["A", "B"], TODAY, "older"),
        (["A", "B"], TODAY - timedelta(1), "past"),
    ):
        assert refused(services.new_version, form, headings, since, "x", is_compared=False) == why


def test_an_administrator_works_through_the_pages(
    admin, signed_in, offices, form, django_assert_max_num_queries
):
    client = signed_in(admin)
    client.get(reverse("settings"))
    for name in ("settings", "groups", "formats", "numbering"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse(name)).status_code == 200
    told = {"since": "2027-01-01", "reason": "Perwali 1/2026"}
    place = reverse("setting_set", args=["office.name"])
    assert client.post(place, {**told, "value": "Dinas Baru"}).status_code == 302
    again = client.post(place, {**told, "value": "Yang lain"})
    assert again.status_code == 422
    assert "Yang lain" in again.content.decode()  # nothing typed is lost
    page = client.get(reverse("setting", args=["office.name"])).content.decode()
    assert "Dinas Baru" in page
    assert "direncanakan" in page
    row = Setting.objects.get(key="office.name")
    assert client.post(reverse("setting_withdraw", args=[row.pk])).status_code == 302
    assert client.post(reverse("setting_withdraw", args=[row.pk])).status_code == 404
    assert client.get(reverse("setting", args=["no.such"])).status_code == 404
    numbers = {**told, "unit": str(offices["disnaker"].pk), "form": "560/{number}"}
    assert client.post(reverse("numbering_set"), numbers).status_code == 302
    assert client.post(reverse("numbering_set"), {**numbers, "form": "560"}).status_code == 422
    made = client.post(reverse("group_new"), {"name": "Nelayan", "opd": str(offices["disnaker"].pk)})
    asked = {
        **told,
        "basis": "income",
        "income_max": "2000000",
        "other_job": "allowed",
        "pays_himself": "refused",
    }
    group = Group.objects.get(code="nelayan")
    assert made["Location"] == reverse("group", args=[group.pk])
    assert (
        client.post(reverse("group_policy", args=[group.pk]), {**asked, "income_max": ""}).status_code == 422
    )
    assert client.post(reverse("group_policy", args=[group.pk]), asked).status_code == 302
    assert "Rp2.000.000" in client.get(made["Location"]).content.decode()
    planned = Policy.objects.get(group=group)
    assert client.post(reverse("policy_withdraw", args=[planned.pk])).status_code == 302
    headings = {"column_0": "NO KTP", "column_1": "STATUS", "column_2": ""}
    version = reverse("format_version", args=[form.pk])
    assert client.post(version, {**told, **headings, "column_0": ""}).status_code == 422
    answer = client.post(version, {**told, **headings}, follow=True)
    assert "NO KTP" in answer.content.decode()
    detail = client.get(reverse("format", args=[form.pk])).content.decode()
    assert "Buat versi baru" not in detail  # only the last one is gone on from


def test_others_read_and_change_nothing(make_user, signed_in, as_user, offices):
    user = make_user("kepala")
    client = signed_in(user)
    assert "Simpan" not in client.get(reverse("setting", args=["office.name"])).content.decode()
    assert client.post(reverse("setting_set", args=["office.name"]), {"value": "x"}).status_code == 403
    with as_user(user), pytest.raises(NotAllowed):
        services.set_value("office.name", "x", TODAY, "x")
    assert signed_in(make_user("operator_desa")).get(reverse("settings")).status_code == 403


def test_the_keys_are_settings_that_there_are():
    from tedung.office.reference.keys import KEYS, checked
    from tedung.office.reference.queries import DEFAULTS

    assert set(KEYS) <= set(DEFAULTS)
    for key in KEYS:
        if DEFAULTS[key] and key not in {"office.email", "office.public_address"}:
            assert checked(key, str(DEFAULTS[key])) == DEFAULTS[key]
    with pytest.raises(Refusal) as told:
        checked("office.email", "a b")
    assert isinstance(told.value.__cause__, ValidationError)
