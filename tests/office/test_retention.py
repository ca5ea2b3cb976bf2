"""What may go goes by its rule, with a proof; nothing else does: all tables are counted before and after."""

from datetime import date, timedelta

import pytest
from conftest_office import KESIMAN, person
from django.apps import apps
from django.db.utils import DatabaseError

from tedung.office.api.models import Question, Questioned
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.documents.contents import megabytes
from tedung.office.home.programme import steps
from tedung.office.jobs.models import Job
from tedung.office.outbox.models import Message
from tedung.office.reference.models import Setting
from tedung.office.reference.services import set_size, set_value
from tedung.office.retention.models import Removal
from tedung.office.retention.queries import standings
from tedung.office.retention.services import carry_out
from tedung.office.starting.daily import STEPS

TODAY = date(2026, 12, 1)
KINDS = ("jobs", "messages", "questions")


def counts():
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("tedung.office") and model._meta.label != "audit.Context"
    }


def ago(days):
    return clock.now() - timedelta(days=days)


def a_job(days, state="done", **fields):
    told = {"kind": "home.recount", "by": "uji", "made_at": ago(days), "state": state, "ended_at": ago(days)}
    return Job.everything.create(**{**told, **fields})


def a_message(days, state="sent"):
    return Message.everything.create(
        key=f"uji:{days}:{state}",
        channel="email",
        to="a@example.invalid",
        text="x",
        state=state,
        made_at=ago(days),
        sent_at=ago(days) if state == "sent" else None,
    )


def a_question(days):
    question = Question.objects.create(day=TODAY, asked=1, by_number=0, known=1, by="uji", at=ago(days))
    Questioned.objects.create(question=question, person=person(KESIMAN))


@pytest.fixture
def filled(issued):
    """An office with a decree in force, and of each kind something old, something used, something new."""
    used = a_job(900)
    type(issued).everything.filter(pk=issued.pk).update(job=used)
    for days in (900, 900, 20):
        a_job(days)
        a_question(days)
    a_job(900, "failed")
    for days, state in ((900, "sent"), (901, "cancelled"), (900, "waiting"), (20, "sent")):
        a_message(days, state)
    return used


def decide(days=400):
    for kind in KINDS:
        set_value(f"retention.{kind}", str(days), TODAY, "Perwali 1/2026")


def test_while_nobody_has_decided_nothing_goes(filled):
    before = counts()
    assert STEPS["retention"](TODAY) == dict.fromkeys(KINDS, 0)
    assert counts() == before
    assert [one.days for one in standings()] == [0, 0, 0]


def test_only_what_the_rules_name_goes_and_each_leaves_its_proof(filled):
    decide()
    before = counts()
    assert {one.kind: one.would_go for one in standings()} == {"jobs": 2, "messages": 2, "questions": 2}
    assert counts() == before  # a trial run
    assert STEPS["retention"](TODAY) == {"jobs": 2, "messages": 2, "questions": 2}
    gone = {label: before[label] - left for label, left in counts().items() if left != before[label]}
    assert gone == {
        "jobs.Job": 2,
        "outbox.Message": 2,
        "api.Question": 2,
        "api.Questioned": 2,
        "retention.Removal": -3,
        "audit.Entry": -2,  # of the messages: their table is kept
    }
    assert Job.everything.filter(pk=filled.pk).exists()
    proofs = list(Removal.objects.order_by("kind").values_list("kind", "found", "removed", "basis"))
    assert proofs == [(kind, 2, 2, "Perwali 1/2026") for kind in KINDS]
    assert STEPS["retention"](TODAY) == dict.fromkeys(KINDS, 0)
    assert Removal.objects.count() == 3
    with pytest.raises(DatabaseError):
        Removal.objects.update(removed=1)


def test_a_period_holds_from_its_day(filled):
    set_value("retention.jobs", "30", TODAY + timedelta(days=1), "Perwali 1/2026")
    assert carry_out("jobs") == 0
    with clock.at(TODAY + timedelta(days=1)):
        assert carry_out("jobs") == 2


@pytest.mark.parametrize("given", ["29", "-1", "1.5", "36501", "x", "30 hari", "9" * 40])
def test_periods_that_are_none(as_system, given):
    with pytest.raises(Refusal):
        set_value("retention.jobs", given, TODAY, "uji")
    assert not Setting.objects.filter(key="retention.jobs").exists()


def test_who_may_not_removes_nothing(filled, make_user, as_user):
    decide()
    with as_user(make_user("inspektorat")), pytest.raises(NotAllowed):
        carry_out("jobs")
    assert not Removal.objects.exists()


def test_the_page_says_what_would_go_and_what_never_does(
    filled, make_user, signed_in, django_assert_max_num_queries
):
    decide()
    carry_out("jobs")
    client = signed_in(make_user("admin"))
    with django_assert_max_num_queries(30):
        answer = client.get("/pengaturan/masa-simpan/")
    told = answer.content.decode()
    assert "Perwali 1/2026" in told
    assert "400 hari" in told
    assert "Siapa melihat NIK lengkap" in told
    assert (
        signed_in(make_user("operator_desa", "region", KESIMAN)).get("/pengaturan/masa-simpan/").status_code
        == 403
    )


def test_the_size_of_files_is_set_from_a_day_on(make_user, signed_in):
    client = signed_in(make_user("admin"))
    given = {"kind": "evidence", "megabytes": "5", "since": "2026-12-02", "reason": "Jaringan desa lambat"}
    assert client.post("/pengaturan/ukuran-berkas/ubah/", given).status_code == 302
    assert megabytes("evidence") == 10
    with clock.at(date(2026, 12, 2)):
        assert megabytes("evidence") == 5
        assert megabytes("roster") == 25
    for wrong in (
        {"megabytes": "65"},
        {"megabytes": "0"},
        {"kind": "x"},
        {"reason": ""},
        {"megabytes": "\0"},
    ):
        answer = client.post("/pengaturan/ukuran-berkas/ubah/", {**given, "since": "2026-12-03", **wrong})
        assert answer.status_code in {400, 422}, wrong
    assert client.get("/pengaturan/ukuran-berkas/").status_code == 200


def test_one_size_leaves_the_others(as_system):
    set_size("evidence", 5, TODAY, "uji")
    with clock.at(TODAY + timedelta(days=1)):
        set_size("roster", 64, TODAY + timedelta(days=1), "uji")
        assert (megabytes("evidence"), megabytes("roster")) == (5, 64)


def test_the_days_of_the_calendar_are_set_from_a_day_on(make_user, signed_in):
    client = signed_in(make_user("admin"))
    given = {
        "code": "rkpd",
        "first": "15-02",
        "last": "30-04",
        "since": "2026-12-02",
        "reason": "Perwali 2/2026",
    }
    assert client.post("/pengaturan/kalender/ubah/", given).status_code == 302
    with clock.at(date(2026, 12, 2)):
        step = next(one for one in steps(clock.today()) if one.row.code == "rkpd")
    assert (step.first, step.last) == (date(2026, 2, 15), date(2026, 4, 30))
    wrongs = (
        {"first": "29-02"},
        {"first": "1-3-2"},
        {"first": "01-05"},
        {"code": "x"},
        {"last": "99-99"},
        {"last": ""},
    )
    for wrong in wrongs:
        answer = client.post("/pengaturan/kalender/ubah/", {**given, "since": "2026-12-03", **wrong})
        assert answer.status_code == 422, wrong
    assert "Perwali 2/2026" in client.get("/pengaturan/kalender/").content.decode()
