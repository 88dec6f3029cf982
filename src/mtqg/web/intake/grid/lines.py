"""Lines of a grid as they are typed: shared by everybody who keys for the place, merged cell by cell.

Two people in one line overwrite nothing of each other: a cell is taken when it still says what its writer saw. Where
it does not, the other's value stays, both are shown, and whoever types it again decides.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from mtqg.web import access
from mtqg.web.intake.models import KeyingLine

_CONTEXT = "keying_line.typed"
_LONGEST = 200


@dataclass(frozen=True)
class Sheet:
    """Which grid: the commune, the review, the part and the village (empty: the commune without villages)."""

    place: str
    period: str
    part: str
    village: str

    @property
    def asked(self) -> dict[str, str]:
        return dict(vars(self))


@dataclass(frozen=True)
class Typed:
    """A line: its cells, what the checks said of it, who typed it last."""

    key: str
    cells: Mapping[str, str]
    told: Mapping[str, Any] = field(default_factory=dict)
    version: int = 0
    by: str = ""
    at: dt.datetime | None = None


def typed_lines(of: Sheet, keys: Iterable[str] | None = None) -> dict[str, Typed]:
    """The lines that somebody typed something into."""
    rows = KeyingLine.objects.filter(**of.asked)
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    return _opened(list(rows.order_by("id")))


def since(of: Sheet, moment: dt.datetime) -> dict[str, Typed]:
    """The lines saved from a moment on. A save that was slow may be told twice, which does no harm; none is missed."""
    return _opened(list(KeyingLine.objects.filter(**of.asked, at__gte=moment).order_by("id")))


def save(of: Sheet, key: str, changes: Mapping[str, str], seen: Mapping[str, str], by: str) -> dict[str, str]:
    """Keep changed cells of a line. ``seen``: what each said before it was changed.

    Returns the cells that somebody else changed meanwhile, with what they say now: these were not overwritten.
    """
    try:
        return _saved(of, key, changes, seen, by)
    except IntegrityError:  # two people began the line at once: the second finds it now
        return _saved(of, key, changes, seen, by)


def told(of: Sheet, said: Mapping[str, Mapping[str, Any]], lines: Mapping[str, Typed]) -> None:
    """Keep what the checks said of lines, where these are still as they were checked."""
    with transaction.atomic():
        for key, one in said.items():
            if (line := lines.get(key)) is not None and line.version:
                sealed = _sealed(line.cells, one)
                KeyingLine.objects.filter(**of.asked, key=key, version=line.version).update(typed=sealed)


def forget(of: Sheet, lines: Iterable[Typed]) -> None:
    """Lines that were sent go, unless somebody typed on after they were read."""
    for one in lines:
        KeyingLine.objects.filter(**of.asked, key=one.key, version=one.version).delete()


@transaction.atomic
def _saved(of: Sheet, key: str, changes: Mapping[str, str], seen: Mapping[str, str], by: str) -> dict[str, str]:
    row = KeyingLine.objects.select_for_update().filter(**of.asked, key=key).first()
    cells = dict(_opened([row])[key].cells) if row else {}
    clash = {}
    for name, value in changes.items():
        now, wanted = cells.get(name, ""), value.strip()[:_LONGEST]
        if now not in (seen.get(name, ""), wanted):
            clash[name] = now
        else:
            cells[name] = wanted
    kept = {name: value for name, value in cells.items() if value}
    if row is None and kept:
        KeyingLine.objects.create(**of.asked, key=key, typed=_sealed(kept, {}), by=by)
    elif row is not None:
        # An emptied line stays, empty, until the grid is sent: a colleague's screen must hear of it.
        row.typed, row.version, row.by = _sealed(kept, {}), row.version + 1, by
        row.save()
    return clash


def _sealed(cells: Mapping[str, str], said: Mapping[str, Any]) -> bytes:
    text = json.dumps({"cells": dict(cells), "told": dict(said)}, ensure_ascii=False)
    sealed = access.register().cipher.sealed([text], context=_CONTEXT)[0]
    assert sealed is not None
    return sealed


def _opened(rows: list[KeyingLine]) -> dict[str, Typed]:
    texts = access.register().cipher.opened([bytes(row.typed) for row in rows], context=_CONTEXT) if rows else []
    found = {}
    for row, text in zip(rows, texts, strict=True):
        said = json.loads(text or "{}")
        found[row.key] = Typed(row.key, said.get("cells", {}), said.get("told", {}), row.version, row.by, row.at)
    return found
