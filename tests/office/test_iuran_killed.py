"""The worker that computes a bill is killed with -9 at random moments: no line lost, none twice, posted once."""

import random
import signal
import time
from datetime import date

import pytest
from conftest_office import CITY
from iuran_of_test import a_pos, a_wadah, members
from jobs_of_test import start_worker

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.buku import queries as buku
from tedung.office.buku.seeds import seed
from tedung.office.iuran import services
from tedung.office.iuran.models import Line, Rincian
from tedung.office.organisations.models import Organisation

PEOPLE, MONTHS = 7_000, 12  # two batches


@pytest.mark.slow
@pytest.mark.parametrize("seed_of_chance", [1, 2])
def test_a_killed_bill_is_whole_in_the_end(transactional_db, seed_of_chance):
    chance = random.Random(seed_of_chance)
    with acting(SYSTEM), clock.at(date(2027, 1, 4)):
        seed()
        Organisation.objects.create(code="dinas_sosial", kind="office", name="Dinas Sosial", region=CITY)
        wadah = a_wadah()
        members(wadah, PEOPLE)
        rincian = services.prepare(wadah, "2027-01", MONTHS, a_pos(5_000_000_000))
        for _ in range(3):
            worker = start_worker("--once")
            time.sleep(3 + chance.random() * 6)
            worker.kill()
            assert worker.wait(10) in {0, -signal.SIGKILL}
            rincian.refresh_from_db()
            posted = buku.held("beban_iuran")
            assert posted == (rincian.total if rincian.state == "rincian" else 0)
        assert start_worker("--once").wait(200) == 0
        rincian = Rincian.everything.get()
        assert (rincian.state, rincian.lines_all) == ("rincian", PEOPLE * MONTHS)
        assert rincian.total == PEOPLE * 201_600 == buku.held("beban_iuran")
        assert Line.everything.count() == PEOPLE * MONTHS
