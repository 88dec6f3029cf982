"""Django's admin, for looking only: what is written is written by acts."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib import admin
from django.db import models

from mtqg.web.facts import Fact

HIDDEN = ("password", "code_hash")  # of no use to anybody who looks


class Site(admin.AdminSite):
    """Open to whoever administers the whole office: it knows no scope."""

    site_header = site_title = "mtqg"
    index_title = "Các sổ"

    def has_permission(self, request: Any) -> bool:
        from mtqg.web import access

        if not request.user.is_active or not request.user.is_authenticated:
            return False
        return access.person(request).scope("administer").is_whole


class ReadingAdmin(admin.ModelAdmin):
    """Shows rows, and changes none. Ciphertext is not shown: it says nothing."""

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return admin.site.has_permission(request)

    def has_module_permission(self, request: Any) -> bool:
        return admin.site.has_permission(request)

    def get_fields(self, request: Any, obj: Any = None) -> list[str]:
        return [
            one.name
            for one in self.model._meta.fields
            if not isinstance(one, models.BinaryField) and one.name not in HIDDEN
        ]

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
