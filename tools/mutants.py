"""Change the law a little, many times over, and see that a test notices each time: ``make mutants``.

mutmut makes the mutants of ``src/tedung/law/*.py`` (a number one higher, ``<`` for ``<=``, an argument
lost …) and runs the fast tests of ``tests/law`` that reach the function changed.  Of each module a sample
is judged; the seed decides which, by a hash of each mutant's name, so that a change of one function
leaves the sample of the others alone.  ``docs/mutants.md`` is written: the counts, and every survivor with
its reason from ``tools/mutants.toml``.  Exit status 1 below nine killed of ten.
"""

import argparse
import hashlib
import json
import math
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Collection
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent
MADE = ROOT / "mutants"  # mutmut's own folder, git looks away
MUTMUT = Path(sys.executable).parent / "mutmut"
PAGE = ROOT / "docs/mutants.md"

SEED = "tedung"
ONE_IN, AT_LEAST = 40, 8  # of each module
FLOOR = 90  # percent killed; less is a failure
NOT_JUDGED = "*Nobody has said yet why.*"
KILLED = {1, 3, -24, 24, 36, 152, 255, -9, -11}  # tests failed, or never ended, or could not be collected


def main() -> int:
    """Make the mutants, judge the sample, write the page (of the seed of the house alone)."""
    asked = _asked()
    if not asked.keep:
        shutil.rmtree(MADE, ignore_errors=True)
    _mutmut("run", "tedung.law.wages.*")  # makes all mutants, and learns which test reaches which function
    found = judged(asked.seed)
    alive = [name for codes in found.values() for name, code in codes.items() if code not in KILLED]
    print(f"{len(alive)} mutants to judge; a quarter of an hour on two cores", flush=True)
    if alive:  # mutmut without a name judges all twelve thousand
        _mutmut("run", *alive)
    found = judged(asked.seed)
    told = survivors(found)
    if asked.seed == SEED:
        PAGE.write_text(page(found, told), "utf-8")
    return report(found, told)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", default=SEED, help="another sample; the page is not written")
    parser.add_argument("--keep", action="store_true", help="judge again only what has not been killed")
    return parser.parse_args()


def made() -> dict[str, dict[str, int | None]]:
    """Return for each module its mutants, with the exit status of their tests (None: not run)."""
    files = sorted((MADE / "src/tedung/law").glob("*.meta"))
    return {
        path.name.removesuffix(".meta"): json.loads(path.read_text("utf-8"))["exit_code_by_key"]
        for path in files
    }


def judged(seed: str) -> dict[str, dict[str, int | None]]:
    """Return for each module the mutants of the sample, with the exit status of their tests."""
    return {module: {name: codes[name] for name in sample(codes, seed)} for module, codes in made().items()}


def sample(names: Collection[str], seed: str) -> list[str]:
    """Return the mutants of a module to judge: one in forty, at least eight, all where there are fewer."""
    size = max(AT_LEAST, math.ceil(len(names) / ONE_IN))
    return sorted(sorted(names, key=lambda name: hashlib.sha256(f"{seed} {name}".encode()).digest())[:size])


def survivors(verdicts: dict[str, dict[str, int | None]]) -> dict[str, tuple[str, str]]:
    """Return each surviving mutant's change and its reason ('' where nobody has judged it)."""
    reasons = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    alive = [name for codes in verdicts.values() for name, code in codes.items() if code not in KILLED]
    changes = {name: change(name) for name in alive}
    return {name: (what, reasons.get(key(name), {}).get(what, "")) for name, what in changes.items()}


def key(name: str) -> str:
    """Return ``module.function`` of a mutant: ``tedung.law.pu.x_levels__mutmut_3`` is ``pu.levels``."""
    path = name.removeprefix("tedung.law.").partition("__mutmut_")[0]
    module, _, function = path.rpartition(".")
    return f"{module}.{function.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}".lstrip(".")


def change(name: str) -> str:
    """Return what a mutant changes, ``the line → the line instead``."""
    shown = _mutmut("show", name).splitlines()
    gone = [line[1:].strip() for line in shown if line.startswith("-") and not line.startswith("---")]
    come = [line[1:].strip() for line in shown if line.startswith("+") and not line.startswith("+++")]
    return f"{' '.join(gone)} → {' '.join(come)}"


def _mutmut(*words: str) -> str:
    """Run mutmut, its progress shown on a terminal alone; return what it said elsewhere."""
    # Every mutant is a process that imports tedung anew: from bytecode in half the time.
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    out = None if words[0] == "run" and sys.stdout.isatty() else subprocess.PIPE
    done = subprocess.run([MUTMUT, *words], cwd=ROOT, env=env, stdout=out, text=True, check=False)
    if done.returncode:
        sys.exit(f"mutmut {words[0]} ended with {done.returncode}:\n{(done.stdout or '')[-3000:]}")
    return done.stdout or ""


def share(verdicts: dict[str, dict[str, int | None]]) -> tuple[int, int]:
    """Return how many mutants were killed, and of how many."""
    codes = [code for module in verdicts.values() for code in module.values()]
    return sum(code in KILLED for code in codes), len(codes)


def page(verdicts: dict[str, dict[str, int | None]], found: dict[str, tuple[str, str]]) -> str:
    """Return ``docs/mutants.md``."""
    killed, judged = share(verdicts)
    rows = [_row(module, len(made()[module]), codes) for module, codes in verdicts.items()]
    items = [f"- `{key(name)}`: `{what}`\n  {why or NOT_JUDGED}" for name, (what, why) in found.items()]
    return HEAD.format(
        floor=FLOOR,
        python=platform.python_version(),
        one_in=ONE_IN,
        at_least=AT_LEAST,
        killed=killed,
        judged=judged,
        percent=f"{100 * killed / judged:.1f}",
        total=sum(map(len, made().values())),
        seed=SEED,
        mutmut=version("mutmut"),
        rows="\n".join(rows),
        items="\n".join(items),
    )


def _row(module: str, total: int, codes: dict[str, int | None]) -> str:
    alive = sum(code not in KILLED for code in codes.values())
    return f"| `{module}` | {total} | {len(codes)} | {len(codes) - alive} | {alive or ''} |"


HEAD = """# Mutants

What are the tests of the law worth?  mutmut changes the law a little: a number one higher, `<` for `<=`, an
argument lost.  A mutant is *killed* when a fast test of `tests/law` fails (or no longer ends); one that
*survives* shows a line that no test holds, or a change that changes nothing.

**{killed} of {judged} killed: {percent} %.**  Written by `make mutants`, the last part of `make slow`, which
fails below {floor} %.  mutmut {mutmut}, Python {python}; seed `{seed}`; of each module one mutant in
{one_in}, at least {at_least}, out of {total}.

Not changed: `manual.py`, `words.py` and `book/`, which print the law and do not decide it; `bill_spark.py`, whose tests
need Java.  mutmut changes no decorated function, and not the numbers of the law, which are in TOML.

| module | mutants | judged | killed | survived |
|---|---:|---:|---:|---:|
{rows}

## Survivors

{items}
"""


def report(verdicts: dict[str, dict[str, int | None]], found: dict[str, tuple[str, str]]) -> int:
    """Say how many were killed, and which survivors nobody has judged; 1 below the floor."""
    killed, judged = share(verdicts)
    print(f"{killed} of {judged} mutants killed ({100 * killed / judged:.1f} %); {PAGE.relative_to(ROOT)}")
    for name, (what, why) in found.items():
        if not why:
            print(f"survives, no reason given: {name}: {what}")
    return 0 if 100 * killed >= FLOOR * judged else 1


if __name__ == "__main__":
    sys.exit(main())
