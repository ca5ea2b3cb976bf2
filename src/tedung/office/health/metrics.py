"""Numbers for a monitoring system, in Prometheus' text form: counts and seconds, nothing of a person.

Requests are counted by the name of the page, its method and the hundred of the answer, within this process.
"""

from collections import Counter
from collections.abc import Iterator
from threading import Lock

from django.db.models import Count

from tedung.office.health.asking import answers
from tedung.office.jobs.models import Job, State
from tedung.office.outbox.models import Message

_lock = Lock()
_requests: Counter[tuple[str, str, str]] = Counter()
_seconds: Counter[str] = Counter()


def count(route: str, method: str, status: int, milliseconds: int) -> None:
    """Count one answered request."""
    with _lock:
        _requests[route, method, f"{status // 100}xx"] += 1
        _seconds[route] += milliseconds


def text() -> str:
    """Return all numbers, a line each."""
    return "".join(f"{line}\n" for line in (*_served(), *_rows(), *_health()))


def _served() -> Iterator[str]:
    with _lock:
        requests, seconds = sorted(_requests.items()), sorted(_seconds.items())
    yield "# TYPE tedung_requests_total counter"
    for (route, method, status), number in requests:
        yield f'tedung_requests_total{{page="{route}",method="{method}",status="{status}"}} {number}'
    yield "# TYPE tedung_request_milliseconds_total counter"
    for route, number in seconds:
        yield f'tedung_request_milliseconds_total{{page="{route}"}} {number}'


def _rows() -> Iterator[str]:
    for name, model in (("jobs", Job), ("messages", Message)):
        yield f"# TYPE tedung_{name} gauge"
        counted = dict(model.everything.values_list("state").annotate(n=Count("pk")).order_by())
        for state, number in sorted(counted.items()):
            yield f'tedung_{name}{{state="{state}"}} {number}'
    oldest = Job.everything.filter(state=State.QUEUED).order_by("pk").first()
    yield "# TYPE tedung_oldest_waiting_job_timestamp_seconds gauge"
    yield f"tedung_oldest_waiting_job_timestamp_seconds {oldest.made_at.timestamp() if oldest else 0:.0f}"


def _health() -> Iterator[str]:
    yield "# TYPE tedung_well gauge"
    for question, answer in answers():
        yield f'tedung_well{{part="{question.name}"}} {int(answer.is_well)}'
