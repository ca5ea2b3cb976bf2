"""The gap: who should be covered and is not, by village, group and much else; how sure that is; the map.

Every person is counted once in each table, so that each adds up to the people read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import product
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import polars as pl
import pyarrow as pa

from tedung.errors import TedungError
from tedung.study.blocks import Blocks
from tedung.study.indicators import GROUPS, Indicator, indicators, sources
from tedung.study.people import parts, read, schema_of, within
from tedung.study.states import COVERED, GAP, STATES, TYPES, UNSAID, USED, age_band, with_states
from tedung.texts import text

Answer = TypeVar("Answer")
Source: TypeAlias = Path | pa.Table | Blocks

DIMENSIONS = (
    "regency",
    "district",
    "village",
    "segment",
    "employment_status",
    "sector",
    "sex",
    "age_band",
    "due_from",
    "kelompok_sasaran",
    "opd_pengampu",
    "enterprise_size",
    "desil",
)
"""By what the gap is told, where the table has the column."""

DERIVED = {
    "regency": "village",
    "district": "village",
    "age_band": "birth_date",
    "due_from": "segment",
}
MAP_BREAKS = (20, 40, 60, 80)
"""Per cent covered at which a village passes into the next of five classes (0 to 4)."""


@dataclass(frozen=True)
class Gap:
    """What a table says of its people."""

    day: date
    states: Mapping[str, int]
    by: pa.Table
    """A row a group of each dimension: people by state, and the share covered between its ends."""

    indicators: tuple[Indicator, ...]
    missing: tuple[str, ...]
    """Columns that the table lacks, or holds empty: what cannot be told apart."""

    unaged: int
    """People without a birth date, whose age nobody checked."""

    region: str
    """The code that all villages share, as far as it names a place; empty for several provinces."""

    groups: Mapping[str, int]

    @property
    def people(self) -> int:
        """Everybody who was read."""
        return sum(self.states.values())

    @property
    def ends(self) -> tuple[int, int]:
        """The fewest and the most people who should be covered and are not, by what the table says."""
        return self.states[GAP], self.states[GAP] + self.states[UNSAID]


def gap_of(source: Source, day: date, region: str = "") -> Gap:
    """Return the gap of a file, of a folder of Parquet files, of a table or of blocks, on *day*.

    region: a code; only who lives in a village below it.  Not decided: whether the table
    is true; `uncertainty` sets it beside what is published.
    """
    frame = _frame(source, region)
    names = _checked(frame, source)
    cube, *others, held = _collected(_questions(frame, day, names), source)
    missing = tuple(name for name in USED if name not in names or not held[name][0])
    by = _tables(cube, others, missing)
    region = _region(by)
    groups = _summed(cube, GROUPS)
    states = _summed(cube, {state: pl.col("state") == state for state in STATES})
    unaged = _summed(cube, {"unaged": pl.col("age").is_null()})["unaged"]
    told = indicators(groups, set(missing), region)
    return Gap(day, states, by.to_arrow(), told, missing, unaged, region, groups)


def _frame(source: Source, region: str = "") -> pl.LazyFrame:
    if isinstance(source, Blocks) or (isinstance(source, Path) and source.is_dir()):
        files = list(source.files) if isinstance(source, Blocks) else parts(source, region)
        frame = pl.scan_parquet(files, glob=False, missing_columns="insert", extra_columns="ignore")
        return frame.filter(_lives_below(region)) if region else frame
    table = within(source, region) if isinstance(source, pa.Table) else read(source, region)
    found = pl.from_arrow(table)
    return found.lazy() if isinstance(found, pl.DataFrame) else pl.LazyFrame()


def _lives_below(region: str) -> pl.Expr:
    code = pl.col("village").cast(pl.String)
    return (code == region) | code.str.starts_with(f"{region}.")


def _checked(frame: pl.LazyFrame, source: Source) -> set[str]:
    """Return the names of the columns; `TedungError` for those that are looked at and of another type."""
    schema = _told_apart(frame.collect_schema, source)
    wrong = [name for name in USED if name in schema and not _fits(schema[name], TYPES[name])]
    if wrong:
        raise TedungError(text("study.column_types", columns=", ".join(wrong)))
    return set(schema)


def _fits(kind: Any, wanted: Any) -> bool:
    if wanted == pl.String:
        return kind in {pl.String, pl.Categorical, pl.Enum, pl.Null}
    return bool(kind in {wanted, pl.Null} or (wanted == pl.Int64 and kind.is_integer()))


def _collected(questions: list[pl.LazyFrame], source: Source) -> list[pl.DataFrame]:
    return _told_apart(lambda: pl.collect_all(questions, engine="streaming"), source)


def _told_apart(ask: Callable[[], Answer], source: Source) -> Answer:
    """Return the answer; a damaged file of a folder is named by a `TedungError`."""
    try:
        return ask()
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError) as fault:
        folder = isinstance(source, Path) and source.is_dir()
        for path in source.files if isinstance(source, Blocks) else parts(source) if folder else ():
            schema_of(path)
        raise TedungError(
            text("study.unreadable", source=source if isinstance(source, Path) else "")
        ) from fault


CUBE = ("state", "is_working", "employment_status", "segment", "is_member", "due_from", "sex", "age")
"""Few values each: one small table answers every question about these together."""

APART = ("village", "sector", "kelompok_sasaran", "opd_pengampu", "enterprise_size", "desil")
"""Counted one by one; a village's code holds its district and regency."""


def _questions(frame: pl.LazyFrame, day: date, names: set[str]) -> list[pl.LazyFrame]:
    told = with_states(frame, day)
    apart = [told.group_by(name, "state").agg(pl.len()) for name in APART]
    held = [_held(name, names) for name in USED]
    as_given = told if "is_working" in names else frame  # a roster's empties are filled in the first
    return [told.group_by(*CUBE).agg(pl.len()), *apart, as_given.select(held)]


def _held(name: str, names: set[str]) -> pl.Expr:
    """Count the cells of a column that say something."""
    return pl.col(name).count() if name in names else pl.lit(0).alias(name)


def _summed(cube: pl.DataFrame, groups: Mapping[str, pl.Expr]) -> dict[str, int]:
    held = [pl.col("len").filter(holds).sum().cast(pl.Int64).alias(name) for name, holds in groups.items()]
    return {name: int(count) for name, count in cube.select(held).row(0, named=True).items()}


def _tables(cube: pl.DataFrame, others: Sequence[pl.DataFrame], missing: Sequence[str]) -> pl.DataFrame:
    """Return every dimension's rows, one below the other; not those whose column says nothing."""
    counts = dict.fromkeys(("segment", "employment_status", "sex", "due_from"), cube)
    counts["age_band"] = cube.with_columns(age_band=age_band())
    counts |= dict(zip(APART, others, strict=True))
    code = pl.col("village").cast(pl.String)
    for name, length in (("regency", 5), ("district", 8)):
        counts[name] = counts["village"].with_columns(code.str.slice(0, length).alias(name))
    told = [name for name in DIMENSIONS if DERIVED.get(name, name) not in missing]
    return pl.concat([_wide(name, counts[name]) for name in told] or [_wide("sex", cube)])


def _wide(name: str, counts: pl.DataFrame) -> pl.DataFrame:
    """Return a row a group: each state's people, all of them, and the ends of the share covered."""
    held = [_sum_of(state) for state in STATES]
    wide = counts.group_by(pl.col(name).cast(pl.String).alias("group")).agg(*held)
    base = pl.col(COVERED) + pl.col(GAP) + pl.col(UNSAID)
    shares = {
        "people": pl.sum_horizontal(STATES),
        "per_mille_low": _per_mille(pl.col(COVERED), base),
        "per_mille_high": _per_mille(pl.col(COVERED) + pl.col(UNSAID), base),
    }
    order = ["group", "people", *STATES, "per_mille_low", "per_mille_high"]
    return wide.with_columns(**shares).select(pl.lit(name).alias("grouped_by"), *order).sort("group")


def _sum_of(state: str) -> pl.Expr:
    return pl.col("len").filter(pl.col("state") == state).sum().cast(pl.Int64).alias(state)


def _per_mille(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole > 0).then((2000 * part + whole) // (2 * whole))


def _region(by: pl.DataFrame) -> str:
    """Return the code that every village shares: a regency, else a province, else nothing."""
    codes = by.filter(pl.col("grouped_by") == "regency")["group"].drop_nulls().to_list()
    if len(codes) == 1:
        return str(codes[0])
    provinces = {code[:2] for code in codes}
    return provinces.pop() if len(provinces) == 1 else ""


def village_map(found: Gap) -> pa.Table:
    """Return village -> class (0 to 4; empty where nobody there is to be covered), with its share.

    The class is of the lower end of the share covered; `MAP_BREAKS` are its bounds.
    Where boundaries are drawn, they are indicative and decide nothing.
    """
    frame: Any = pl.from_arrow(found.by)
    low = pl.col("per_mille_low")
    klass = reduce(lambda total, bound: total + (low >= 10 * bound).cast(pl.Int64), MAP_BREAKS, pl.lit(0))
    columns = {"village": pl.col("group"), "class": pl.when(low.is_not_null()).then(klass)}
    kept = ["people", COVERED, GAP, UNSAID, "per_mille_low", "per_mille_high"]
    rows = frame.filter((pl.col("grouped_by") == "village") & pl.col("group").is_not_null())
    return rows.select(**columns, **{name: pl.col(name) for name in kept}).to_arrow()


@dataclass(frozen=True)
class Compared:
    """A figure of the table beside one that was published."""

    what: str
    ours: int
    published: int
    on: str
    certainty: str
    source: str


def uncertainty(found: Gap) -> tuple[Compared, ...]:
    """Return each published figure of the region beside the table's own; none for a list of workers."""
    if "is_working" in found.missing:
        return ()
    return tuple(
        Compared(
            one["what"], _ours(found, one["what"]), one["value"], one["on"], one["certainty"], one["source"]
        )
        for one in sources()
        if one["region"] == found.region
    )


def _ours(found: Gap, what: str) -> int:
    return found.groups["people" if what == "population" else what]


def published_ends(region: str) -> tuple[int, int] | None:
    """Return the least and the most people unprotected by what is published; None where nothing is.

    Every published base less every published count of members; a negative one is nobody.
    """
    found: Sequence[list[int]] = [
        [one["value"] for one in sources() if one["region"] == region and one["what"] == what]
        for what in ("employed", "members")
    ]
    gaps = [max(base - members, 0) for base, members in product(*found)]
    return (min(gaps), max(gaps)) if gaps else None
