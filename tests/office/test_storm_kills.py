"""The office killed at random moments of its work: nothing lost, nothing twice, and every step ends when done again."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest_office import CITY, KESIMAN
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Count
from storm_of_test import REFUSED
from story_lists import answer

from tedung.office.access.actor import SYSTEM, acting, actor_of
from tedung.office.audit.models import Entry, StateChange
from tedung.office.base import clock
from tedung.office.jobs.leases import MOST_ATTEMPTS
from tedung.office.jobs.models import Job
from tedung.office.padan import services as padan
from tedung.office.padan.models import Check, Request
from tedung.office.padan.seeds import seed
from tedung.office.penetapan import decrees, selecting
from tedung.office.penetapan.models import Candidate, Cover, Decree, Row, Selection
from tedung.office.people.models import Person, Visibility
from tedung.office.reference.models import Policy
from tedung.office.review.models import Pair, Verdict
from tedung.office.review.services import record_pairs
from tedung.office.usulan import services
from tedung.office.usulan.models import Berkas, Line, Usulan

ROWS, GOOD, PAIRS = 60, 57, 12
LINES = ROWS + 1  # the heading is a line too
CHOSEN = 20
MONTHLY = 16_800  # JKK 10,000 + JKM 6,800 for the lowest bracket: PP 44/2015 and its amendments, a month
NAMES = (
    *("Sudarma", "Artawan", "Budiarta", "Mudana", "Suartini"),
    *("Yasa", "Sriani", "Sudira", "Wijaya", "Parwata"),
)
NOBODY, FOR_EVER = 0, 600


class Storm:
    """Kills what it is told to start, after a random part of the time that the step takes."""

    def __init__(self, seed, name="storm_of_test.py"):
        self.chance, self.struck, self.takes = random.Random(seed), 0, {}
        script = Path(__file__).with_name(name)
        env = {**os.environ, "TEDUNG_TEST_OF": str(connection.settings_dict["NAME"])}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen([sys.executable, script], env=env, **pipes)

    def close(self):
        self.process.stdin.close()
        self.process.wait(FOR_EVER)
        self.process.stdout.close()

    def run(self, step, user, arguments, seconds=None):
        """Do a step; with `seconds`, kill it so long after its beginning.  Return how it ended."""
        print(json.dumps([step, user, arguments]), file=self.process.stdin, flush=True)
        child, begun = int(self.process.stdout.readline()), time.monotonic()
        if seconds is not None:
            time.sleep(seconds)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        ended = int(self.process.stdout.readline())
        if ended == 0 and seconds is None:
            self.takes[step] = time.monotonic() - begun
        self.struck += ended == -signal.SIGKILL
        return ended

    def strike(self, step, user, kills, look, **arguments):
        """Kill a step so often, then let it end; return what `look` saw after each kill."""
        seen = []
        for _ in range(kills if step in self.takes else 0):
            ended = self.run(step, user, arguments, self.chance.uniform(0, self.takes[step]))
            assert ended in {0, REFUSED, -signal.SIGKILL}  # refused: it was done already
            seen.append(look())
        assert self.run(step, user, arguments) in {0, REFUSED}
        return seen


class Office(NamedTuple):
    """Who works here."""

    operator: int
    verifikator: int
    hukum: int
    unit: object
    bureau: object


@pytest.fixture
def office(transactional_db, make_user, offices):
    with acting(SYSTEM):
        seed()
        Policy.objects.all().delete()
        return Office(
            make_user("operator_desa", "region", KESIMAN).pk,
            make_user("verifikator").pk,
            make_user("hukum").pk,
            offices["desa:kesiman"],
            offices["disnaker"],
        )


@pytest.fixture
def storm(office):
    """A storm over the office of the test; it runs calmly once, to know how long each step takes."""
    begun = Storm(20_261_201)
    yield begun
    begun.close()


def the_list(number):
    """A village's list: 57 good lines of 57 people, two to mend, one a second time."""
    lines = ["No,Nama,NIK,Tanggal Lahir,L/P,Jabatan"]
    for at in range(ROWS):
        day, month = at % 27 + 1, number % 12 + 1
        nik = f"517102{day:02d}{month:02d}70{(number // 12) * 100 + at + 1:04d}"
        name = f"I Wayan {NAMES[at % 10]} {NAMES[(at + number) // 10 % 10]}"
        lines.append(f"{at + 1},{name},{nik},{day:02d}-{month:02d}-1970,L,Pemangku")
    lines[-1] = lines[1]
    lines[-2], lines[-3] = lines[-2].replace("517102", "51710"), lines[-3].replace("517102", "51710")
    return "\n".join(lines).encode()


def one_round(storm, office, number, kills):
    """A list from its upload to the decree, each step killed so often."""
    with acting(actor_of(office.operator, clock.today())):
        usulan = services.prepare(office.unit, 2027, f"Usulan {number}")
        berkas, _ = services.hand_in(usulan, SimpleUploadedFile(f"{number}.csv", the_list(number)))
    imported(storm, berkas, kills)
    with acting(SYSTEM):
        Usulan.everything.filter(pk=usulan.pk).update(state="diterima")
        persons = sorted(set(Line.everything.filter(berkas=berkas).values_list("person", flat=True)) - {None})
    reviewed(storm, office, usulan, persons, kills)
    answered(storm, office, persons, kills)
    decreed(storm, office, number, persons, kills)


def imported(storm, berkas, kills):
    """Dry run, then the lines: all of them, or none; no person without a line, no line's person twice."""

    def look():
        with acting(SYSTEM):
            lines = Line.everything.filter(berkas=berkas)
            return lines.count(), Person.everything.filter(lines__berkas=berkas).distinct().count(), orphans()

    assert set(storm.strike("work", NOBODY, min(kills, MOST_ATTEMPTS - 1), look)) <= {(0, 0, 0)}
    with acting(SYSTEM):
        berkas.refresh_from_db()
        by = berkas.usulan.prepared_by
    assert berkas.state == Berkas.State.TRIED
    with acting(actor_of(by, clock.today())):
        services.take_lines(berkas)
    seen = storm.strike("work", NOBODY, min(kills, MOST_ATTEMPTS - 1), look)
    assert set(seen) <= {(0, 0, 0), (LINES, GOOD, 0)}
    assert look() == (LINES, GOOD, 0)
    with acting(SYSTEM):
        berkas.refresh_from_db()
        lines = Line.everything.filter(berkas=berkas)
        assert berkas.state == Berkas.State.READ
        assert lines.values("sheet", "line").distinct().count() == LINES
        told = dict(lines.values_list("outcome").annotate(found=Count("pk")).order_by())
        assert sum(told.values()) == LINES
        assert told["needs_fix"] == 2
        assert told["duplicate"] == 1
        persons = set(lines.values_list("person", flat=True)) - {None}
        assert Visibility.objects.filter(person__in=persons, kind="region", code=KESIMAN).count() == GOOD
        made = Entry.objects.filter(table="people_person", act="INSERT", row_id__in=persons)
        assert made.count() == GOOD
        assert not Job.everything.exclude(state="done").exists()


def orphans():
    """Count the persons whom no line names."""
    return Person.everything.filter(lines=None).count()


def reviewed(storm, office, usulan, persons, kills):
    """Twelve pairs and what the linkage found itself, each decided once."""
    with acting(SYSTEM):
        found = list(zip(persons[: 2 * PAIRS : 2], persons[1 : 2 * PAIRS : 2], strict=True))
        record_pairs([(one, other, 5.0, '{"prior": -20.0, "terms": []}') for one, other in found], usulan)
        firsts = [one for one, _ in found]
        keys = list(Pair.everything.filter(first__in=firsts).order_by("pk").values_list("pk", flat=True))

    def look():
        with acting(SYSTEM):
            decided = set(Pair.everything.filter(pk__in=keys, state="different").values_list("pk", flat=True))
            return decided == set(Verdict.objects.filter(pair__in=keys).values_list("pair", flat=True))

    assert all(storm.strike("review", office.verifikator, kills, look, keys=keys, said="different"))
    assert look()
    assert Verdict.objects.filter(pair__in=keys).count() == len(keys) >= PAIRS


def answered(storm, office, persons, kills):
    """The registry's answer: every line of it, or none."""
    with acting(actor_of(office.verifikator, clock.today())):
        request = padan.ask(persons, "usulan")
        padan.sent(request, "470/1/DISNAKER", clock.today())
        niks = [one.person.nik for one in Check.objects.filter(request=request).select_related("person")]
    path = settings.HOME / "jawaban.xlsx"
    path.write_bytes(answer(niks, {niks[-1]: "MENINGGAL"}))

    def look():
        with acting(SYSTEM):
            checks = Check.objects.filter(request=request)
            return checks.exclude(result="").count(), Request.everything.get(pk=request.pk).state

    seen = storm.strike("answer", office.verifikator, kills, look, request=request.pk, path=str(path))
    assert set(seen) <= {(0, "dikirim"), (GOOD, "dijawab")}
    assert look() == (GOOD, "dijawab")
    assert steps(request) == ["dibuat", "dikirim", "dijawab"]


def decreed(storm, office, number, persons, kills):
    """Chosen under the budget, then issued: each person of the annex covered once, or nobody."""
    with acting(actor_of(office.verifikator, clock.today())):
        selection = selecting.plan(
            CITY,
            name=f"Seleksi {number}",
            year=2027,
            first_month="2027-01",
            months=12,
            budget=CHOSEN * 12 * MONTHLY,
            payer="apbd_kota",
            seed=f"undian {number}",
        )

    def computed():
        with acting(SYSTEM):
            rows = Candidate.everything.filter(selection=selection)
            return rows.count(), Selection.everything.get(pk=selection.pk).state

    seen = storm.strike("compute", office.verifikator, kills, computed, selection=selection.pk)
    with acting(SYSTEM):
        selection.refresh_from_db()
    assert set(seen) <= {(0, "konsep"), (selection.result["lines"], "dihitung")}
    assert sum(selection.result["counts"].values()) == selection.result["lines"] == computed()[0]
    assert selection.result["counts"]["chosen"] == CHOSEN
    with acting(actor_of(office.verifikator, clock.today())):
        decree = decrees.draft(selection, office.bureau, "Penerima bantuan iuran")
        decrees.submit(decree)

    def look():
        with acting(SYSTEM):
            return Cover.everything.filter(row__decree=decree).count(), Decree.everything.get(
                pk=decree.pk
            ).state

    told = {"decree": decree.pk, "number": f"188.45/{number}/HK/2026"}
    seen = storm.strike("issue", office.hukum, kills, look, **told)
    assert set(seen) <= {(0, "diajukan"), (CHOSEN, "ditetapkan")}
    assert look() == (CHOSEN, "ditetapkan")
    assert steps(decree).count("ditetapkan") == 1
    with acting(SYSTEM):
        rows = Row.everything.filter(decree=decree)
        assert rows.values("person").distinct().count() == rows.count() == CHOSEN
        covers = Cover.everything.filter(row__decree=decree)
        assert set(covers.values_list("person", "since", "until")) == {
            (row.person_id, date(2027, 1, 1), date(2027, 12, 31)) for row in rows
        }


def steps(row):
    kind = row._meta.label_lower
    return list(
        StateChange.objects.filter(kind=kind, row_id=row.pk).order_by("pk").values_list("after", flat=True)
    )


def the_whole_adds_up(rounds):
    """After the storm: as many as if nobody had been killed."""
    with acting(SYSTEM):
        assert Line.everything.count() == rounds * LINES
        assert Person.everything.count() == rounds * GOOD
        assert Check.objects.count() == rounds * GOOD
        assert Verdict.objects.count() == Pair.everything.filter(state="different").count() >= rounds * PAIRS
        assert Cover.everything.count() == rounds * CHOSEN
        after = {"home.count", "wadah.place"}  # asked for by the last issue, when no worker came any more
        assert set(Job.everything.exclude(kind__in=after).values_list("state", flat=True)) == {"done"}


def until(storm, office, wanted, kills):
    """Go on round by round until so many were struck while they worked."""
    rounds = 0
    while storm.struck < wanted:
        one_round(storm, office, rounds, kills if rounds else 0)
        rounds += 1
    the_whole_adds_up(rounds)


@pytest.mark.either  # make slow kills 200 times, on both databases
def test_five_kills(storm, office):
    until(storm, office, 5, 1)


@pytest.mark.slow
def test_two_hundred_kills(storm, office):
    until(storm, office, 200, 2)
