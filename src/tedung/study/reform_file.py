"""A reform as a file: values of the law replaced, or functions of the user's own put between its stages.

    name = "Iuran JKK separuh bagi bukan penerima upah"

    [values]
    "bpu.rate_jkk" = 0.005
    "jkm.death_sum" = { value = 30_000_000, unit = "IDR" }

    [functions]        # names in the Python file handed in beside
    enrol = "the_poor_join"
    charge = "half_for_the_poor"

Every fault is named at once.
"""

import difflib
import importlib.util
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from tedung.columns import PROGRAMMES
from tedung.errors import TedungError
from tedung.law import Law
from tedung.texts import text

Function = Callable[[Mapping[str, Any], Any], dict[str, Any]]
"""``f(workers, terms)``: columns in, the columns it changes out; NumPy or Polars, it does not know which."""

HOOKS = {
    "enrol": ("is_enrolled", "payer", "programmes"),
    "charge": ("jkk", "jkm", "jht_employer", "jht_worker", "jp_employer", "jp_worker", "pmi_package"),
}
"""Where a function may stand, and the columns it may give there."""

LARGEST = 10**15
IN_ORDER = (
    ("coverage.age_minimum", "coverage.age_limit"),
    ("jp.benefit_least", "jp.benefit_most"),
    ("jkp.months_needed", "jkp.months_window"),
)
"""Pairs of which the first may not pass the second."""

AS_LONG = (
    ("bpu.bracket_lower", "bpu.bracket_base"),
    ("jakon.tier_lower", "jakon.tier_rate_jkk"),
    ("jakon.tier_lower", "jakon.tier_rate_jkm"),
    ("pmi.package_months", "pmi.package_amount"),
)
"""Pairs of lists that belong together, place by place."""

ASCENDING = ("bpu.bracket_lower", "jakon.tier_lower", "pmi.package_months")


@dataclass(frozen=True)
class Reform:
    """A name, the values that replace those of the law, and functions of its own by their place."""

    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)


def read_reform(path: Path, law: Law, functions: Path | None = None) -> Reform:
    """Return the reform in *path*, held against *law*; `TedungError` with all its faults.

    functions: the Python file that holds the functions it names; it is run.
    """
    try:
        told = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise TedungError(text("reform.broken", file=path.name, why=_why(fault))) from fault
    faults = [text("reform.key", key=key) for key in told if key not in {"name", "values", "functions"}]
    name = told.get("name", path.stem)
    if not isinstance(name, str) or not name.strip():
        faults.append(text("reform.no_name"))
    changes: dict[str, Any] = {}
    for value_path, value in flat(told.get("values", {})):
        faults += _change(changes, value_path, value, law)
    faults += list(contradictions(changes, law))
    found, missing = _functions(told.get("functions", {}), functions)
    if not changes and not found and not faults + missing:
        faults.append(text("reform.nothing"))
    if faults + missing:
        raise TedungError(
            "\n  - ".join(
                [text("reform.refused", file=path.name, count=len(faults + missing)), *faults, *missing]
            )
        )
    return Reform(str(name).strip(), changes, found)


def _why(fault: Exception) -> str:
    return str(fault) if isinstance(fault, tomllib.TOMLDecodeError) else type(fault).__name__


def flat(values: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (path, value) of ``"bpu.rate_jkk" = …`` and of ``[values.bpu] rate_jkk = …`` alike."""
    if not isinstance(values, dict):
        yield above or "values", values
        return
    for key, value in values.items():
        path = f"{above}.{key}" if above else key
        if isinstance(value, dict) and "value" not in value:
            yield from flat(value, path)
        else:
            yield path, value


def _change(changes: dict[str, Any], path: str, value: Any, law: Law) -> list[str]:
    """Add one value to *changes*, or return why it cannot be."""
    if path not in law.entries:
        return [_unknown(path, law)]
    if path in changes:
        return [text("reform.twice", path=path)]
    unit = law.cite(path).unit
    if isinstance(value, dict):
        if set(value) - {"value", "unit"}:
            return [text("reform.value_keys", path=path)]
        if value.get("unit", unit) != unit:
            return [text("reform.unit", path=path, unit=unit, given=str(value["unit"])[:40])]
        value = value["value"]
    changes[path] = value
    return [] if _fits(value, law.cite(path).value, unit) else [text("reform.kind", path=path, unit=unit)]


def _unknown(path: str, law: Law) -> str:
    near = difflib.get_close_matches(path, law.entries, n=3, cutoff=0.5)
    if path in law.begins:
        return text("reform.not_begun", path=path, day=law.begins[path])
    return text("reform.unknown", path=path[:60], near=", ".join(near) or "tedung law show")


def _fits(value: Any, present: Any, unit: str) -> bool:
    """Say whether *value* is of the kind of the *present* one and within what its unit can mean."""
    if isinstance(present, list):
        listed = isinstance(value, list) and len(value) > 0
        return listed and all(_fits(one, present[0], unit) for one in value)
    if isinstance(present, str):
        return isinstance(value, str) and (unit != "programmes" or value in PROGRAMMES)
    for kind, name in ((bool, "yes or no"), (date, "day")):
        if isinstance(present, kind) or unit == name:
            return isinstance(value, kind)
    return _is_number(value, unit)


def _is_number(value: Any, unit: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    if unit.startswith(("share", "factor", "times")):
        rate = Decimal(value)
        return (
            rate.is_finite()
            and 0 <= rate <= (1 if unit.startswith("share of upah") else 10)
            and _is_short(rate)
        )
    return isinstance(value, int) and 0 <= value < LARGEST


def _is_short(rate: Decimal) -> bool:
    """Say whether a rate has at most six decimals: a longer one times a high upah would leave int64."""
    return rate == round(rate, 6)


def contradictions(changes: Mapping[str, Any], law: Law) -> Iterator[str]:
    """Yield what the changed values, with those that stay, say against each other."""
    stays = {path: entry.value for path, entry in law.entries.items()}
    values: dict[str, Any] = {**stays, **changes}
    for first, second in AS_LONG:
        left, right = values.get(first), values.get(second)
        if not ({first, second} & set(changes) and isinstance(left, list) and isinstance(right, list)):
            continue
        if len(left) != len(right):
            yield text("reform.lengths", first=first, left=len(left), second=second, right=len(right))
    for path in ASCENDING:
        yield from _ascending(path, changes.get(path))
    for least, most in IN_ORDER:
        low, high = values.get(least), values.get(most)
        if not ({least, most} & set(changes) and isinstance(low, int) and isinstance(high, int)):
            continue
        if low > high:
            yield text("reform.order", least=least, low=low, most=most, high=high)


def _ascending(path: str, listed: Any) -> Iterator[str]:
    if not isinstance(listed, list) or not all(isinstance(one, int) for one in listed):
        return
    if any(later <= sooner for sooner, later in pairwise(listed)):
        yield text("reform.ascending", path=path)
    if path.endswith("lower") and listed and listed[0] != 0:
        yield text("reform.from_zero", path=path)


def _functions(named: Any, path: Path | None) -> tuple[dict[str, Function], list[str]]:
    """Return the functions by their hook, and the sentences on those that cannot be had."""
    if not isinstance(named, dict):
        return {}, [text("reform.key", key="functions")]
    if not named:
        return {}, []
    if path is None:
        return {}, [
            text("reform.no_functions_file", names=", ".join(str(one)[:40] for one in named.values()))
        ]
    module = _module(path)
    found: dict[str, Function] = {}
    faults = []
    for hook, name in named.items():
        function = getattr(module, name, None) if isinstance(name, str) else None
        if hook not in HOOKS:
            faults.append(text("reform.hook", hook=hook, hooks=", ".join(HOOKS)))
        elif not callable(function):
            faults.append(text("reform.no_function", function=str(name)[:40], file=path.name))
        else:
            found[hook] = function
    return found, faults


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("tedung_reform_functions", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise TedungError(text("reform.functions_broken", file=path.name, why="-"))
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as fault:
        raise TedungError(
            text("reform.functions_broken", file=path.name, why=f"{type(fault).__name__}: {fault}")
        ) from fault
    return module
