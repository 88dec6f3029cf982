"""The first people of an office: its administrator, and those of a demonstration. Django is set up by the caller."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from mtqg.access.roles import Grant
from mtqg.access.terms import ROLES, WHOLE
from mtqg.core.errors import Refused
from mtqg.web import access, acts
from mtqg.web.accounts import actions
from mtqg.web.accounts.models import User
from mtqg.web.accounts.problems import WEAK_PASSWORD

FIRST = "instance.administrator"  # the one verb by which a role comes from nobody


def first_administrator(name: str, password: str | None) -> str | None:
    """The account that may then make all others. Returns a password to be used once where none was given."""
    given = password or actions.one_time_password()
    try:
        validate_password(given, User(username=name))
    except ValidationError as weak:
        raise Refused(WEAK_PASSWORD.at(given="; ".join(weak.messages))) from None
    author = User(username=name)
    with acts.begin(by=author, verb=FIRST, role="administrator") as act:
        actions.create_account(act, name, password=given, must_change=password is None)
        actions.grant_role(act, Grant(name, "administrator", WHOLE, access.today()))
    return given if password is None else None


@dataclass(frozen=True)
class Invented:
    """Somebody of a demonstration."""

    account: str
    full_name: str
    role: str
    place: str

    @property
    def label(self) -> str:
        return ROLES[self.role]


def demonstration(province: str, commune: str, elsewhere: str) -> list[Invented]:
    """One person of each role, and an officer elsewhere, who sees nothing of the others."""
    return [
        Invented("an", "An (minh họa)", "officer", commune),
        Invented("hoa", "Hoa (minh họa)", "commune_leader", commune),
        Invented("minh", "Minh (minh họa)", "appraiser", province),
        Invented("binh", "Bình (minh họa)", "provincial_office", province),
        Invented("giang", "Giang (minh họa)", "provincial_leader", province),
        Invented("chi", "Chi (minh họa)", "auditor", province),
        Invented("lan", "Lan (minh họa)", "law_desk", WHOLE),
        Invented("quan", "Quân (minh họa)", "administrator", WHOLE),
        Invented("bo", "Bộ (minh họa)", "ministry", WHOLE),
        Invented("dung", "Dũng (minh họa)", "officer", elsewhere),
    ]


def invent(people: list[Invented], password: str) -> None:
    """Make the people of a demonstration, all with one password. The caller has seen that the rows are invented."""
    author = User(username="minh-hoa")
    first = access.today() - dt.timedelta(days=30)
    for one in people:
        with acts.begin(by=author, verb="account.create", role="administrator") as act:
            actions.create_account(act, one.account, full_name=one.full_name, password=password, must_change=False)
            actions.grant_role(act, Grant(one.account, one.role, one.place, first))
