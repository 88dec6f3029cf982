"""Addresses of jobs."""

from __future__ import annotations

from django.urls import path

from mtqg.web.jobs import views

PREFIX = "viec/"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<int:job_id>/", views.state, name="job_state"),
    path("<int:job_id>/huy/", views.cancel, name="job_cancel"),
]
