"""What happened to a territory: the events on its way from its oldest origins to its newest successors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mtqg.localities.book import Key
from mtqg.localities.lineage import Flow

if TYPE_CHECKING:
    from mtqg.localities.book import Localities


def history(book: Localities, key: Key) -> list[dict[str, Any]]:
    """What happened to a territory, from its oldest origins to its newest successors, by date."""
    entries: dict[tuple[Any, ...], dict[str, Any]] = {}
    for ancestor in _closure(book, key, forward=False):
        flows = book.index.into.get(ancestor, [])
        if flows:
            _add_entry(book, entries, flows)
    for descendant in _closure(book, key, forward=True):
        flows = book.index.out.get(descendant, [])
        target = flows[0].target if len({flow.target for flow in flows}) == 1 else None
        if target:  # one clause made it: name the other origins too
            flows = book.index.into[target]
        if flows:
            _add_entry(book, entries, flows)
    return sorted(entries.values(), key=lambda entry: (entry["date"], entry["from"], entry["to"]))


def _closure(book: Localities, key: Key, *, forward: bool) -> list[Key]:
    found, waiting = [key], [key]
    while waiting:
        flows = (book.index.out if forward else book.index.into).get(waiting.pop(), ())
        for flow in flows:
            end = flow.target if forward else flow.source
            if end and end not in found:
                found.append(end)
                waiting.append(end)
    return found


def _add_entry(book: Localities, entries: dict[tuple[Any, ...], dict[str, Any]], flows: list[Flow]) -> None:
    names = dict.fromkeys(flow.event for flow in flows)
    events = [book.events[name] for name in names]
    kinds = {event["kind"] for event in events}
    if kinds == {"boundary"}:  # giver and receiver stand in one event: tell it whole
        flows = [flow for leaving in book.index.out.values() for flow in leaving if flow.event in names]
    sources = sorted({flow.source for flow in flows if flow.source})
    targets = sorted({flow.target for flow in flows if flow.target})
    kind = events[0]["kind"]
    if len(targets) > 1 and len(sources) == 1:
        kind = "split" if kinds != {"boundary"} else kind  # one origin, several clauses
    documents = dict.fromkeys(part for event in events for part in event["document"].split("; ") if part)
    entry: dict[str, Any] = {
        "date": dt.date.fromisoformat(events[0]["operative"]),
        "kind": kind,
        "from": [key[0] for key in sources],
        "to": [key[0] for key in targets],
        "document": "; ".join(documents) or None,
        "in_force": dt.date.fromisoformat(events[0]["in_force"]),
        "confidence": events[0]["confidence"],
        "from_names": _names(book, sources),
        "to_names": _names(book, targets),
    }
    entries[entry["date"], tuple(entry["from"]), tuple(entry["to"])] = entry


def _names(book: Localities, keys: Iterable[Key]) -> list[str]:
    return [book.made(book.row(key)).name for key in keys]
