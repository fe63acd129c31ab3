"""Numbers that people see on imports: IMP-1001 and so on."""

from django.db import migrations


class Migration(migrations.Migration):
    """A sequence, so that concurrent imports never wait for each other's number."""

    dependencies = [("listings", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE listings_import_number START 1001", "DROP SEQUENCE listings_import_number"
        )
    ]
