"""``mtqg poverty household``: what becomes of households between reviews."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from mtqg.acting import acting, author
from mtqg.core.errors import said
from mtqg.core.instance import open_instance
from mtqg.core.period import read_day
from mtqg.core.terminal import Session

if TYPE_CHECKING:
    from mtqg.core.acts import Act

_DAY = click.option("--day", required=True, help="From which day: 2024-05-01.")
_WHY = click.option("--why", default="", help="Why; kept with the act.")


@click.group("household")
def household_command() -> None:
    """One act each; mtqg undo ACT takes it back."""


@household_command.command("split")
@click.argument("household")
@click.argument("new_code")
@click.option("--member", "members", multiple=True, required=True, metavar="CODE", help="Who leaves; repeatable.")
@click.option("--head", default=None, metavar="CODE", help="Head of the new household; the first member unless said.")
@_DAY
@_WHY
@acting
@click.pass_obj
def split_command(session: Session, /, household: str, new_code: str, **asked: Any) -> None:
    """Some members of HOUSEHOLD become a household of their own, NEW_CODE."""
    _do(session, "split", asked, household, new_code, members=asked.pop("members"), head=asked.pop("head"))


@household_command.command("join")
@click.argument("household")
@click.argument("into")
@_DAY
@_WHY
@acting
@click.pass_obj
def join_command(session: Session, /, household: str, into: str, **asked: Any) -> None:
    """HOUSEHOLD ends, and its members belong to INTO."""
    _do(session, "join", asked, household, into)


@household_command.command("move")
@click.argument("household")
@click.option("--locality", default=None, metavar="CODE", help="The commune; without it they left the province.")
@click.option("--village", default=None, metavar="CODE")
@click.option("--address", default=None)
@click.option("--area", type=click.Choice(["rural", "urban"]), default=None, help="As before unless said.")
@_DAY
@_WHY
@acting
@click.pass_obj
def move_command(session: Session, /, household: str, **asked: Any) -> None:
    """HOUSEHOLD lives elsewhere."""
    place = {name: asked.pop(name) for name in ("locality", "village", "address", "area")}
    _do(session, "move", asked, household, **place)


@household_command.command("head")
@click.argument("household")
@click.argument("member")
@click.option("--gone", "is_gone", is_flag=True, help="The head before died or left.")
@_DAY
@_WHY
@acting
@click.pass_obj
def head_command(session: Session, /, household: str, member: str, **asked: Any) -> None:
    """MEMBER is the head of HOUSEHOLD."""
    _do(session, "new_head", asked, household, member, is_gone=asked.pop("is_gone"))


@household_command.command("dissolve")
@click.argument("household")
@_DAY
@_WHY
@acting
@click.pass_obj
def dissolve_command(session: Session, /, household: str, **asked: Any) -> None:
    """HOUSEHOLD is no more."""
    _do(session, "dissolve", asked, household)


def _do(session: Session, name: str, asked: dict[str, Any], *of: str, **more: Any) -> None:
    from mtqg.poverty.review import households

    work: Callable[..., Act] = getattr(households, name)
    by = author(asked["by"], asked["role"])
    day = read_day(asked["day"])
    act = work(open_instance(session.instance()), by, *of, day=day, why=asked["why"], **more)
    text = said(
        f"Đã ghi tác vụ {act.n}. Lấy lại: mtqg undo {act.n}.", f"Act {act.n} is done. Take it back: mtqg undo {act.n}."
    )
    session.give({"act": act.n, "verb": act.verb, "household": of[0]}, text)
