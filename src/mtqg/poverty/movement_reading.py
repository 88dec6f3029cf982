"""The movement of a state: reads the sheets of every review that the state knows, live or as they were closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from mtqg.core.errors import Refused
from mtqg.core.frames import empty
from mtqg.core.live import LiveState
from mtqg.core.period import Period, read_period
from mtqg.core.shelf import Shelf
from mtqg.core.snapshot import NO_LOCALITY
from mtqg.core.territory import LocalityVersion, Territory, known_day
from mtqg.poverty.movement import SHEET_COLUMNS, Movement, moved
from mtqg.poverty.movement_places import Placed
from mtqg.poverty.review.terms import HOUSEHOLD_LINKS
from mtqg.poverty.terms import POVERTY_SHEETS

LINK_COLUMNS = ("household_code", "to_household_code", "day", "link_kind")


def movement(state: Shelf, locality: str, period: Period, standard: str) -> Movement:
    """Forms 2 and 3 of a locality for a period under a standard; see ``Movement`` for the columns.

    state: what is known, live or closed (``books.opened_shelf``). Communes are those of the period's last day.
    """
    territory = state.books.territory
    on = known_day(territory, period.last)
    place = territory.version(locality, on)
    if place is None:
        raise Refused(NO_LOCALITY.at(given=locality, day=on))
    within = [one.code for one in territory.tree(on, within=locality, level="commune")]
    if place.level == "commune":
        within = [place.code]
    sheets = sheets_until(state, place, on, period.last)
    links = links_until(state, place, on, period)
    return moved(sheets, links, period=period, standard=standard, placed=Placed(territory, on), within=within)


def sheets_until(state: Shelf, place: LocalityVersion, on: dt.date, last: dt.date) -> pl.DataFrame:
    """Sheets of the reviews that ended by a day, of all provinces in which the place, or what it was made of, lay."""
    names = [*SHEET_COLUMNS, "change_reason"]
    parts: list[pl.DataFrame] = []
    for review in reviews(state):
        if review.last > last:
            continue
        for province in provinces(state.books.territory, place, on, review.last):
            found = state.find(POVERTY_SHEETS, province.code, review, None)
            if found is not None and found.has(POVERTY_SHEETS.name):
                rows = found.table(POVERTY_SHEETS.name)
                known = rows.collect_schema().names()
                parts.append(_select(rows.filter(pl.col("period") == review.text), names, known))
    return pl.concat(parts) if parts else empty(POVERTY_SHEETS).select(names)


def links_until(state: Shelf, place: LocalityVersion, on: dt.date, period: Period) -> pl.DataFrame:
    """Lineage of households recorded up to the period's last day."""
    parts = []
    for province in provinces(state.books.territory, place, on, period.last):
        found = state.find(HOUSEHOLD_LINKS, province.code, period, None)
        if found is not None and found.has(HOUSEHOLD_LINKS.name):
            parts.append(found.table(HOUSEHOLD_LINKS.name).select(LINK_COLUMNS).collect())
    rows = pl.concat(parts).unique() if parts else empty(HOUSEHOLD_LINKS).select(LINK_COLUMNS)
    return rows.filter(pl.col("day") <= period.last)


def reviews(state: Shelf) -> list[Period]:
    """The periods of which the state has sheets: closed, or recorded since."""
    texts = {one.period.text for one in state.snapshots if one.has(POVERTY_SHEETS.name)}
    if isinstance(state.live, LiveState):
        sql = "SELECT DISTINCT period FROM poverty_sheets"
        texts |= {str(row[0]) for row in state.live.database.rows(sql)}
    return sorted((read_period(text) for text in texts), key=lambda one: (one.last, one.first))


def provinces(territory: Territory, place: LocalityVersion, on: dt.date, day: dt.date) -> list[LocalityVersion]:
    """The provinces of a day in which the place lies, or what it was made of lay."""
    day = known_day(territory, day)
    lay = [place] if day == on else [one.version for one in territory.constituents(place.code, on, day)]
    found: dict[str, LocalityVersion] = {}
    for part in filter(None, lay):
        for version in (part, *territory.ancestors(part.code, day)):
            if version.level == "province":
                found[version.code] = version
    return [found[code] for code in sorted(found)]


def _select(rows: pl.LazyFrame, names: Iterable[str], known: Iterable[str]) -> pl.DataFrame:
    kinds = {column.name: column.kind for column in POVERTY_SHEETS.columns}
    types = {"integer": pl.Int64, "date": pl.Date, "text": pl.String}
    held = set(known)
    chosen = [pl.col(name) if name in held else pl.lit(None, dtype=types[kinds[name]]).alias(name) for name in names]
    return rows.select(chosen).collect()
