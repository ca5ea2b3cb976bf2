"""Several at once: one open task, one message, one step; whoever comes second is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from conftest_office import CITY, KESIMAN
from django.db import connection

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.letters.models import Letter
from tedung.office.letters.services import draft, issue
from tedung.office.organisations.models import Organisation
from tedung.office.outbox.models import Message
from tedung.office.outbox.services import sent_by_hand, write
from tedung.office.tasks.models import Task
from tedung.office.tasks.services import close_tasks, open_task

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


def at_once(act):
    """Return what each of many got, an answer or a refusal, all begun together."""

    def one(number):
        try:
            with acting(SYSTEM), clock.at(date(2026, 12, 1)):
                return act(number)
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as several:
        return list(several.map(one, range(MANY)))


def test_one_task_is_open():
    at_once(lambda _: open_task("jobs.failed", "operator_desa", about=("x", 1), path="/x/", region=KESIMAN))
    with acting(SYSTEM):
        assert Task.everything.count() == 1
    assert sorted(at_once(lambda _: close_tasks("x", 1))) == [0] * (MANY - 1) + [1]


def test_one_message_is_written_and_sent_by_one():
    kept = at_once(lambda number: write("sms", "081234567890", f"Pesan {number}", key="a", region=KESIMAN))
    assert len({message.pk for message in kept}) == 1
    with acting(SYSTEM):
        first = Message.everything.get()
    told = at_once(lambda _: sent_by_hand(Message.everything.get(pk=first.pk)))
    assert sum(isinstance(answer, Refusal) for answer in told) == MANY - 1


def test_one_letter_is_issued_by_one():
    with acting(SYSTEM):
        office = Organisation.objects.create(code="disnaker", kind="office", name="Dinas", region=CITY)
        letter = draft("sptjm", office, subject="Pernyataan", data={"year": 2027, "people": 1})
    told = at_once(lambda _: issue(Letter.everything.get(pk=letter.pk)))
    assert sum(isinstance(answer, Refusal) for answer in told) == MANY - 1
    with acting(SYSTEM):
        assert Letter.everything.get().ordinal == 1
