"""A process that does steps of the office, each in a child of its own that can be killed at any moment.

A line of its input names a step, its user and its arguments; it answers with the number of the child's
process, and when that has ended with how.  The child begins warm, so that a kill falls into its work.
"""

import importlib
import json
import os
import sys
import traceback
from pathlib import Path

import django
from django.conf import settings

REFUSED, BROKEN = 3, 1


def work(**_):
    """Do every job that waits, as the office's worker does."""
    from tedung.office.jobs import worker

    worker.main(once=True)


def review(keys, said):
    """Decide pair after pair."""
    from tedung.office.review.models import Pair
    from tedung.office.review.services import decide

    for key in keys:
        decide(Pair.everything.get(pk=key), said)


def answer(request, path):
    """Read the registry's answer."""
    from tedung.office.base import clock
    from tedung.office.padan.models import Request
    from tedung.office.padan.services import read_answer

    read_answer(Request.everything.get(pk=request), Path(path).read_bytes(), "470/9/CAPIL", clock.today())


def compute(selection):
    """Choose under the budget."""
    from tedung.office.penetapan.models import Selection
    from tedung.office.penetapan.selecting import compute

    compute(Selection.everything.get(pk=selection))


def issue(decree, number):
    """Record a decree as signed, and put it in force."""
    from tedung.office.base import clock
    from tedung.office.penetapan import issuing
    from tedung.office.penetapan.models import Decree

    row = Decree.everything.get(pk=decree)
    issuing.note(row, number, clock.today(), "Wali Kota", why_unsigned="Naskah masih di meja Wali Kota")
    issuing.issue(row)


STEPS = {"work": work, "review": review, "answer": answer, "compute": compute, "issue": issue}


def do(step, user, arguments):
    """Do one step as a user and return how it ended."""
    from tedung.office.access.actor import SYSTEM, acting, actor_of
    from tedung.office.base import clock
    from tedung.office.base.refusals import Refusal

    try:
        with acting(actor_of(user, clock.today()) if user else SYSTEM):
            STEPS[step](**arguments)
    except Refusal:
        return REFUSED
    except Exception:  # noqa: BLE001 - the test is told that it broke, and where
        traceback.print_exc()
        return BROKEN
    return 0


def serve():
    """Fork a child for each line and say how it ended."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(do(*json.loads(line)))
        tell(child)
        _, status = os.waitpid(child, 0)
        tell(os.waitstatus_to_exitcode(status))


def tell(number):
    """Write a line that the test reads."""
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def begin(*warm):
    """Let Django read its settings, over the database of the test, and import what every child needs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tedung.office.settings")
    settings.DATABASES["default"]["NAME"] = os.environ["TEDUNG_TEST_OF"]
    django.setup()
    for name in warm:
        importlib.import_module(name)


WARM = (
    "tedung.office.padan.services",
    "tedung.office.penetapan.decrees",
    "tedung.office.penetapan.selecting",
    "tedung.office.review.services",
    "tedung.office.usulan.jobs",
)
"""Imported before the first child is made."""


if __name__ == "__main__":
    begin(*WARM)
    serve()
