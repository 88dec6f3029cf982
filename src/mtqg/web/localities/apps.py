"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Localities that an office adds: villages and lists."""

    name = "mtqg.web.localities"
    label = "localities"
