"""What the layout of every page shows: where one may go, who sees this, and whether it is invented."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_resolver, reverse

from mtqg.core.errors import language
from mtqg.web import access

# The groups of the navigation in their order; an unknown group comes last.
GROUPS = (
    *("", "Số liệu", "Giảm nghèo", "Nông thôn mới", "OCOP", "Vốn", "Chỉ đạo", "Báo cáo", "Pháp lý", "Trao đổi"),
    "Quản trị",
)


@dataclass(frozen=True)
class Entry:
    """A line of the navigation."""

    title: str
    address: str
    is_here: bool


def context(request: HttpRequest) -> dict[str, Any]:
    """For every template."""
    found: dict[str, Any] = {"is_synthetic": settings.IS_SYNTHETIC, "lang": language(), "second_factor_off": False}
    if not hasattr(request, "user"):
        return found
    declared = access.declaration_of(request)
    who = access.person(request)
    return {
        **found,
        "page": declared,
        "person": who,
        "navigation": navigation(request, who) if request.user.is_authenticated else [],
        "second_factor_off": settings.SECOND_FACTOR == "off",
    }


def navigation(request: HttpRequest, who: access.Person) -> list[tuple[str, list[Entry]]]:
    """Groups of what this person may open."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    groups: dict[str, list[tuple[int, Entry]]] = {}
    for name, declared in _entries():
        if who.may(declared.right):
            assert declared.nav is not None
            group, place = declared.nav
            entry = Entry(declared.title, reverse(name), name == here)
            groups.setdefault(group, []).append((place, entry))
    ordered = sorted(groups, key=lambda name: (GROUPS.index(name) if name in GROUPS else len(GROUPS), name))
    return [(name, [entry for _, entry in sorted(groups[name], key=lambda one: one[0])]) for name in ordered]


@cache
def _entries() -> list[tuple[str, access.Page]]:
    """Addresses without parameters whose page stands in the navigation; of other makers only their first page."""
    found = access.addresses(get_resolver().url_patterns)
    return [
        (one.name, one.page)
        for one in found
        if one.page.nav and "<" not in one.route and "(?P" not in one.route and _is_first(one)
    ]


def _is_first(address: access.Address) -> bool:
    space, _, name = address.name.rpartition(":")
    return not space or name == "index"
