"""Two columns appended to a .parquet: Status and Perbaiki."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tedung.roster.marks import Marks


def write(path: Path, marks: "Marks", out: Path) -> None:
    """Write the marked table, batch by batch; line 1 are the column names."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from tedung.roster.marks import PERBAIKI, STATUS

    file = pq.ParquetFile(path)
    kept = [name for name in file.schema_arrow.names if name not in (STATUS, PERBAIKI)]
    schema = pa.schema(
        [file.schema_arrow.field(name) for name in kept] + [(STATUS, pa.string()), (PERBAIKI, pa.string())]
    )
    line = 1
    with pq.ParquetWriter(out, schema) as writer:
        for batch in file.iter_batches(batch_size=20_000, columns=kept):
            cells = [marks.at(line + 1 + index) for index in range(len(batch))]
            line += len(batch)
            added = [pa.array([cell[side] for cell in cells], pa.string()) for side in (0, 1)]
            writer.write_batch(pa.RecordBatch.from_arrays([*batch.columns, *added], schema=schema))
