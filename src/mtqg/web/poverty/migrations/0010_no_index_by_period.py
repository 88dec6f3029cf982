"""No index begins with the period: SQLite took it for a person and read a whole review for each number."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("poverty", "0009_sheets_in_lists"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="povertysheets",
            name="poverty_sheets_period",
        ),
        migrations.RemoveIndex(
            model_name="povertysheets",
            name="poverty_sheets_newest",
        ),
    ]
