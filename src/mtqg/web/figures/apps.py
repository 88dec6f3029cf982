"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Figures: overview, explanation, reading sheet, reports."""

    name = "mtqg.web.figures"
    label = "figures"
