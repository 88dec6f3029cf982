"""Numbers that stand in addresses, of acts, rows and jobs: ``<number:act>``."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import IntConverter


class Number(IntConverter):
    """A whole number that both databases can hold. A longer one is an address that there is not: asked for, SQLite
    would stop with an error of its own.
    """

    regex = "[0-9]{1,18}"


register_converter(Number, "number")
