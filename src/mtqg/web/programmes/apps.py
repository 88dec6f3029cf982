"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Programmes: the targets of an office."""

    name = "mtqg.web.programmes"
    label = "programmes"
