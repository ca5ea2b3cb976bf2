"""Progress on a terminal, nothing in a pipe."""

import sys
from types import TracebackType
from typing import Self

from tedung.money import thousands


class Progress:
    """A line on stderr that says what is being done and how far it is.

    with Progress("Membaca berkas", total=70) as progress:
        for path in paths:
            progress.step()
    """

    def __init__(self, label: str, total: int) -> None:
        self.label, self.total, self.done = label, max(total, 1), 0
        self.shown = sys.stderr.isatty()
        self.percent = -1

    def step(self, count: int = 1) -> None:
        """Say that *count* more of the total are done."""
        self.done += count
        percent = min(100, 100 * self.done // self.total)
        if self.shown and percent != self.percent:
            self.percent = percent
            bar = "█" * (percent // 5) + "·" * (20 - percent // 5)
            counts = f"{thousands(self.done)}/{thousands(self.total)}"
            print(f"\r{self.label} {bar} {percent:3d} % ({counts})", end="", file=sys.stderr, flush=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.shown and self.percent >= 0:
            print(file=sys.stderr)
