"""Addresses of the registers."""

from __future__ import annotations

from django.urls import path

import mtqg.web.numbers_in_addresses  # noqa: F401 - what <number:…> is
from mtqg.web.registers import exports, records, views

PREFIX = "so/"
urlpatterns = [
    path("", views.registers, name="registers"),
    path("<str:name>/", views.rows, name="register"),
    path("<str:name>/xuat/<str:form>/", exports.export, name="register_export"),
    path("<str:name>/<number:act>-<number:row>/", records.record, name="record"),
]
