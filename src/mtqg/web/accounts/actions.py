"""Every write about accounts and roles. The caller opens the act."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.contrib.sessions.models import Session
from django.db import IntegrityError
from django.utils import timezone

from mtqg.access.roles import Grant, grants_of, kept_apart
from mtqg.access.terms import ROLES, WHOLE
from mtqg.core.errors import Problem, Refused
from mtqg.web import access
from mtqg.web.accounts.models import RoleGrants, SecondFactor, SpareCode, User
from mtqg.web.accounts.problems import (
    ALREADY_HELD,
    DUTIES_APART,
    LAST_ADMINISTRATOR,
    NAME_TAKEN,
    NO_ACCOUNT,
    NO_GRANT,
    NO_PLACE,
    NOT_LONGER,
    NOT_YOURS,
    NOT_YOURSELF,
    SWITCHED,
    WRONG_DAYS,
)
from mtqg.web.acts.open_act import WebAct
from mtqg.web.api import tokens
from mtqg.web.jobs.models import Job

PASSWORD_FIELDS = ("password", "must_change_password")  # what a new one changes: the account may be stopped meanwhile
# Without letters that are taken for each other when they are read out.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """A password to be read out once: five groups of four, 99 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(5))


def create_account(act: WebAct, name: str, *, full_name: str = "", password: str, must_change: bool = True) -> User:
    """An account. What its password is stands in no act."""
    if User.objects.filter(username__iexact=name).exists():
        raise Refused(NAME_TAKEN.at(given=name))
    try:
        made = User(username=name, first_name=full_name, must_change_password=must_change)
        made.set_password(password)
        made.save()
    except IntegrityError:
        raise Refused(NAME_TAKEN.at(given=name)) from None
    act.note(account=name)
    return made


def reset_account(act: WebAct, user: User) -> str:
    """Give a new password to be used once, and forget the second factor: the telephone is lost, or the password."""
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=PASSWORD_FIELDS)
    SecondFactor.objects.filter(user=user).delete()
    SpareCode.objects.filter(user=user).delete()
    tokens.revoke_all(act, user.username)
    act.note(account=user.username, reset=True)
    return password


def stop_account(act: WebAct, user: User) -> int:
    """Nobody signs in with it any more: its open sessions, its waiting jobs and its grants end with the act.

    Returns how many grants ended. Refused for the last administrator, and where it is stopped already (a second
    click). Whoever comes back is given roles anew.
    """
    _switch(user, is_active=False)
    held = list(RoleGrants.objects.filter(account=user.username, ended_by=None).select_related("added_by"))
    for row in held:
        _leaves_an_administrator(row)
    yesterday = access.today() - dt.timedelta(days=1)
    open_ones = [row for row in held if row.ends_on is None or row.ends_on > yesterday]
    for row in open_ones:
        _end(act, row, yesterday)
    end_sessions(user)
    Job.objects.filter(asked_by=user.username, state="waiting").update(state="cancelled", ended_at=timezone.now())
    act.note(account=user.username, stopped=True, ended=len(open_ones))
    return len(open_ones)


def open_account(act: WebAct, user: User) -> str:
    """Let somebody sign in again, with a password to be used once; without any role yet. Refused where they may."""
    _switch(user, is_active=True)
    password = reset_account(act, user)
    act.note(account=user.username, reset=True, opened=True)
    return password


def _switch(user: User, *, is_active: bool) -> None:
    if not User.objects.filter(pk=user.pk, is_active=not is_active).update(is_active=is_active):
        raise Refused(SWITCHED.at(given=user.username))


def set_email(act: WebAct, user: User, email: str) -> None:
    """Where reminders go; an empty text: nowhere. The address stands in no act."""
    User.objects.filter(pk=user.pk).update(email=email)
    act.note(account=user.username, has_email=bool(email))


def end_sessions(user: User) -> int:
    """Whoever is signed in with an account is signed out."""
    found = [one.pk for one in Session.objects.all() if one.get_decoded().get("_auth_user_id") == str(user.pk)]
    return int(Session.objects.filter(pk__in=found).delete()[0])


def grant_role(act: WebAct, grant: Grant) -> None:
    """Let an account hold a role at a place. Refused with every reason."""
    if problems := _against(act, grant):
        raise Refused(problems)
    act.add(
        RoleGrants(
            account=grant.account,
            role=grant.role,
            locality_code=grant.place,
            day=grant.day,
            ends_on=grant.ends_on,
            delegated_by=grant.delegated_by,
        )
    )
    act.note(account=grant.account, granted=grant.role, place=grant.place, delegated_by=grant.delegated_by)


def revoke_role(act: WebAct, row_id: int, account: str, *, last_day: dt.date) -> None:
    """End a grant: its row is ended, and stands again with its last day where it had begun.

    Refused where it ends before that day: what ends is not made longer, for no rule of granting is asked here.
    """
    row = RoleGrants.objects.filter(pk=row_id, account=account, ended_by=None).first()
    if row is None:
        raise Refused(NO_GRANT.at(given=account))
    if row.ends_on is not None and last_day > row.ends_on:
        raise Refused(NOT_LONGER.at(given=row.ends_on.strftime("%d/%m/%Y")))
    if last_day < access.today():
        _leaves_an_administrator(row)
    _end(act, row, last_day)
    act.note(account=account, revoked=row.role, place=row.locality_code, last_day=last_day.isoformat())


def _end(act: WebAct, row: Any, last_day: dt.date) -> None:
    """End a role by a day. What was lent of it ends by then as well: nobody acts for who may not act."""
    act.end(row)
    if row.delegated_by is None:
        asked = {"delegated_by": row.account, "role": row.role, "locality_code": row.locality_code}
        for lent in RoleGrants.objects.filter(ended_by=None, ends_on__gt=last_day, **asked).select_related("added_by"):
            _end(act, lent, last_day)
    if last_day >= row.day:
        kept = {name: getattr(row, name) for name in ("account", "role", "locality_code", "day", "delegated_by")}
        act.add(RoleGrants(**kept, ends_on=last_day))


def _against(act: WebAct, grant: Grant) -> list[Problem]:
    author = act.inner.author.by
    held = grants_of(access.database(), grant.account)
    found: list[Problem] = []
    if author == grant.account and act.inner.verb != "instance.administrator":
        found.append(NOT_YOURSELF.at(given=grant.account))
    if not User.objects.filter(username=grant.account, is_active=True).exists():
        found.append(NO_ACCOUNT.at(given=grant.account))
    if grant.ends_on is not None and grant.ends_on < grant.day:
        found.append(WRONG_DAYS.at(given=grant.ends_on.strftime("%d/%m/%Y")))
    if grant.place != WHOLE and access.book().version(grant.place, grant.day) is None:
        found.append(NO_PLACE.at(given=grant.place))
    same = ("account", "role", "place", "day", "delegated_by")
    if any(all(getattr(one, name) == getattr(grant, name) for name in same) for one in held):
        found.append(ALREADY_HELD.at(given=grant.account))
    for other, _, _ in kept_apart(grant, held):
        found.append(DUTIES_APART.at(given=grant.account, other_vi=ROLES[other.role], other_en=other.role))
    if grant.delegated_by is not None and not _may_lend(grant):
        found.append(NOT_YOURS.at(given=ROLES[grant.role]))
    return found


def _may_lend(grant: Grant) -> bool:
    """Whether whoever lends the role holds it themselves, there, for all these days."""
    if grant.ends_on is None:
        return False
    own = [one for one in grants_of(access.database(), grant.delegated_by) if one.delegated_by is None]
    return any(
        one.role == grant.role and one.place == grant.place and one.holds(grant.day) and one.holds(grant.ends_on)
        for one in own
    )


def _leaves_an_administrator(row: Any) -> None:
    """An office without an administrator could not be given one again."""
    if row.role != "administrator" or row.locality_code != WHOLE:
        return
    others = [
        one
        for one in grants_of(access.database())
        if one.role == "administrator"
        and one.place == WHOLE
        and one.account != row.account
        and one.holds(access.today())
    ]
    active = User.objects.filter(username__in=[one.account for one in others], is_active=True)
    if not active.exists():
        raise Refused(LAST_ADMINISTRATOR.at(given=row.account))
