"""What came in: the sheets that rows came from, and the documents that were set aside."""

from __future__ import annotations

from django.db import models

from mtqg.intake.terms import REMEMBERED_ANSWERS
from mtqg.web.facts import fact_model


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


class SourceBlock(models.Model):
    """Rows of a file with their raw cells and what became of each, sealed together."""

    act = models.ForeignKey("acts.Act", models.PROTECT, db_index=False)
    sheet = models.BigIntegerField("Trang tính nguồn")
    first_row = models.BigIntegerField("Dòng đầu trên trang tính")
    row_count = models.BigIntegerField("Số dòng")
    cells = models.BinaryField("Các ô")

    class Meta:
        db_table = "source_block"
        constraints = (models.UniqueConstraint(fields=["act", "sheet", "first_row"], name="source_block_one"),)


RememberedAnswers = fact_model(REMEMBERED_ANSWERS, __name__)


class SheetDraft(models.Model):
    """A household's sheet as somebody types it, sealed: it names people. It is no fact, and goes when recorded."""

    by = models.TextField("Người nhập", unique=True, db_column="typed_by")
    place = models.TextField("Nơi")
    typed = models.BinaryField("Nội dung")
    at = models.DateTimeField("Lưu lúc", auto_now=True)

    class Meta:
        db_table = "sheet_draft"
        verbose_name = verbose_name_plural = "Phiếu đang nhập"


class KeyingLine(models.Model):
    """A line of a keying grid as people of one place type it together, sealed. It is no fact, and goes when it is sent.

    ``version`` grows with every save: who sends or forgets a line does so only as they saw it.
    """

    place = models.TextField("Nơi")
    period = models.TextField("Kỳ")
    part = models.TextField("Bảng")
    village = models.TextField("Thôn")
    key = models.TextField("Hộ", db_column="line_key")
    typed = models.BinaryField("Nội dung")
    version = models.BigIntegerField("Lần lưu", default=1)
    by = models.TextField("Người nhập", db_column="typed_by")
    at = models.DateTimeField("Lưu lúc", auto_now=True)

    class Meta:
        db_table = "keying_line"
        verbose_name = verbose_name_plural = "Dòng đang nhập"
        constraints = (
            models.UniqueConstraint(fields=["place", "period", "part", "village", "key"], name="keying_line_one"),
        )
