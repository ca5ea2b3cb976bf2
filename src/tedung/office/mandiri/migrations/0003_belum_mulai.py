"""Who has not begun is told apart from who lapsed."""

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more way to stand; the next day's round writes it."""

    dependencies: ClassVar[list[Any]] = [("mandiri", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        migrations.AlterField(
            model_name="standing",
            name="mood",
            field=models.CharField(
                choices=[
                    ("lunas", "Lunas"),
                    ("belum_mulai", "Belum mulai"),
                    ("jatuh_tempo", "Belum dibayar, belum lewat jatuh tempo"),
                    ("menunggak", "Menunggak"),
                    ("nonaktif", "Nonaktif"),
                    ("berhenti", "Berhenti"),
                ],
                max_length=12,
            ),
        ),
    ]
