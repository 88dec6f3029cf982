"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """The auditor's pages, and findings with their answers."""

    name = "mtqg.web.audit"
    label = "audit"

    def ready(self) -> None:
        from mtqg.web.accounts import work
        from mtqg.web.audit.waiting import parts

        work.MORE.append(parts)
