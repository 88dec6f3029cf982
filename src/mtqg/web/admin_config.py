"""Django's admin as this office has it: for looking only."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class Config(AdminConfig):
    """The admin, with our site."""

    default_site = "mtqg.web.reading_admin.Site"
