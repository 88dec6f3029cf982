"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Long work that the server does beside the pages."""

    name = "mtqg.web.jobs"
    label = "jobs"
