"""What was added to an earlier review is found by its period, and not by reading every sheet since."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("acts", "0001_initial"),
        ("poverty", "0007_review_votes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="povertysheets",
            index=models.Index(fields=["period", "added_by"], name="poverty_sheets_period"),
        ),
    ]
