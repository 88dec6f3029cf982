"""Who acts, and what was known by when: options that the commands of several areas share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from mtqg.core.acts import VIETNAM
from mtqg.core.errors import Refused, code

if TYPE_CHECKING:
    from mtqg.core.acts import Author

BAD_KNOWN = code(
    "C-050",
    vi="Không hiểu --known {given}.",
    en="--known {given} cannot be read.",
    remedy_vi="Ghi ngày (2024-10-16) hoặc số tác vụ (12).",
    remedy_en="Give a day (2024-10-16) or the number of an act (12).",
    wrong_use=True,
)


def author(by: str | None, role: str) -> Author:
    """Who acts now. Without --by it is the account of the computer."""
    import getpass  # only those who write pay for these

    from mtqg.core.acts import Author

    return Author(by=by or getpass.getuser(), role=role, at=dt.datetime.now(dt.UTC))


def acting(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that writes: who, in which role."""
    command = click.option("--role", default="officer", show_default=True, help="In which role.")(command)
    return click.option("--by", default=None, help="Who acts; the computer's account unless said.")(command)


def read_known(text: str | None) -> dt.datetime | int | None:
    """What --known says: an instant, the number of an act, or None for now."""
    if text is None or text == "now":
        return None
    try:
        if text.isdecimal():
            return int(text)
        moment = dt.datetime.fromisoformat(text)
        if len(text) == len("2024-10-16"):
            # A day means all that was recorded on it, in Vietnam's time.
            moment += dt.timedelta(days=1, microseconds=-1)
        zone = moment.tzinfo or VIETNAM
        return moment.replace(tzinfo=zone).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise Refused(BAD_KNOWN.at(given=text)) from None
