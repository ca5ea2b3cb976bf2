"""Workers killed at any moment: no line lost, none twice, and the job ends when another worker comes."""

import random
import signal
import time

import pytest
from jobs_of_test import KINDS_OF_TEST, LINES, lines, make_table, start_worker

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.jobs.kinds import KINDS
from tedung.office.jobs.models import Job, State
from tedung.office.jobs.services import enqueue

FOR_EVER = 600
"""Seconds: on a machine that many share, a worker's start alone may take half a minute."""


@pytest.fixture(autouse=True)
def _kinds(monkeypatch, transactional_db):
    for code, kind in KINDS_OF_TEST.items():
        monkeypatch.setitem(KINDS, code, kind)
    make_table()
    with acting(SYSTEM):
        yield


def kill_after(seconds, worker):
    time.sleep(seconds)
    worker.kill()
    return worker.wait(FOR_EVER)


def wait_until(condition, seconds=FOR_EVER):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the workers did not come so far"
        time.sleep(0.02)


def state(job):
    return Job.everything.values_list("state", flat=True).get(pk=job.pk)


def test_a_killed_worker_loses_nothing_and_doubles_nothing():
    batches = 30
    job = enqueue("test.write", mark="a", batches=batches, pause=0.04)
    for share in (0.2, 0.6):
        worker = start_worker("--once")
        wait_until(lambda share=share: lines("a")[0] >= share * batches * LINES)
        assert kill_after(random.Random(share).random() / 20, worker) == -signal.SIGKILL
        assert state(job) == State.RUNNING
    assert start_worker("--once").wait(FOR_EVER) == 0
    assert lines("a") == (batches * LINES, batches * LINES)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.done, job.total) == (State.DONE, 3, batches, batches)


def test_a_work_of_one_transaction_is_whole_or_not_there():
    job = enqueue("test.whole", mark="a", batches=10, pause=0.1)
    worker = start_worker("--once")
    wait_until(lambda: state(job) == State.RUNNING)
    kill_after(0.5, worker)
    assert lines("a") == (0, 0)
    assert start_worker("--once").wait(FOR_EVER) == 0
    assert lines("a") == (10 * LINES, 10 * LINES)


def test_two_workers_do_each_job_once():
    for number in range(24):
        enqueue("test.write", mark=f"job {number}", batches=2)
    workers = [start_worker("--once") for _ in range(2)]
    assert [worker.wait(FOR_EVER) for worker in workers] == [0, 0]
    assert set(Job.everything.values_list("state", "attempts")) == {(State.DONE, 1)}
    assert all(lines(f"job {number}") == (2 * LINES, 2 * LINES) for number in range(24))


def test_a_worker_asked_to_stop_leaves_its_job_waiting():
    job = enqueue("test.write", mark="a", batches=100, pause=0.04)
    worker = start_worker()
    wait_until(lambda: lines("a")[0] >= LINES)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    assert state(job) == State.QUEUED
    assert 0 < lines("a")[0] < 100 * LINES


@pytest.mark.slow
def test_two_hundred_kills_at_random_moments():
    """A kill may fall before the job is taken, while it writes, between two batches, or when it has ended."""
    chance = random.Random(20261201)
    kills = number = 0
    while kills < 200:
        mark, batches, number = f"job {number}", 20, number + 1
        job = enqueue("test.write", mark=mark, batches=batches, pause=0.03)
        for _ in range(4):  # one less than a job may be tried
            worker = start_worker("--once")
            kill_after(chance.uniform(0.5, 2.5), worker)
            kills += worker.returncode == -signal.SIGKILL  # else it had ended before
        assert start_worker("--once").wait(FOR_EVER) == 0
        assert state(job) == State.DONE
        assert lines(mark) == (batches * LINES, batches * LINES)
