"""Addresses of evidence."""

from __future__ import annotations

from django.urls import path

import mtqg.web.numbers_in_addresses  # noqa: F401 - what <number:…> is
from mtqg.web.evidence import views

PREFIX = "minh-chung/"
urlpatterns = [
    path("them/", views.add, name="evidence_add"),
    path("<number:act>-<number:row>/mo/", views.show, name="evidence_show"),
    path("<number:act>-<number:row>/go/", views.remove, name="evidence_remove"),
]
