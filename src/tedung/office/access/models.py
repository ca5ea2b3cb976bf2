"""Users and their grants."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from tedung.office.access.roles import ROLES


class ScopeKind(models.TextChoices):
    """Within what a grant holds."""

    REGION = "region", _("Wilayah")
    OPD = "opd", _("OPD pengampu")
    GROUP = "group", _("Kelompok sasaran")
    ORGANISATION = "organisation", _("Organisasi")
    SELF = "self", _("Diri sendiri")


class User(AbstractUser):
    """Somebody who signs in; what one may do is in the grants, never in a flag of the user."""

    full_name = models.CharField(_("nama"), max_length=120)
    first_name = None  # type: ignore[assignment]  # Django's two halves of a name fit no Balinese one
    last_name = None  # type: ignore[assignment]  # as above

    password_is_given = models.BooleanField(default=False)  # by an administrator: to be replaced at first use

    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """Return the name as its bearer writes it."""
        return self.full_name


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants, by day."""

    def in_force(self, day: date) -> "GrantQuerySet":
        """Keep the grants that hold on `day`; both ends belong to the grant, unless it was revoked."""
        ends = models.Q(until__isnull=True) | models.Q(until__gte=day)
        return self.filter(ends, since__lte=day, revoked_at__isnull=True)


class Grant(models.Model):
    """A role for a user within a scope, from a day until a day."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=24, choices=[(role.code, role.name) for role in ROLES.values()])
    scope_kind = models.CharField(max_length=16, choices=ScopeKind.choices)
    scope_code = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)  # ended at once, whatever its days
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        """One grant once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["user", "role", "scope_kind", "scope_code", "since"], name="grant_once"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="grant_ends_after_it_begins",
            ),
            models.CheckConstraint(  # PostgreSQL is told all scopes in one line
                condition=~models.Q(scope_code="") & ~models.Q(scope_code__contains=","),
                name="grant_scope_code_plain",
            ),
            models.CheckConstraint(
                condition=models.Q(scope_kind__in=ScopeKind.values), name="grant_scope_kind_known"
            ),
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="grant_role_known"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["user", "since"])]

    def __str__(self) -> str:
        return f"{self.role} {self.scope_kind}:{self.scope_code}"
