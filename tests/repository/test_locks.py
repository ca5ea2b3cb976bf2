"""The lock files: hashed, of one mind, and silent about where packages come from."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = tuple(f"requirements-{name}.lock" for name in ("base", "dev", "spark", "mutants"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def pins(name):
    """Return the version and the hashes of every package in a lock file."""
    found = {}
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text("utf-8"))
    for block in blocks:
        package, version = re.match(r"([a-z0-9._-]+)==(\S+)", block).groups()
        found[package] = version, re.findall(r"--hash=sha256:([0-9a-f]{64})\b", block)
    return found


def normal(requirement):
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower().replace("_", "-").replace(".", "-")


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_a_host(name):
    whole = (ROOT / name).read_text("utf-8")
    assert "http" not in whole
    assert "://" not in whole
    assert "index" not in whole.lower()


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_its_hashes(name):
    assert [package for package, (_, hashes) in pins(name).items() if not hashes] == []


def test_what_the_program_runs_on_is_what_the_tests_run_on():
    base, dev, spark, mutants = map(pins, LOCKS)
    assert {package: dev.get(package) for package in base} == base
    assert {package: spark.get(package) for package in dev} == dev
    assert {package: mutants.get(package) for package in dev} == dev


def test_every_requirement_is_locked():
    extras = PROJECT["optional-dependencies"]
    assert {normal(one) for one in [*PROJECT["dependencies"], *extras["build"]]} <= set(pins(LOCKS[0]))
    assert {normal(one) for one in extras["dev"]} <= set(pins(LOCKS[1]))
    assert {normal(one) for one in extras["mutants"]} <= set(pins(LOCKS[3]))


def test_every_dependency_has_a_ceiling_and_a_reason():
    """What does it save us?  A comment says so where it is asked for."""
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    for requirement in PROJECT["dependencies"]:
        line = next(line for line in lines if f'"{requirement}"' in line)
        assert "<" in requirement, requirement
        assert "#" in line, requirement
