"""Accounts: one a person; what they hold where; their second factor."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from mtqg.access.terms import ROLE_GRANTS, ROLES
from mtqg.web.facts import fact_model


class User(AbstractUser):
    """A person who signs in. ``must_change_password``: somebody else knows the one they have."""

    must_change_password = models.BooleanField("Phải đổi mật khẩu", default=False)

    class Meta(AbstractUser.Meta):  # type: ignore[name-defined, misc]
        db_table = "account"
        verbose_name = "Tài khoản"
        verbose_name_plural = "Tài khoản"


RoleGrants = fact_model(
    ROLE_GRANTS,
    __name__,
    constraints=(
        models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="role_grants_role"),
        models.CheckConstraint(
            condition=models.Q(delegated_by__isnull=True) | ~models.Q(delegated_by=models.F("account")),
            name="role_grants_lent",
        ),
    ),
)


class SecondFactor(models.Model):
    """The secret of an account's code generator, sealed with the office's key. ``last_step``: no code works twice."""

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    secret = models.BinaryField("Bí mật (mã hóa)")
    is_confirmed = models.BooleanField("Đã xác nhận", default=False)
    last_step = models.BigIntegerField("Bước cuối", default=-1)
    failures = models.BigIntegerField("Lần sai liên tiếp", default=0)
    failed_at = models.DateTimeField("Sai lần cuối lúc", null=True)

    class Meta:
        db_table = "second_factor"
        verbose_name = verbose_name_plural = "Xác thực hai lớp"


class Reminder(models.Model):
    """A letter of a day to a person: claimed before it goes out, so that none goes out twice, after a crash either."""

    account = models.TextField("Tài khoản")
    day = models.DateField("Ngày")
    state = models.TextField("Tình trạng", default="sending")
    tries = models.BigIntegerField("Lần gửi", default=1)
    late = models.BigIntegerField("Quá hạn", default=0)
    returned = models.BigIntegerField("Bị trả lại", default=0)
    soon = models.BigIntegerField("Sắp đến hạn", default=0)
    at = models.DateTimeField("Lúc", auto_now=True)

    class Meta:
        db_table = "reminder"
        verbose_name = verbose_name_plural = "Thư nhắc việc"
        constraints = (
            models.UniqueConstraint(fields=["account", "day"], name="reminder_one_a_day"),
            models.CheckConstraint(condition=models.Q(state__in=["sending", "sent", "failed"]), name="reminder_state"),
        )


class SpareCode(models.Model):
    """A code to be used once, when the telephone is lost."""

    user = models.ForeignKey(User, models.CASCADE, related_name="spare_codes")
    code_hash = models.TextField("Mã (đã băm)")

    class Meta:
        db_table = "spare_code"
        verbose_name = verbose_name_plural = "Mã dự phòng"
