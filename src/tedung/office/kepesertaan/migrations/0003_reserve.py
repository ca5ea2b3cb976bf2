"""Keep with a count how many wait in the reserve."""

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """After the scope of the counts."""

    dependencies: ClassVar[list[Any]] = [
        ("kepesertaan", "0002_guards"),
    ]
    operations: ClassVar[list[Any]] = [
        migrations.AddField(
            model_name="count",
            name="reserve",
            field=models.IntegerField(default=0),
        ),
    ]
