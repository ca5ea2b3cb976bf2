"""Open pages as ten people at once, and print how long the slowest twentieth waited.

    TEDUNG_HOME=… [TEDUNG_DATABASE=…] python bench/office_visits.py [rounds]

The server is the office's own (granian, one process, four threads); the ten are threads of another process.
"""

import http.client
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from typing import Any, NamedTuple
from urllib.parse import urlencode

with socket.create_server(("127.0.0.1", 0)) as free:
    PORT = free.getsockname()[1]
USERS = 10
SEARCHES = {
    # what is typed: what it stands for
    "wayan": "common",
    "wayan sudarma": "two words",
    "ni ketut": "common, two words",
    "artawan": "rarer",
    "sudrama": "misspelt",
    "kteut": "common, misspelt",
    "darma": "part of a word",
    "xqzvbw": "nobody",
    "081234567890": "phone",
    "5171024107800001": "NIK",
}
SEEING = ("verifikator", "sosial", "desa.kesiman")
"""Who sees the whole city, half of it by their office, one village."""
TOKEN = "a" * 32


class Visit(NamedTuple):
    """One thing that somebody does: what it is called, where, and what is sent."""

    name: str
    path: str
    data: dict[str, str] | None = None


def main(rounds: int) -> None:
    """Start the server, let ten visit it, print the table."""
    from tedung.office.starting import ground

    ground.open_django()
    cookies = {name: session_of(name) for name in SEEING}
    pages = {name: _visits(name) for name in cookies}
    from django.db import connections

    connections.close_all()
    server = subprocess.Popen(server_words())
    try:
        wait()
        _warm(cookies, pages)
        print("| who | what | visits | median ms | p95 ms |\n|---|---|---|---|---|")
        for name, cookie in cookies.items():
            searches = [
                Visit(f"search: {kind}", "/orang/", {"cari": asked}) for asked, kind in SEARCHES.items()
            ]
            for visits in (searches, pages[name]):
                tabled(name, together(cookie, visits, rounds))
    finally:
        server.terminate()
        server.wait()


def server_words() -> list[str]:
    """Return the command that serves the office."""
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(PORT), "--workers", "1"]
    words += ["--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    return [*words, "tedung.office.wsgi:application"]


def session_of(username: str) -> str:
    """Sign a user of the demo in, and return the cookie."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from tedung.office.access.models import User

    user = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.save()
    return f"sessionid={session.session_key}; csrftoken={TOKEN}"


def _visits(username: str) -> list[Visit]:
    """Return the pages that a user may open: lists, and a row of each kind that is there."""
    from django.urls import reverse

    from tedung.office.access.actor import acting, actor_of
    from tedung.office.access.models import User
    from tedung.office.base import clock
    from tedung.office.padan.models import Request
    from tedung.office.penetapan.models import Cover, Decree, Selection
    from tedung.office.people.models import Person
    from tedung.office.review.models import Pair
    from tedung.office.usulan.models import Berkas, Line, Usulan

    lists = ["home", "tasks", "jobs", "usulan", "review", "penetapan", "people", "padan", "letters", "outbox"]
    actor = actor_of(User.objects.get(username=username).pk, clock.today())
    found = [Visit(name, reverse(name)) for name in [*lists, "kejadian"]]
    with acting(actor):
        rows = {
            "usulan_detail": Usulan.objects.order_by("-pk").first(),
            "usulan_check": Usulan.objects.order_by("-pk").first(),
            "usulan_people": Usulan.objects.order_by("-pk").first(),
            "usulan_file": Berkas.objects.order_by("-pk").first(),
            "review_pair": Pair.objects.order_by("-pk").first(),
            "padan_detail": Request.objects.order_by("pk").first(),
            "selection": Selection.objects.order_by("-pk").first(),
            "decree": Decree.objects.order_by("-pk").first(),
        }
        found += [Visit(name, reverse(name, kwargs={"key": row.pk})) for name, row in rows.items() if row]
        line = Line.objects.exclude(person=None).order_by("-pk").first()
        who = line.person if line else Person.objects.order_by("-pk").first()
        found.append(Visit("person", reverse("person", kwargs={"public_id": who.public_id})))
        cover = Cover.objects.select_related("person").order_by("-pk").first()
        if cover:
            address = {"public_id": cover.person.public_id}
            found.append(Visit("person, covered", reverse("person", kwargs=address)))
            found.append(Visit("family", reverse("person_family", kwargs=address)))
    return found


def wait() -> None:
    """Wait until it answers."""
    for _ in range(600):
        try:
            http.client.HTTPConnection("127.0.0.1", PORT).connect()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not open")


def _warm(cookies: dict[str, str], pages: dict[str, list[Visit]]) -> None:
    """Open each page once, unmeasured; leave out what its user may not open."""
    for name, cookie in cookies.items():
        for visit in list(pages[name]):
            status = opened(http.client.HTTPConnection("127.0.0.1", PORT), cookie, visit)
            if status == 403:
                pages[name].remove(visit)
            elif status != 200:
                raise SystemExit(f"{visit.path} as {name}: {status}")


def opened(connection: http.client.HTTPConnection, cookie: str, visit: Visit) -> int:
    """Open a page to its end and return its status."""
    headers = {"Cookie": cookie, "Accept-Language": "id"}
    if visit.data is None:
        connection.request("GET", visit.path, headers=headers)
    else:
        body = urlencode({**visit.data, "csrfmiddlewaretoken": TOKEN})
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST", visit.path, body, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def together(cookie: str, visits: list[Visit], rounds: int) -> dict[str, list[float]]:
    """Let ten visit everything in an order of their own; return the milliseconds of each visit."""
    took: dict[str, list[float]] = defaultdict(list)

    def one(number: int) -> None:
        dice, connection = random.Random(number), http.client.HTTPConnection("127.0.0.1", PORT)
        for _ in range(rounds):
            for visit in dice.sample(visits, len(visits)):
                begun = time.perf_counter()
                status = opened(connection, cookie, visit)
                took[visit.name].append((time.perf_counter() - begun) * 1000)
                if status != 200:
                    raise SystemExit(f"{visit.name}: {status}")
                time.sleep(dice.uniform(0.5, 1.5))  # a person reads

    threads = [threading.Thread(target=one, args=(number,)) for number in range(USERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def tabled(who: str, took: dict[str, Any]) -> None:
    """Print a row for each kind of visit."""
    everything = [one for found in took.values() for one in found]
    for name, found in [*sorted(took.items()), ("all of these", everything)]:
        p95 = statistics.quantiles(found, n=20)[-1]
        print(f"| {who} | {name} | {len(found)} | {statistics.median(found):.0f} | {p95:.0f} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
