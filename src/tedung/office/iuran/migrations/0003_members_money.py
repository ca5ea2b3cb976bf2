"""A bill that members pay with their own money is paid without an SP2D, and has no line of a budget."""

from typing import Any, ClassVar

from django.db import migrations, models
from django.db.models import Q

from tedung.office.audit.triggers import audited


class Migration(migrations.Migration):
    """After the first guards of the part."""

    dependencies: ClassVar[list[Any]] = [("iuran", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        migrations.RemoveConstraint(model_name="rincian", name="rincian_paid_by_sp2d"),
        migrations.AddConstraint(
            model_name="rincian",
            constraint=models.CheckConstraint(
                condition=~Q(state__in=("sp2d", "bukti", "dikonfirmasi"))
                | (~Q(sp2d_number="") & Q(sp2d_day__isnull=False))
                | Q(payer="self", pos__isnull=True),
                name="rincian_paid_by_sp2d",
            ),
        ),
        audited("iuran", "Rincian"),  # its table was made anew
    ]
