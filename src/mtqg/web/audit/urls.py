"""Addresses of the auditor's pages."""

from __future__ import annotations

from django.urls import path

import mtqg.web.numbers_in_addresses  # noqa: F401 - what <number:…> is
from mtqg.web.audit import changes, copies, finding_views, samples, views

PREFIX = "kiem-toan/"
urlpatterns = [
    path("", views.audit, name="audit"),
    path("doi-chieu/", views.verify, name="audit_verify"),
    path("chuoi/", views.chain, name="audit_chain"),
    path("ban-sao/", copies.ask, name="audit_copy"),
    path("ban-sao/<number:job_id>/", copies.download, name="audit_copy_file"),
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
