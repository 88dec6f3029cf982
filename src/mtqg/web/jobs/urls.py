"""Addresses of jobs."""

from __future__ import annotations

from django.urls import path

import mtqg.web.numbers_in_addresses  # noqa: F401 - what <number:…> is
from mtqg.web.jobs import views

PREFIX = "viec/"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<number:job_id>/", views.state, name="job_state"),
    path("<number:job_id>/huy/", views.cancel, name="job_cancel"),
]
