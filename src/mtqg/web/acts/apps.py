"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Acts: the chain that everything written is part of."""

    name = "mtqg.web.acts"
    label = "acts"
