"""The daily round: each step once a day, whoever begins it, and again where it broke."""

import threading
from datetime import date, timedelta

import pytest
from conftest_office import KESIMAN, person
from django.db import connection

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.models import Grant
from tedung.office.base import clock
from tedung.office.home.models import Round
from tedung.office.jobs.models import Job
from tedung.office.outbox.models import Message
from tedung.office.padan.models import Request
from tedung.office.starting import daily
from tedung.office.tasks.models import Task
from tedung.office.tasks.services import open_task

DAY = date(2026, 12, 1)


def asked(kind):
    with acting(SYSTEM):
        return Job.everything.filter(kind=kind).count()


def test_each_step_is_done_once_a_day(db):
    done, broken = daily.run()
    assert (set(done), broken) == (set(daily.STEPS), [])
    assert asked("home.count") == 1
    assert daily.run() == ({}, [])
    assert asked("home.count") == 1
    with clock.at(DAY + timedelta(days=1)):
        assert set(daily.run()[0]) == set(daily.STEPS)
    assert Round.objects.count() == 2 * len(daily.STEPS)


def test_a_step_that_breaks_is_told_and_tried_again(db, monkeypatch):
    def broken(_day):
        open_task("access.ending", "admin", about=("x", 1), path="/", params={"grants": 1})
        raise ValueError("I WAYAN SUDARMA 5171012345678901")

    good = daily.STEPS["grants"]
    monkeypatch.setitem(daily.STEPS, "grants", broken)
    done, names = daily.run()
    assert names == ["grants"]
    assert set(done) == set(daily.STEPS) - {"grants"}
    with acting(SYSTEM):
        assert not Task.everything.exists()  # what it had begun is gone with it
    monkeypatch.setitem(daily.STEPS, "grants", good)
    assert set(daily.run()[0]) == {"grants"}


def test_the_registry_is_asked_once_a_month(as_system, offices, monkeypatch):
    from tedung.office.padan import monthly
    from tedung.office.reference.models import Format

    form = Format.objects.create(code="padan", version="1", name="uji", columns=[], since=date(2026, 1, 1))
    monkeypatch.setattr(monthly, "people_in_force", lambda: 3)
    assert daily.run()[0]["registry"] == {"people": 3}
    assert asked("padan.monthly") == 1
    with clock.at(DAY + timedelta(days=1)):
        assert daily.run()[0]["registry"] == {}  # the job still waits
    Job.everything.filter(kind="padan.monthly").update(state="done")
    Request.everything.create(region="51.71", form=form, reason="bulanan", made_at=clock.now())
    with clock.at(DAY + timedelta(days=2)):
        assert daily.run()[0]["registry"] == {}
    with clock.at(date(2027, 1, 2)):
        assert daily.run()[0]["registry"] == {"people": 3}


def test_mail_that_waits_is_sent_again_where_there_is_a_server(as_system, settings):
    message = {"channel": "email", "to": "a@contoh.id", "text": "x", "key": "1", "made_at": clock.now()}
    Message.everything.create(**message)
    daily.run()
    assert asked("outbox.mail") == 0
    settings.SMTP = "smtps://localhost:465"
    with clock.at(DAY + timedelta(days=1)):
        assert daily.run()[0]["mail"] == {"waiting": 1}
    assert asked("outbox.mail") == 1


def test_tasks_of_whoever_left_are_cancelled_and_ending_grants_told(as_system, make_user):
    stays, left = make_user("verifikator"), make_user("pptk")
    for user in (stays, left):
        open_task("jobs.failed", user_id=user.pk, about=("job", user.pk), path="/pekerjaan/1/")
    Grant.objects.filter(user=left).update(until=DAY - timedelta(days=1))
    Grant.objects.filter(user=stays).update(until=DAY + timedelta(days=3))
    done, _ = daily.run()
    assert (done["tasks"], done["grants"]) == ({"released": 1}, {"grants": 1})
    assert Task.everything.get(user_id=left.pk).state == "cancelled"
    assert Task.everything.get(user_id=stays.pk).state == "open"
    assert Task.everything.get(kind="access.ending").params == {"grants": 1}
    Grant.objects.filter(user=stays).update(until=None)
    with clock.at(DAY + timedelta(days=1)):
        daily.run()
    assert Task.everything.get(kind="access.ending").state == "done"


def test_files_without_a_document_are_swept(db, settings, tmp_path):
    import os

    settings.DOCUMENTS = tmp_path
    orphan = tmp_path / "yatim"
    orphan.write_bytes(b"x")
    os.utime(orphan, (0, 0))
    assert daily.run()[0]["documents"] == {"removed": 1, "lost": 0}
    assert not orphan.exists()


def test_two_rounds_at_once_do_each_step_once(transactional_db):
    with acting(SYSTEM):
        person(KESIMAN)
    begin, found = threading.Barrier(2), []

    def go():
        begin.wait()
        with clock.at(DAY):
            found.append(daily.run())
        connection.close()

    both = [threading.Thread(target=go) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [broken for _, broken in found] == [[], []]
    done = [name for steps, _ in found for name in steps]
    assert sorted(done) == sorted(daily.STEPS)
    assert asked("home.count") == 1


def test_the_worker_begins_the_round_after_a_while_and_not_with_every_turn(db, monkeypatch):
    seen = []
    monkeypatch.setattr(daily, "run", lambda: seen.append(1))
    watch = daily.Watch(first=0)
    watch.look()
    watch.look()
    assert seen == [1]
    daily.Watch(first=60).look()
    assert seen == [1]


@pytest.mark.parametrize("again", [False, True])
def test_the_command_says_what_it_did(again, db, monkeypatch, capsys):
    from tedung.cli import main
    from tedung.office.starting import ground

    monkeypatch.setattr(ground, "open_django", lambda: None)
    if again:
        daily.run()
    assert main(["office", "daily"]) == 0
    said = capsys.readouterr().out
    assert "Pekerjaan harian hari ini selesai." in said
    assert ("figures" in said) is not again
