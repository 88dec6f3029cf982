"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Photographs and scans beside what the register holds."""

    name = "mtqg.web.evidence"
    label = "evidence"
