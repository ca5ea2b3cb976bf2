"""The server and the worker of the jobs, side by side until somebody ends them."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from types import FrameType

from tedung.errors import TedungError
from tedung.texts import text

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
THREADS = 4  # of one process: granian's own default is 512
PATIENCE = 30  # seconds until what was asked to end is ended
OPENS_WITHIN = 60
TURN = 0.2


class Ended(Exception):  # noqa: N818 - it is asked for
    """Somebody asked the office to close."""


def check(host: str, port: int) -> None:
    """Refuse what would lay an office open: a demo to the network, a careless production."""
    from tedung.office.starting.ground import is_production
    from tedung.office.starting.users import any_of_the_demo

    if is_production():
        _check_production()
        if any_of_the_demo():
            raise TedungError(text("office.demo_in_production"))
    elif host not in LOOPBACK:
        raise TedungError(text("office.demo_on_network", host=host))
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise TedungError(text("office.port_taken", host=host, port=port)) from fault


def _check_production() -> None:
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        call_command("check", deploy=True, fail_level="WARNING", verbosity=0)
    except SystemCheckError as fault:
        raise TedungError(text("office.not_safe", reason=fault)) from fault


def serve(host: str, port: int, opened: Callable[[], None]) -> int:
    """Run both until a signal; start the worker again when it falls; 1 when the server itself ended."""
    server = subprocess.Popen(_server(host, port))
    others = [_Kept(words) for words in _workers()]
    signal.signal(signal.SIGTERM, _end)
    try:
        _wait_until_open(server, host, port)
        opened()
        while server.poll() is None:
            for one in others:
                one.keep()
            time.sleep(TURN)
    except (Ended, KeyboardInterrupt):
        return 0
    else:
        return 1
    finally:
        _stop([server, *(one.process for one in others)])


def _server(host: str, port: int) -> list[str]:
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    words += ["--workers", "1", "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"]
    return [*words, "tedung.office.wsgi:application"]


def _workers() -> list[list[str]]:
    """Return how the worker of the jobs is started, where that part is there."""
    from django.conf import settings

    is_there = "jobs" in settings.PARTS and find_spec("tedung.office.jobs.worker")
    return [[sys.executable, "-m", "tedung.cli", "office", "work"]] if is_there else []


class _Kept:
    """A process that is started again when it ends, at most once in five seconds."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.started = time.monotonic()
        self.process = subprocess.Popen(words)

    def keep(self) -> None:
        if self.process.poll() is not None and time.monotonic() > self.started + 5:
            self.__init__(self.words)  # type: ignore[misc]  # begun anew, whole


def _wait_until_open(server: "subprocess.Popen[bytes]", host: str, port: int) -> None:
    until = time.monotonic() + OPENS_WITHIN
    while server.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(TURN)
        else:
            return
    raise TedungError(text("office.did_not_open"))


def _stop(processes: list["subprocess.Popen[bytes]"]) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(until - time.monotonic(), TURN))
        except subprocess.TimeoutExpired:  # a job ends in its next batch; killed, it is begun again
            process.kill()


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise Ended
