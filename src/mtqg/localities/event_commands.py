"""``mtqg localities add``, ``remove``, ``added``: events that an office writes down before the shipped book knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mtqg.acting import acting, author, read_known
from mtqg.core.errors import said
from mtqg.core.numbers import day as day_text
from mtqg.core.terminal import Session, table

# The register is loaded by those who ask for it: these commands stand in the group of the quick ones.
if TYPE_CHECKING:
    from mtqg.localities.office import Event


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--why", default="", help="Why.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Check only; write nothing.")
@acting
@click.pass_obj
def add(session: Session, file: Path, why: str, is_dry: bool, by: str | None, role: str) -> None:
    """Add events (a merger, a division, a new name) that the shipped book does not know, with their resolution.

    FILE is csv, one line for each part that goes from a unit to another. All of it or nothing.
    """
    from mtqg.core.instance import open_instance
    from mtqg.localities.actions import add_events

    made = add_events(open_instance(session.instance()), author(by, role), file, why=why, is_dry=is_dry)
    shown = [{**_event_json(event), "dry_run": is_dry} for event in made]
    session.give(shown, _events_text(made))


@click.command()
@click.argument("events", metavar="EVENT...", nargs=-1, required=True)
@click.option("--why", required=True, help="Why the book must not have them.")
@acting
@click.pass_obj
def remove(session: Session, events: tuple[str, ...], why: str, by: str | None, role: str) -> None:
    """Remove events that the office added; what was known before the act stays known then."""
    from mtqg.core.instance import open_instance
    from mtqg.localities.actions import remove_events

    act = remove_events(open_instance(session.instance()), author(by, role), events, why=why)
    done = ", ".join(act.payload["events"])
    text = said(f"Đã bỏ {done} (tác vụ {act.n}).", f"Removed {done} (act {act.n}).")
    session.give({"removed": act.payload["events"], "act": act.n}, text)


@click.command()
@click.option("--known", default=None, help="As recorded by a day or an act; now unless said.")
@click.pass_obj
def added(session: Session, known: str | None) -> None:
    """The events that the office added, and which of them the shipped book has come to know."""

    from mtqg.core.instance import open_instance
    from mtqg.core.register import chain
    from mtqg.localities.book import Localities
    from mtqg.localities.office import events_at, with_events

    with open_instance(session.instance()).register() as register:
        events = events_at(register.database, chain.asked(register.database, read_known(known)))
    _, left_out = with_events(Localities.seed(), events)
    shown = [{**_event_json(event), "in_force": event not in left_out} for event in events]
    session.give(shown, _events_text(events, left_out))


def _event_json(event: Event) -> dict[str, Any]:
    return {
        "event": event.name,
        "date": event.operative,
        "kind": event.kind,
        "from": sorted(event.sources),
        "to": sorted(event.targets),
        "document": event.document,
    }


def _events_text(events: Sequence[Event], left_out: Sequence[Event] = ()) -> str:
    from mtqg.localities.terms import EVENT_KINDS

    head = said(
        ("Sự kiện", "Ngày", "Loại", "Từ", "Thành", "Văn bản", ""),
        ("Event", "Date", "Kind", "From", "To", "Document", ""),
    )
    shipped = said("sổ gốc đã có hoặc không còn khớp: không dùng", "the shipped book knows it or differs: not used")
    rows = [
        (
            event.name,
            day_text(dt.date.fromisoformat(event.operative)),
            said(EVENT_KINDS[event.kind], event.kind),
            ", ".join(sorted(event.sources)),
            ", ".join(sorted(event.targets)),
            event.document,
            shipped if event in left_out else "",
        )
        for event in events
    ]
    return table(head, rows) if rows else str(said("Chưa ghi sự kiện nào.", "No event."))
