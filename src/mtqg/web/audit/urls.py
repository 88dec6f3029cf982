"""Addresses of the auditor's pages."""

from __future__ import annotations

from django.urls import path

from mtqg.web.audit import changes, samples, views

PREFIX = "kiem-toan/"
urlpatterns = [
    path("", views.audit, name="audit"),
    path("doi-chieu/", views.verify, name="audit_verify"),
    path("chuoi/", views.chain, name="audit_chain"),
    path("mau/", samples.sample, name="audit_sample"),
    path("mau/phieu.xlsx", samples.sheets, name="audit_sheets"),
    path("thay-doi/", changes.changes, name="audit_changes"),
]
