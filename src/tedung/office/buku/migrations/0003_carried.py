"""Carry the sums of the ledger; read the journal by wadah."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """After the ledger's own rules."""

    dependencies: ClassVar[list[Any]] = [("buku", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="Carried",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("wadah_code", models.CharField(max_length=64)),
                ("amount", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Carry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("through", models.BigIntegerField(default=0)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["wadah_code", "entry"], name="buku_postin_wadah_c_a1c074_idx"),
        ),
        migrations.AddField(
            model_name="carried",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="buku.account",
            ),
        ),
        migrations.AddConstraint(
            model_name="carried",
            constraint=models.UniqueConstraint(
                fields=("wadah_code", "month", "account"), name="carried_once"
            ),
        ),
    ]
