"""A file that was handed in by mistake may be put aside."""

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more state of a file; no row changes."""

    dependencies: ClassVar[list[Any]] = [("usulan", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        migrations.AlterField(
            model_name="berkas",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "menunggu dibaca"),
                    ("tried", "sudah dicoba"),
                    ("read", "terbaca"),
                    ("failed", "tidak terbaca"),
                    ("carried", "dari keputusan, menunggu dipastikan"),
                    ("replaced", "diganti versi baru"),
                    ("discarded", "dikeluarkan, tidak dipakai"),
                ],
                default="queued",
                max_length=12,
            ),
        ),
    ]
