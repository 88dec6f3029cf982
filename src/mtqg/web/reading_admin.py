"""Django's admin, for looking only: what is written is written by acts."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib import admin
from django.db import models

from mtqg.web.facts import Fact


class ReadingAdmin(admin.ModelAdmin):
    """Shows rows, and changes none. Ciphertext is not shown: it says nothing."""

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: Any, obj: Any = None) -> list[str]:
        return [one.name for one in self.model._meta.fields if not isinstance(one, models.BinaryField)]

    def get_list_display(self, request: Any) -> list[str]:
        names = self.get_fields(request)
        if issubclass(self.model, Fact):
            own = {one.name for one in Fact._meta.get_fields()}
            return ["id", *[name for name in names if name not in own and name != "id"][:8], "added_by", "ended_by"]
        return names[:8]


def show_models(app: AppConfig) -> None:
    """Register every model of an app for reading."""
    for model in app.get_models():
        if not admin.site.is_registered(model):
            admin.site.register(model, ReadingAdmin)
