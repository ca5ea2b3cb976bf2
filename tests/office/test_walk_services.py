"""Every service that changes anything, without its permission; and what the ground asks of all code."""

import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from test_walk import VIEWS

import tedung.office
from tedung.office.access.actor import NOBODY, Actor, Held, acting
from tedung.office.access.roles import MAY, ROLES
from tedung.office.access.scope import Scoped
from tedung.office.base.refusals import NotAllowed

OFFICE = Path(tedung.office.__file__).parent
OURS = [model for model in apps.get_models() if model.__module__.startswith("tedung.office")]
NOT_KEPT = {
    # table: why the audit keeps none of its changes
    "audit_current": "the open context itself",
    "buku_entry": "what is posted never changes, by the book's own triggers; a correction is another entry",
    "buku_posting": "likewise",
    "buku_carried": "sums of what never changes, made by a job",
    "buku_carry": "how far they are",
    "reference_region": "comes whole from the Kemendagri's list",
    "people_visibility": "follows from persons, proposals and decrees, which are kept",
    "jobs_job": "its steps are kept as steps; the rest is how far it is",
    "usulan_line": "as its file has it; what a clerk mends is a row that never changes",
    "iuran_line": "computed; the database lets nothing of it change but its cancellation",
    "penetapan_candidate": "computed from the rules of its selection; answers and decrees are kept",
    "mandiri_standing": "computed anew each day, from what is kept",
    "home_counting": "counted anew each day",
    "home_figure": "counted anew each day",
    "wadah_missing": "found anew by each placing",
    "kepesertaan_count": "counted anew by a job",
    "people_nameword": "the words of names, by triggers; the names are kept",
    "people_word": "likewise",
    "people_wordkey": "likewise",
}


def services():
    """Return every function that `@change` made, by its full name."""
    found = {}
    for module in pkgutil.walk_packages([str(OFFICE)], "tedung.office."):
        if any(part in module.name for part in (".migrations", ".wsgi", ".management")):
            continue
        loaded = import_module(module.name)
        for name, thing in vars(loaded).items():
            is_ours = inspect.isfunction(thing) and thing.__module__ == module.name
            if is_ours and hasattr(thing, "permission") and not hasattr(thing, "methods"):
                found[f"{module.name}.{name}"] = thing
    return found


SERVICES = services()


def test_there_are_services():
    assert len(SERVICES) > 20


@pytest.mark.parametrize("name", SERVICES)
def test_a_change_without_its_permission_is_refused(name, db):
    """Whatever else it is handed: the permission is asked first."""
    service = SERVICES[name]
    given = [
        None
        for parameter in inspect.signature(service).parameters.values()
        if parameter.default is inspect.Parameter.empty and parameter.kind == parameter.POSITIONAL_OR_KEYWORD
    ]
    without = [role for role in ROLES if role not in MAY[service.permission]]
    actors = [NOBODY, *(Actor(1, role, (Held(role, "region", "51"),)) for role in without)]
    for actor in actors:
        with acting(actor), pytest.raises(NotAllowed):
            service(*given)


def test_no_permission_is_held_by_nobody_or_unknown_roles():
    assert all(MAY.values())
    assert {role for roles in MAY.values() for role in roles} <= set(ROLES)


def test_every_permission_is_asked_somewhere():
    code = "\n".join(path.read_text("utf-8") for path in OFFICE.rglob("*.py") if path.name != "roles.py")
    assert {permission for permission in MAY if f'"{permission}"' not in code} == set()


def sources():
    for path in sorted(OFFICE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(OFFICE), path.read_text("utf-8")


def is_page(path):
    return path.name.startswith(("pages", "api", "operations", "views")) or (
        path.parts[0] == "api" and path.name == "operations.py"
    )


LOOKS_PAST = {
    # page: what it counts or shows past the scope, and why nothing of a row is told
    "jobs/pages.py": "how many jobs wait before one's own, a number",
    "letters/checking.py": "whether a letter with this QR is valid, by its number",
}


def test_no_page_looks_past_the_scope():
    past = [str(path) for path, text in sources() if is_page(path) and re.search(r"\.everything\b", text)]
    assert [path for path in past if path not in LOOKS_PAST] == []


def test_the_day_is_asked_of_the_clock_alone():
    asks = re.compile(r"\b(datetime|date)\.(now|today|utcnow)\(|timezone\.(now|localdate|localtime)\(")
    assert {str(path) for path, text in sources() if asks.search(text)} == {"base/clock.py"}


def test_every_view_of_ours_has_a_guard():
    """Behind @page, or known to be open to anybody."""
    open_ones = {
        "tedung.office.letters.checking.check",
        "tedung.office.access.urls_account.closed",
        "tedung.office.health.pages.alive",  # for a machine: yes or no, and no more
        "tedung.office.health.pages.numbers",  # behind a token of the environment
    }
    bare = {
        f"{view.__module__}.{view.__name__}"
        for view in VIEWS.values()
        if getattr(view, "__module__", "").startswith("tedung.office") and not hasattr(view, "permission")
    }
    assert bare == open_ones


def triggers():
    """Return the triggers that the database itself holds, by table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT relname, tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal"
            )
        else:
            cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
        found = {}
        for table, name in cursor.fetchall():
            found.setdefault(table, set()).add(name)
    return found


def test_every_table_is_kept_by_the_audit_or_never_changes(db):
    """Asked of the database: a table that was made anew has lost its triggers."""
    found, lost = triggers(), []
    for model in OURS:
        table = model._meta.db_table
        names = found.get(table, set())
        is_audited = any(name.startswith(f"{table}_audit") for name in names)
        is_fixed = any(name.startswith(f"{table}_no_") for name in names)
        if not (is_audited or is_fixed or table in NOT_KEPT):
            lost.append(table)
    assert lost == []
    assert [
        table for table in NOT_KEPT if any(name.startswith(f"{table}_audit") for name in found.get(table, ()))
    ] == []


def test_sqlite_keeps_all_columns_of_what_is_audited(db):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps whole rows")
    left_out = {"access_user": {"password"}}
    for model in OURS:
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [f"{table}_audit_update"])
            trigger = cursor.fetchone()
        if trigger:
            columns = {field.column for field in model._meta.local_concrete_fields} - left_out.get(
                table, set()
            )
            assert {column for column in columns if f"'{column}'" not in trigger[0]} == set(), table


SCOPED = [model for model in OURS if issubclass(model, Scoped)]


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_every_scoped_table_has_row_security(model, db):
    if connection.vendor != "postgresql":
        pytest.skip("row security is PostgreSQL's; the run on it asks this")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True)
        cursor.execute("SELECT qual FROM pg_policies WHERE tablename = %s", [model._meta.db_table])
        (said,) = [row[0] for row in cursor.fetchall()]
    for kind in ("region", "opd", "group", "organisation", "self_"):
        column = getattr(model.scope, kind)
        assert not column or column in said, kind


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_every_scope_names_columns_and_a_permission_there_are(model):
    assert model.scope.permission in MAY
    columns = {field.column for field in model._meta.local_concrete_fields}
    for kind in ("region", "opd", "group", "organisation", "self_"):
        assert getattr(model.scope, kind) in columns | {""}


def test_parts_are_all_there():
    assert all((OFFICE / part / "__init__.py").exists() for part in settings.PARTS)
