"""Addresses of figures."""

from __future__ import annotations

from django.urls import path

import mtqg.web.numbers_in_addresses  # noqa: F401 - what <number:…> is
from mtqg.web.figures import maps, one, reading, reports, stages, views

PREFIX = "so-lieu/"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("chi-tieu/", one.measure, name="figure"),
    path("nguon/", one.explanation, name="explanation"),
    path("tinh-trang/", stages.stages_of, name="stages"),
    path("trang-doc/", reading.sheet, name="reading"),
    path("ban-do/", maps.outlines, name="outlines"),
    path("bao-cao/", reports.reports, name="reports"),
    path("bao-cao/lap/", reports.write, name="report_write"),
    path("bao-cao/<number:job_id>/thay-doi/", reports.changes, name="report_changes"),
    path("bao-cao/<number:job_id>/<str:name>", reports.download, name="report_file"),
]
