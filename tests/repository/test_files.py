"""What lies in the repository: no trace of a machine, nothing unexplained, nothing grown out of hand."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src/tedung/data"

LONG_FOR_A_REASON: dict[str, str] = {
    # path: why it is better in one piece
}

NOT_YET_USED = {
    # data file: what it waits for
    "calendar/bali_regional_days_2019_2028.csv": "working days of a regency whose Governor frees them",
    "adm/name_differences.csv": "villages beyond Bali",
    "classification/kbji2014.csv": "occupations beyond the offices of Bali",
    "law/jkk-risk-classes.csv": "the registration of employers",
    "offices/office_counts.csv": "the study of a population",
    "population/bali_indicators.csv": "the study of a population",
    "population/bali_age_sex_2015.csv": "the study of a population",
}

# Put together from pieces, so that this file does not hold what it looks for.
MACHINE = re.compile(
    "|".join(["/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/[a-z]", "/op" + "t/[a-z]", r"\.libr" + "ary"])
)
REGISTRY = re.compile(
    "|".join(["py" + r"pi\.org", "python" + "hosted", "registry" + r"\.npm", "proxy" + r"\.golang"]),
    re.IGNORECASE,
)


def tracked():
    """Return every file that is in the repository or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def texts():
    for path in tracked():
        whole = path.read_bytes()
        if b"\0" not in whole:
            yield path.relative_to(ROOT), whole.decode("utf-8")


def data_files():
    return [str(path.relative_to(DATA)) for path in sorted(DATA.rglob("*")) if path.is_file()]


def test_every_text_is_utf_8_and_ends_in_a_line():
    """But for what others published: it lies here as they did, with its hash."""
    for path, whole in texts():
        if "vendor" in path.parts:
            continue
        assert not whole or whole.endswith("\n"), path
        assert "\r\n" not in whole or path.suffix == ".csv", path


@pytest.mark.parametrize("trace", [MACHINE, REGISTRY], ids=["machine", "registry"])
def test_no_file_tells_where_it_was_made(trace):
    faults = [f"{path}: {found[0]}" for path, whole in texts() if (found := trace.search(whole))]
    assert not faults, "\n".join(faults)


def test_the_patterns_see_what_they_look_for():
    assert MACHINE.search("open('" + "/wo" + "rk/main')")
    assert REGISTRY.search("https://" + "py" + "pi.org/simple")
    assert not MACHINE.search("the home of work, a root and an option")


def test_python_files_stay_readable():
    """Look twice past 500 lines."""
    grown = {
        str(path): whole.count("\n")
        for path, whole in texts()
        if path.suffix == ".py"
        and whole.count("\n") > 500
        and str(path) not in LONG_FOR_A_REASON
        and path.parent.name != "migrations"  # Django writes them
    }
    assert not grown


def test_every_reason_for_a_long_file_still_holds():
    for path in LONG_FOR_A_REASON:
        assert (ROOT / path).read_text("utf-8").count("\n") > 500, path


def test_nothing_is_left_for_later_in_the_code():
    later = re.compile(r"\b(TO" + "DO|FIX" + "ME|XX" + r"X)\b|raise NotImpl" + "ementedError")
    assert not [str(path) for path, whole in texts() if path.suffix == ".py" and later.search(whole)]


def test_an_exception_to_a_check_says_why():
    """``# noqa: CODE -- why``; ``# type: ignore[code]  # why``."""
    bare = re.compile(
        r"#\s*noqa(?!: [A-Z]+\d+(?:, [A-Z]+\d+)*[ -]+\w)|#\s*type:\s*ignore(?!\[[a-z-]+\]\s+# \w)"
    )
    places = [
        f"{path}: {found[0]}"
        for path, whole in texts()
        if path.suffix == ".py"
        for found in bare.finditer(whole)
    ]
    assert not [place for place in places if "test_files.py" not in place]


@pytest.mark.parametrize("name", data_files())
def test_notice_names_every_data_file(name):
    assert re.search(rf"(?<![\w/]){re.escape(name)}(?!\w)", (ROOT / "NOTICE").read_text("utf-8"))


def test_notice_names_no_file_that_is_not_there():
    named = re.findall(r"\b[a-z]+/[\w-]+\.(?:csv|parquet|geojson|json)", (ROOT / "NOTICE").read_text("utf-8"))
    assert set(named) <= set(data_files())


@pytest.mark.parametrize("name", data_files())
def test_every_data_file_is_used_or_waits_for_something(name):
    code = list((ROOT / "src").rglob("*.py"))
    is_used = any(Path(name).name in path.read_text("utf-8") for path in code)
    assert is_used != (name in NOT_YET_USED), f"{name}: used and still listed, or neither"


def test_no_data_file_is_an_empty_or_broken_table():
    import csv

    for name in data_files():
        if name.endswith(".csv"):
            with (DATA / name).open(encoding="utf-8", newline="") as file:
                head, *rows = csv.reader(file, strict=True)
            assert len(set(head)) == len(head), name
            assert rows, name
            assert all(len(row) == len(head) for row in rows), name


def test_the_licence_is_the_one_that_the_project_names():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert project["license"]["text"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in licence
    assert all(f"   {number}. " in licence for number in range(1, 10))
    assert "END OF TERMS AND CONDITIONS" in licence


def test_what_the_package_reads_is_packed_with_it():
    """An installed tedung has its law, its sentences and its data."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    package = ROOT / "src/tedung"
    packed = {path for pattern in config["package-data"]["tedung"] for path in package.glob(pattern)}
    inside = [path for path in tracked() if path.is_relative_to(package) and path.suffix != ".py"]
    assert not [str(path) for path in inside if path not in packed]
