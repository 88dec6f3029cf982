"""Addresses of the law desk."""

from __future__ import annotations

from django.urls import path

import mtqg.web.numbers_in_addresses  # noqa: F401 - what <number:…> is
from mtqg.web.law import desk, scans, score_loading

PREFIX = "phap-ly/"
urlpatterns = [
    path("", desk.desk, name="law_desk"),
    path("phu-luc/", desk.annex, name="law_annex"),
    path("de-xuat/<str:id>/", desk.proposal, name="law_proposal"),
    path("bang-diem/nap/", score_loading.load, name="law_scores_load"),
    path("bang-diem/mau.xlsx", score_loading.template, name="law_scores_template"),
    path("doi-chieu/", scans.beside, name="law_beside"),
    path("ban-quet/them/", scans.add, name="law_scan_add"),
    path("ban-quet/<number:act>-<number:row>/", scans.show, name="law_scan"),
    path("ban-quet/<number:act>-<number:row>/go/", scans.remove, name="law_scan_remove"),
    path("xac-nhan-nhieu/", scans.confirm, name="law_confirm_many"),
    path("bang-diem/<str:id>/", desk.scores, name="law_scores"),
    path("xac-nhan/<str:id>/", desk.confirm, name="law_confirm"),
    path("rut/<str:id>/", desk.withdraw, name="law_withdraw"),
]
