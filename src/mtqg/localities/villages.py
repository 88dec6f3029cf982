"""Villages (thôn, bản, tổ dân phố): the level below the commune, which has no national codes.

An office keeps its own codes. A village whose spell ends and begins again on one day, under another name or commune,
is the same territory; a village that ends without a next spell has no known successor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mtqg.core.errors import Problem, Refused
from mtqg.core.text import clean
from mtqg.localities.book import CODE, FROM, NAME, PARENT, TO
from mtqg.localities.problems import VILLAGE_CODE, VILLAGE_MOVED
from mtqg.localities.tables import Row, plain
from mtqg.localities.version import VILLAGE_KINDS

if TYPE_CHECKING:
    from mtqg.localities.book import Localities


def with_villages(book: Localities, rows: Iterable[Mapping[str, Any]]) -> Localities:
    """A new book with villages: ``village_code, name, commune_code, valid_from, valid_to, document``, days optional.

    The spell of a village must lie within the spells of its commune: when the commune's land is divided or passes to
    another code, end the village's row on that day and begin another under the commune that it lies in then.
    Raises Refused with every contradiction, as ``Localities.build`` does.
    """
    given = list(rows)
    spells = plain("versions", [_version(row) for row in given])
    documents = {
        (spell[0], spell[5]): clean(str(row.get("document") or "")) for spell, row in zip(spells, given, strict=True)
    }
    problems = [VILLAGE_CODE.at("", spell[0]) for spell in spells if spell[0] in book.by_code]
    problems += [problem for spell in spells for problem in _left_behind(book, spell)]
    if problems:
        raise Refused(problems)
    events, flows = _lineage(spells, documents)
    known = {row[0] for row in book.table("documents")}
    new = [(number, "", "reported", "office") for number in sorted(set(documents.values()) - known - {""})]
    made = book.with_tables(versions=spells, events=events, flows=flows, documents=new)
    from mtqg.localities.checks import contradictions

    if problems := contradictions(made):
        raise Refused(problems)
    return made


def _left_behind(book: Localities, spell: Row) -> Iterator[Problem]:
    """Days inside a village's spell on which its commune's code passes to another territory."""
    for row in book.by_code.get(spell[PARENT], ()):
        day = row[TO]
        if not day or day <= spell[FROM] or (spell[TO] and spell[TO] <= day):
            continue
        flows = book.index.out.get((row[CODE], row[FROM]), [])
        if {flow.target for flow in flows} != {(row[CODE], day)}:
            yield VILLAGE_MOVED.at("", spell[CODE], commune=f"{row[NAME]} ({row[CODE]})", day=day)


def _version(row: Mapping[str, Any]) -> dict[str, Any]:
    name = clean(str(row["name"]))
    return {
        "code": clean(str(row["village_code"])),
        "name": name,
        "kind": row.get("kind")
        or next((kind for kind in VILLAGE_KINDS if name.casefold().startswith(kind + " ")), "thôn"),
        "level": "village",
        "parent_code": clean(str(row["commune_code"])),
        "valid_from": row.get("valid_from"),
        "valid_to": row.get("valid_to"),
        "source": "office",
    }


def _lineage(spells: list[Row], documents: Mapping[tuple[str, str], str]) -> tuple[list[Row], list[Row]]:
    """An event and a flow for each beginning and each end of a village."""
    by_code: dict[str, list[Row]] = defaultdict(list)
    for spell in spells:
        by_code[spell[0]].append(spell)
    events: list[Row] = []
    flows: list[Row] = []
    for code, rows in by_code.items():
        rows.sort(key=lambda row: row[5])
        starts, ends = {row[5]: row for row in rows if row[5]}, {row[6]: row for row in rows if row[6]}
        for day in sorted({*starts, *ends}):
            old, new = ends.get(day), starts.get(day)
            name = f"village-{day.replace('-', '')}-{code}"
            document = documents.get((code, day), "")
            events.append((name, day, day, _kind(old, new), document, "high", "office", ""))
            sides = (*_key(old), *_key(new))
            flows.append((name, *sides, "whole" if old and new else "unknown", "", "", ""))
    return events, flows


def _key(row: Row | None) -> tuple[str, str]:
    return (row[0], row[5]) if row else ("", "")


def _kind(old: Row | None, new: Row | None) -> str:
    if old is None or new is None:
        return "establish" if new else "abolish"
    return "reclassify" if old[2] != new[2] else "rename" if old[1] != new[1] else "move"
