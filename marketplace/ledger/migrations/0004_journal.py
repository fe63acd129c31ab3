"""What proves the journal: positions, seals, anchors, snapshots, verdicts and freezes."""
import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables and columns; their guards follow."""

    dependencies = [
        ('ledger', '0003_plans'),
    ]

    operations = [
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('hash', models.CharField(max_length=64)),
                ('file_name', models.CharField(max_length=120)),
                ('mailed_to', models.JSONField(blank=True, default=list)),
                ('anchored_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='LedgerFreeze',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('account_code', models.CharField(max_length=120)),
                ('order_number', models.CharField(blank=True, max_length=20)),
                ('check_name', models.CharField(max_length=80)),
                ('detail', models.CharField(max_length=300)),
                ('frozen_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_by_name', models.CharField(blank=True, max_length=120)),
                ('lift_reason', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('position', models.BigIntegerField(verbose_name='of the last entry in it')),
                ('last_entry_id', models.BigIntegerField()),
                ('entries', models.PositiveIntegerField()),
                ('postings', models.PositiveIntegerField()),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('sealed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='ledger.account')),
                ('before_position', models.BigIntegerField()),
                ('posted', models.BigIntegerField()),
                ('postings', models.BigIntegerField()),
                ('taken_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='VerifyRun',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('checked_at', models.DateTimeField(db_index=True)),
                ('milliseconds', models.PositiveIntegerField()),
                ('checks', models.PositiveIntegerField()),
                ('entries', models.BigIntegerField()),
                ('postings', models.BigIntegerField()),
                ('findings', models.JSONField(default=list)),
                ('alarms', models.JSONField(default=list)),
                ('figures', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='trial balance, safeguarding, open clearing items')),
            ],
        ),
        migrations.RemoveIndex(
            model_name='posting',
            name='ledger_posting_account',
        ),
        migrations.AddField(
            model_name='balance',
            name='is_frozen',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='journalentry',
            name='actor_name',
            field=models.CharField(blank=True, db_default='', default='', max_length=120),
        ),
        migrations.AddField(
            model_name='journalentry',
            name='position',
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='posting',
            name='position',
            field=models.BigIntegerField(default=0, editable=False, verbose_name='of its entry'),
        ),
        migrations.AlterField(
            model_name='journalentry',
            name='key',
            field=models.CharField(max_length=160, verbose_name='idempotency key: what happened, once'),
        ),
        migrations.AlterField(
            model_name='posting',
            name='entry',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledger.journalentry'),
        ),
        migrations.AddIndex(
            model_name='journalentry',
            index=models.Index(fields=['position', 'id'], name='ledger_entry_position'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(condition=models.Q(('account_seq__isnull', True)), fields=['account', 'position'], name='ledger_posting_tail'),
        ),
        migrations.AddConstraint(
            model_name='journalentry',
            constraint=models.UniqueConstraint(fields=('key',), name='ledger_entry_key_once'),
        ),
        migrations.AddConstraint(
            model_name='journalentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reversal'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reversal'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='ledger_entry_reversal_of'),
        ),
        migrations.AddIndex(
            model_name='ledgerfreeze',
            index=models.Index(condition=models.Q(('lifted_at__isnull', True)), fields=['order_number'], name='ledger_freeze_order'),
        ),
        migrations.AddConstraint(
            model_name='ledgerfreeze',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('account_code', 'order_number', 'check_name'), name='ledger_freeze_open_once'),
        ),
        migrations.AddConstraint(
            model_name='seal',
            constraint=models.UniqueConstraint(fields=('position', 'last_entry_id'), name='ledger_seal_end_once'),
        ),
        migrations.AddConstraint(
            model_name='seal',
            constraint=models.UniqueConstraint(fields=('previous_hash',), name='ledger_seal_chain_unforked'),
        ),
        migrations.AddField(
            model_name='anchor',
            name='seal',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='ledger.seal'),
        ),
    ]
