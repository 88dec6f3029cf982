"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """The programming interface and its tokens."""

    name = "mtqg.web.api"
    label = "api"
