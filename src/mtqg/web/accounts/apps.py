"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Accounts: one a person."""

    name = "mtqg.web.accounts"
    label = "accounts"
