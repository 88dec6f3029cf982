"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Poverty: counts of households and sheets of the review."""

    name = "mtqg.web.poverty"
    label = "poverty"
