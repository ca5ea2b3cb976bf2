"""A job is asked for in one transaction, done as whoever asked, and never done twice."""

from datetime import date, timedelta

import jobs_of_test
import pytest
from conftest_office import KESIMAN
from django.db import OperationalError, transaction
from jobs_of_test import KINDS_OF_TEST, LINES, lines, make_table

from tedung.office.access.actor import NOBODY, SYSTEM, acting
from tedung.office.access.models import Grant
from tedung.office.audit.models import StateChange
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.jobs import leases, worker
from tedung.office.jobs.kinds import KINDS
from tedung.office.jobs.models import Job, State
from tedung.office.jobs.running import LostLease, Running, Stopped, batch_of_job, progress, running_as
from tedung.office.jobs.services import ask_again, enqueue
from tedung.office.tasks import queries


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    for code, kind in KINDS_OF_TEST.items():
        monkeypatch.setitem(KINDS, code, kind)


@pytest.fixture
def clerk(make_user):
    return make_user("operator_desa", "region", KESIMAN)


def ended(job):
    return fresh(job).state, job.sentence


def fresh(job):
    with acting(SYSTEM):
        job.refresh_from_db()
    return job


@pytest.mark.usefixtures("as_system")
def test_a_job_is_done_and_says_what_came_of_it(db):
    make_table()
    job = enqueue("test.write", mark="a", batches=3)
    assert worker.run_waiting() == 1
    assert ended(job) == (State.DONE, "")
    assert (job.done, job.total, job.percent) == (3, 3, 100)
    assert job.result == {"lines": 3 * LINES, "path": "/usulan/1/"}
    assert lines("a") == (3 * LINES, 3 * LINES)
    assert list(StateChange.objects.filter(kind="jobs.job").values_list("before", "after")) == [
        ("queued", "running"),
        ("running", "done"),
    ]


@pytest.mark.usefixtures("as_system")
def test_a_job_asked_for_in_a_transaction_that_failed_never_was(db):
    with transaction.atomic():
        enqueue("test.write", mark="a", batches=1)
        transaction.set_rollback(True)
    assert worker.run_waiting() == 0


def test_a_job_acts_as_whoever_asked_with_the_grants_of_now(clerk, as_user):
    with as_user(clerk):
        job = enqueue("test.say_who")
    Grant.objects.create(
        user=clerk, role="operator_adat", scope_kind="region", scope_code=KESIMAN, since=date(2026, 1, 1)
    )
    worker.run_waiting()
    assert fresh(job).result == {
        "user": clerk.pk,
        "roles": ["operator_adat", "operator_desa"],
        "system": False,
    }


@pytest.mark.parametrize("taken", ["grant", "user"])
def test_a_job_of_somebody_who_may_no_longer_is_refused(clerk, as_user, taken):
    with as_user(clerk):
        job = enqueue("test.say_who")
    if taken == "grant":
        Grant.objects.filter(user=clerk).update(until=date(2026, 11, 30))
    else:
        clerk.is_active = False
        clerk.save()
    worker.run_waiting()
    state, sentence = ended(job)
    assert state == State.FAILED
    assert "Hak akses" in sentence


def test_the_system_asks_as_the_system(as_system):
    job = enqueue("test.say_who")
    worker.run_waiting()
    assert fresh(job).result == {"user": None, "roles": [], "system": True}


def test_nobody_asks_for_nothing(db):
    with acting(NOBODY), pytest.raises(NotAllowed):
        enqueue("test.say_who")


def test_an_unknown_kind_is_a_fault(as_system):
    with pytest.raises(KeyError):
        enqueue("test.unknown")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("test.refuse", "Daftar ini sudah dipakai. Pilih yang lain."),
        ("test.forbid", "Hak akses Anda tidak lagi mencakup"),
        ("test.break_down", "Aplikasi mengalami kesalahan"),
        ("test.count_wrong", "Aplikasi mengalami kesalahan"),
    ],
)
def test_a_job_that_fails_tells_its_requester(clerk, as_user, kind, sentence, caplog):
    with as_user(clerk):
        job = enqueue(kind)
        worker.run_waiting()
        state, told = ended(job)
        assert state == State.FAILED
        assert sentence in told
        task = queries.waiting().get()
        assert (task.path, queries.sentence(task)) == (
            f"/pekerjaan/{job.pk}/",
            "Pekerjaan yang Anda minta berhenti sebelum selesai.",
        )
    assert "SUDARMA" not in caplog.text
    assert "5171" not in caplog.text
    if "kesalahan" in sentence:
        assert f"job {job.pk} ({kind}) broke" in caplog.text


def test_a_failed_job_may_be_asked_again_by_its_requester_alone(clerk, make_user, as_user, monkeypatch):
    with as_user(clerk):
        job = enqueue("test.refuse")
    worker.run_waiting()
    fresh(job)
    with as_user(make_user("verifikator")), pytest.raises(NotAllowed):
        ask_again(job)
    monkeypatch.setattr(jobs_of_test, "refuse", lambda: {"count": 1})
    with as_user(clerk):
        ask_again(job)
        with pytest.raises(Refusal):
            ask_again(job)
        worker.run_waiting()
        assert ended(job) == (State.DONE, "")
        assert not queries.waiting().exists()


def test_jobs_are_seen_by_who_asked_and_the_administrator(clerk, make_user, as_user):
    with as_user(clerk):
        job = enqueue("test.say_who")
        assert list(Job.objects.all()) == [job]
    with as_user(make_user("admin")):
        assert list(Job.objects.all()) == [job]
    with as_user(make_user("verifikator")):
        assert not Job.objects.exists()
    with acting(NOBODY):
        assert not Job.objects.exists()


def test_a_job_that_is_taken_is_not_taken_again(as_system):
    job = enqueue("test.say_who")
    assert leases.take("one").pk == job.pk
    assert leases.take("two") is None


def test_jobs_are_taken_in_order(as_system):
    jobs = [enqueue("test.say_who") for _ in range(3)]
    assert [leases.take("one").pk for _ in jobs] == [job.pk for job in jobs]


def test_a_silent_worker_loses_its_job(as_system):
    job = enqueue("test.say_who")
    taken = leases.take("another machine")
    assert worker.reap() == 0
    Job.everything.filter(pk=job.pk).update(lease_until=clock.instant() - timedelta(seconds=1))
    assert worker.reap() == 1
    assert ended(job) == (State.QUEUED, "")
    again = leases.take("two")
    assert (again.pk, again.attempts) == (job.pk, 2)
    worker._finish(taken, Running(job.pk, 1), {"late": 1})  # the silent one wakes
    worker._fail(taken, "late")
    assert ended(job) == (State.RUNNING, "")


def test_a_dead_worker_of_this_machine_is_known_at_once(as_system):
    desk = leases.Desk()
    enqueue("test.say_who")
    leases.take(desk.name)
    assert worker.reap() == 0
    desk._held.close()  # what the system does for a killed process
    assert worker.reap() == 1


def test_the_desk_of_a_dead_worker_is_cleared_once_its_job_is_back(as_system):
    dead, alive = leases.Desk(), leases.Desk()
    enqueue("test.say_who")
    leases.take(dead.name)
    dead._held.close()
    leases.clear_desks()
    assert leases.is_gone(dead.name)
    worker._clear()
    assert not leases.is_gone(dead.name)  # nothing is known of it any more
    assert alive._path.exists()
    alive.leave()


def test_a_job_that_kills_its_worker_ends_with_a_sentence(clerk, as_user, as_system):
    with as_user(clerk):
        job = enqueue("test.say_who")
    for _ in range(leases.MOST_ATTEMPTS):
        leases.take("another machine")
        Job.everything.filter(pk=job.pk).update(lease_until=clock.instant() - timedelta(seconds=1))
        worker.reap()
    state, sentence = ended(job)
    assert (state, "5 kali terhenti" in sentence) == (State.FAILED, True)
    assert leases.take("one") is None
    with as_user(clerk):
        assert queries.waiting().count() == 1


def test_a_lost_lease_writes_nothing_more(as_system):
    make_table()
    job = enqueue("test.write", mark="a", batches=1)
    running = Running(job.pk, leases.take("one").attempts)
    Job.everything.filter(pk=job.pk).update(attempts=7)  # taken over meanwhile
    assert leases.renew(running)
    with running_as(running):
        with pytest.raises(LostLease):
            progress(1, 2)
        with pytest.raises(LostLease), batch_of_job():
            jobs_of_test.copy_rows("test_lines", ("mark", "batch", "line"), [("a", 1, 1)])
    assert lines("a") == (0, 0)
    assert worker._outcome(job, running)() is None  # ends in silence


def test_the_lease_carries_how_far_the_job_is(as_system):
    job = enqueue("test.say_who")
    running = Running(job.pk, leases.take("one").attempts)
    with running_as(running):
        progress(3, 8)
    leases.renew(running)
    job.refresh_from_db()
    assert (job.done, job.total, job.percent, job.has_ended) == (3, 8, 37, False)
    assert job.lease_until > clock.instant() + timedelta(seconds=50)


def test_a_worker_told_to_stop_gives_its_job_back(as_system):
    make_table()
    job = enqueue("test.write", mark="a", batches=3)
    taken = leases.take("one")
    running = Running(job.pk, taken.attempts)
    running.stop.set()
    worker._outcome(taken, running)()
    assert ended(job) == (State.QUEUED, "")
    assert lines("a") == (LINES, LINES)
    worker.run_waiting()
    assert lines("a") == (3 * LINES, 3 * LINES)


def test_a_database_that_does_not_answer_is_asked_again(as_system, monkeypatch):
    def away():
        raise OperationalError("database is locked")

    monkeypatch.setattr(jobs_of_test, "refuse", away)
    job = enqueue("test.refuse")
    assert worker.run_waiting() == leases.MOST_ATTEMPTS
    assert ended(job)[0] == State.FAILED


def test_outside_a_worker_a_handler_is_a_plain_function(as_system):
    make_table()
    assert jobs_of_test.write("a", 2)["lines"] == 2 * LINES
    with pytest.raises(Stopped):
        raise Stopped  # an order, never caught as a fault of the handler


def test_every_kind_has_its_handler():
    from django.utils.module_loading import import_string

    for code, kind in KINDS.items():
        assert callable(import_string(kind.handler)), code
        assert str(kind.name), code


def test_a_worker_without_work_writes_nothing(as_system, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert leases.take("one") is None
