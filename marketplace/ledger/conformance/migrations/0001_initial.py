"""The judge's chain, and the rule that lets its movement be booked: in test databases only."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ledger', '0005_journal_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChainLink',
            fields=[
                ('sequence', models.BigIntegerField(primary_key=True, serialize=False)),
                ('account_sequence', models.BigIntegerField()),
                ('prev_hash', models.CharField(max_length=64)),
                ('entry_hash', models.CharField(max_length=64)),
                ('posting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.posting')),
            ],
        ),
        migrations.RunSQL(
            "INSERT INTO ledger_posting_rule VALUES ('judged', 'judged', 'D'), ('judged', 'judged', 'C')",
            "DELETE FROM ledger_posting_rule WHERE kind = 'judged'",
        ),
    ]
