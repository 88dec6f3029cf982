"""Addresses of the registers."""

from __future__ import annotations

from django.urls import path

from mtqg.web.registers import exports, records, views

PREFIX = "so/"
urlpatterns = [
    path("", views.registers, name="registers"),
    path("<str:name>/", views.rows, name="register"),
    path("<str:name>/xuat/<str:form>/", exports.export, name="register_export"),
    path("<str:name>/<int:act>-<int:row>/", records.record, name="record"),
]
