"""Who must and who may belong to which programme.

Perpres 109/2013 Pasal 6 (staging by size), PP 44/2015, PP 45/2015 Pasal 2, PP 46/2015
Pasal 2, 6, 13, PP 37/2021 Pasal 4 and PP 6/2025 (JKP), Permenaker 5/2021 (age).

Ages compare numbers yyyymmdd: whoever was born on 29 February grows older on 1 March.
An unknown birth date (0) breaks no rule on age; the caller says that it was not checked.
"""

from collections.abc import Mapping
from typing import Any

from tedung.columns import BPU_KINDS, ENTERPRISE_SIZES, PROGRAMMES, SEGMENTS
from tedung.law import Law
from tedung.law.arrays import Flags, Rate, where

Workers = Mapping[str, Any]
PU, BPU, JAKON, PMI = range(len(SEGMENTS))

OPEN_TO = {
    "jkk": (PU, BPU, JAKON, PMI),
    "jkm": (PU, BPU, JAKON, PMI),
    "jht": (PU, BPU, PMI),
    "jp": (PU,),
    "jkp": (PU,),
}
"""Which segments a programme is open to at all: JP and JKP know wage earners only
(PP 45/2015 Pasal 2 ayat (1), PP 37/2021 Pasal 4); a construction project has JKK and
JKM (PP 44/2015 Pasal 53); a migrant's JHT is voluntary."""


def reached(age: Rate, birth: Any, day: Any) -> Flags:
    """Say who is at least *age* years old on *day*.

    birth, day: (n,) yyyymmdd; birth 0 is unknown and has reached nothing.
    """
    return (birth > 0) & (birth + age * 10_000 <= day)


def enrolled(workers: Workers, law: Law) -> dict[str, Flags]:
    """Return for each programme who is in it: as the row says, else by duty.

    A row that names its programmes is believed, within `may_belong`; an empty one
    gets what is compulsory for its segment and size.
    """
    named = workers["programmes"] > 0
    duties = duty(workers, law)
    flags = {}
    for bit, programme in enumerate(PROGRAMMES):
        chosen = (workers["programmes"] & (1 << bit)) > 0
        flags[programme] = where(named, chosen, duties[programme])
    flags["jkp"] = flags["jkp"] & may_join_jkp(workers, law)
    return flags


def duty(workers: Workers, law: Law) -> dict[str, Flags]:
    """Return for each programme who must belong to it.

    Wage earners by size (Perpres 109/2013 Pasal 6), non-wage workers JKK and JKM, an
    employer among them JHT too (PP 46/2015 Pasal 2, 6), projects JKK and JKM.  JKP
    follows from the other programmes and from registration in JKN (PP 37/2021 Pasal 4).

    Not decided: whether a wage earner past pension age goes on in JP (PP 45/2015 is silent).
    """
    sizes = enumerate(ENTERPRISE_SIZES)
    groups = [
        *((f"duty_{name}", _is(workers, PU) & (workers["enterprise_size"] == code)) for code, name in sizes),
        ("duty_bpu", _is(workers, BPU) & ~_is_employer(workers)),
        ("duty_bpu_employer", _is(workers, BPU) & _is_employer(workers)),
        ("duty_jakon", _is(workers, JAKON)),
    ]
    lists = {name: law[f"coverage.{name}"] for name, _ in groups}
    duties = {
        programme: _any([holds for name, holds in groups if programme in lists[name]], workers)
        for programme in PROGRAMMES[:-1]
    }
    return {**duties, "jkp": _jkp_duty(workers, duties, law)}


def _jkp_duty(workers: Workers, duties: Mapping[str, Flags], law: Law) -> Flags:
    if not law.knows("coverage.jkp_needs"):
        return _nobody(workers)
    due = _is(workers, PU) & workers["jkn"] & may_join_jkp(workers, law)
    for programme in law["coverage.jkp_needs"]:
        due = due & duties[programme]
    return due  # medium and large enterprises owe JP by the same table, so nothing more to ask


def may_join_jkp(workers: Workers, law: Law) -> Flags:
    """Say who may belong to JKP: citizens below 54 at registration.  PP 37/2021 Pasal 4 ayat (2).

    The day of registration counts as the table gives it, also before JKP began
    (docs/conventions.md, jkp-age-at-registration).
    """
    if not law.knows("jkp.age_limit"):
        return _nobody(workers)
    old = reached(law["jkp.age_limit"], workers["birth_date"], workers["enrolment_day"])
    return workers["citizen"] & ~old


def may_belong(workers: Workers) -> Flags:
    """Say whose named programmes are all open to the segment (`OPEN_TO`)."""
    allowed = workers["programmes"] <= 0
    for segment in range(len(SEGMENTS)):
        mask = sum(1 << bit for bit, name in enumerate(PROGRAMMES) if segment in OPEN_TO[name])
        allowed = allowed | (_is(workers, segment) & ((workers["programmes"] | mask) == mask))
    return allowed


def too_young(workers: Workers, law: Law) -> Flags:
    """Say which non-wage workers are below 18 at enrolment (docs/conventions.md, minimum-age)."""
    old_enough = reached(law["coverage.age_minimum"], workers["birth_date"], workers["enrolment_day"])
    return _is(workers, BPU) & (workers["birth_date"] > 0) & ~old_enough


def too_old(workers: Workers, law: Law) -> Flags:
    """Say which non-wage workers had reached 65 at enrolment, members apart (docs/conventions.md, age-65)."""
    old = reached(law["coverage.age_limit"], workers["birth_date"], workers["enrolment_day"])
    return _is(workers, BPU) & old & ~workers["is_member"]


def _is(workers: Workers, segment: int) -> Flags:
    return workers["segment"] == segment


def _is_employer(workers: Workers) -> Flags:
    return workers["bpu_kind"] == BPU_KINDS.index("employer")


def _nobody(workers: Workers) -> Flags:
    return workers["segment"] < 0


def _any(flags: list[Flags], workers: Workers) -> Flags:
    result = _nobody(workers)
    for flag in flags:
        result = result | flag
    return result
