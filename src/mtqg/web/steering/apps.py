"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Directing documents, the committee with its tasks, difficulties and their answers."""

    name = "mtqg.web.steering"
    label = "steering"

    def ready(self) -> None:
        from mtqg.web.accounts import work
        from mtqg.web.steering.waiting import parts

        work.MORE.append(parts)
