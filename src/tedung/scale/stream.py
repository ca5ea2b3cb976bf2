"""Stages of a rule over a Polars frame of any length, file to file, in bounded memory."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import polars as pl
import pyarrow as pa

from tedung.scale.codes import CODED, Coded, mask

Stage = Callable[[Mapping[str, Any], Any], dict[str, Any]]


def code_frame(frame: pl.LazyFrame, programmes: Iterable[str]) -> pl.LazyFrame:
    """Return *frame* with the coded columns of `codes.py` in place of its own.

    programmes: every distinct text of that column, so that none is read twice.
    The other columns stay as they are.
    """
    present = frame.collect_schema().names()
    coded = [_coded(one, programmes).alias(one.column.name) for one in CODED if one.column.name in present]
    empty = [pl.lit(one.empty).alias(one.column.name) for one in CODED if one.column.name not in present]
    return frame.with_columns(*coded, *empty)


def _coded(coded: Coded, programmes: Iterable[str]) -> pl.Expr:
    column, name = pl.col(coded.column.name), coded.column.name
    if coded.column.type == pa.date32():
        return _day(column)
    if name == "programmes":
        return _chain(column, {text: mask(text) for text in programmes}, coded.empty)
    if coded.column.allowed:
        return _chain(column, {text: code for code, text in enumerate(coded.column.allowed)}, coded.empty)
    return column.fill_null(coded.empty)


def _chain(column: pl.Expr, codes: Mapping[str, int], empty: int) -> pl.Expr:
    chain: Any = pl
    for text, code in codes.items():
        chain = chain.when(column == text).then(pl.lit(code, pl.Int8))
    return pl.lit(empty, pl.Int8) if chain is pl else chain.otherwise(pl.lit(empty, pl.Int8))


def _day(column: pl.Expr) -> pl.Expr:
    day = column.dt.day().cast(pl.Int32) + column.dt.month().cast(pl.Int32) * 100
    return (day + column.dt.year() * 10_000).fill_null(0)


def run(frame: pl.LazyFrame, stages: Sequence[Stage], terms: Any) -> pl.LazyFrame:
    """Return *frame* with the columns of every stage added, each stage seeing the ones before.

    A stage a layer: what several columns need is computed once (measured: half the time
    of one expression for all).
    """
    for stage in stages:
        names = frame.collect_schema().names()
        added = stage({name: pl.col(name) for name in names}, terms)
        frame = frame.with_columns(**{name: _expression(value) for name, value in added.items()})
    return frame


def _expression(value: Any) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value)
