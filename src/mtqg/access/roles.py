"""Roles that an account holds on a day, and what may not be granted together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from mtqg.access.terms import APART, RIGHTS, SIGNED_IN, WHOLE, gives
from mtqg.core.register.database import Database


@dataclass(frozen=True)
class Grant:
    """A role at a place, from a day until its last day."""

    account: str
    role: str
    place: str
    day: dt.date
    ends_on: dt.date | None = None
    delegated_by: str | None = None

    def holds(self, on: dt.date) -> bool:
        return self.day <= on and (self.ends_on is None or on <= self.ends_on)

    def meets(self, other: Grant) -> bool:
        """Whether both hold on some day."""
        return (other.ends_on is None or self.day <= other.ends_on) and (
            self.ends_on is None or other.day <= self.ends_on
        )


def grants_of(database: Database, account: str | None = None) -> list[Grant]:
    """The grants in force in the register, of one account or of all."""
    asked = "" if account is None else " AND account = ?"
    rows = database.rows(
        "SELECT account, role, locality_code, day, ends_on, delegated_by FROM role_grants "  # noqa: S608
        f"WHERE ended_by IS NULL{asked} ORDER BY account, role, locality_code, day",
        [] if account is None else [account],
    )
    return [
        Grant(who, role, place, _day(day), _day(last) if last else None, by) for who, role, place, day, last, by in rows
    ]


def places(grants: Iterable[Grant], right: str, on: dt.date) -> list[str]:
    """Where a right is held on a day."""
    return [one.place for one in grants if one.holds(on) and gives(one.role, right)]


def kept_apart(grant: Grant, held: Iterable[Grant]) -> list[tuple[Grant, str, str]]:
    """Grants that this one may not stand beside: one account would enter and approve at one place."""
    found = []
    for other in held:
        if not grant.meets(other) or not (grant.place == other.place or WHOLE in (grant.place, other.place)):
            continue
        for one, two in APART:
            if {one, two} <= _rights(grant.role) | _rights(other.role) and not {one, two} <= _rights(grant.role):
                found.append((other, one, two))
    return found


def _rights(role: str) -> set[str]:
    return {right for right, (_, roles) in RIGHTS.items() if role in roles} - {SIGNED_IN}


def _day(value: object) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
