"""Who sees the persons of a proposal: whoever sees the proposal, and the village where each lives."""

from tedung.office.people.enlisting import show_to
from tedung.office.usulan.models import Line

SEEN_BY = (
    # kind of a grant, and the column of a line that it is held over
    ("region", "village"),
    ("region", "region"),
    ("organisation", "unit_code"),
    ("opd", "opd_code"),
    ("group", "group_code"),
)


def show_lines(column: str, key: int) -> None:
    """Show the persons of a line (column `id`) or of a whole file (`berkas_id`)."""
    table = Line._meta.db_table
    for kind, code in SEEN_BY:
        show_to(kind, f"SELECT person_id, {code} AS code FROM {table} WHERE {column} = %s", [key])
