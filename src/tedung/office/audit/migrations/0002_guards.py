"""The functions of the audit, its one current row, and the tables that nobody may change."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import functions, never_changed
from tedung.office.base.rowsecurity import in_scope_function


def one_row(apps: Any, editor: Any) -> None:
    """Make the row that holds the open context."""
    apps.get_model("audit", "Current").objects.using(editor.connection.alias).create(pk=1, context_id=None)


class Migration(migrations.Migration):
    """After the tables."""

    dependencies: ClassVar[list[Any]] = [("audit", "0001_initial")]
    operations: ClassVar[list[Any]] = [
        functions(),
        in_scope_function(),
        migrations.RunPython(one_row, migrations.RunPython.noop),
        never_changed("audit", "Entry"),
        never_changed("audit", "Context"),
        never_changed("audit", "StateChange"),
    ]
