"""The chain: acts, its head, what each act touched, and whose key sealed the personal values."""

from __future__ import annotations

from django.db import models


class Act(models.Model):
    """A write: who, in which role, where, when, what, why. Number and link are given last, once."""

    n = models.BigIntegerField("Số", null=True, unique=True)
    at = models.TextField("Thời điểm (UTC)")
    by = models.TextField("Người thực hiện", db_column="acted_by")
    role = models.TextField("Vai trò")
    where = models.TextField("Nơi", db_column="place")
    verb = models.TextField("Việc")
    why = models.TextField("Lý do")
    payload = models.TextField("Nội dung (đúng như đã băm)")
    previous = models.TextField("Dấu kiểm trước")
    digest = models.TextField("Dấu kiểm")

    class Meta:
        db_table = "act"
        verbose_name = verbose_name_plural = "Tác vụ"
        indexes = (models.Index(fields=["verb"], name="act_verb"),)

    def __str__(self) -> str:
        return f"{self.n} {self.verb}"


class ActHead(models.Model):
    """The last act's number and digest: one row, locked while an act is sealed."""

    n = models.BigIntegerField("Số")
    digest = models.TextField("Dấu kiểm")

    class Meta:
        db_table = "act_head"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="act_head_one"),)


class ActTouch(models.Model):
    """Which tables an act touched: what was recorded since a close is found by it."""

    act = models.ForeignKey(Act, models.PROTECT, db_index=False)
    table_name = models.TextField("Sổ")
    added = models.BigIntegerField("Dòng thêm")
    ended = models.BigIntegerField("Dòng kết thúc")

    class Meta:
        db_table = "act_touch"
        constraints = (models.UniqueConstraint(fields=["table_name", "act"], name="act_touch_one"),)


class OfficeKey(models.Model):
    """The fingerprint of the key that seals personal values. The key itself is never here."""

    fingerprint = models.TextField("Dấu nhận biết khóa")

    class Meta:
        db_table = "office_key"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="office_key_one"),)
