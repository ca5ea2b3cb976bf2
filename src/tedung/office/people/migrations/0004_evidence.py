"""What a paper says of a person that a group asks for: kept as it was written, never changed."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

from tedung.office.audit.triggers import never_changed


class Migration(migrations.Migration):
    """After the search."""

    dependencies: ClassVar[list[Any]] = [
        ("documents", "0001_initial"),
        ("people", "0003_search"),
    ]

    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("jabatan", "jabatan (keputusan atau paruman)"),
                            ("desil", "desil DTSEN"),
                            ("income", "penghasilan sebulan"),
                            ("pekerjaan", "pekerjaan lain, penerima upah"),
                        ],
                        max_length=12,
                    ),
                ),
                ("group_code", models.CharField(blank=True, max_length=32)),
                ("held", models.CharField(blank=True, max_length=120)),
                ("value", models.BigIntegerField(blank=True, null=True)),
                ("number", models.CharField(blank=True, max_length=120)),
                ("day", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("user_id", models.BigIntegerField(null=True)),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "kind"], name="people_evid_person__691e01_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "kind", "group_code", "number", "day"), name="evidence_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "desil"), _negated=True),
                            ("value__range", (1, 10)),
                            _connector="OR",
                        ),
                        name="evidence_desil_within_ten",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "income"), _negated=True), ("value__gte", 0), _connector="OR"
                        ),
                        name="evidence_income_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("day")), _connector="OR"
                        ),
                        name="evidence_ends_later",
                    ),
                ],
            },
        ),
        never_changed("people", "Evidence"),
    ]
