"""What linkage hands back: a person for every row, the pairs behind it, the members met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

PAIRS = pa.schema(
    [
        ("a", pa.string()),  # row_id; a < b
        ("b", pa.string()),
        ("weight", pa.float64()),  # bits: log2 of the odds that both rows are one person
        ("zone", pa.string()),  # auto, review or distinct (columns.ZONES)
        ("reasons", pa.string()),  # JSON: the waterfall, the tier and the guard (reasons.py)
    ]
)


@dataclass(frozen=True)
class Remark:
    """Something about the whole of the rows that a person should know, as a code of texts/."""

    code: str
    fields: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Linked:
    """The outcome of one run.

    person_id: one for each row, in the order of the rows; None where the row is no person.
    pairs: schema PAIRS.  members: row_id of a row -> row_id of the member it is.
    member_pairs: schema PAIRS, b the member's row_id, every zone.
    """

    person_id: Sequence[str | None]
    pairs: pa.Table
    members: Mapping[str, str] = field(default_factory=dict)
    member_pairs: pa.Table = field(default_factory=PAIRS.empty_table)
    remarks: Sequence[Remark] = ()
