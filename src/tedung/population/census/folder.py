"""A population as a folder: Parquet by village and of the workers by regency, its fit and its manifest."""

import hashlib
import json
import platform
from collections.abc import Sequence
from datetime import date
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import tedung
from tedung.files import folder_aside
from tedung.population.census import fit
from tedung.population.census.places import expand, regency
from tedung.population.census.region import DAY, Block, blocks
from tedung.population.census.tally import Tally
from tedung.progress import Progress
from tedung.texts import text

COMPRESSION = "zstd"
SOURCES = (
    "census/margins.csv",
    "census/assumptions.toml",
    "census/sectors.csv",
    "census/regencies.csv",
    "census/work.csv",
    "census/offices.csv",
    "census/groups.csv",
    "adm/regencies.csv",
    "adm/villages.parquet",
    "adm/bali_villages.csv",
    "population/age_sex_2025_estimate.csv",
    "population/denpasar_districts_2023.csv",
    "population/bali_totals.csv",
    "mortality/id_life_table_un_wpp2024.csv",
    "labour/minimum_wage_bali.csv",
    "classification/kbli_jkk_suggestion.csv",
    "offices/denpasar_groups.csv",
)
"""Every table that decides what the persons are."""


class Written(NamedTuple):
    """What a run wrote: counts, and the fit as it stands in fit.json."""

    persons: int
    workers: int
    villages: int
    fit: dict[str, Any]


def write(out: Path, codes: Sequence[str], seed: int, scale: float = 1.0, on: date = DAY) -> Written:
    """Write the persons of regencies and provinces to a folder, one block in memory at a time.

    ``villages/51.71.01.1003.parquet`` has everybody of a village, ``workers/51.71.parquet``
    the wage earners and others of a regency that a bill can be made of, ``fit.json`` how near
    every margin is and what was assumed, ``manifest.json`` what the same bytes need.
    """
    made = blocks(codes, seed, scale, on)
    meant = expand(codes)
    total = sum(regency(code).men + regency(code).women for code in meant) * scale
    tally, files = Tally(), Files()
    with folder_aside(out) as aside, Progress(text("population.making"), round(total)) as progress:
        for name in ("villages", "workers"):
            (aside / name).mkdir()
        for block in made:
            files.add(aside, block)
            tally.add(block.regency.code, block.table, on)
            progress.step(block.table.num_rows)
        files.close()
        found = fit.report(meant, tally, scale)
        asked = {"regions": list(codes), "seed": seed, "scale": scale, "on": on.isoformat()}
        _json(aside / "fit.json", {**asked, "persons": files.persons, **found})
        _json(
            aside / "manifest.json", {**asked, **files.manifest(), "versions": _versions(), "data": _hashes()}
        )
    return Written(files.persons, files.workers, len(files.villages), found)


class Files:
    """The Parquet files of a run: each village when its block comes, each regency's workers as they grow."""

    def __init__(self) -> None:
        self.villages: dict[str, int] = {}
        self.workers_of: dict[str, int] = {}
        self._open: tuple[str, pq.ParquetWriter] | None = None

    @property
    def persons(self) -> int:
        """Return all persons written."""
        return sum(self.villages.values())

    @property
    def workers(self) -> int:
        """Return all workers written."""
        return sum(self.workers_of.values())

    def add(self, folder: Path, block: Block) -> None:
        """Write the villages of a block and its workers."""
        codes = block.table["village"].combine_chunks()
        for first, last in _runs(codes):
            village = codes[first].as_py()
            pq.write_table(
                block.table.slice(first, last - first),
                folder / "villages" / f"{village}.parquet",
                compression=COMPRESSION,
            )
            self.villages[village] = last - first
        self._add_workers(folder, block)

    def _add_workers(self, folder: Path, block: Block) -> None:
        workers = block.table.filter(block.table["segment"].is_valid())
        code = block.regency.code
        if self._open is None or self._open[0] != code:
            self.close()
            path = folder / "workers" / f"{code}.parquet"
            self._open = (code, pq.ParquetWriter(path, workers.schema, compression=COMPRESSION))
        self._open[1].write_table(workers)
        self.workers_of[code] = self.workers_of.get(code, 0) + workers.num_rows

    def close(self) -> None:
        """Finish the file that is open."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    def manifest(self) -> dict[str, Any]:
        """Return what was written, by village and regency."""
        return {"persons": self.persons, "workers": self.workers_of, "villages": self.villages}


def _runs(codes: pa.Array) -> list[tuple[int, int]]:
    """Return where each village begins and ends."""
    places = codes.dictionary_encode().indices.to_numpy()
    if not len(places):
        return []
    starts = np.flatnonzero(np.r_[True, places[1:] != places[:-1]]).tolist()
    return list(zip(starts, [*starts[1:], len(places)], strict=True))


def _json(path: Path, what: dict[str, Any]) -> None:
    path.write_text(json.dumps(what, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _versions() -> dict[str, str]:
    packages = {name: version(name) for name in ("numpy", "pyarrow")}
    return {"tedung": tedung.__version__, "python": platform.python_version(), **packages}


def _hashes() -> dict[str, str]:
    data = resources.files("tedung") / "data"
    return {name: hashlib.sha256((data / name).read_bytes()).hexdigest()[:16] for name in SOURCES}
