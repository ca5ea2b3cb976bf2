"""The synthetic population: Bali whole, and one large regency from which the nation is reckoned."""

import json

from measure import DATA, TEDUNG, Run, head, machine, row, run

NATION = 284_973_643  # registered persons of 514 regencies, second half of 2024
LARGE = "32.01"  # Kabupaten Bogor, the largest


def people(regions: str) -> tuple[Run, int]:
    """Make the persons of some regions; return what it took and how many they are."""
    out = DATA / f"people-{regions}"
    used = run(TEDUNG, "study", "population", "--out", out, "--regions", regions, "--seed", 2026)
    return used, json.loads((out / "manifest.json").read_text())["persons"]


def main() -> None:
    """Measure, and say what the nation would take if every region were as the large one."""
    print(machine())
    head("a synthetic population, written by village")
    bali, persons = people("51")
    row(f"Bali: {persons:,} persons, 716 villages", bali, "300 s")
    large, of_large = people(LARGE)
    row(f"Kabupaten Bogor: {of_large:,} persons, in blocks of a million", large)
    factor = NATION / of_large
    print(
        f"\nreckoned, not measured: {NATION:,} persons of 514 regencies, "
        f"{large.cpu * factor / 60:.0f} CPU minutes on one core in the same {large.gib:.2f} GiB"
    )


if __name__ == "__main__":
    main()
