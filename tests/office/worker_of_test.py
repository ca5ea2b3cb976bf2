"""A worker in a process of its own, on the database that TEDUNG_TEST_OF names: it can be killed."""

import os
import sys

import django
from django.conf import settings

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tedung.office.settings")
    settings.DATABASES["default"]["NAME"] = os.environ["TEDUNG_TEST_OF"]
    django.setup()

    from jobs_of_test import KINDS_OF_TEST

    from tedung.office.jobs import worker
    from tedung.office.jobs.kinds import KINDS

    KINDS.update(KINDS_OF_TEST)
    sys.exit(worker.main(once="--once" in sys.argv))
