"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Law that an office adds: proposals and their confirmations."""

    name = "mtqg.web.law"
    label = "law"
