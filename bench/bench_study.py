"""The gap of Bali, a selection among 100,000 under 35 floors, and a budget of theirs."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from measure import DATA, TEDUNG, head, machine, median, row, run

POPULATION = DATA / "bali"
CANDIDATES, FLOORS = DATA / "candidates-100k.parquet", DATA / "floors-35.toml"
COUNT, SEED = 100_000, 2026
INCOMES = (800_000, 1_200_000, 1_600_000, 2_000_000, 3_000_000, 5_000_000)
GROUPS = ("petani", "nelayan", "pekerja_mandiri", "pemangku")
BUDGET = 4_032_000_000  # 20,000 people at 201,600 a year


def main() -> None:
    """Make population and candidates where they are missing, run the commands, print the table."""
    print(machine())
    DATA.mkdir(exist_ok=True)
    head("the study")
    if not POPULATION.exists():
        row("synthetic Bali", run(TEDUNG, "study", "population", "--out", POPULATION), "300 s")
    write_candidates()
    row("gap of Bali", median(TEDUNG, "study", "gap", POPULATION, "--on", "2026-12-01"), "3 s")
    out = DATA / "studied"
    asked = ("--budget", BUDGET, "--month", "2027-01", "--floors", FLOORS)
    row("select among 100,000, 35 floors", median(TEDUNG, "study", "select", CANDIDATES, *asked), "20 s")
    row("the same, results written", median(TEDUNG, "study", "select", CANDIDATES, *asked, "--out", out))
    asked = ("--month", "2027-01", "--payer", "apbd_kota", "--budget", BUDGET)
    row("budget of 100,000, 200 runs", median(TEDUNG, "study", "budget", CANDIDATES, *asked))


def write_candidates() -> None:
    """Write 100,000 non-wage workers of 44 villages, and a floor for 33 of these, women and priests."""
    draw = np.random.Generator(np.random.PCG64(SEED))
    villages = [f"51.71.{district:02}.{village}" for district in range(1, 5) for village in range(1001, 1012)]
    born = np.datetime64("1962-06-01") + draw.integers(0, 16_000, COUNT)
    table = pa.table(
        {
            "person_id": [f"p{place:06}" for place in range(COUNT)],
            "village": draw.choice(villages, COUNT),
            "sex": draw.choice(["L", "P"], COUNT, p=[0.6, 0.4]),
            "kelompok_sasaran": draw.choice(GROUPS, COUNT),
            "income": draw.choice(INCOMES, COUNT),
            "desil": draw.integers(1, 11, COUNT),
            "birth_date": pa.array(born.astype("datetime64[D]")),
            "segment": ["bpu"] * COUNT,
        }
    )
    pq.write_table(table, CANDIDATES)
    least = draw.integers(50, 450, 33)
    floors = [
        _floor("village", code, f"least = {count}") for code, count in zip(villages, least, strict=False)
    ]
    floors += [_floor("sex", "P", "share = 0.45"), _floor("kelompok_sasaran", "pemangku", "least = 4000")]
    FLOORS.write_text("\n".join(floors), "utf-8")


def _floor(column: str, value: str, term: str) -> str:
    return f'[[floor]]\ncolumn = "{column}"\nvalue = "{value}"\n{term}\n'


if __name__ == "__main__":
    main()
