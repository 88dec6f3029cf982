"""The one layer of access: what a page needs, whom it lets in, and what it may read.

    @page("see", title="Hộ nghèo", nav=("Giảm nghèo", 20))
    def households(request):
        rows = access.reader(request).rows(PovertySheets)

A view without ``page`` cannot be reached: the addresses are checked when they are loaded, and every request is held
against the declaration of its view before the view runs. Reads go through the reader, which knows the scope.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver

from mtqg.access.roles import Grant, grants_of, places
from mtqg.access.scope import EVERYTHING, NOTHING, Scope, scope_of
from mtqg.access.terms import PUBLIC, RIGHTS, ROLES, SECOND_FACTOR, SIGNED_IN, WHOLE, gives
from mtqg.core.acts import VIETNAM
from mtqg.core.register.chain import touched_since
from mtqg.core.register.database import Database
from mtqg.core.register.opening import Register
from mtqg.localities.book import PARENT, Localities
from mtqg.localities.office import localities_at
from mtqg.localities.terms import OFFICE_TABLES
from mtqg.localities.version import Version
from mtqg.web import moment
from mtqg.web.secrets_of_home import about_home
from mtqg.web.words import t

ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Page:
    """What a page declares. ``who``: a sentence of who sees it, where the roles of the right do not say it all."""

    right: str
    title: str
    nav: tuple[str, int] | None = None  # group and place in the navigation
    who: str = ""
    may_be_unverified: bool = False  # reached before the second factor and before a new password was chosen
    api: str = ""  # its part of the programming interface (mtqg.access.terms.TOKEN_AREAS, or "*": of all); no page then

    def lets_in(self, role: str) -> bool:
        """Whether somebody of this role (or nobody, ``ANONYMOUS``) gets in."""
        if self.right == PUBLIC:
            return True
        return role != ANONYMOUS and (self.right == SIGNED_IN or gives(role, self.right))

    @property
    def who_sees(self) -> str:
        """Who sees the page, as the page says it."""
        if self.who:
            return t(self.who)
        if self.right in (PUBLIC, SIGNED_IN):
            return t(RIGHTS[self.right][0])
        roles = RIGHTS[self.right][1]
        named = t("mọi vai trò") if len(roles) == len(ROLES) else ", ".join(t(ROLES[role]) for role in roles)
        return t("{roles}; mỗi người trong phạm vi của mình", roles=named)


def page(right: str, *, title: str, **more: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a view as a page."""
    if right not in RIGHTS:
        raise ImproperlyConfigured(f"no such right: {right}")

    def declared(view: Callable[..., Any]) -> Callable[..., Any]:
        view.page = Page(right, title, **more)  # type: ignore[attr-defined]
        return view

    return declared


# Views that others wrote, by the namespace of their addresses.
NAMESPACES = {"admin": Page("administer", "Các sổ (chỉ xem)", nav=("Quản trị", 90))}


@dataclass(frozen=True)
class Address:
    """An address with the declaration of its view."""

    route: str
    name: str
    page: Page


def addresses(patterns: Any, prefix: str = "", space: str = "") -> Iterator[Address]:
    """Every address below some patterns. Refused where a view declares nothing."""
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, route, one.namespace or space)
        elif isinstance(one, URLPattern):
            found = declaration(one.callback, space)
            if found is None:
                raise ImproperlyConfigured(f"/{route}: the view declares no page (mtqg.web.access.page)")
            yield Address(route, f"{space}:{one.name}" if space else str(one.name), found)


def declaration(view: Any, space: str = "") -> Page | None:
    """What a view declares."""
    found = getattr(view, "page", None) or NAMESPACES.get(space.split(":")[0])
    return found if isinstance(found, Page) else None


# People


@dataclass
class Person:
    """Who asks: their account, and what they hold today. ``rights``: with a token, the rights that it carries."""

    user: Any
    on: dt.date
    rights: frozenset[str] | None = None

    @cached_property
    def grants(self) -> list[Grant]:
        if not self.user.is_authenticated:
            return []
        found = grants_of(database(), self.user.get_username())
        return [one for one in found if one.holds(self.on)]

    @property
    def roles(self) -> list[str]:
        return list(dict.fromkeys(one.role for one in self.grants))

    def may(self, right: str) -> bool:
        """Whether a right is held anywhere."""
        if right == PUBLIC:
            return True
        if not self._carries(right):
            return False
        return self.user.is_authenticated and (right == SIGNED_IN or any(gives(role, right) for role in self.roles))

    @property
    def needs_second_factor(self) -> bool:
        from django.conf import settings

        if settings.SECOND_FACTOR == "off":
            return False
        return settings.SECOND_FACTOR == "all" or any(role in SECOND_FACTOR for role in self.roles)

    def scope(self, right: str = "see") -> Scope:
        return _scope(places(self.grants, right, self.on), self.on) if self._carries(right) else NOTHING

    def role_at(self, right: str, code: str) -> str | None:
        """The role by which a right is held at a place, the narrowest first."""
        if not self._carries(right):
            return None
        ordered = sorted(self.grants, key=lambda one: one.place == WHOLE)
        held = (one for one in ordered if gives(one.role, right) and code in _scope([one.place], self.on))
        return next((one.role for one in held), None)

    def _carries(self, right: str) -> bool:
        return self.rights is None or right == SIGNED_IN or right in self.rights


def scope(user: Any, on: dt.date | None = None, right: str = "see") -> Scope:
    """The places where somebody holds a right on a day: the units, what lies in them, and their predecessors."""
    return Person(user, on or today()).scope(right)


def reach(place: str, on: dt.date) -> Scope:
    """What a role at a place reaches on a day."""
    return _scope([place], on)


def person(request: HttpRequest) -> Person:
    """Who asks. The same object for the whole request."""
    known = getattr(request, "person", None)
    if known is None:
        token = getattr(request, "token", None)  # set by mtqg.web.api.middleware
        rights = token.rights if token is not None else None
        known = request.person = Person(request.user, today(), rights)  # type: ignore[attr-defined]
    return known


def today() -> dt.date:
    """The day in Vietnam."""
    return dt.datetime.now(VIETNAM).date()


# Reading


@dataclass
class Reader:
    """Reads what somebody may see, and nothing else."""

    scope: Scope
    on: dt.date = field(default_factory=lambda: today())

    @property
    def database(self) -> Database:
        """The register, unscoped: hold what is read from it against ``scope``."""
        return database()

    def rows(self, model: Any) -> QuerySet[Any]:
        """The rows in force of a table of facts, of the places in scope. A book has no places: all of it."""
        found = model.objects.filter(ended_by=None)
        if self.scope.is_whole or not any(one.name == "locality_code" for one in model.table.columns):
            return found
        return found.filter(self._asked(any(one.name == "day" for one in model.table.columns)))

    def handed_down(self, model: Any) -> QuerySet[Any]:
        """The rows in force of the places in scope and of the units above them: what these issue is meant for us."""
        found = model.objects.filter(ended_by=None)
        if self.scope.is_whole:
            return found
        return found.filter(Q(pk__in=self.rows(model).values("pk")) | Q(locality_code__in=sorted(self.above)))

    @property
    def above(self) -> frozenset[str]:
        """The units of today that the places of the roles lie in."""
        now, found = book().now(self.on), set()
        for code in self.scope.tops:
            while code in now and (code := now[code][PARENT]):
                found.add(code)
        return frozenset(found)

    def place(self, code: str, on: dt.date | None = None) -> Version:
        """A unit in scope; "not found" where there is none or it is not yours, with one answer for both."""
        found = book().version(code, on or self.on) if code in self.scope else None
        if found is None:
            raise Http404
        return found

    def submissions(self) -> list[Any]:
        """What localities in scope owe, with its state."""
        return [one for one in submissions() if self.scope.holds(one.locality, one.due)]

    def _asked(self, has_day: bool) -> Q:
        asked = Q(locality_code__in=sorted(self.scope.codes - self.scope.split))
        for code in self.scope.split if has_day else ():
            for first, after in self.scope.spells[code]:
                days = {"day__gte": first or "0001-01-01", **({"day__lt": after} if after else {})}
                asked |= Q(locality_code=code, **days)
        return asked


def reader(request: HttpRequest, right: str | None = None) -> Reader:
    """What the person who asks may read on this page (or by another right that they hold)."""
    found = declaration_of(request)
    return Reader(person(request).scope(right or _reading(found)))


def _reading(declared: Page | None) -> str:
    return "see" if declared is None or declared.right in (PUBLIC, SIGNED_IN) else declared.right


def declaration_of(request: HttpRequest) -> Page | None:
    match = request.resolver_match
    return declaration(match.func, match.namespace) if match else None


# Writing


@contextmanager
def act(request: HttpRequest, verb: str, *, at: str, why: str = "", right: str | None = None) -> Iterator[Any]:
    """Open an act of the person who asks, in the role by which they hold the page's right at this place.

    Raises PermissionDenied where they do not hold it there.
    """
    from mtqg.web import acts

    declared = declaration_of(request)
    needed = right or (declared.right if declared else "")
    role = person(request).role_at(needed, at) if needed in RIGHTS else None
    if role is None and needed != SIGNED_IN:
        raise PermissionDenied
    with acts.begin(
        by=request.user, verb=verb, role=role or SIGNED_IN, at="" if at == WHOLE else at, why=why
    ) as opened:
        yield opened


# The register and its books


def database() -> Database:
    """The register behind Django's connection."""
    from mtqg.web.acts.open_act import on_django

    return on_django("default")


def register() -> Register:
    """The register with the office's key, for personal values."""
    home = Path(os.environ.get("MTQG_HOME", ""))
    return Register(database(), home, str(about_home(home).get("id", "")))


def submissions() -> list[Any]:
    """Every submission in force with its state, wherever: hold it against a scope."""
    if not moment.is_kept():  # inside an act its own rows are seen, which nobody else may be shown yet
        from mtqg.submissions import states

        return states.submissions(database())
    known = _known_submissions(os.environ.get("MTQG_HOME", ""))
    return moment.once("submissions", lambda: known.now(database()))


@lru_cache(maxsize=4)
def _known_submissions(home: str) -> Any:
    from mtqg.submissions.known import Known

    return Known()


def book() -> Localities:
    """The office's book of localities as it stands."""
    return moment.once("book", _book)


def _book() -> Localities:
    """It changes with the acts that touch it, and with no other."""
    last = touched_since(database(), [table.name for table in OFFICE_TABLES], 0)
    return Localities.seed() if last is None else _office_book(os.environ.get("MTQG_HOME", ""), last)


@lru_cache(maxsize=4)
def _office_book(home: str, n: int) -> Localities:
    return localities_at(database(), n)


def _scope(codes: list[str], on: dt.date) -> Scope:
    if not codes:
        return NOTHING
    if WHOLE in codes:
        return EVERYTHING
    return _known_scope(book(), tuple(sorted(set(codes))), on)


@lru_cache(maxsize=256)
def _known_scope(of: Localities, codes: tuple[str, ...], on: dt.date) -> Scope:
    found = scope_of(of, codes, on)
    return replace(found, tops=codes)
