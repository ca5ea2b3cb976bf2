"""What a reform changes: the same people under the law and under reforms of it, in one reading of them.

Contributions are those of the bill (`law/bill_rules.py`); expected benefits are what a month's
membership is worth on the average, in whole rupiah a person and month, rounded once:

    jkm = p(natural death) · jkm.death_amounts      jkk = p(death at work) · jkk.death_amounts
                                                          + p(other accident) · mean cost of a case

with deaths of a life table by age and sex and the accident rates of `rates.toml`.  From there
on all sums are exact.  *not modelled*: scholarships, disability, JHT and JP (the worker's own
savings), benefits of projects and migrants, and that people behave differently under a reform.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from tedung.dates import Month
from tedung.errors import TedungError
from tedung.law import jkk, jkm, law_on
from tedung.law.arrays import maximum, minimum, where
from tedung.law.bill import Fillings, fill
from tedung.law.bill_rules import STAGES, WHY_NOT, Terms, Workers
from tedung.law.coverage import BPU, PU
from tedung.scale import stream, tables
from tedung.study.expected_benefits import Risk
from tedung.study.people import UNKNOWN, parts
from tedung.study.rates import OLDEST, Mortality, a_month, mortality
from tedung.study.reform_file import HOOKS, Function, Reform
from tedung.texts import text

GROUPS = ("village", "desil", "segment", "sex", "kelompok_sasaran")
PAID = (
    *("by_employer", "by_worker", "by_apbd_kota", "by_apbd_prov", "by_apbdes", "by_apbn", "by_donor"),
    "by_state",
)
AMOUNTS = ("contributions", *PAID, "jkk_expected", "jkm_expected")
COUNTS = ("enrolled", "covered", "open")
CHANGES = ("winners", "losers", "gained", "lost")
"""Of a reform: who gets more than before out of benefits expected less the own contribution."""

BILLION = 10**9
UPAH_COUNTED = 10**10
"""Upah above ten billion rupiah a month counts as that much in expected benefits: no product leaves int64."""

RESTORED = ("segment", "payer", "programmes", "upah", "contract_value", "is_enrolled")
"""Columns that a run of the stages replaces; each run begins with them as they were."""


@dataclass(frozen=True)
class Simulation:
    """Baseline and reforms, summed by the groups of `cube`."""

    month: Month
    names: tuple[str, ...]
    """Of the reforms, in their order; the baseline is none of them."""

    cube: pl.DataFrame
    groups: tuple[str, ...]
    life_table: str

    def totals(self) -> list[dict[str, Any]]:
        """Return one row for the law as it is and one a reform."""
        return self.by("")

    def by(self, group: str) -> list[dict[str, Any]]:
        """Return a row per value of *group* and run: counts, rupiah a month, and the changes.

        group: one of `groups`, or empty for everybody at once.
        """
        sums = _sums(self.cube)
        summed = self.cube.group_by(group).agg(sums) if group else self.cube.select(sums)
        totals = _narrowed(summed).sort(group, nulls_last=True) if group else _narrowed(summed)
        rows = totals.to_dicts()
        return [self._row(row, group, run) for row in rows for run in range(len(self.names) + 1)]

    def _row(self, row: Mapping[str, Any], group: str, run: int) -> dict[str, Any]:
        name = self.names[run - 1] if run else ""
        own = {column: row[f"{run}_{column}"] for column in (*COUNTS, *AMOUNTS)}
        changes = {column: row[f"{run}_{column}"] if run else 0 for column in CHANGES}
        keys = {"grouped_by": group, "group": row[group] if group else None, "reform": name}
        return {**keys, "people": row["people"], **own, **changes}

    def table(self) -> pa.Table:
        """Return the totals and every grouping as one table."""
        rows = [row for group in ("", *self.groups) for row in self.by(group)]
        told = [{**row, "group": None if row["group"] is None else str(row["group"])} for row in rows]
        return pa.Table.from_pylist(told)


def simulate(
    source: Path,
    reforms: Sequence[Reform],
    month: Month,
    *,
    region: str = "",
    members_only: bool = True,
    groups: Sequence[str] = GROUPS,
    end: str = "central",
    life_table: Path | None = None,
) -> Simulation:
    """Return what *reforms* change for the people of *source* in *month*.

    source: a table or a folder of Parquet files.  members_only: only members of the agency's
    list are enrolled, as they are; else everybody in whom the law sees a duty, with what is
    compulsory.  end: which end of the ranges of the rates (`low`, `central`, `high`).
    """
    table = mortality(month.year, life_table)
    risk = Risk.at(end)
    with ExitStack() as opened:
        frame = _people(source, region, opened)
        present = tuple(name for name in groups if name in frame.collect_schema().names())
        frame = _counted(frame, present, members_only=members_only)
        law, chances = law_on(month.first_day), _chances(table, risk)
        frame = frame.with_columns(dying=_dying(month, chances.deaths))
        for run, reform in enumerate((Reform(""), *reforms)):
            stages = _stages(reform, chances, risk)
            frame = _run(frame, stages, Terms(month, law.reform(reform.changes), month, True), run)
        cube = _collected(frame, present, len(reforms) + 1)
    return Simulation(month, tuple(reform.name for reform in reforms), cube, present, table.source)


def _people(source: Path, region: str, opened: ExitStack) -> pl.LazyFrame:
    """Return the coded people, every file checked at the door."""
    files = parts(source, region) if source.is_dir() else [source]
    if not source.is_dir() and not source.is_file():
        raise TedungError(text("study.no_table", file=source))
    admitted = [opened.enter_context(tables.admitted(path)) for path in files]
    programmes = sorted({name for one in admitted for name in one.programmes})
    paths = [one.path for one in admitted]
    frame = pl.scan_parquet(paths, glob=False, missing_columns="insert", extra_columns="ignore")
    names = frame.collect_schema().names()
    if region and "village" not in names:
        raise TedungError(text("study.no_villages", region=region))
    if region:
        code = pl.col("village").cast(pl.String)
        frame = frame.filter((code == region) | code.str.starts_with(f"{region}."))
    shown = [
        pl.col(name).cast(pl.String).alias(f"shown_{name}") for name in ("segment", "payer") if name in names
    ]
    sexes = pl.col("sex").cast(pl.String) if "sex" in names else pl.lit(None, pl.String)
    return stream.code_frame(frame.with_columns(*shown, sex=sexes), programmes)


def _counted(frame: pl.LazyFrame, groups: Sequence[str], *, members_only: bool) -> pl.LazyFrame:
    """Return the frame with `is_enrolled`, and without whoever the scheme is not for.

    A population says who works: an empty segment there is no worker's of ours.
    """
    names = frame.collect_schema().names()
    if "is_working" in names:
        frame = frame.filter(pl.col("segment") >= 0)
    enrolled = pl.col("is_member") if members_only else pl.lit(value=True)
    keys = {f"key_{name}": pl.col(f"shown_{name}" if f"shown_{name}" in names else name) for name in groups}
    frame = frame.with_columns(is_enrolled=enrolled, **keys)
    return frame.with_columns(**{f"was_{name}": pl.col(name) for name in RESTORED})


# The stages of a run.


def _stages(reform: Reform, chances: "Chances", risk: Risk) -> list[stream.Stage]:
    """Return the stages of the bill with the reform's functions in their places, and the benefits."""
    enrol, judge, prepare, charge, share_out = STAGES
    own = {hook: [partial(_held, function, hook)] for hook, function in reform.functions.items()}
    return [
        *own.get("enrol", []),
        enrol,
        judge,
        _only_enrolled,
        prepare,
        charge,
        *own.get("charge", []),
        share_out,
        partial(_benefits, chances, risk),
    ]


def _held(function: Function, hook: str, workers: Workers, terms: Any) -> dict[str, Any]:
    """Return what a function of the user's gives, held to the columns of its place."""
    try:
        given = function(workers, terms)
    except Exception as fault:  # the user's own code may raise anything
        why = f"{type(fault).__name__}: {fault}"
        raise TedungError(text("reform.function_failed", hook=hook, why=why)) from fault
    if not isinstance(given, dict) or set(given) - set(HOOKS[hook]):
        raise TedungError(text("reform.function_columns", hook=hook, columns=", ".join(HOOKS[hook])))
    return given


def _only_enrolled(workers: Workers, terms: Any) -> dict[str, Any]:
    del terms
    enrolled = workers["is_enrolled"]
    is_open = (workers["why_not"] == WHY_NOT.index("law_gap")) & enrolled
    return {
        "is_billed": workers["is_billed"] & enrolled,
        "is_covered": workers["is_covered"] & enrolled,
        "is_open": is_open,
    }


@dataclass(frozen=True)
class Chances:
    """A month's chances in parts of a billion."""

    deaths: npt.NDArray[np.int64]
    """By 112 times the sex (0 L, 1 P, 2 unknown) plus the age plus one (0: unknown)."""

    accident: Mapping[int, int]
    at_work: Mapping[int, int]
    """By segment: an accident, and one that ends in death."""


def _chances(table: Mortality, risk: Risk) -> Chances:
    ages = np.arange(UNKNOWN, OLDEST + 1)
    by_sex = [table.monthly(ages, np.full(len(ages), sex)) for sex in ("L", "P", "")]
    deaths = np.rint(np.concatenate(by_sex) * BILLION).astype(np.int64)
    yearly = {PU: risk.accident_pu, BPU: risk.accident_bpu}
    accident = {segment: round(float(a_month(rate)) * BILLION) for segment, rate in yearly.items()}
    at_work = {segment: round(part * risk.accident_death) for segment, part in accident.items()}
    return Chances(deaths, accident, at_work)


def _benefits(chances: Chances, risk: Risk, workers: Workers, terms: Terms) -> dict[str, Any]:
    """Return what each may expect of the month, (n,) whole rupiah; nothing for projects and migrants."""
    law, is_pu = terms.law, workers["segment"] == PU
    counts = is_pu | (workers["segment"] == BPU)
    at_work = where(is_pu, chances.at_work[PU], chances.at_work[BPU])
    dying = workers["dying"]
    dead_at_work = minimum(at_work, dying)
    upah = minimum(where(is_pu, workers["upah"], workers["base"]), UPAH_COUNTED)
    natural: Any = sum(jkm.death_amounts(is_pu | ~is_pu, is_pu & ~is_pu, law))
    in_accident: Any = sum(jkk.death_amounts(upah, law))
    hurt = where(is_pu, chances.accident[PU], chances.accident[BPU]) - dead_at_work
    jkm_expected = _parts(natural * (dying - dead_at_work))
    jkk_expected = _parts(in_accident * dead_at_work + maximum(hurt, 0) * risk.accident_cost)
    return {
        "jkm_expected": where(counts & workers["in_jkm"], jkm_expected, 0),
        "jkk_expected": where(counts & workers["in_jkk"], jkk_expected, 0),
    }


def _parts(billionths: Any) -> Any:
    return (billionths + BILLION // 2) // BILLION


def _dying(month: Month, deaths: npt.NDArray[np.int64]) -> pl.Expr:
    """Return the chance of dying within the month, in billionths: the same in every run."""
    first = month.first_day
    age = (first.year * 10_000 + first.month * 100 + first.day - pl.col("birth_date")) // 10_000
    known = (pl.col("birth_date") > 0) & (age >= 0)
    place = where(known, minimum(age, OLDEST), UNKNOWN) + 1
    sex = where(
        (pl.col("sex") == "L").fill_null(value=False),
        0,
        where((pl.col("sex") == "P").fill_null(value=False), 1, 2),
    )
    code: pl.Expr = (sex * (OLDEST + 2) + place).cast(pl.Int64)

    def looked_up(codes: pl.Series) -> pl.Series:
        return pl.Series(deaths[codes.to_numpy()])

    # Not `replace_strict`, which gathers the whole column first: four times the memory.
    return code.map_batches(looked_up, return_dtype=pl.Int64, is_elementwise=True)


def _run(frame: pl.LazyFrame, stages: Sequence[stream.Stage], terms: Terms, run: int) -> pl.LazyFrame:
    """Return the frame with the results of one run, under names that begin with its number."""
    frame = frame.with_columns(**{name: pl.col(f"was_{name}") for name in RESTORED})
    frame = stream.run(stream.run(frame, [fill], Fillings()), stages, terms)
    results = {
        "enrolled": pl.col("is_enrolled"),
        "covered": pl.col("is_covered"),
        "open": pl.col("is_open"),
        "contributions": pl.col("total"),
        **{name: pl.col(name) for name in (*PAID, "jkk_expected", "jkm_expected")},
    }
    frame = frame.with_columns(**{f"{run}_{name}": one.cast(pl.Int64) for name, one in results.items()})
    if run:
        frame = frame.with_columns(**_changes(run))
    kept = [name for name in frame.collect_schema().names() if name not in _ADDED]
    return frame.select(kept)


_ADDED = {"is_open", "is_billed", "is_covered", "jkk_expected", "jkm_expected", "total", *PAID}


def _changes(run: int) -> dict[str, pl.Expr]:
    """Return who gains and who loses by a run, and how much: benefits expected less the own payment."""

    def net(at: int) -> pl.Expr:
        return pl.col(f"{at}_jkk_expected") + pl.col(f"{at}_jkm_expected") - pl.col(f"{at}_by_worker")

    change = net(run) - net(0)
    return {
        f"{run}_winners": (change > 0).cast(pl.Int64),
        f"{run}_losers": (change < 0).cast(pl.Int64),
        f"{run}_gained": change.clip(lower_bound=0),
        f"{run}_lost": (-change).clip(lower_bound=0),
    }


def _collected(frame: pl.LazyFrame, groups: Sequence[str], runs: int) -> pl.DataFrame:
    names = [f"{run}_{name}" for run in range(runs) for name in (*COUNTS, *AMOUNTS)]
    names += [f"{run}_{name}" for run in range(1, runs) for name in CHANGES]
    sums = [pl.col(name).cast(pl.Int128).sum() for name in names]  # int64 would wrap in silence
    keys = [pl.col(f"key_{name}").alias(name) for name in groups]
    people = pl.len().cast(pl.Int128).alias("people")
    asked = frame.group_by(keys).agg(people, *sums) if keys else frame.select(people, *sums)
    found = _narrowed(asked.collect(engine="streaming"))
    return found.sort(list(groups), nulls_last=True) if groups else found


def _sums(cube: pl.DataFrame) -> list[pl.Expr]:
    names = [name for name in cube.columns if name == "people" or name[0].isdigit()]
    return [pl.col(name).cast(pl.Int128).sum() for name in names]


def _narrowed(found: pl.DataFrame) -> pl.DataFrame:
    wide = [name for name, kind in found.schema.items() if kind == pl.Int128]
    try:
        return found.with_columns(pl.col(wide).cast(pl.Int64))
    except pl.exceptions.InvalidOperationError as fault:
        raise TedungError(text("reform.too_large")) from fault
