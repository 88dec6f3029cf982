"""Addresses of the auditor's pages."""

from __future__ import annotations

from django.urls import path

from mtqg.web.audit import changes, finding_views, samples, views

PREFIX = "kiem-toan/"
urlpatterns = [
    path("", views.audit, name="audit"),
    path("doi-chieu/", views.verify, name="audit_verify"),
    path("chuoi/", views.chain, name="audit_chain"),
    path("mau/", samples.sample, name="audit_sample"),
    path("mau/phieu.xlsx", samples.sheets, name="audit_sheets"),
    path("thay-doi/", changes.changes, name="audit_changes"),
    path("phat-hien/", finding_views.findings, name="findings"),
    path("phat-hien/neu/", finding_views.raise_finding, name="finding_raise"),
    path("phat-hien/xuat.xlsx", finding_views.export, name="findings_export"),
    path("phat-hien/<str:code>/", finding_views.finding, name="finding"),
    path("phat-hien/<str:code>/tra-loi/", finding_views.answer, name="finding_answer"),
    path("phat-hien/<str:code>/xet/", finding_views.judge, name="finding_judge"),
]
