"""Time a whole command: wall and CPU seconds and peak memory, as the operating system counts them."""

import os
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"
HERE = Path(__file__).parent


class Run(NamedTuple):
    """One finished command."""

    wall: float
    cpu: float
    gib: float


def run(*command: object) -> Run:
    """Run *command* once to its end; its output is thrown away, a failure raises."""
    begun = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:  # 1: done, and something to mend
        raise SystemExit(f"{command}: status {process.returncode}")
    return Run(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 2**20)


def median(*command: object, times: int = 3) -> Run:
    """Return the median of each figure over *times* runs."""
    runs = [run(*command) for _ in range(times)]
    return Run(*(statistics.median(figures) for figures in zip(*runs, strict=True)))


def row(what: str, result: Run, target: str = "") -> None:
    """Print a line of a Markdown table."""
    print(f"| {what} | {result.wall:.1f} | {result.cpu:.1f} | {result.gib:.2f} | {target} |", flush=True)


def head(title: str) -> None:
    """Print what was measured on what."""
    print(f"\n### {title}\n")
    print("| what | wall s | CPU s | peak GiB | must |\n|---|---|---|---|---|", flush=True)


def machine() -> str:
    """Return the machine and the versions in one line."""
    packages = ("polars", "duckdb", "pyarrow", "numpy", "splink", "python-calamine")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {system}; {versions}"


PYTHON = sys.executable
TEDUNG = Path(sys.executable).with_name("tedung")
