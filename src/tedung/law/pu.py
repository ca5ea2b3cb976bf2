"""Contributions of wage earners (penerima upah): PP 44/2015, PP 45/2015, PP 46/2015, PP 37/2021."""

from typing import NamedTuple

from tedung.law import Law
from tedung.law.arrays import Codes, Rate, Rupiah, minimum, pick, share


class Shared(NamedTuple):
    """One month's contribution (iuran), by who bears it."""

    employer: Rupiah
    worker: Rupiah


class Recomposed(NamedTuple):
    """One month's JKP contribution: the state's part, and what JKK and JKM give up."""

    state: Rupiah
    from_jkk: Rupiah
    from_jkm: Rupiah


def jkk(upah: Rupiah, risk_class: Codes, law: Law, relief: Rate = 1) -> Rupiah:
    """Return the month's JKK contribution, borne by the employer.  PP 44/2015 Pasal 16.

    upah: (n,) a month, base pay plus fixed allowances (Pasal 19); it has no ceiling.
    risk_class: (n,) 1 to 5; 0 outside.  relief: the factor of `relief.py`.

    The class is the agency's decision (Pasal 16 ayat (2)): it is not decided here.
    """
    rates = [law[f"jkk.rate_class_{number}"] for number in range(1, 6)]
    return pick(risk_class - 1, [share(upah, rate * relief) for rate in rates])


def jkm(upah: Rupiah, law: Law, relief: Rate = 1) -> Rupiah:
    """Return the month's JKM contribution, borne by the employer.  PP 44/2015 Pasal 18.

    upah: (n,) a month, without a ceiling.  relief: the factor of `relief.py`.
    """
    return share(upah, law["jkm.rate"] * relief)


def jht(upah: Rupiah, law: Law) -> Shared:
    """Return the month's JHT contribution.  PP 46/2015 Pasal 16-17.

    upah: (n,) a month, without a ceiling.  Each part of the result is (n,).
    """
    return Shared(share(upah, law["jht.rate_employer"]), share(upah, law["jht.rate_worker"]))


def jp(upah: Rupiah, law: Law) -> Shared:
    """Return the month's JP contribution.  PP 45/2015 Pasal 28-29.

    upah: (n,) a month; it counts up to the ceiling of the month.  Each part of the
    result is (n,).  A month whose ceiling is not announced raises `LawError`.

    Who is covered is decided elsewhere (coverage.py): pass only those.
    """
    base = minimum(upah, law["jp.upah_ceiling"])
    return Shared(share(base, law["jp.rate_employer"]), share(base, law["jp.rate_worker"]))


def jkp(upah: Rupiah, law: Law) -> Recomposed:
    """Return the month's JKP contribution.  PP 37/2021 Pasal 11, PP 6/2025.

    upah: (n,) a month; it counts up to Rp5.000.000.  Nothing of it is added to what
    employer and worker pay: `from_jkk` and `from_jkm` lie inside the gross JKK and JKM
    (docs/conventions.md, jkp-under-relief).
    """
    base = minimum(upah, law["jkp.upah_ceiling"])
    parts = ("jkp.rate_state", "jkp.rate_from_jkk", "jkp.rate_from_jkm")
    return Recomposed(*(share(base, law[part]) for part in parts))
