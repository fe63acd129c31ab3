from django.db import migrations, models

import marketplace.lib.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=marketplace.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("organization_id", models.UUIDField(blank=True, null=True)),
                ("key", models.CharField(max_length=160, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("purpose", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[("PENDING", "Awaiting upload"), ("READY", "Ready")], default="PENDING", max_length=8
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organization_id", "-created_at"], name="storage_file_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "READY"), _negated=True),
                            models.Q(models.Q(("sha256", ""), _negated=True), ("ready_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="storage_ready_is_hashed",
                    )
                ],
            },
        ),
    ]
