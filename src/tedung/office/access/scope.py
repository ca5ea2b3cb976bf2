"""Row scope: declared once on a model, applied wherever its rows are read, closed by default.

    class Usulan(Scoped):
        scope = Scope("usulan.view", region="region", opd="opd_code", organisation="unit_code")

The lookups are columns of the model's own table: PostgreSQL's row security names the same.
`Usulan.objects` then holds only what the current actor may see; `Usulan.everything` holds all
rows and is for services alone.  A region's grant opens every code that begins with it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from tedung.office.access.actor import Actor, Held, current
from tedung.office.base.refusals import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Iterable

VILLAGE = 3  # dots in its code: 51.71.02.1006


@dataclass(frozen=True)
class Scope:
    """Which permission shows a model's rows, and the lookup that each kind of grant is compared with."""

    permission: str
    region: str = ""
    opd: str = ""
    group: str = ""
    organisation: str = ""
    self_: str = ""
    through: str = ""  # a relation of visibility (kind, code) of the same rows

    def rows(self, actor: Actor, permission: str = "") -> Q | None:
        """Return the condition of what `actor` may see; None when that is everything."""
        if actor.is_system:
            return None
        grants = actor.scopes(permission or self.permission)
        if any(is_everywhere(grant) for grant in grants):
            return None
        return self._any(grants)

    def _any(self, grants: "Iterable[Held]") -> Q:
        seen = Q(pk__in=[])
        for grant in grants:
            seen |= self._one(grant)
        return seen

    def _one(self, grant: Held) -> Q:
        lookup = self.self_ if grant.kind == "self" else getattr(self, grant.kind)
        return held_over(lookup, grant) if lookup else Q(pk__in=[])


def held_over(lookup: str, grant: Held) -> Q:
    """Return the condition that a column's code lies within a grant."""
    exact = Q(**{lookup: grant.code})
    if grant.kind != "region" or grant.code.count(".") >= VILLAGE:
        return exact  # nothing lies below a village: an index answers
    return exact | Q(**{f"{lookup}__startswith": f"{grant.code}."})


def is_everywhere(grant: Held) -> bool:
    """Say whether a grant covers the whole office: a region that its own region lies in."""
    home = settings.HOME_REGION
    return grant.kind == "region" and (home == grant.code or home.startswith(f"{grant.code}."))


def sight(permission: str, actor: Actor | None = None) -> tuple[str, ...]:
    """Return what tells one view of a permission's rows from another: the scopes in which it is held."""
    who = actor or current()
    grants = who.scopes(permission)
    if who.is_system or any(is_everywhere(grant) for grant in grants):
        return ("*",)
    return tuple(sorted({f"{grant.kind}:{grant.code}" for grant in grants}))


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows of a scoped model."""

    def visible(self, actor: Actor | None = None, permission: str = "") -> Self:
        """Keep what `actor` (the current one) may see by `permission` (the model's own)."""
        scope: Scope = self.model.scope
        rows = scope.rows(actor or current(), permission)
        if rows is None:
            return self
        if scope.through:
            return self.filter(Exists(shown_by(self.model, scope, actor or current(), permission)))
        return self.filter(rows)


def shown_by(model: Any, scope: Scope, actor: Actor, permission: str) -> models.QuerySet[Any]:
    """Return the rows of a relation of visibility that show the row of the query around it.

    Asked for each row by index: as a set of keys, SQLite would first gather everybody whom an office sees.
    """
    relation = model._meta.get_field(scope.through).related_model
    own = model._meta.get_field(scope.through).field.name
    seen = Q(pk__in=[])
    for grant in actor.scopes(permission or scope.permission):
        seen |= Q(kind=grant.kind) & held_over("code", grant)
    rows: models.QuerySet[Any] = relation._base_manager.filter(seen, **{own: OuterRef("pk")})
    return rows


class ScopedManager(models.Manager[Any]):
    """The manager that everybody reaches for: what the current actor may see, nothing without one."""

    def get_queryset(self) -> ScopedQuerySet:
        """Return the rows in scope."""
        return ScopedQuerySet(self.model, using=self._db).visible()


class Scoped(models.Model):
    """A model whose rows are seen by scope."""

    scope: ClassVar[Scope]

    everything = models.Manager()
    objects = ScopedManager()

    class Meta:
        """Foreign keys follow to any row; lists and lookups do not."""

        abstract = True
        base_manager_name = "everything"
        default_manager_name = "objects"


def require(permission: str, row: models.Model | None = None, actor: Actor | None = None) -> None:
    """Raise unless the actor holds `permission`, and holds it over `row` where one is given."""
    who = actor or current()
    if not who.may(permission):
        raise NotAllowed(permission)
    if row is None or who.is_system or not isinstance(row, Scoped):
        return
    held = ScopedQuerySet(type(row)).filter(pk=row.pk).visible(who, permission)
    if not held.exists():
        raise NotAllowed(permission)


def require_within(permission: str, *, actor: Actor | None = None, **codes: str) -> None:
    """Raise unless `permission` is held over what is about to be made: region=…, opd=…, organisation=…."""
    if not is_held_within(permission, actor=actor, **codes):
        raise NotAllowed(permission)


def is_held_within(permission: str, *, actor: Actor | None = None, **codes: str) -> bool:
    """Say whether `permission` is held over what these codes name."""
    who = actor or current()
    if who.is_system:
        return True
    for grant in who.scopes(permission):
        code = codes.get(grant.kind, "")
        if is_everywhere(grant) or code == grant.code:
            return True
        if grant.kind == "region" and code.startswith(f"{grant.code}."):
            return True
    return False
