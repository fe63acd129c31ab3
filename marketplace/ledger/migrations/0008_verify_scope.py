"""A verdict says from which entry on it checked."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0007_lighter_posting'),
    ]

    operations = [
        migrations.AddField(
            model_name='verifyrun',
            name='first_entry',
            field=models.BigIntegerField(default=0, verbose_name='0: all entries were checked'),
        ),
    ]
