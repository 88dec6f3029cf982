"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """The auditor's pages."""

    name = "mtqg.web.audit"
    label = "audit"
