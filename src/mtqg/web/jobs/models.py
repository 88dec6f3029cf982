"""The queue: a row for each piece of work. It is no fact of the office and no act; what the work writes is."""

from __future__ import annotations

from typing import Any

from django.db import models

STATES = {
    "waiting": "đang chờ",
    "running": "đang chạy",
    "done": "xong",
    "failed": "lỗi",
    "cancelled": "đã hủy",
}


KINDS = {
    "report": "Lập báo cáo",
    "papers": "In hồ sơ rà soát",
    "intake": "Đọc tệp nhập",
    "close": "Chốt số liệu",
    "verify": "Đối chiếu chuỗi tác vụ",
    "audit_copy": "Lập bản sao cho kiểm toán",
    "sweep": "Dọn tệp hết hạn",
    "remind": "Nhắc việc qua thư",
}


class Job(models.Model):
    """A piece of work: who asked for it, how far it is, what came of it."""

    kind = models.TextField("Việc")
    given = models.TextField("Tham số", default="{}")  # JSON
    asked_by = models.TextField("Người yêu cầu")
    place = models.TextField("Nơi", default="")
    state = models.TextField("Tình trạng", default="waiting")
    progress = models.BigIntegerField("Tiến độ (%)", default=0)
    message = models.TextField("Đang làm", default="")
    result = models.TextField("Kết quả", default="{}")  # JSON
    is_unwanted = models.BooleanField("Được yêu cầu hủy", default=False)
    tries = models.BigIntegerField("Lần chạy", default=0)
    claimed_by = models.TextField("Tiến trình", default="")
    asked_at = models.DateTimeField("Yêu cầu lúc", auto_now_add=True)
    beat_at = models.DateTimeField("Còn sống lúc", null=True)
    ended_at = models.DateTimeField("Kết thúc lúc", null=True)

    class Meta:
        db_table = "job"
        verbose_name = verbose_name_plural = "Việc chạy nền"
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=list(STATES)), name="job_state"),
            # The work of a day is asked for by nobody, and once: two workers never do it twice.
            models.UniqueConstraint(fields=["kind", "given"], condition=models.Q(asked_by=""), name="job_once_a_day"),
        )
        indexes = (models.Index(fields=["state", "id"], name="job_waiting"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in ("done", "failed", "cancelled")

    @property
    def said(self) -> dict[str, Any]:
        """What came of it."""
        import json

        found: dict[str, Any] = json.loads(self.result)
        return found
