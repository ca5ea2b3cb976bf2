"""Imports run down only, and nothing below the commands knows the time of day."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src/tedung"
BASE = {"", "money", "dates", "columns", "texts", "errors", "files", "progress", "parser"}
FLOORS = (
    "base",
    "scale",
    "print",
    "law",
    "population",
    "roster",
    "linkage",
    "study",
    "office",
    "top",
)  # each sees itself and those before it

HEAVY = {
    "numpy",
    "polars",
    "pyarrow",
    "duckdb",
    "splink",
    "rapidfuzz",
    "python_calamine",
    "xlsxwriter",
    "typst",
}
CLOCKS = {"now", "today", "utcnow", "localtime", "gmtime", "time", "time_ns"}


def modules():
    for path in sorted(SOURCE.rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"), str(path))


def floor_of(part):
    """The floor of ``law`` in ``tedung.law.jp``; commands, the command line and the demo are the top."""
    if part in BASE:
        return "base"
    return part if part in FLOORS else "top"


def part_of(path):
    return path.relative_to(SOURCE).with_suffix("").parts[0].replace("__init__", "")


def imported(tree):
    """Yield (line, dotted name) of every import, wherever it stands in the module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write imports in full"
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def climbs(path, tree):
    own = FLOORS.index(floor_of(part_of(path)))
    for line, name in imported(tree):
        _, *parts = name.split(".")
        part = parts[0] if parts else ""
        is_ours = (
            name.split(".")[0] == "tedung" and (SOURCE / part).exists() | (SOURCE / f"{part}.py").exists()
        )
        if is_ours and FLOORS.index(floor_of(part)) > own:
            yield f"{path.relative_to(SOURCE)}:{line} imports {name}"


def clocks(path, tree):
    """Calls such as ``date.today()`` and ``time.time()``: a day is an argument."""
    for node in ast.walk(tree):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_call and node.func.attr in CLOCKS and isinstance(node.func.value, ast.Name | ast.Attribute):
            whose = ast.unparse(node.func.value).rpartition(".")[2]
            if whose in {"datetime", "date", "time", "dt"}:
                yield f"{path.relative_to(SOURCE)}:{node.lineno} asks the clock"


def test_imports_run_down_only():
    faults = [fault for path, tree in modules() for fault in climbs(path, tree)]
    assert not faults, "\n".join(faults)


def test_the_roster_does_not_know_the_linkage():
    """It is handed the function: docs/explanation/data-path.md."""
    for path, tree in modules():
        if part_of(path) == "roster":
            assert not [name for _, name in imported(tree) if name.startswith("tedung.linkage")], path


def test_nothing_below_the_commands_knows_the_time_of_day():
    faults = [
        fault for path, tree in modules() if floor_of(part_of(path)) != "top" for fault in clocks(path, tree)
    ]
    assert not faults, "\n".join(faults)


def test_within_the_law_polars_is_known_to_the_arrays_alone():
    for path, tree in modules():
        if part_of(path) == "law" and path.name != "arrays.py":
            assert not [line for line, name in imported(tree) if name.split(".")[0] == "polars"], path


@pytest.mark.parametrize(
    ("place", "source", "fault"),
    [
        ("law/jp.py", "from tedung.roster import nik", "imports tedung.roster"),
        ("money.py", "def f():\n    import tedung.law", "imports tedung.law"),
        ("roster/check.py", "from tedung import linkage", "imports tedung.linkage"),
        ("linkage/link.py", "from tedung.commands.bill import run", "imports tedung.commands"),
    ],
)
def test_an_import_upwards_is_seen(place, source, fault):
    assert fault in "\n".join(climbs(SOURCE / place, ast.parse(source)))


@pytest.mark.parametrize(
    "source", ["date.today()", "datetime.now(UTC)", "time.time()", "datetime.date.today()"]
)
def test_a_look_at_the_clock_is_seen(source):
    assert list(clocks(SOURCE / "law/jp.py", ast.parse(source)))


@pytest.mark.parametrize("source", ["clock.today()", "date(2026, 1, 1)", "time.monotonic()", "month.now"])
def test_what_is_no_clock_is_left_alone(source):
    assert not list(clocks(SOURCE / "law/jp.py", ast.parse(source)))


def test_help_loads_no_heavy_library():
    """`tedung --help` in under 0.3 s: libraries are loaded when a command needs them."""
    code = (
        "import sys, contextlib\n"
        "from tedung.cli import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "pemakaian: tedung" in done.stdout
