"""The monthly wage of daily and piece workers: PP 44/2015 Pasal 19, PP 46/2015 Pasal 17."""

from collections.abc import Sequence

from tedung.law import Law
from tedung.law.arrays import Rupiah


def of_daily(daily_upah: Rupiah, law: Law) -> Rupiah:
    """Return the monthly wage of a daily-paid worker, 25 days.  Pasal 19 ayat (3).

    daily_upah: (n,) a day.  Not to be mixed with the 21 or 25 days of PP 36/2021 Pasal 17.
    """
    return daily_upah * law["wages.daily_factor"]


def of_piece(last_months: Sequence[Rupiah], law: Law, *, weather: bool = False) -> Rupiah:
    """Return the monthly wage of piece work, the average of the last months.  Pasal 19 ayat (4)-(5).

    last_months: the wages of exactly the last 3 months, or of 12 where the work depends
    on the *weather* (such as logging); each (n,) rupiah.  ValueError for another count.
    The average is rounded half up (docs/conventions.md, rounding).
    """
    needed = law["wages.piece_months_weather" if weather else "wages.piece_months"]
    if len(last_months) != needed:
        raise ValueError(f"piece-work average: {len(last_months)} months given, {needed} are needed")
    return (2 * sum(last_months) + needed) // (2 * needed)
