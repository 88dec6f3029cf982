"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Statements: the numbers that an office published."""

    name = "mtqg.web.statements"
    label = "statements"
