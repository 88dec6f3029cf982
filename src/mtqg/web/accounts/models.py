"""Accounts: one a person. Roles at localities come with the pages."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who signs in."""

    class Meta(AbstractUser.Meta):  # type: ignore[name-defined, misc]
        db_table = "account"
        verbose_name = "Tài khoản"
        verbose_name_plural = "Tài khoản"
