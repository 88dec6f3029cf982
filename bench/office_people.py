"""The people of the bench: those of the province and of its communes, all with one password."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from office_province import LAST, PROVINCE, communes

PASSWORD = "câu dài để đo tải 2026"


@dataclass(frozen=True)
class Who:
    """An account with its role and place."""

    account: str
    role: str
    place: str


def senders() -> list[Who]:
    """The officer of each commune."""
    import datetime as dt

    return [Who(f"xa-{code}", "officer", code) for code in communes(dt.date(LAST, 11, 1))]


def workers(count: int) -> list[Who]:
    """People of all roles: more than half are officers of communes."""
    officers = senders()
    codes = [one.place for one in officers]
    others = [Who(f"ld-{code}", "commune_leader", code) for code in codes[:6]]
    others += [Who(f"vp-{at}", "provincial_office", PROVINCE) for at in range(5)]
    others += [Who(f"td-{at}", "appraiser", PROVINCE) for at in range(3)]
    others += [Who(f"lt-{at}", "provincial_leader", PROVINCE) for at in range(3)]
    others += [Who(f"kt-{at}", "auditor", PROVINCE) for at in range(2)]
    others += [Who("phap-ly", "law_desk", "*"), Who("quan-tri", "administrator", "*"), Who("bo", "ministry", "*")]
    return [*others, *officers[-max(0, count - len(others)) :]][:count]


def make(home: Path) -> None:
    """Every account, by one act each for accounts and roles. The hash of the one password is made once."""
    os.environ["MTQG_HOME"] = str(home)
    os.environ["MTQG_SECOND_FACTOR"] = "off"
    from mtqg.web.schema import set_up

    set_up()
    import datetime as dt

    from django.contrib.auth.hashers import make_password

    from mtqg.web import acts
    from mtqg.web.accounts.models import RoleGrants, User

    known = {one.account: one for one in (*workers(50), *senders())}
    hashed = make_password(PASSWORD)
    with acts.begin(by=User(username="bench"), verb="account.create", role="administrator") as act:
        User.objects.bulk_create(User(username=name, password=hashed) for name in known)
        for one in known.values():
            act.add(RoleGrants(account=one.account, role=one.role, locality_code=one.place, day=dt.date(LAST, 1, 1)))
