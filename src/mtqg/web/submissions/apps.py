"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Submissions and their events."""

    name = "mtqg.web.submissions"
    label = "submissions"
