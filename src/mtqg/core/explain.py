"""Explain: from a figure back to its parts and rows, each with its file, sheet and cell, and its decision.

The rows given re-add to the part or whole asked for: they are the very rows that were counted, from the same
snapshots, with the same conditions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from mtqg.core.errors import Refused, code
from mtqg.core.figure import Figure, quantities
from mtqg.core.gaps import Fill
from mtqg.core.rollup import Reading, RolledUp, places_inside
from mtqg.core.rows import AMOUNT, counted
from mtqg.core.shelf import Shelf
from mtqg.core.snapshot import Snapshot
from mtqg.core.table import PROVENANCE, Table

NO_QUANTITY = code(
    "K-030",
    vi="Chỉ tiêu {measure} không có {given}.",
    en="The measure {measure} has no {given}.",
    remedy_vi="Chỉ tiêu này có: {known}; chỉ tiêu phái sinh thì giải thích từng chỉ tiêu đầu vào.",
    remedy_en="It has: {known}; explain the inputs of a derived measure one by one.",
    wrong_use=True,
)

ORDER = ("locality_code", "day", "added_by", "row_no")
_ON_A_PAGE = {"file": "", "sheet": "", "letters": "{}"}  # a row that was keyed in, from no file
Enrich = Any  # (Table, polars frame) -> polars frame: a domain adds the limits applied and the proposal


@dataclass(frozen=True)
class Page:
    """Which rows to show: ``number`` from 1, ``size`` rows each."""

    number: int
    size: int


def explain(figure: Figure, shelf: Shelf, *, of: str, page: Page, enrich: Enrich = None) -> dict[str, Any]:
    """The figure, its parts by child locality, and a page of its rows."""
    if figure.estimate is not None:
        return _reported(figure, of)
    known = quantities(figure.measure)
    if known and of not in known:
        raise Refused(NO_QUANTITY.at(given=of, measure=figure.measure.name, known=", ".join(known)))
    rolled = figure.rolled or RolledUp({})
    rows = _rows(figure.readings[of], rolled, shelf) if of in figure.readings else []
    counted_rows = sum(map(len, (frame for _, frame in rows)))
    chosen = [one for one in figure.fills if one.of == of and of in figure.readings]
    total = counted_rows + len(chosen)
    first, last = (page.number - 1) * page.size, page.number * page.size
    shown_fills = chosen[max(first - counted_rows, 0) : max(last - counted_rows, 0)]
    return {
        **figure.as_json(),
        "parts": list(_parts(figure, rolled.parts, shelf)),
        "of": of,
        "rows": [*_shown(figure.readings.get(of), rows, page, enrich), *map(_chosen, shown_fills)],
        "page": {"number": page.number, "size": page.size, "pages": -(-total // page.size), "rows": total},
    }


def _reported(figure: Figure, of: str) -> dict[str, Any]:
    """A reported figure has one row: the report. Its amount is what the report gives for the part or whole."""
    assert figure.estimate is not None
    one = figure.estimate
    has_parts = one.part is not None
    amount = {"part": one.part, "whole": one.whole}[of] if has_parts else figure.value
    page = {"number": 1, "size": 1, "pages": 1, "rows": 1}
    return {**figure.as_json(), "parts": [], "of": of, "rows": [{**one.row, "amount": amount}], "page": page}


def _parts(figure: Figure, parts: dict[str, dict[str, int]], shelf: Shelf) -> Iterator[dict[str, Any]]:
    for child in sorted(parts):
        version = shelf.books.territory.version(child, figure.question.boundaries)
        yield {
            "locality": {"code": child, "name": version.name if version else child},
            "part": parts[child].get("part"),
            "whole": parts[child].get("whole"),
        }


def _chosen(one: Fill) -> dict[str, Any]:
    """An amount that somebody chose for a commune: no row of a file, but a row of the register all the same."""
    choice = one.choice
    return {
        "id": f"gap_choices-{choice.act}-{choice.row_no}",
        "locality": one.code,
        "amount": one.amount,
        "values": {"locality_name": one.name, "of_table": choice.table, **choice.as_json()},
        "source": {"file": "", "sheet": "", "cell": ""},
        "act": choice.act,
        "decision": None,
        "origin": "chosen",
    }


def _rows(reading: Reading, rolled: RolledUp, shelf: Shelf) -> list[tuple[Snapshot, pl.DataFrame]]:
    """The counted rows of each snapshot, in its order."""
    inside = sorted(places_inside(reading, rolled, shelf.books.territory))
    places = pl.DataFrame(inside, schema={"locality_code": pl.String, "day": pl.Date}, orient="row").lazy()
    found = []
    for snapshot in reading.snapshots:
        rows = counted(reading.asked, snapshot, shelf.books)
        kept = rows.join(nw.from_native(places), on=["locality_code", "day"], how="semi")
        ordered = kept.sort(*ORDER).collect("polars")
        found.append((snapshot, ordered.to_native()))
    return found


def _shown(
    reading: Reading | None, rows: list[tuple[Snapshot, pl.DataFrame]], page: Page, enrich: Enrich
) -> Iterator[dict[str, Any]]:
    first, last = (page.number - 1) * page.size, page.number * page.size
    at = 0
    for snapshot, frame in rows:
        cut = frame.slice(max(first - at, 0), max(min(last - at, len(frame)) - max(first - at, 0), 0))
        at += len(frame)
        if reading is not None and not cut.is_empty():
            shown = enrich(reading.asked.table, cut).sort(*ORDER) if enrich else cut
            yield from described(reading, snapshot, shown)


def described(reading: Reading, snapshot: Snapshot, frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows as an explanation shows them: id, place, amount, values, source, act, decision."""
    table = reading.asked.table
    sources = {
        (row["added_by"], row["source_no"]): row for row in snapshot.table("sources").collect().iter_rows(named=True)
    }
    hidden = {*PROVENANCE, AMOUNT, "locality_code", *(table.decision or ())}
    for row in frame.iter_rows(named=True):
        source = sources.get((row["added_by"], row["source_no"]), _ON_A_PAGE)
        yield {
            "id": f"{table.name}-{row['added_by']}-{row['row_no']}",
            "locality": row["locality_code"],
            "amount": row[AMOUNT],
            "values": {name: _plain(value) for name, value in row.items() if name not in hidden},
            "source": {
                "file": source["file"],
                "sheet": source["sheet"],
                "cell": "" if row["cell_row"] is None else f"{_letter(source['letters'], reading)}{row['cell_row']}",
            },
            "act": row["added_by"],
            "decision": _decision(table, row),
            "origin": row["origin"],
        }


def _letter(letters: str, reading: Reading) -> str:
    """The column of the sheet that the quantity looks at: the summed one, otherwise the row's first."""
    known: dict[str, str] = json.loads(letters)
    return known.get(
        reading.asked.quantity.column or "", next(iter(sorted(known.values(), key=lambda x: (len(x), x))), "A")
    )


def _decision(table: Table, row: dict[str, Any]) -> dict[str, Any] | None:
    if table.decision is None or row[table.decision[0]] is None:
        return None
    number, issuer, signed = (row[name] for name in table.decision)
    return {"number": number, "issuer": issuer, "signed_on": _plain(signed)}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
