"""Names are searched by their words, in tables of our own: one way on both databases.

What went before read a list of every name that shares three letters with a misspelt one.
"""

from typing import Any, ClassVar

from django.db import migrations, models

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.people import wordtables

STATE = [
    migrations.CreateModel(
        name="NameWord",
        fields=[
            (
                "pk",
                models.CompositePrimaryKey(
                    "word", "person_id", blank=True, editable=False, primary_key=True, serialize=False
                ),
            ),
            ("word", models.TextField()),
            ("person_id", models.BigIntegerField()),
        ],
        options={"db_table": "people_nameword"},
    ),
    migrations.CreateModel(
        name="Word",
        fields=[("id", models.BigAutoField(primary_key=True, serialize=False)), ("word", models.TextField())],
        options={"db_table": "people_word"},
    ),
    migrations.CreateModel(
        name="WordKey",
        fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ("key", models.TextField()),
            ("word", models.TextField()),
        ],
        options={"db_table": "people_wordkey"},
    ),
]


def make(_apps: Any, editor: Any) -> None:
    """Make the tables, and learn the names that are there."""
    with acting(SYSTEM):
        wordtables.make(editor)


class Migration(migrations.Migration):
    """After the evidence."""

    dependencies: ClassVar[list[Any]] = [("people", "0004_evidence")]
    operations: ClassVar[list[Any]] = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, migrations.RunPython.noop)],
            state_operations=STATE,
        )
    ]
