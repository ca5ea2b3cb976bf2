"""Which files are meant: folders are opened, names made unique, the order made one's own."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tedung.errors import TedungError
from tedung.texts import text

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt", ".parquet"})


class Input(NamedTuple):
    """A file to read, under the name by which results speak of it."""

    name: str
    path: Path
    status: str = ""
    """A code of ``texts/*/roster.toml`` where there is nothing to open."""


def expand(given: Iterable[Path]) -> list[Input]:
    """Return each file once, folders opened, in the order of their names.

    Neither the order of the arguments nor the folder one stands in changes the result.
    """
    found = {path.resolve(): (path, status) for one in given for path, status in _files(one)}
    paths = sorted(found)
    names = unique_names(paths)
    return sorted(Input(names[path], *found[path]) for path in paths)


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    if not path.is_dir():
        yield path, "" if path.exists() else "missing_file"
        return
    try:
        inside = sorted(file for file in path.rglob("*") if _is_sheet(file))
    except OSError:
        yield path, "unreadable_file"
        return
    yield from ((file, "") for file in inside)
    if not inside:
        yield path, "empty_folder"


def _is_sheet(file: Path) -> bool:
    """Leave out hidden files and the locks that office programs put beside an open file."""
    return file.suffix.lower() in SUFFIXES and not file.name.startswith((".", "~$")) and file.is_file()


def passed_over(given: Iterable[Path]) -> list[str]:
    """Return the names of the files in the folders among *given* that are no spreadsheets."""
    inside = (file for path in given if path.is_dir() for file in path.rglob("*"))
    return sorted(
        {_readable(file.name) for file in inside if _is_passed_over(file)},
    )


def _is_passed_over(file: Path) -> bool:
    is_hidden = file.name.startswith((".", "~$"))
    return not is_hidden and file.suffix.lower() not in SUFFIXES and file.is_file()


def unique_names(paths: Iterable[Path]) -> dict[Path, str]:
    """Return each path's last part, with as many folders before it as make it the only one."""
    parts = {path: [_readable(part) for part in path.parts if part != path.anchor] for path in paths}
    names = {path: known[-1] for path, known in parts.items()}
    for depth in range(2, max(map(len, parts.values()), default=0) + 1):
        twice = _met_twice(names)
        names = {
            path: "/".join(parts[path][-depth:]) if name in twice else name for path, name in names.items()
        }
    twice = _met_twice(names)  # only where unreadable letters made two whole paths alike
    return {path: f"{name}~{at}" if name in twice else name for at, (path, name) in enumerate(names.items())}


def _met_twice(names: dict[Path, str]) -> set[str]:
    return {name for name, count in Counter(names.values()).items() if count > 1}


def _readable(part: str) -> str:
    """Return a file name's part with bytes that are no letters shown as question marks."""
    return os.fsencode(part).decode("utf-8", "replace")


def refuse_out_over_input(out: Path, inputs: Iterable[Input]) -> None:
    """Refuse an output folder that holds an input: it is replaced as a whole."""
    if any(one.path.resolve().is_relative_to(out.resolve()) for one in inputs):
        raise TedungError(text("roster.out_holds_input", out=out))
