"""A line is mended by its clerk: what contradicts is asked, what is impossible refused, nobody is overwritten."""

from datetime import date

import pytest
from conftest_office import KESIMAN, SUMERTA, person
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tedung.office.base.crypto import blind_index
from tedung.office.people.meeting import name_keys
from tedung.office.people.models import Person
from tedung.office.review.models import Pair
from tedung.office.usulan import asking, mending, queries, services
from tedung.office.usulan.models import Berkas, Line, Mending

pytestmark = pytest.mark.usefixtures("as_system")
NIK = "5171021203700003"  # of a man born on 12 March 1970


@pytest.fixture
def operator(make_user):
    return make_user("operator_desa", "region", KESIMAN)


@pytest.fixture
def berkas(offices, operator, as_user):
    with as_user(operator):
        usulan = services.prepare(offices["desa:kesiman"], 2027, "Kesiman 2027")
        made, _new = services.hand_in(usulan, SimpleUploadedFile("a.csv", b"Nama,NIK\nA,1\n"))
    Berkas.everything.filter(pk=made.pk).update(state=Berkas.State.READ)
    return made


@pytest.fixture
def line(berkas):
    """Return a maker of lines to mend: line("I Wayan Sudarma", nik="…")."""

    def make(name="I Wayan Sudarma", **fields):
        own = {"outcome": "needs_fix", "village": KESIMAN, "sheet": "Petani", "is_current": True} | fields
        number = Line.everything.count() + 2
        return Line.everything.create(
            usulan=berkas.usulan,
            berkas=berkas,
            unit_code=berkas.unit_code,
            region=berkas.region,
            line=number,
            nama_ktp=name,
            **own,
        )

    return make


@pytest.fixture
def mend(operator, as_user):
    def act(row, answers=None, seen=None, **given):
        with as_user(operator):
            return mending.mend(row, given, answers, seen)

    return act


@pytest.fixture
def answer(mend):
    """Return the form's answers to what a line asks: answer(line, {"birth": "nik"}, nik=…)."""

    def act(row, choose, **given):
        with pytest.raises(asking.Asked) as told:
            mend(row, **given)
        asked = {question.code: question for question in told.value.questions}
        assert set(asked) == set(choose)
        return {
            asked[code].field: next(
                value for value, _label in asked[code].choices if value.startswith(choice)
            )
            for code, choice in choose.items()
        }

    return act


BORN = {"nik": NIK, "birth_date": "13-03-1970"}


def test_a_number_that_says_another_day_is_asked_and_may_be_right(line, mend, answer):
    """The clerk says that the number is right: the day follows it, and the answer is kept."""
    row = line()
    made = mend(row, answer(row, {"birth": "nik"}, **BORN), **BORN)
    assert (made.birth_date, made.outcome) == (date(1970, 3, 12), "accepted")
    told = Mending.objects.get(field="jawab_birth")
    assert told.before == "Menurut NIK lahir 12 Maret 1970, Anda menulis 13 Maret 1970. Mana yang benar?"
    assert told.after == "NIK benar: tanggal lahirnya 12 Maret 1970"


def test_a_corrected_day_stays_and_is_asked_once(line, mend, answer):
    """A NIK is for life: it keeps the day of its making after the day was corrected on the card."""
    row = line()
    made = mend(row, answer(row, {"birth": "tetap"}, **BORN), **BORN)
    assert (made.birth_date, made.outcome) == (date(1970, 3, 13), "accepted_with_warnings")
    assert Person.everything.get(pk=made.person_id).birth_date == date(1970, 3, 13)
    assert mend(made, address="Jalan Melati 1").address == "Jalan Melati 1"  # not asked again
    with pytest.raises(asking.Asked):
        mend(made, birth_date="14-03-1970")  # about another day it is


def test_day_and_month_exchanged_stay_where_the_clerk_says_so(line, mend, answer):
    """The roster alone would take 12 March from the number for 3 December."""
    row, given = line(), {"nik": NIK, "birth_date": "03-12-1970"}
    made = mend(row, answer(row, {"birth": "tetap"}, **given), **given)
    assert made.birth_date == Person.everything.get(pk=made.person_id).birth_date == date(1970, 12, 3)


def test_an_answer_about_other_values_does_not_count(line, mend, answer):
    row = line()
    answers = answer(row, {"birth": "nik"}, **BORN)
    with pytest.raises(asking.Asked):
        mend(row, answers, nik=NIK, birth_date="14-03-1970")
    with pytest.raises(asking.Asked):
        mend(row, {"jawab_birth": "nik:000000000000"}, **BORN)
    assert not Mending.objects.exists()


def test_what_else_a_number_contradicts_is_asked(line, mend, answer):
    """No serial 0000 was ever given; no district has this code; the day of a woman has 40 added."""
    row, given = line(sex="P"), {"nik": "9999991203700000", "birth_date": "12-03-1970"}
    codes = {"sex", "serial", "region"}
    made = mend(row, answer(row, dict.fromkeys(codes, "tetap"), **given), **given)
    assert (made.outcome, made.sex) == ("accepted_with_warnings", "P")
    assert {field.removeprefix("jawab_") for field in fields_of(made) if "jawab" in field} == codes


def fields_of(row):
    return list(row.mendings.order_by("pk").values_list("field", flat=True))


def test_the_sex_may_follow_the_number(line, mend, answer):
    row, given = line(sex="P"), {"nik": NIK, "birth_date": "12-03-1970"}
    made = mend(row, answer(row, {"sex": "nik"}, **given), **given)
    assert (made.sex, made.outcome) == ("L", "accepted")


def test_the_same_person_twice_is_a_double(line, mend, berkas):
    """Two lines of one list, the same number mended by hand in both."""
    first, second = (mend(line(), nik=NIK, birth_date="12-03-1970") for _ in range(2))
    assert (first.outcome, second.outcome) == ("accepted", "duplicate")
    assert second.person_id == first.person_id
    assert second.findings[0]["sentence"].startswith(
        "Orang yang sama sudah tercantum di baris 2 (lembar Petani)"
    )
    counts = queries.counts(berkas.usulan)
    assert (counts.people, counts.to_mend, counts.lines) == (1, 0, 2)


def test_one_number_beside_two_names_is_asked_the_clerk_may_say_they_are_one(line, mend, answer):
    first, row = mend(line(), nik=NIK), line("Made Ayu Puspita")
    made = mend(row, answer(row, {"bearer": "sama"}, nik=NIK), nik=NIK)
    assert (made.outcome, made.person_id) == ("duplicate", first.person_id)


def test_one_number_beside_two_people_goes_to_an_officer(line, mend, answer):
    """The clerk holds both cards: the line goes on with a note, and the pair waits for review."""
    first, row = mend(line(), nik=NIK), line("Made Ayu Puspita")
    made = mend(row, answer(row, {"bearer": "lain"}, nik=NIK), nik=NIK)
    assert made.outcome == "accepted_with_warnings"
    assert made.person_id != first.person_id
    pair = Pair.everything.get()
    assert {pair.first_id, pair.second_id} == {made.person_id, first.person_id}
    assert (pair.state, pair.region) == ("open", KESIMAN)


def test_a_number_of_somebody_elsewhere_is_asked_and_tells_nothing_of_them(
    line, mend, answer, operator, signed_in
):
    known = person(SUMERTA, "I KETUT MUDANA", nik=NIK, nik_index=blind_index(NIK), nik_state="valid")
    row = line("Made Ayu Puspita")
    shown = signed_in(operator).post(reverse("usulan_line", args=[row.pk]), {"nik": NIK, "village": KESIMAN})
    assert shown.status_code == 422
    text = shown.content.decode()
    assert "NIK ini sudah tercatat pada orang lain" in text
    assert "MUDANA" not in text
    assert known.public_id not in text
    made = mend(row, answer(row, {"bearer": "lain"}, nik=NIK), nik=NIK)
    assert Pair.everything.filter(first=known.pk, second=made.person_id).exists()


TYPED = [
    ("nik", "abc", "Anda menulis 3 huruf"),
    ("nik", "51710212037", "Anda menulis 11 angka"),
    ("nik", "517102120370000x", "Anda menulis 15 angka dan 1 huruf"),
    ("nik", "5171023113700003", "bukan tanggal lahir yang ada"),
    ("nik", "1111111111111111", "hanya pengisi"),
    ("birth_date", "31-02-1980", "tidak ada di kalender"),
    ("birth_date", "12-03-2050", "Tahun lahir ini tidak mungkin"),
    ("birth_date", "12-03-1886", "Tahun lahir ini tidak mungkin"),  # aged 140
    ("birth_date", "1980", "Lengkapi tanggal dan bulannya"),
    ("birth_date", "entah", "tidak terbaca"),
    ("phone", "12", "Nomor ini tidak terbaca"),
    ("income", "banyak", "dengan angka saja"),
]


def test_what_no_card_says_is_refused_and_stays_in_its_field(line, operator, signed_in):
    row, client = line(), signed_in(operator)
    for field, typed, sentence in TYPED:
        shown = client.post(reverse("usulan_line", args=[row.pk]), {field: typed, "village": KESIMAN})
        text = shown.content.decode()
        assert (shown.status_code, sentence in text, f'value="{typed}"' in text) == (422, True, True), typed
    assert not Mending.objects.exists()


def test_what_was_not_touched_keeps_nobody_back(line, operator, signed_in):
    """The number is still damaged; the name may be mended now and the number later."""
    row = line(nik="51710212037", birth_date=date(1970, 3, 12))
    typed = {"nama_ktp": "I Wayan Sudarma Yasa", "nik": "51710212037", "birth_date": "12-03-1970"}
    answer = signed_in(operator).post(reverse("usulan_line", args=[row.pk]), {**typed, "village": KESIMAN})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.nama_ktp, row.outcome) == ("I Wayan Sudarma Yasa", "needs_fix")
    assert fields_of(row) == ["nama_ktp"]


def test_the_second_of_two_tabs_is_told_and_may_look_first(line, operator, signed_in):
    row, client = line(), signed_in(operator)
    address = reverse("usulan_line", args=[row.pk])
    one = {"nama_ktp": "I Wayan A", "village": KESIMAN, "dilihat": "0"}
    assert client.post(address, one).status_code == 302
    late = client.post(address, {**one, "nama_ktp": "I Wayan B"})
    text = late.content.decode()
    assert late.status_code == 409
    assert "Baris ini sudah diubah oleh" in text
    assert "I Wayan A" in text
    assert "I Wayan B" in text
    row.refresh_from_db()
    assert row.nama_ktp == "I Wayan A"
    seen = mending.version(row)
    assert f'name="dilihat" value="{seen}"' in text  # having looked, one may save
    assert client.post(address, {**one, "nama_ktp": "I Wayan B", "dilihat": str(seen)}).status_code == 302


def test_a_known_person_keeps_their_number_when_the_line_is_mended_again(line, mend):
    made = mend(line(), nik=NIK)
    again = mend(made, nama_ktp="I Wayan Sudarma Putra Jaya")
    assert (again.person_id, again.outcome) == (made.person_id, "accepted")
    assert Person.everything.count() == 1
    assert not Pair.everything.exists()
    assert name_keys(made.nama_ktp)[0]


def test_a_line_of_nothing_is_refused_beside_its_form(line, operator, signed_in):
    """Nothing but a birth place is no person: said, and what was typed stays."""
    row, client = line("", village=""), signed_in(operator)
    answer = client.post(reverse("usulan_line", args=[row.pk]), {"sex": "L"})
    text = answer.content.decode()
    assert (answer.status_code, "Isi paling sedikit nama dan NIK" in text) == (422, True)
    assert not Mending.objects.exists()
