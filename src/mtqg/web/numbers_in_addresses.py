"""Numbers that stand in addresses and forms, of acts, rows, events and jobs: ``<number:act>``."""

from __future__ import annotations

import re

from django.urls import register_converter
from django.urls.converters import IntConverter


class Number(IntConverter):
    """A whole number that both databases can hold. A longer one is an address that there is not: asked for, SQLite
    would stop with an error of its own.
    """

    regex = "[0-9]{1,18}"


register_converter(Number, "number")


def number_in(text: str) -> int | None:
    """The number that a query or a form names; None where it is none that both databases can hold."""
    return int(text) if re.fullmatch(Number.regex, text) else None
