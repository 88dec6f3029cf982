"""Strict reading of the tables of localities: whole, or refused with every contradiction.

``load`` reads a folder value by value and checks it; ``seal`` does so and writes the hash over tables that passed,
so that the command line need not check them again on each start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from mtqg.core import seeds
from mtqg.core.check import Check
from mtqg.core.errors import Problem, said
from mtqg.core.table import WHOLE, Table
from mtqg.core.text import clean
from mtqg.localities import problems as say
from mtqg.localities.book import CODE, FROM, KIND, LEVEL, NAME, PARENT, TO, Key, Localities
from mtqg.localities.lineage import Flow, read_flow
from mtqg.localities.tables import COLUMNS, Row, digest, plain
from mtqg.localities.terms import VILLAGES
from mtqg.localities.version import LEVELS, SINCE

EVENT_KINDS = ("merge", "split", "rename", "reclassify", "move", "boundary", "establish", "abolish")
EXTENTS = ("whole", "part", "area_only", "people_only", "unknown")
STANDINGS = ("read", "reported", "unverified")
_WHOLE_PPM = 1_000_000
_FIRST = SINCE.isoformat()


def load(folder: Path) -> Localities:
    """The book in a folder of csv tables. Raises Refused with every error of a value, or every contradiction."""
    tables = {name: strict_rows(name, folder) for name in COLUMNS}
    return Localities.build(**tables)  # type: ignore[arg-type]


def seal(folder: Path) -> None:
    """Check a folder of tables and write its seal. Raises Refused, and writes nothing, when they do not hold."""
    load(folder)
    (folder / "SEAL").write_text(digest(folder) + "\n", encoding="ascii", newline="\n")


def strict_rows(name: str, folder: Path) -> list[Row]:
    """Rows of one csv table, each value read as its column wants it."""
    columns = COLUMNS[name]
    readers = {column: _READERS.get(column, seeds.optional(_tidy)) for column in columns}
    readers |= _TABLE_READERS.get(name, {})
    rows = list(seeds.rows(folder / f"{name}.csv", readers, key=_KEYS.get(name, columns[:1])))
    return plain(name, ([row[column] for column in columns] for row in rows))


def contradictions(book: Localities) -> list[Problem]:
    """Everything in which the tables of a book contradict themselves."""
    return [*_spells(book), *_parents(book), *_events(book), *_flows(book), *_ends(book), *_lists(book)]


def place_checks(tables: Iterable[Table]) -> Iterator[Check]:
    """Of every table that names places: each must exist on the row's day. The list of villages is what others go by."""
    import narwhals as nw

    for table in tables:
        names = {column.name for column in table.columns} if table.time != "book" else set()
        about = {"locality": say.ROW_LOCALITY, "village": say.ROW_VILLAGE}
        for place, code in about.items():
            if f"{place}_code" in names and not (place == "village" and table.name == VILLAGES.name):
                wrong, need = ~nw.col(f"{place}_exists"), f"{place}_exists"
                if table.is_of_office_too:
                    wrong = wrong & (nw.col(f"{place}_code") != WHOLE)
                yield Check(code=code, table=table.name, column=f"{place}_code", wrong=wrong, needs=(need,))


def _spells(book: Localities) -> Iterator[Problem]:
    for code, rows in book.by_code.items():
        for row in rows:
            if row[TO] and row[TO] <= max(row[FROM], _FIRST):
                yield say.BAD_SPELL.at("versions", code, spell=_spell(row))
        for one, two in pairwise(rows):
            if not one[TO] or one[TO] > two[FROM]:
                yield say.OVERLAP.at("versions", code, one=_spell(one), two=_spell(two))


def _parents(book: Localities) -> Iterator[Problem]:
    for row in book.table("versions"):
        parent, level = row[PARENT], row[LEVEL]
        if not parent:
            if level != "province":
                yield say.PARENT_MISSING.at("versions", row[CODE], parent="", spell=_spell(row))
            continue
        above = [other for other in book.by_code.get(parent, ()) if _meet(row, other)]
        if not _cover(row, above):
            yield say.PARENT_MISSING.at("versions", row[CODE], parent=parent, spell=_spell(row))
        for other in above:
            if LEVELS.index(other[LEVEL]) >= LEVELS.index(level):
                values = {"level": level, "parent": parent, "parent_level": other[LEVEL]}
                yield say.LEVEL_ORDER.at("versions", row[CODE], **values)


def _events(book: Localities) -> Iterator[Problem]:
    known = {row[0] for row in book.table("documents")}
    for name, event in book.events.items():
        for document in filter(None, event["document"].split("; ")):
            if document not in known:
                yield say.DOCUMENT_MISSING.at(f"events {name}", document)


def _flows(book: Localities) -> Iterator[Problem]:
    leaving: dict[Key, list[Flow]] = defaultdict(list)
    for row in book.table("flows"):
        flow = read_flow(row)
        event = book.events.get(flow.event)
        if event is None:
            yield say.FLOW_EVENT.at("flows", flow.event)
            continue
        day = event["operative"]
        for key, column in ((flow.source, TO), (flow.target, FROM)):
            if key and (key not in book.by_key or book.by_key[key][column] != day):
                yield say.FLOW_MIDSPELL.at("flows", _told(key), event=flow.event, day=day)
        if flow.source:
            leaving[flow.source].append(flow)
    for key, flows in leaving.items():
        yield from _shares(key, flows)


def _shares(key: Key, flows: list[Flow]) -> Iterator[Problem]:
    if any(flow.extent == "whole" for flow in flows):
        if len(flows) > 1:
            yield say.FLOW_WHOLE.at("flows", _told(key), count=len(flows))
        return
    for weight, kind in enumerate(("population", "area", "households")):
        shares = [flow.shares[weight] for flow in flows]
        total = sum(share for share in shares if share is not None)
        bad = any(share is not None and not 0 <= share <= 1 for share in shares)
        if bad or total > 1 or (None not in shares and total != 1):
            yield say.FLOW_SHARES.at("flows", _told(key), kind=kind, total=int(total * _WHOLE_PPM))


def _ends(book: Localities) -> Iterator[Problem]:
    for key, row in book.by_key.items():
        if row[TO] and key not in book.index.out:
            yield say.END_WITHOUT_FLOW.at("flows", _told(key), day=row[TO], verb=said("kết thúc", "ends"))
        if row[FROM] and key not in book.index.into:
            yield say.END_WITHOUT_FLOW.at("flows", _told(key), day=row[FROM], verb=said("bắt đầu", "begins"))


def _lists(book: Localities) -> Iterator[Problem]:
    known = {row[0] for row in book.table("documents")}
    lists = {row["list"] for row in book.rows("lists")}
    for name in ("lists", "members", "counts"):
        for row in book.rows(name):
            if row["document"] not in known:
                yield say.DOCUMENT_MISSING.at(name, row["document"])
            if row["list"] not in lists:
                yield say.MEMBER_UNKNOWN.at(name, row["list"], day=row.get("first_day", ""))
            elif row.get("code") and not _stands(book, row["code"], row["first_day"]):
                yield say.MEMBER_UNKNOWN.at(name, row["code"], day=row["first_day"])
    for name, column in (("regions", "province_code"), ("aliases", "code")):
        for row in book.rows(name):
            if row[column] not in book.by_code:
                yield say.MEMBER_UNKNOWN.at(name, row[column], day="")


def _stands(book: Localities, code: str, first_day: str) -> bool:
    day = max(first_day, _FIRST)
    return any(row[FROM] <= day and (not row[TO] or day < row[TO]) for row in book.by_code.get(code, ()))


def _meet(row: Row, other: Row) -> bool:
    return (not row[TO] or other[FROM] < row[TO]) and (not other[TO] or row[FROM] < other[TO])


def _cover(row: Row, above: list[Row]) -> bool:
    """Whether spells of one code, the earliest first, cover a spell without a gap."""
    reached = max(row[FROM], "")
    for other in above:
        if other[FROM] > reached:
            return False
        if not other[TO]:
            return True
        reached = other[TO]
    return bool(row[TO]) and bool(above) and reached >= row[TO]


def _spell(row: Row) -> str:
    return f"{row[FROM] or '…'} – {row[TO] or '…'}"


def _told(key: Key) -> str:
    return f"{key[0]} ({key[1] or '…'})"


def _tidy(value: str) -> str:
    if value != clean(value):
        raise ValueError("not in NFC, or with stray blanks")
    return value


def millionths(value: str) -> str:
    """A share in millionths, as text."""
    if not value.isdigit() or int(value) > _WHOLE_PPM:
        raise ValueError("a whole number from 0 to 1000000")
    return value


_DAY_COLUMNS = ("valid_from", "valid_to", "first_day", "last_day", "confirmed_on")
_READERS: dict[str, Callable[[str], Any]] = {
    **{column: seeds.optional(seeds.day) for column in _DAY_COLUMNS},
    **{column: seeds.optional(millionths) for column in ("population_ppm", "area_ppm", "households_ppm")},
    "operative": seeds.day,
    "in_force": seeds.day,
    "extent": seeds.one_of(*EXTENTS),
    "level": seeds.one_of(*LEVELS),
    "standing": seeds.one_of(*STANDINGS),
    "confidence": seeds.one_of("high", "medium", "low"),
    COLUMNS["versions"][NAME]: seeds.text,
    "event": seeds.text,
    "list": seeds.text,
}
_TABLE_READERS: dict[str, dict[str, Callable[[str], Any]]] = {
    "versions": {"code": seeds.text, COLUMNS["versions"][KIND]: seeds.text},
    "events": {"kind": seeds.one_of(*EVENT_KINDS)},
    "members": {"code": seeds.text},
}
_KEYS: dict[str, tuple[str, ...]] = {
    "versions": ("code", "valid_from"),
    "flows": ("event", "from_code", "from_valid_from", "to_code", "to_valid_from"),
    "members": ("list", "zone", "code", "first_day"),
    "counts": ("list", "item", "code", "zone", "unit", "first_day", "place"),
    "regions": ("province_code",),
    "aliases": ("alias", "code"),
}
