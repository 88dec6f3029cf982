"""The outlines that the map is drawn from: those that an act loaded last."""

from __future__ import annotations

from django.db import models


class Outlines(models.Model):
    """A file of outlines as it was read, with what it named that is no unit."""

    act = models.ForeignKey("acts.Act", models.PROTECT, db_index=False, related_name="+")
    file = models.TextField("Tệp")
    sha256 = models.TextField("Dấu kiểm tệp")
    areas = models.BinaryField("Ranh giới")  # JSON, packed by zlib: code -> rings of points
    area_count = models.BigIntegerField("Số đơn vị")
    unknown = models.TextField("Mã không có")  # JSON

    class Meta:
        db_table = "outlines"
        verbose_name = verbose_name_plural = "Ranh giới bản đồ"
        constraints = (models.UniqueConstraint(fields=["act"], name="outlines_one"),)
