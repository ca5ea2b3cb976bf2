"""What a migration says to the database about one table, beside its columns: triggers, row security.

RunPython would hand over the models as they were that day, and make all of them anew for each of a
hundred guards: nine tenths of what the first `office init` took.  A guard asks names alone.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

if TYPE_CHECKING:
    from django.db import models

Column: TypeAlias = "models.Field[Any, Any]"
Statements = Callable[[str, str, list[Column]], Iterable[str]]  # of a kind of database, a table, its columns


class Guard(Operation):
    """Statements about a model's table; it goes with its table, so undoing it is nothing."""

    reduces_to_sql = True

    def __init__(self, app: str, model: str, statements: Statements) -> None:
        self.app, self.model, self.statements = app, model, statements

    def state_forwards(self, _app: str, _state: ProjectState) -> None:
        """Leave the models as they are."""

    def database_forwards(
        self, _app: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, _to_state: Any
    ) -> None:
        """Say what there is to say of the table as it is now."""
        table, columns = table_of(from_state, self.app, self.model)
        for statement in self.statements(schema_editor.connection.vendor, table, columns):
            schema_editor.execute(statement, None)

    def database_backwards(self, _app: str, _schema_editor: Any, _from_state: Any, _to_state: Any) -> None:
        """Do nothing."""

    def describe(self) -> str:
        """Say what is guarded."""
        return f"Guard {self.app}.{self.model}"


def table_of(state: ProjectState, app: str, model: str) -> tuple[str, list[Column]]:
    """Return a model's table and its columns, named, as the migrations so far have made them."""
    found = state.models.get((app, model.lower()))
    if found is None:  # the table of a many-to-many field, which Django makes beside the models
        made = state.apps.get_model(app, model)._meta
        return made.db_table, list(made.local_concrete_fields)
    fields = {name: field.clone() for name, field in found.fields.items() if not field.many_to_many}
    for name, field in fields.items():
        field.set_attributes_from_name(name)
    columns = [field for field in fields.values() if field.concrete]
    return found.options.get("db_table") or f"{app}_{model.lower()}", columns
