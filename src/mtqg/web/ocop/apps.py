"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """OCOP: certified products."""

    name = "mtqg.web.ocop"
    label = "ocop"
