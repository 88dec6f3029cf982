"""Addresses of the review: its papers, why a household has its class, and numbers of two households."""

from __future__ import annotations

from django.urls import path

from mtqg.web.poverty import paper_views, twin_views, why_views

PREFIX = "giam-ngheo/"
urlpatterns = [
    path("in/", paper_views.papers, name="papers"),
    path("in/dat/", paper_views.ask, name="papers_ask"),
    path("in/<number:job_id>/<str:name>", paper_views.download, name="papers_file"),
    path("trung-so/", twin_views.twins, name="twins"),
    path("vi-sao/<str:name>/<number:act>-<number:row>/", why_views.why, name="why"),
    path("vi-sao/<str:name>/<number:act>-<number:row>/in/", why_views.why_pdf, name="why_pdf"),
]
