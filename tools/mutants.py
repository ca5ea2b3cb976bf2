"""Change the law a little, many times over, and see that a test notices each time: ``make mutants``.

mutmut makes the mutants of ``src/tedung/law/*.py`` (a number one higher, ``<`` for ``<=``, an argument
lost …) and runs the fast tests of ``tests/law`` that reach the function changed.  Of each module a sample
is judged; the seed decides which, by a hash of each mutant's name, so that a change of one function
leaves the sample of the others alone.  Tests have been written against what survived of the first sample;
a second, smaller one says whether they hold the rest as well.  ``docs/mutants.md`` is written: the counts,
and every survivor with its reason from ``tools/mutants.toml``.  Exit status 1 where fewer than nine of ten
are killed in either.
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
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
MADE = ROOT / "mutants"  # mutmut's own folder, git looks away
MUTMUT = Path(sys.executable).parent / "mutmut"
PAGE = ROOT / "docs/mutants.md"

Codes = dict[str, dict[str, int | None]]
"""By module, then by mutant: the exit status of its tests; None: not run."""


class Sample(NamedTuple):
    """Which mutants of each module are judged: one in so many, and at least so many."""

    seed: str
    one_in: int
    at_least: int


WORKED_ON = Sample("tedung", 40, 8)
SECOND = Sample("Sanur", 240, 1)
FLOOR = 90  # percent killed; less is a failure
NOT_JUDGED = "*Nobody has said yet why.*"
KILLED = {1, 3, -24, 24, 36, 152, 255, -9, -11}  # tests failed, or never ended, or could not be collected


def main() -> int:
    """Make the mutants, judge the samples, write the page (of those of the house alone)."""
    asked = _asked()
    if not asked.keep:
        shutil.rmtree(MADE, ignore_errors=True)
    _mutmut("run", "tedung.law.wages.*")  # makes all mutants, and learns which test reaches which function
    samples = [WORKED_ON._replace(seed=asked.seed)] if asked.seed else [WORKED_ON, SECOND]
    for one in samples:
        _judge(one)
    found = {one: judged(one) for one in samples}
    told = {one: survivors(codes) for one, codes in found.items()}
    if not asked.seed:
        PAGE.write_text(page(found, told), "utf-8")
    return max(report(one, found[one], told[one]) for one in samples)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", help="another sample alone; the page is not written")
    parser.add_argument("--keep", action="store_true", help="judge again only what has not been killed")
    return parser.parse_args()


def _judge(one: Sample) -> None:
    alive = [name for codes in judged(one).values() for name, code in codes.items() if code not in KILLED]
    print(f"seed {one.seed}: {len(alive)} mutants to judge, forty a minute on two cores", flush=True)
    if alive:  # mutmut without a name judges all twelve thousand
        _mutmut("run", *alive)


def made() -> Codes:
    """Return for each module its mutants, with the exit status of their tests (None: not run)."""
    files = sorted((MADE / "src/tedung/law").glob("*.meta"))
    return {
        path.name.removesuffix(".meta"): json.loads(path.read_text("utf-8"))["exit_code_by_key"]
        for path in files
    }


def judged(one: Sample) -> Codes:
    """Return for each module the mutants of the sample, with the exit status of their tests."""
    return {module: {name: codes[name] for name in drawn(codes, one)} for module, codes in made().items()}


def drawn(names: Collection[str], one: Sample) -> list[str]:
    """Return the mutants of a module to judge; all where there are fewer than the least."""
    size = max(one.at_least, math.ceil(len(names) / one.one_in))
    order = sorted(names, key=lambda name: hashlib.sha256(f"{one.seed} {name}".encode()).digest())
    return sorted(order[:size])


def survivors(verdicts: Codes) -> dict[str, tuple[str, str]]:
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


def share(verdicts: Codes) -> tuple[int, int]:
    """Return how many mutants were killed, and of how many."""
    codes = [code for module in verdicts.values() for code in module.values()]
    return sum(code in KILLED for code in codes), len(codes)


def said(verdicts: Codes) -> str:
    """Return the share killed in words."""
    killed, judged = share(verdicts)
    return f"{killed} of {judged} killed: {100 * killed / judged:.1f} %"


def page(found: dict[Sample, Codes], told: dict[Sample, dict[str, tuple[str, str]]]) -> str:
    """Return ``docs/mutants.md``."""
    first, second = found[WORKED_ON], found[SECOND]
    rows = [_row(module, len(total), first[module], second[module]) for module, total in made().items()]
    return HEAD.format(
        floor=FLOOR,
        python=platform.python_version(),
        mutmut=version("mutmut"),
        total=sum(map(len, made().values())),
        first=said(first),
        second=said(second),
        worked_on=WORKED_ON,
        other=SECOND,
        rows="\n".join(rows),
        items=_items(told[WORKED_ON]),
        others=_items(told[SECOND]),
    )


def _row(module: str, total: int, *samples: dict[str, int | None]) -> str:
    cells: list[str | int] = [f"`{module}`", total]
    for codes in samples:
        alive = sum(code not in KILLED for code in codes.values())
        cells += [len(codes), alive or ""]
    return f"| {' | '.join(map(str, cells))} |"


def _items(found: dict[str, tuple[str, str]]) -> str:
    items = [f"- `{key(name)}`: `{what}`\n  {why or NOT_JUDGED}" for name, (what, why) in found.items()]
    return "\n".join(items) or "None."


HEAD = """# Mutants

What are the tests of the law worth?  mutmut changes the law a little: a number one higher, `<` for `<=`, an
argument lost.  A mutant is *killed* when a fast test of `tests/law` fails (or no longer ends); one that
*survives* shows a line that no test holds, or a change that changes nothing.

**{first}** of the sample that tests have been written against (seed `{worked_on.seed}`, one mutant in
{worked_on.one_in} of each module, at least {worked_on.at_least}).

**{second}** of a second one, drawn when they were done (seed `{other.seed}`, one in {other.one_in}, at least
{other.at_least}).  There are {total} in all.

One of 480 (seed `Denpasar`) came to 92.7 % on 22 November 2026, before anybody had looked at its survivors;
tests were written against those too.  Of what nobody has looked at, it is the fairest figure.

Written by `make mutants`, the last part of `make slow`, which fails where either is below {floor} %.
mutmut {mutmut}, Python {python}.

Not changed: `manual.py`, `words.py` and `book/`, which print the law and do not decide it; `bill_spark.py`,
whose tests need Java.  mutmut changes no decorated function, and not the numbers of the law, which are in
TOML.

| module | mutants | first sample | survived | second sample | survived |
|---|---:|---:|---:|---:|---:|
{rows}

## Survivors of the first sample

{items}

## Survivors of the second sample

{others}
"""


def report(one: Sample, verdicts: Codes, found: dict[str, tuple[str, str]]) -> int:
    """Say how many were killed, and which survivors nobody has judged; 1 below the floor."""
    killed, judged = share(verdicts)
    print(f"seed {one.seed}: {said(verdicts)}")
    for name, (what, why) in found.items():
        if not why:
            print(f"survives, no reason given: {name}: {what}")
    return 0 if 100 * killed >= FLOOR * judged else 1


if __name__ == "__main__":
    sys.exit(main())
