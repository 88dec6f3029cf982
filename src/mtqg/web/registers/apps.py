"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Registers: the rows that one may see."""

    name = "mtqg.web.registers"
    label = "registers"
