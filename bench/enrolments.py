"""Make a Parquet file of invented enrolments of all segments, for the benches.  Seeded."""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SLICE = 1_000_000
SEGMENTS = ("pu", "bpu", "jakon", "pmi")
PU_PROGRAMMES = ("", "jkk+jkm", "jkk+jkm+jht", "jkk+jkm+jht+jp", "jkk+jkm+jht+jp+jkp")
BPU_PROGRAMMES = ("", "jkk+jkm", "jkk+jkm", "jkk+jkm", "jkk+jkm+jht")
PAYERS = ("self", "apbd_kota", "apbd_prov", "apbdes", "apbn", "donor")
KINDS = ("self_employed", "outside_employment", "employer")
SIZES = ("micro", "small", "medium", "large")
VILLAGES = [f"51.{r:02d}.{d:02d}.{v}" for r in range(1, 10) for d in range(1, 7) for v in range(2001, 2014)]


def enrolments(start: int, count: int, seed: int) -> pa.Table:
    """Return *count* enrolments: 55 % wage earners, 40 % non-wage, 4 % projects, 1 % migrants."""
    rng = np.random.default_rng([seed, start])
    segment = rng.choice(4, count, p=(0.55, 0.40, 0.04, 0.01)).astype(np.int8)
    is_pu, is_bpu, is_jakon, is_pmi = (segment == number for number in range(4))
    numbers = np.arange(start, start + count)
    ids = pa.array(np.char.add("e", np.char.zfill(numbers.astype("U9"), 9)))
    birth = (rng.integers(-9_000, 13_000, count)).astype("datetime64[D]")
    registered = rng.integers(16_700, 20_700, count).astype("datetime64[D]")
    flag = rng.random
    columns = {
        "enrolment_id": ids,
        "worker_id": pa.array(np.char.add("w", np.char.zfill((numbers // 2).astype("U9"), 9))),
        "segment": _pick(SEGMENTS, segment),
        "bpu_kind": _pick(KINDS, rng.integers(0, 3, count), mask=~is_bpu),
        "upah": pa.array(
            rng.integers(20_000, 300_000, count) * 50, mask=is_bpu | is_pmi | (is_jakon & (numbers % 2 == 0))
        ),
        "income": pa.array(rng.integers(0, 500_000, count) * 50, mask=~is_bpu),
        "risk_class": pa.array(rng.integers(1, 6, count), mask=~is_pu),
        "enterprise_size": _pick(SIZES, rng.integers(0, 4, count), mask=~is_pu),
        "programmes": _programmes(segment, rng.integers(0, 5, count)),
        "payer": _pick(PAYERS, rng.integers(0, 6, count), mask=~is_bpu),
        "contract_value": pa.array(rng.integers(10_000_000, 10_000_000_000, count), mask=~is_jakon),
        "contract_months": pa.array(rng.integers(6, 37, count), mask=~is_pmi),
        "via_agency": pa.array(flag(count) < 0.5, mask=~is_pmi),
        "transport": pa.array(flag(count) < 0.1, mask=~is_bpu),
        "labour_intensive": pa.array(flag(count) < 0.1, mask=~is_pu),
        "jkn": pa.array(flag(count) < 0.9),
        "birth_date": pa.array(birth),
        "citizen": pa.array(flag(count) < 0.99),
        "registered_on": pa.array(registered),
        "is_member": pa.array(flag(count) < 0.1),
        "village": _pick(VILLAGES, rng.integers(0, len(VILLAGES), count)),
    }
    return pa.table(columns)


def _pick(names: tuple[str, ...] | list[str], codes: np.ndarray, mask: np.ndarray | None = None) -> pa.Array:
    indices = pa.array(codes.astype(np.int32), mask=mask)
    return pa.DictionaryArray.from_arrays(indices, pa.array(names)).cast(pa.string())


def _programmes(segment: np.ndarray, number: np.ndarray) -> pa.Array:
    names = [*PU_PROGRAMMES, *BPU_PROGRAMMES, ""]
    place = np.where(segment == 0, number, np.where(segment == 1, 5 + number, 10))
    return _pick(names, place)


def write(target: Path, rows: int, seed: int = 7) -> None:
    """Write *rows* enrolments to *target*, slice by slice."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(target, enrolments(0, 1, seed).schema, compression="zstd") as out:
        for start in range(0, rows, SLICE):
            out.write_table(enrolments(start, min(SLICE, rows - start), seed))


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
