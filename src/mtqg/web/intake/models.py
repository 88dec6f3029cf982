"""What came in: the sheets that rows came from, and the documents that were set aside."""

from __future__ import annotations

from django.db import models


class SourceSheet(models.Model):
    """A sheet of a file, in the act that read it."""

    act = models.ForeignKey("acts.Act", models.PROTECT, db_index=False)
    form = models.TextField("Biểu")
    number = models.BigIntegerField("Số")
    file = models.TextField("Tệp")
    sheet = models.TextField("Trang tính")
    sha256 = models.TextField("Dấu kiểm tệp")
    letters = models.TextField("Cột")  # JSON: column of the table -> letter of the sheet's column

    class Meta:
        db_table = "source_sheet"
        constraints = (models.UniqueConstraint(fields=["act", "number"], name="source_sheet_one"),)
        indexes = (models.Index(fields=["sha256"], name="source_sheet_sha"),)


class SetAside(models.Model):
    """A document that was wrong, sealed whole: a wrong cell may hold anything, a person's name too."""

    act = models.ForeignKey("acts.Act", models.PROTECT, db_index=False)
    number = models.BigIntegerField("Số")
    document = models.BinaryField("Nội dung")
    settled_by = models.ForeignKey(
        "acts.Act", models.PROTECT, db_index=False, null=True, related_name="+", db_column="settled_by"
    )

    class Meta:
        db_table = "set_aside"
        constraints = (models.UniqueConstraint(fields=["act", "number"], name="set_aside_one"),)
