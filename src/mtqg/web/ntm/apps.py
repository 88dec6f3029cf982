"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """New rural development: recognitions."""

    name = "mtqg.web.ntm"
    label = "ntm"
