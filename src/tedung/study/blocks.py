"""A table of people that is read block by block, as often as one likes, in the same order each time.

What a study keeps of a province's people is some numbers of each; their rows pass by.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tedung.errors import TedungError
from tedung.scale import tables
from tedung.study.people import ID_COLUMNS, check_ids, lives_below, parquet_read, parts, schema_of
from tedung.texts import text

ROWS = 250_000
"""Rows of a block: a hundred columns of it are still small."""


@dataclass(frozen=True)
class Blocks:
    """The files of a table, and the place whose people are meant."""

    files: tuple[Path, ...]
    region: str
    schema: pa.Schema

    @property
    def names(self) -> list[str]:
        """The columns of the table."""
        return list(self.schema.names)

    def read(self, columns: Sequence[str] | None = None, rows: int = ROWS) -> Iterator[pa.Table]:
        """Yield the people of the region, some *rows* at a time; of all *columns* unless told."""
        wanted = self.names if columns is None else [name for name in self.names if name in columns]
        read = list(dict.fromkeys([*wanted, *(["village"] if self.region else [])]))
        held: list[pa.Table] = []
        count = 0
        for batch in self._batches(read, rows):
            here = batch.filter(lives_below(batch, self.region)) if self.region else batch
            held.append(here.select(wanted))
            count += here.num_rows
            if count >= rows:
                yield pa.concat_tables(held)
                held, count = [], 0
        if count:
            yield pa.concat_tables(held)

    def _batches(self, columns: Sequence[str], rows: int) -> Iterator[pa.Table]:
        nothing = pa.schema([self.schema.field(name) for name in columns]).empty_table()
        for path in self.files:
            with parquet_read(path), pq.ParquetFile(path) as file:
                present = [name for name in columns if name in file.schema_arrow.names]
                for batch in file.iter_batches(rows, columns=present, use_threads=False):
                    table = pa.Table.from_batches([batch])
                    yield pa.concat_tables([nothing, table], promote_options="default").select(columns)


@contextmanager
def opened(source: Path, region: str = "") -> Iterator[Blocks]:
    """Yield the people of a .parquet, .csv or .xlsx file or of a folder, below the code *region*.

    `TedungError` where nobody lives there, where an id stands twice or is lacking.
    """
    if source.is_dir():
        files = tuple(parts(source, region))
        schema = pa.unify_schemas([schema_of(path) for path in files], promote_options="default")
        yield _checked(Blocks(files, region, schema))
        return
    if not source.is_file():
        raise TedungError(text("study.no_table", file=source))
    with tables.admitted(source) as table:
        yield _checked(Blocks((table.path,), region, schema_of(table.path)))


def _checked(blocks: Blocks) -> Blocks:
    """Return *blocks* whose people have an id each; they alone are held at once, and let go again."""
    if blocks.region and "village" not in blocks.names:
        raise TedungError(text("study.no_villages", region=blocks.region))
    named = [name for name in ID_COLUMNS if name in blocks.names]
    if not named:
        raise TedungError(text("study.no_ids", columns=", ".join(ID_COLUMNS)))
    found = [pc.coalesce(*(block[name].cast(pa.string()) for name in named)) for block in blocks.read(named)]
    if blocks.region and not found:
        raise TedungError(text("study.nobody_there", region=blocks.region))
    check_ids(pa.chunked_array([chunk for one in found for chunk in one.chunks], pa.string()))
    del found
    pa.default_memory_pool().release_unused()  # of a province some hundred megabytes
    return blocks
