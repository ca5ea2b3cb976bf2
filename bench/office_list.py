"""Hand a list in and take it over, as its operator and the worker do, and say how long each took.

    TEDUNG_HOME=… [TEDUNG_DATABASE=…] python bench/office_list.py roster.xlsx [--no-try]

A dry run comes first, as on the screen: its seconds are told apart.
"""

import resource
import sys
import time
from pathlib import Path


def main(path: Path, *, is_tried: bool) -> None:
    """Upload, dry run, take over; print the seconds of each and what came of it."""
    from tedung.office.starting import ground

    ground.open_django()
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tedung.office.access.actor import acting, actor_of
    from tedung.office.access.models import User
    from tedung.office.base import clock
    from tedung.office.organisations.models import Organisation
    from tedung.office.usulan import jobs, services
    from tedung.office.usulan.models import Line

    operator = actor_of(User.objects.get(username="sosial").pk, clock.today())
    steps = Steps()
    with acting(operator):
        office = Organisation.objects.get(code="dinas_sosial")
        usulan = services.prepare(office, 2027, f"Bench {time.time_ns()}", office)
        berkas, _ = services.hand_in(usulan, SimpleUploadedFile(path.name, path.read_bytes()))
        steps.say("upload")
        if is_tried:
            jobs.try_out(berkas.pk)
            steps.say("dry run")
        told = jobs.take_over(berkas.pk)
        steps.say("take over")
        print(told, "lines", Line.everything.filter(berkas=berkas).count(), flush=True)


class Steps:
    """Print the wall and CPU seconds since the step before, and the peak memory so far."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def say(self, what: str) -> None:
        """Print one step."""
        wall, cpu = time.perf_counter(), time.process_time()
        gib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"{what}: {wall - self.wall:.1f} s, CPU {cpu - self.cpu:.1f} s, peak {gib:.2f} GiB", flush=True)
        self.wall, self.cpu = wall, cpu


if __name__ == "__main__":
    main(Path(sys.argv[1]), is_tried="--no-try" not in sys.argv)
