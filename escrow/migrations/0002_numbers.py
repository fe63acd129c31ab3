"""Numbers that people read: payout runs and payouts."""

from django.db import migrations


class Migration(migrations.Migration):
    """Sequences, so that two runs at once never share a number."""

    dependencies = [("escrow", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE escrow_batch_number START 101; CREATE SEQUENCE escrow_payout_number START 2001;",
            "DROP SEQUENCE escrow_batch_number; DROP SEQUENCE escrow_payout_number;",
        )
    ]
