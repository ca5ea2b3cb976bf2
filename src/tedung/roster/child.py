"""Reading a workbook in a child process: what it sends becomes sheets, how it died becomes a status."""

import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tedung.roster.cells import Line

if TYPE_CHECKING:
    from tedung.roster.sheets import SheetStream, Source

PLAIN = {("datetime", "date"), ("datetime", "datetime"), ("tedung.roster.cells", "CellError")}
PARQUET_SPACE = 3 << 30
"""Arrow reserves address space far beyond what it uses."""

Message = tuple[Any, ...]


class _Unpickler(pickle.Unpickler):
    """Takes plain types alone: the child has read a stranger's file."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in PLAIN and not (module == "copyreg" and name == "_reconstructor"):
            raise pickle.UnpicklingError("not a plain type")
        return super().find_class(module, name)


class Child:
    """The child's messages, one ahead; whoever reads on skips what others left."""

    def __init__(self, source: "Source") -> None:
        self.source = source
        limits = source.limits
        memory = max(limits.memory, PARQUET_SPACE) if source.kind == "parquet" else limits.memory
        arguments = (source.kind, limits.columns, memory, limits.cpu_seconds)
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-I",
                "-m",
                "tedung.roster.worker",
                source.path.absolute(),
                *map(str, arguments),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.held: Message | None = None

    def peek(self) -> Message:
        """Return the next message without taking it; ``("done",)`` at the end, however it came."""
        while self.held is None:
            message = self._receive()
            if message[0] == "fault":
                self.source.fault(message[1], message[2])
            elif message[0] == "remark":
                self.source.remark(message[1], **message[2])
            else:
                self.held = message
        return self.held

    def take(self) -> Message:
        """Return the next message; the end can be taken for ever."""
        message = self.peek()
        if message[0] != "done":
            self.held = None
        return message

    def _receive(self) -> Message:
        stream: Any = self.process.stdout
        try:
            message: Message = _Unpickler(stream).load()
        except (EOFError, pickle.UnpicklingError):
            self.source.fault(_cause(self.process.wait()), {})
            return ("done",)
        return message

    def lines(self) -> Iterator[list[Line]]:
        """Yield the batches up to the next sheet."""
        while self.peek()[0] == "lines":
            yield list(map(Line._make, self.take()[1]))

    def end(self) -> None:
        """End the child, which may still be reading."""
        self.process.kill()
        if self.process.stdout:
            self.process.stdout.close()
        with suppress(ChildProcessError):
            self.process.wait()


def _cause(returncode: int) -> str:
    if returncode == -signal.SIGXCPU:
        return "timeout"
    if returncode in {
        -signal.SIGKILL,
        -signal.SIGABRT,
    }:  # the kernel's verdict; Rust's when it gets no memory
        return "no_memory"
    return "damaged"


def stream_sheets(source: "Source") -> Iterator["SheetStream"]:
    """Yield the workbook's sheets as the child sends them."""
    child = Child(source)
    try:
        while (message := child.take())[0] != "done":
            if message[0] == "sheet":
                _, name, hidden, width = message
                source.widths[name] = width
                yield source.stream(name, child.lines(), hidden=hidden)
    finally:
        child.end()
