"""Counts of what was made, block by block, so that a fit is told without holding the persons."""

from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tedung.population.census.ages import BANDS, WIDTH
from tedung.population.census.margins import SECTORS

Key = tuple[str, ...]


class Tally:
    """Counts by regency and key; every figure of the report comes from here."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[Key]] = {}
        self.sums: Counter[Key] = Counter()
        self.villages = 0

    def add(self, regency: str, table: pa.Table, on: date) -> None:
        """Count a block of one regency; ages as they are on a day."""
        self._ages(regency, table, on)
        self.villages += pc.count_distinct(table["village"]).as_py()
        self._count("persons", regency, table, ["sex"])
        self._count("desil", regency, table, ["desil"])
        self._count("activity", regency, table, ["sex", "activity"])
        self.counts.setdefault("households", Counter())[(regency,)] += pc.count_distinct(
            table["household_id"]
        ).as_py()
        working = table.filter(table["is_working"])
        for name in ("employment_status", "sector", "segment"):
            self._count(name, regency, working, [name])
        self._count("members", regency, table.filter(table["is_member"]), ["segment"])
        self._upah(regency, table)

    def _count(self, name: str, regency: str, table: pa.Table, by: list[str]) -> None:
        counter = self.counts.setdefault(name, Counter())
        for row in table.group_by(by).aggregate([([], "count_all")]).to_pylist():
            counter[(regency, *(str(row[column] or "") for column in by))] += row["count_all"]

    def _ages(self, regency: str, table: pa.Table, on: date) -> None:
        born = table["birth_date"].to_numpy()
        months = born.astype("datetime64[M]").astype(np.int64)
        days = (born - born.astype("datetime64[M]")).astype(np.int64) + 1
        before = days > on.day  # this month's birthday is still to come
        years = ((on.year - 1970) * 12 + on.month - 1 - months - before) // 12
        counter = self.counts.setdefault("ages", Counter())
        for band, count in enumerate(np.bincount(np.minimum(years // WIDTH, BANDS - 1), minlength=BANDS)):
            counter[(regency, str(band * WIDTH))] += int(count)

    def _upah(self, regency: str, table: pa.Table) -> None:
        for row in table.group_by("sex").aggregate([("upah", "sum"), ("upah", "count")]).to_pylist():
            self.sums[(regency, "sex", row["sex"])] += row["upah_sum"] or 0
            self.counts.setdefault("upah", Counter())[(regency, "sex", row["sex"])] += row["upah_count"]
        for row in table.group_by("sector").aggregate([("upah", "sum"), ("upah", "count")]).to_pylist():
            if row["upah_count"]:
                self.sums[(regency, printed(row["sector"]))] += row["upah_sum"]
                self.counts.setdefault("upah", Counter())[(regency, printed(row["sector"]))] += row[
                    "upah_count"
                ]

    def of(self, name: str, regencies: Any, *key: str) -> int:
        """Return how many of *key* the regencies have together."""
        counter = self.counts.get(name, Counter())
        return sum(counter[(regency, *key)] for regency in regencies)

    def of_all(self, name: str, regencies: Any) -> int:
        """Return how many the regencies have together, whatever the key."""
        return sum(
            count for key, count in self.counts.get(name, Counter()).items() if key[0] in set(regencies)
        )

    def sector(self, regencies: Any, sector: str) -> int:
        """Return the workers of a sector as Sakernas prints it: some sections put together."""
        return sum(self.of("sector", regencies, section) for section in sector)

    def mean_upah(self, regencies: Any, *key: str) -> int:
        """Return the mean upah of a sector, or of a sex, whole rupiah; 0 where there is none."""
        count = self.of("upah", regencies, *key)
        total = sum(self.sums[(regency, *key)] for regency in regencies)
        return int(np.rint(total / count)) if count else 0


def printed(section: str) -> str:
    """Return the sector of the margins to which a section belongs."""
    return next(sector for sector in SECTORS if section in sector)
