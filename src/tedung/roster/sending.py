"""How the child process sends the lines it has read: in batches, by a function it is handed."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

BATCH = 20_000
Row = tuple[int, tuple[Any, ...]]
Send = Callable[..., None]


def send_lines(send: Send, rows: Iterable[Row]) -> None:
    """Send rows in batches."""
    for batch in batches(rows):
        send("lines", batch)


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield lists of at most `BATCH` rows."""
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
