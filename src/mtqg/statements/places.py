"""From a printed place to the locality version of its day.

A place that is no unit (a region, a group, a part of a unit), that the register does not know, or whose day lies before
the register's first day stays a named place with its parent.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from mtqg.localities.book import Localities
from mtqg.localities.version import Version
from mtqg.statements.model import Statement
from mtqg.statements.scopes import Scope, same_name
from mtqg.statements.times import read_time

_CITY = re.compile(r"^(thành phố|tp\.?)\s+", re.IGNORECASE)


class Places:
    """Looks printed places up in the book of localities."""

    def __init__(self, book: Localities) -> None:
        self.book = book
        self._found: dict[tuple[Scope, str, dt.date], Scope] = {}

    def resolved(self, statements: Iterable[Statement]) -> tuple[Statement, ...]:
        """The same statements, each scope with the code and first day of its version where it has one."""
        return tuple(self._resolved(one) for one in statements)

    def below(self, code: str, day: dt.date) -> frozenset[str]:
        """Codes of the units right below one on a day; "" is the country."""
        if not code:
            return frozenset(one.code for one in self._provinces(day).values())
        return frozenset(one.code for one in self.book.children(code, day))

    def _resolved(self, one: Statement) -> Statement:
        if not one.key.scope.is_locality:
            return one
        # A unit that did not live to the end of a span of years is meant as it stood at the start.
        days = (read_time(one.key.as_of).last, one.last, one.first)
        found = [self._place(one.key.scope, day) for day in days if day and day >= self.book.since]
        best = next((scope for scope in found if scope.code), one.key.scope)
        return replace(one, key=one.key.but(scope=best))

    def _place(self, scope: Scope, day: dt.date) -> Scope:
        asked = (scope, scope.printed, day)
        if asked not in self._found:
            version = self._newest(scope) if scope.merged else self._version(scope, day)
            self._found[asked] = self._named(scope, version, day)
        return self._found[asked]

    def _named(self, scope: Scope, version: Version | None, day: dt.date) -> Scope:
        if version is None:
            return scope
        first = version.valid_from.isoformat() if version.valid_from else ""
        parts = scope.parts or (self._merged_from(version, day) if scope.merged else ())
        if scope.level == "province":
            scope = replace(scope, name=same_name(version.bare_name))
        known = replace(scope, code=version.code, valid_from=first, parts=parts)
        above = None if scope.lies_in else self.book.ancestors(version.code, day)[:1]
        return replace(known, parent=same_name(above[0].bare_name), lies_in=above[0].bare_name) if above else known

    def _merged_from(self, version: Version, day: dt.date) -> tuple[str, ...]:
        """Names of the units of before that make up a merged one; before its own first day, those of the day asked."""
        start = version.valid_from
        if start is None:
            return ()
        before = min(day, start - dt.timedelta(days=1))
        placed = self.book.constituents(version.code, start, max(before, self.book.since))
        names = [same_name(one.version.bare_name) for one in placed if one.version and one.extent == "whole"]
        return tuple(dict.fromkeys(names)) if len(names) > 1 else ()

    def _version(self, scope: Scope, day: dt.date) -> Version | None:
        if scope.level == "province":
            known = self._provinces(day)
            return known.get(scope.name) or known.get(same_name(_CITY.sub("", _bare(scope.printed))))
        within = None
        if scope.lies_in:
            within = self._within(scope.lies_in, day)
            if within is None:
                return None
        exact = self.book.resolve_exact(_bare(scope.printed), on=day, within=within)
        found = [exact.version] if exact.version else exact.candidates
        fitting = [one for one in found if one.level == scope.level and same_name(one.bare_name) == scope.name]
        return fitting[0] if len(fitting) == 1 else None

    def _within(self, printed: str, day: dt.date) -> str | None:
        """Code of the unit that "Hoằng Hóa, Thanh Hóa" names: the last is a province, each next lies in it."""
        *inner, outer = [part.strip() for part in printed.split(",")]
        province = self._provinces(day).get(same_name(outer))
        if province is None or not inner:
            return province.code if province else None
        exact = self.book.resolve_exact(inner[0], on=day, within=province.code)
        return exact.version.code if exact.version else None

    def _newest(self, scope: Scope) -> Version | None:
        return next((one for name, one in self._spells if name == scope.name and one.valid_to is None), None)

    def _provinces(self, day: dt.date) -> dict[str, Version]:
        return {name: one for name, one in self._spells if one.holds(day)}

    @cached_property
    def _spells(self) -> list[tuple[str, Version]]:
        """All versions of provinces with the key of their bare name."""
        from mtqg.localities.book import LEVEL

        rows = (row for row in self.book.table("versions") if row[LEVEL] == "province")
        made = map(self.book.made, rows)
        return [(same_name(one.bare_name), one) for one in made]


def _bare(printed: str) -> str:
    return printed.partition("(")[0].strip()
