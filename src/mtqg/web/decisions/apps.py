"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Decisions, and what each decided."""

    name = "mtqg.web.decisions"
    label = "decisions"
