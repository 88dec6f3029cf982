"""Addresses: those of each app that has ``urls``, below the app's name (or its ``PREFIX``). Each declares its page."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.contrib import admin
from django.urls import include, path

from mtqg.web import access, problem_pages

urlpatterns = [path("admin/", admin.site.urls)]
for _app in apps.get_app_configs():
    if _app.name.startswith("mtqg.web.") and find_spec(f"{_app.name}.urls"):
        _urls = import_module(f"{_app.name}.urls")
        urlpatterns.append(path(getattr(_urls, "PREFIX", f"{_app.label}/"), include(_urls)))

handler400 = problem_pages.bad_request
handler403 = problem_pages.forbidden
handler404 = problem_pages.not_found
handler500 = problem_pages.broken

DECLARED = list(access.addresses(urlpatterns))  # raises where a view declares nothing
