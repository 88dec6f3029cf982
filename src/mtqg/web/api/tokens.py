"""Tokens: made for a person, shown once, kept as a digest; what one carries, and when it ends.

A token is made and revoked by an act. It never has more than its person holds at the moment of asking, and of that only
``TOKEN_RIGHTS``: nothing that decides, grants or administers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mtqg.access.terms import TOKEN_AREAS, TOKEN_RIGHTS, WHOLE
from mtqg.core.errors import Problem, Refused
from mtqg.web import access
from mtqg.web.acts.open_act import WebAct
from mtqg.web.api import problems
from mtqg.web.api.answers import SAFE
from mtqg.web.api.models import AccessTokens

MARK = "mtqg_"  # begins every token, so that one left in a file is found by it
LONGEST_DAYS = 366
_BYTES = 32
EVERY = "*"  # the area of what every token reaches


@dataclass(frozen=True)
class Token:
    """A token that was shown with a request."""

    user: Any
    title: str
    areas: frozenset[str]
    may_write: bool
    is_verified: bool
    ends_on: dt.date
    row: int

    rights: frozenset[str] = frozenset(TOKEN_RIGHTS)

    def against(self, area: str, method: str | None) -> Problem | None:
        """Why it does not open this part of the interface; None where it does."""
        if area != EVERY and area not in self.areas:
            return problems.NOT_IN_TOKEN.at(given=area)
        return problems.READ_ONLY.at() if method not in SAFE and not self.may_write else None


def digest(secret: str) -> str:
    """What is kept of a token. It is 256 bits of chance, so a plain digest cannot be turned back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make(
    act: WebAct,
    user: Any,
    *,
    title: str,
    areas: Iterable[str],
    may_write: bool,
    is_verified: bool,
    ends_on: dt.date,
) -> str:
    """Make a token and return it: nobody can show it again. Refused where the person has one of that name."""
    account, chosen = user.get_username(), [one for one in TOKEN_AREAS if one in set(areas)]
    if of(account).filter(title=title).exists():
        raise Refused(problems.TITLE_TAKEN.at(given=title))
    secret = MARK + secrets.token_urlsafe(_BYTES)
    act.add(
        AccessTokens(
            locality_code=WHOLE,
            account=account,
            title=title,
            token_digest=digest(secret),
            areas=",".join(chosen),
            may_write=may_write,
            is_verified=is_verified,
            day=access.today(),
            ends_on=ends_on,
        )
    )
    act.note(account=account, token=title, areas=chosen, may_write=may_write, ends_on=ends_on.isoformat())
    return secret


def revoke(act: WebAct, account: str, row_id: int) -> None:
    """End a token at once."""
    row = of(account).filter(pk=row_id).select_related("added_by").first()
    if row is None:
        raise Refused(problems.NO_TOKEN.at())
    act.end(row)
    act.note(account=account, revoked=row.title)


def revoke_all(act: WebAct, account: str) -> None:
    """End every token of an account: its password is another, or somebody else set it."""
    for row in of(account).select_related("added_by"):
        act.end(row)


def of(account: str) -> Any:
    """The tokens of an account that were not revoked, ended ones too."""
    return AccessTokens.objects.filter(ended_by=None, account=account)


def found(secret: str) -> Token | None:
    """The token of this secret, if it holds today and its person may sign in."""
    from mtqg.web.accounts.models import User

    if not secret.startswith(MARK) or len(secret) > 100:
        return None
    row = AccessTokens.objects.filter(token_digest=digest(secret), ended_by=None).first()
    today = access.today()
    if row is None or not row.day <= today <= row.ends_on:
        return None
    user = User.objects.filter(username=row.account, is_active=True).first()
    if user is None:
        return None
    areas = frozenset(filter(None, row.areas.split(",")))
    return Token(user, row.title, areas, row.may_write, row.is_verified, row.ends_on, row.pk)
