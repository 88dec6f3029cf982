"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Submissions and their events."""

    name = "mtqg.web.submissions"
    label = "submissions"

    def ready(self) -> None:
        from mtqg.web.accounts import work
        from mtqg.web.submissions.merger_views import parts

        work.MORE.append(parts)
