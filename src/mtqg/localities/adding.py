"""The file in which an office writes down events: one line for each part that goes from a unit to another.

    event, operative, kind, document, issued_by, from_code, to_code, extent      must be there
    in_force, to_name, to_kind, to_level, to_parent_code, ..._ppm, note          may be

A unit that begins keeps the name, kind, level and parent of the day before where its columns are empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtqg.core import seeds
from mtqg.core.errors import Problem, Refused
from mtqg.core.given import given_lines
from mtqg.localities import problems as say
from mtqg.localities.book import Localities
from mtqg.localities.checks import EXTENTS, millionths
from mtqg.localities.office import ABOUT, Event
from mtqg.localities.terms import EVENT_KINDS
from mtqg.localities.version import LEVELS, Version

NEEDED = ("event", "operative", "kind", "document", "issued_by", "from_code", "to_code", "extent")
_PPM = ("population_ppm", "area_ppm", "households_ppm")
_NEW = {"to_name": "name", "to_kind": "kind", "to_level": "level", "to_parent_code": "parent_code"}
MAY = ("in_force", *_NEW, *_PPM, "note")
_READERS: dict[str, seeds.Reader] = {
    "event": seeds.text,
    "operative": seeds.day,
    "in_force": seeds.optional(seeds.day),
    "kind": seeds.one_of(*EVENT_KINDS),
    "document": seeds.text,
    "issued_by": seeds.text,
    "extent": seeds.one_of(*EXTENTS),
    "to_level": seeds.optional(seeds.one_of(*LEVELS)),
    **dict.fromkeys(_PPM, seeds.optional(millionths)),
}

Placed = Sequence[tuple[str, Mapping[str, str]]]


def read_events(file: Path, book: Localities) -> list[tuple[str, Event]]:
    """(place of its first line, event) for each event of a file; Refused with every error of it."""
    return events_of(given_lines(file, needed=NEEDED, may=MAY), book)


def events_of(lines: Placed, book: Localities) -> list[tuple[str, Event]]:
    """The events of lines of text by column."""
    problems: list[Problem] = []
    readable = [(place, line) for place, line in lines if not _unread(place, line, problems)]
    drafts: dict[str, _Draft] = {}
    for place, line in readable:
        draft = drafts.setdefault(line["event"], _Draft(place, {name: line[name] for name in ABOUT}))
        draft.take(place, line, problems)
    found = [(draft.place, draft.event(name, book, problems)) for name, draft in drafts.items()]
    if problems:
        raise Refused(problems)
    return found


def _unread(place: str, line: Mapping[str, str], problems: list[Problem]) -> bool:
    before = len(problems)
    for column, read in _READERS.items():
        try:
            read(line[column])
        except ValueError as reason:
            problems.append(say.EVENT_CELL.at(place, line[column], column=column, reason=reason))
    if not (line["from_code"] or line["to_code"]):
        problems.append(say.EVENT_CELL.at(place, "", column="from_code, to_code", reason="must not both be empty"))
    return len(problems) > before


@dataclass
class _Draft:
    """An event as its lines tell it, one after another."""

    place: str
    about: dict[str, str]
    new: dict[str, dict[str, str]] = field(default_factory=dict)
    flows: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def take(self, place: str, line: Mapping[str, str], problems: list[Problem]) -> None:
        event = line["event"]
        _agree(place, event, self.about, {name: line[name] for name in ABOUT}, problems)
        sides = (line["from_code"], line["to_code"])
        flow = (*sides, line["extent"], *(line[name] for name in _PPM))
        if self.flows.setdefault(sides, flow) != flow:
            first = " ".join(self.flows[sides][2:])
            problems.append(say.EVENT_DIFFERS.at(place, line["extent"], event=event, column="extent", first=first))
        if line["to_code"]:
            told = {name: line[column] for column, name in _NEW.items()}
            _agree(place, event, self.new.setdefault(line["to_code"], told), told, problems)

    def event(self, name: str, book: Localities, problems: list[Problem]) -> Event:
        day = dt.date.fromisoformat(self.about["operative"])
        begins = [self._begins(code, told, day, book, problems) for code, told in sorted(self.new.items())]
        about: dict[str, Any] = {**self.about, "in_force": self.about["in_force"] or self.about["operative"]}
        return Event(
            name=name,
            **about,
            begins=tuple(begins),
            flows=tuple(sorted(self.flows.values())),
        )

    def _begins(
        self, code: str, told: Mapping[str, str], day: dt.date, book: Localities, problems: list[Problem]
    ) -> tuple[str, str, str, str, str]:
        eve = day - dt.timedelta(days=1)
        before = book.version(code, eve)
        origins = [book.version(source, eve) for source, target in self.flows if target == code and source]
        level = next((origin.level for origin in origins if origin), "")
        old = _kept(before) if before else {"level": level}
        full = {name: told[name] or old.get(name, "") for name in _NEW.values()}
        for column, name in _NEW.items():
            if not full[name] and not (name == "parent_code" and full["level"] == "province"):
                problems.append(say.EVENT_LACKS.at(self.place, code, day=day.isoformat(), column=column))
        return (code, full["name"], full["kind"], full["level"], full["parent_code"])


def _agree(place: str, event: str, first: dict[str, str], told: Mapping[str, str], problems: list[Problem]) -> None:
    """Hold what a line tells against what was told; what was empty is filled."""
    for name, value in told.items():
        if value and first[name] and value != first[name]:
            problems.append(say.EVENT_DIFFERS.at(place, value, event=event, column=name, first=first[name]))
        first[name] = first[name] or value


def _kept(version: Version) -> dict[str, str]:
    return {
        "name": version.name,
        "kind": version.kind,
        "level": version.level,
        "parent_code": version.parent_code or "",
    }


def lines_of(events: Iterable[Event]) -> dict[str, list[dict[str, Any]]]:
    """Events as rows of the three tables, by table."""
    localities = ("code", "name", "kind", "level", "parent_code")
    return {
        "office_events": [
            {
                "event": event.name,
                **{name: getattr(event, name) for name in ("kind", "document", "issued_by", "note")},
                "operative": dt.date.fromisoformat(event.operative),
                "in_force": dt.date.fromisoformat(event.in_force),
            }
            for event in events
        ],
        "office_localities": [
            {"event": event.name, **dict(zip(localities, begin, strict=True))}
            for event in events
            for begin in event.begins
        ],
        "office_flows": [
            {
                "event": event.name,
                "from_code": source,
                "to_code": target,
                "extent": extent,
                **{name: int(share) if share else None for name, share in zip(_PPM, shares, strict=True)},
            }
            for event in events
            for source, target, extent, *shares in event.flows
        ],
    }
