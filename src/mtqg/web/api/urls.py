"""Addresses of the programming interface and of the pages about it."""

from __future__ import annotations

from django.urls import path

from mtqg.web.api import (  # noqa: F401  (each adds its addresses)
    chain,
    figures,
    imports,
    law,
    localities,
    pages,
    registers,
    statements,
    submissions,
)
from mtqg.web.api.declaring import patterns

PREFIX = ""
urlpatterns = [
    path("toi/khoa/", pages.own_tokens, name="tokens"),
    path("toi/khoa/thu-hoi/", pages.revoke, name="token_revoke"),
    path("giao-dien-lap-trinh/", pages.offered, name="api_offered"),
    path(pages.SCHEMA_AT, pages.description, name="api_schema"),
    *patterns(),
]
