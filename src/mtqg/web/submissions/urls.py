"""Addresses of submissions."""

from __future__ import annotations

from django.urls import path

import mtqg.web.numbers_in_addresses  # noqa: F401 - what <number:…> is
from mtqg.web.submissions import close_views, gap_views, late_views, merger_views, views

PREFIX = "bao-cao/"
urlpatterns = [
    path("", views.submissions, name="submissions"),
    path("qua-han/", late_views.late, name="late"),
    path("xa-chua-gui/", gap_views.gaps, name="gaps"),
    path("sap-nhap/", merger_views.mergers, name="mergers"),
    path("sap-nhap/chuyen-het/<str:code>/", merger_views.all_of_a_unit, name="merger_all"),
    path("sap-nhap/<str:kind>/<path:key>/", merger_views.merger, name="merger"),
    path("giao/", views.assign, name="submissions_assign"),
    path("chot/", close_views.close, name="close"),
    path("chot/<number:job_id>/", close_views.closing, name="closing"),
    path("gui/<path:code>/", views.send, name="submission_send"),
    path("tham-dinh/<path:code>/", views.appraise, name="submission_appraise"),
    path("phe-duyet/<path:code>/", views.approve, name="submission_approve"),
    path("xem/<path:code>/", views.submission, name="submission"),
]
