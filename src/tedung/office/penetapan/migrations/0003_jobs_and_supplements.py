"""Work on a selection or a decree is a job; what a clause changes is a dated supplement of the annex."""

from typing import Any, ClassVar

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from tedung.office.audit.triggers import audited
from tedung.office.base.rowsecurity import row_security


class Migration(migrations.Migration):
    """After the guards, and after the jobs and documents that it names."""

    dependencies: ClassVar[list[Any]] = [
        ("documents", "0002_guards"),
        ("jobs", "0002_guards"),
        ("penetapan", "0002_guards"),
        ("people", "0004_evidence"),
    ]

    operations: ClassVar[list[Any]] = [
        migrations.AddField(
            model_name="decree",
            name="job",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="jobs.job"
            ),
        ),
        migrations.AddField(
            model_name="decree",
            name="unsigned_reason",
            field=models.CharField(blank=True, max_length=240),
        ),
        migrations.AddField(
            model_name="selection",
            name="job",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="jobs.job"
            ),
        ),
        migrations.CreateModel(
            name="Supplement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.SmallIntegerField()),
                ("region", models.CharField(max_length=13)),
                ("unit_code", models.CharField(max_length=64)),
                ("day", models.DateField()),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "decree",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplements",
                        to="penetapan.decree",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everything",
                "default_manager_name": "objects",
            },
            managers=[
                ("everything", django.db.models.manager.Manager()),
                ("objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="row",
            name="supplement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rows",
                to="penetapan.supplement",
            ),
        ),
        migrations.AddIndex(
            model_name="row",
            index=models.Index(fields=["village", "decree"], name="penetapan_r_village_3f7d88_idx"),
        ),
        migrations.AddIndex(
            model_name="row",
            index=models.Index(fields=["opd_code", "decree"], name="penetapan_r_opd_cod_08ff3d_idx"),
        ),
        migrations.AddIndex(
            model_name="row",
            index=models.Index(fields=["unit_code", "decree"], name="penetapan_r_unit_co_6e69f3_idx"),
        ),
        migrations.AddConstraint(
            model_name="supplement",
            constraint=models.UniqueConstraint(fields=("decree", "sequence"), name="supplement_number_once"),
        ),
        *[audited("penetapan", model) for model in ("Selection", "Decree", "Row", "Supplement")],
        row_security("penetapan", "Supplement", region="region", organisation="unit_code"),
    ]
