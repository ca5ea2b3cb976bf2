"""``make`` on a machine that lacks something says what, and what to do."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def make(folder, target, python):
    """Run make with another folder for the virtual environment, so that this one is left alone."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    words = ["make", "-s", "-C", str(ROOT), target, f"PY={python}", f"VENV={folder}/.venv"]
    return subprocess.run(words, capture_output=True, text=True, check=False, env=clean)


def script(folder, body):
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.parametrize("target", ["run", "test", "lint", "slow", "bench", "docs", "lock", "fix"])
def test_without_python_every_target_says_so(tmp_path, target):
    done = make(tmp_path, target, "python3.11-that-is-not-there")
    assert done.returncode == 2
    assert "Tedung memerlukan Python 3.11" in done.stderr
    assert "apt install python3.11" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_without_ensurepip_the_package_to_install_is_named(tmp_path):
    python = script(tmp_path, f'case "$*" in *ensurepip*) exit 1 ;; esac\nexec {sys.executable} "$@"')
    done = make(tmp_path, "run", python)
    assert done.returncode == 2
    assert "sudo apt install python3.11-venv" in done.stderr
    assert "ensurepip" in done.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("body", ["exit 1", "echo Python 3.13 >&2; exit 127", "kill -9 $$"])
def test_another_or_broken_python_is_refused(tmp_path, body):
    done = make(tmp_path, "run", script(tmp_path, body))
    assert done.returncode == 2
    assert "bukan Python 3.11 atau tidak dapat dijalankan" in done.stderr


def test_this_python_will_do():
    done = subprocess.run([ROOT / "tools/have_python.sh", sys.executable], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_help_names_every_target():
    targets = re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE)
    said = subprocess.run(["make", "-s", "-C", str(ROOT)], capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^make ([a-z]+) ", said, re.MULTILINE) == targets
    assert {"run", "test", "slow", "bench", "lint", "lock", "help"} <= set(targets)


def test_packages_come_from_the_locks_alone():
    """By hash; PySpark alone has no wheel and is built from its hashed source."""
    installs = [line for line in MAKEFILE.splitlines() if line.lstrip("\t@").startswith("$(INSTALL)")]
    hashed = [line for line in installs if "$(LOCKED)" in line or "--require-hashes" in line]
    assert len(hashed) == len(list(ROOT.glob("requirements-*.lock")))
    assert all("--no-index" in line or line.endswith("uv") for line in installs if line not in hashed)


@pytest.mark.parametrize(
    ("said", "closing"),
    [
        (
            [
                "= 1 failed, 20 passed, 2 skipped in 3.10s =",
                "noise",
                "== 5 passed, 1 error in 60.00s (0:01:00) ==",
            ],
            "25 passed, 2 failed, 2 skipped",
        ),
        (["== 7 passed in 1.00s =="], "7 passed, 0 failed, 0 skipped"),
        (["nothing was run"], "0 passed, 0 failed, 0 skipped"),
    ],
)
def test_ci_closes_on_the_counts_of_both_databases(tmp_path, said, closing):
    script(tmp_path, "\n".join(f"echo '{line}'" for line in said) + "\nexit 3").rename(tmp_path / "make")
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = subprocess.run(
        [ROOT / ".ci/run"], capture_output=True, text=True, check=False, env={**os.environ, "PATH": path}
    )
    assert done.returncode == 3
    assert done.stdout.splitlines()[-1] == closing


def test_without_chromium_one_sentence_says_what_is_not_tested(tmp_path):
    path = tmp_path / "programs"
    path.mkdir()
    (path / "id").symlink_to("/usr/bin/id")  # no apt-get here, so nothing is installed
    words = ["/bin/sh", ROOT / "tools/have_chromium.sh"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env={"PATH": str(path)})
    assert (done.returncode, done.stdout) == (0, "")
    assert "sudo apt install chromium" in done.stderr


def test_the_office_is_tested_on_both_databases():
    assert "TEDUNG_TEST_DATABASE=postgresql $(PYTHON) -m pytest tests/office" in MAKEFILE
    assert "TEDUNG_ALL=1" in (ROOT / ".ci/run").read_text("utf-8")


def test_what_ci_runs_is_make_test():
    run = ROOT / ".ci/run"
    assert os.access(run, os.X_OK)
    assert "make --no-print-directory --keep-going test" in run.read_text("utf-8")
