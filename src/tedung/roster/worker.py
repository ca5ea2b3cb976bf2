"""The child process that reads a workbook, under a limit of memory and of processor time.

    python -m tedung.roster.worker PATH KIND COLUMNS MEMORY CPU_SECONDS

Messages go to stdout, each a pickle of plain types: ("sheet", name, hidden, width), then
("lines", [(number, cells), …]) as often as needed; ("remark", code, fields) and ("fault", code, details)
at any time; ("done",) last.  A child that ends without it has died: `sheets.py` says of what.
"""

import pickle
import resource
import sys
from collections.abc import Callable
from typing import Any

from tedung.roster.sending import Send


def main(arguments: list[str]) -> None:
    """Read the workbook named in the arguments and send what it holds."""
    path, kind, columns, memory, cpu_seconds = arguments
    _limit(int(memory), int(cpu_seconds))
    out = sys.stdout.buffer

    def send(*message: Any) -> None:
        out.write(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))

    try:
        _reader(kind)(path, int(columns), send)
    except BrokenPipeError:
        return
    except MemoryError:
        send("fault", "no_memory", {})
    except BaseException as fault:  # noqa: BLE001 -- calamine's panics are no Exception; the file is bad
        send("fault", "password" if type(fault).__name__ == "PasswordError" else "damaged", {})
    send("done")
    out.flush()


def _limit(memory: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _reader(kind: str) -> Callable[[str, int, Send], None]:
    if kind == "parquet":
        from tedung.roster.parquet import read
    else:
        from tedung.roster.workbook import read
    return read


if __name__ == "__main__":
    main(sys.argv[1:])
