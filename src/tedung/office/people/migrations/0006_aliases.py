"""An index of aliases alone.

Most persons are nobody's alias.  An index over all of them is, by SQLite's own statistics, of no use: asked
for the aliases of a person, it read everybody's cover instead.
"""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

ALONE = models.Index(
    fields=["merged_into"], condition=models.Q(("merged_into__isnull", False)), name="person_aliases"
)


def forget(apps: Any, editor: Any) -> None:
    """Drop the index of all by hand: SQLite would make the table anew, without its triggers."""
    table = apps.get_model("people", "Person")._meta.db_table
    with editor.connection.cursor() as cursor:
        found = editor.connection.introspection.get_constraints(cursor, table)
    for name, told in found.items():
        if told["index"] and told["columns"] == ["merged_into_id"]:
            editor.execute(f"DROP INDEX {editor.quote_name(name)}", None)


class Migration(migrations.Migration):
    """After the words."""

    dependencies: ClassVar[list[Any]] = [("people", "0005_words")]

    operations: ClassVar[list[Any]] = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(forget, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    model_name="person",
                    name="merged_into",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aliases",
                        to="people.person",
                    ),
                )
            ],
        ),
        migrations.AddIndex(model_name="person", index=ALONE),
    ]
