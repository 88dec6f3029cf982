"""Addresses of the law desk."""

from __future__ import annotations

from django.urls import path

from mtqg.web.law import desk

PREFIX = "phap-ly/"
urlpatterns = [
    path("", desk.desk, name="law_desk"),
    path("phu-luc/", desk.annex, name="law_annex"),
    path("de-xuat/<str:id>/", desk.proposal, name="law_proposal"),
    path("bang-diem/<str:id>/", desk.scores, name="law_scores"),
    path("xac-nhan/<str:id>/", desk.confirm, name="law_confirm"),
    path("rut/<str:id>/", desk.withdraw, name="law_withdraw"),
]
