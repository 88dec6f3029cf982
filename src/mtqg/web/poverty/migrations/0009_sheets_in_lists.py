"""Lists of a register of millions of sheets: by review, by commune and review, by household."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("acts", "0001_initial"),
        ("poverty", "0008_sheets_by_period"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="povertysheets",
            index=models.Index(fields=["period", "id"], name="poverty_sheets_newest"),
        ),
        migrations.AddIndex(
            model_name="povertysheets",
            index=models.Index(fields=["locality_code", "period"], name="poverty_sheets_review"),
        ),
        migrations.AddIndex(
            model_name="povertysheets",
            index=models.Index(fields=["household_code"], name="poverty_sheets_household"),
        ),
    ]
