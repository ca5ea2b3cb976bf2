"""Keep with a count how many paid by their own money."""

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """After the reserve; a month is paid by one of the two at most."""

    dependencies: ClassVar[list[Any]] = [
        ("kepesertaan", "0003_reserve"),
    ]
    operations: ClassVar[list[Any]] = [
        migrations.AddField(
            model_name="count",
            name="mandiri",
            field=models.IntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="count",
            constraint=models.CheckConstraint(
                condition=models.Q(mandiri__gte=0)
                & models.Q(people__gte=models.F("dibayar") + models.F("mandiri")),
                name="count_paid_once",
            ),
        ),
    ]
