"""Addresses. The pages of the office come with their own apps; the admin only shows."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
