"""Villages (thôn, bản, tổ dân phố): the level below the commune, which has no national codes.

An office keeps its own codes. A village whose spell ends and begins again on one day, under another name or commune,
is the same territory; a village that ends without a next spell has no known successor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from mtqg.core.errors import Refused
from mtqg.core.text import clean
from mtqg.localities.problems import VILLAGE_CODE
from mtqg.localities.tables import Row, plain

if TYPE_CHECKING:
    from mtqg.localities.book import Localities

_KINDS = ("tổ dân phố", "thôn", "bản", "buôn", "làng", "ấp", "khu phố", "tổ", "khu")


def with_villages(book: Localities, rows: Iterable[Mapping[str, Any]]) -> Localities:
    """A new book with villages: ``village_code, name, commune_code, valid_from, valid_to, document``, days optional.

    The spell of a village must lie within the spells of its commune: when a commune ends, end the village's row on
    that day and begin another under the new commune.
    Raises Refused with every contradiction, as ``Localities.build`` does.
    """
    given = list(rows)
    spells = plain("versions", [_version(row) for row in given])
    documents = {
        (spell[0], spell[5]): clean(str(row.get("document") or "")) for spell, row in zip(spells, given, strict=True)
    }
    taken = [VILLAGE_CODE.at("", spell[0]) for spell in spells if spell[0] in book.by_code]
    if taken:
        raise Refused(taken)
    events, flows = _lineage(spells, documents)
    known = {row[0] for row in book.table("documents")}
    new = [(number, "", "reported", "office") for number in sorted(set(documents.values()) - known - {""})]
    made = book.with_tables(versions=spells, events=events, flows=flows, documents=new)
    from mtqg.localities.checks import contradictions

    if problems := contradictions(made):
        raise Refused(problems)
    return made


def _version(row: Mapping[str, Any]) -> dict[str, Any]:
    name = clean(str(row["name"]))
    return {
        "code": clean(str(row["village_code"])),
        "name": name,
        "kind": row.get("kind") or next((kind for kind in _KINDS if name.casefold().startswith(kind + " ")), "thôn"),
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
