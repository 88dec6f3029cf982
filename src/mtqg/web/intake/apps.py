"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Intake: sheets that rows came from, documents set aside, answers remembered."""

    name = "mtqg.web.intake"
    label = "intake"
