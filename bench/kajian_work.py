"""One step of a study in an office of its own, as the worker does it; its own process, so that it is timed alone.

TEDUNG_HOME=… python bench/kajian_work.py ground|people 51|choose [each]
"""

import sys
from datetime import date

BUDGET = 50_000_000_000  # about 248,000 people at Rp201,600 a year


def main(step: str, *told: str) -> None:
    """Make the office, the invented people of a region, or a scenario over them."""
    from tedung.office.starting import ground

    ground.open_django()
    if step == "ground":
        ground.make()
        return
    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.jobs.worker import run_waiting

    with acting(SYSTEM):
        _people(told[0]) if step == "people" else _scenario(is_each="each" in told)
        if run_waiting() != 1:
            raise SystemExit("no job was done")
        _held()


def _people(region: str) -> None:
    from tedung.office.kajian import sources

    sources.invent(region, date(2026, 12, 1), 2026)


def _scenario(*, is_each: bool) -> None:
    from tedung.office.kajian import services
    from tedung.office.kajian.models import Source

    source = Source.everything.order_by("-pk")[0]
    floors = [{"column": "village", "value": "", "least": 100, "percent": ""}] if is_each else []
    chosen = {"first_month": "2027-01", "months": 12, "budget": BUDGET, "floors": floors, "sensitivity": True}
    services.ask(services.prepare(source, "Bench", chosen))


def _held() -> None:
    """Stop where the job failed; say what was found."""
    from tedung.office.jobs.models import Job
    from tedung.office.kajian.models import Result

    job = Job.everything.order_by("-pk")[0]
    if job.state != "done":
        raise SystemExit(job.sentence)
    for result in Result.objects.order_by("-pk")[:1]:
        kept = {name: result.facts[name] for name in ("people", "chosen", "reserve", "floors_kept", "spent")}
        print(kept, file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
