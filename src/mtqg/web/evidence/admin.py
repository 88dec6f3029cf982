"""The admin shows this app's tables."""

from __future__ import annotations

from django.apps import apps

from mtqg.web.reading_admin import show_models

show_models(apps.get_app_config("evidence"))
