"""Households of a place as papers show them, read from the register: heads and members by the office's key.

Only what a paper prints is opened: names and addresses, of the households of the place. Identity numbers, telephones
and causes are not read at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from mtqg.core.register.opening import Register
from mtqg.core.register.rows import state
from mtqg.core.table import Kind, Table
from mtqg.core.text import clean
from mtqg.poverty.paper.places import NO_VILLAGE, Place
from mtqg.poverty.terms import HOUSEHOLD_MEMBERS, HOUSEHOLDS, RELATIONS, SEXES

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]
Shown = Callable[[str | None], str]  # how a name is printed: in clear, or masked in a preview
_HEAD_FIRST = {"head": 0, "spouse": 1}


@dataclass(frozen=True)
class Member:
    """A member as the sheet lists it; the day of birth, or its year where only that is known."""

    name: str
    relation: str
    sex: str
    born: str
    ethnic_group: str


@dataclass(frozen=True)
class Household:
    """A household of the register on a day."""

    code: str
    village_code: str
    head: str
    address: str = ""
    area: str | None = None
    ethnic_group: str = ""
    members: tuple[Member, ...] = field(default=())


def read_households(register: Register, place: Place, shown: Shown = lambda name: clean(name or "")) -> list[Household]:
    """The households of a place that are there on its day, by village and code, with their members.

    shown: what becomes of each personal value; a preview masks it.
    """
    rows = _in_force(register, HOUSEHOLDS, place, ("household_code",), personal=("head_name", "address"), shown=shown)
    members = _members(register, place, shown)
    found = [
        Household(
            code=row["household_code"],
            village_code=village_of(row, place),
            head=row["head_name"],
            address=row["address"],
            area=row["area"],
            ethnic_group=row["ethnic_group"] or "",
            members=tuple(members.get(row["household_code"], ())),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.village_code, one.code))


def with_head(household: Household, head: str) -> Household:
    """The household with the name of its head where the register has none."""
    return household if household.head or not head else replace(household, head=head)


def village_of(row: Row, place: Place) -> str:
    """The village of a row, if it is one that is printed."""
    code = row["village_code"] or NO_VILLAGE
    return code if any(one.code == code for one in place.villages) else NO_VILLAGE


def rows_here(
    register: Register, table: Table, place: Place, *, personal: tuple[str, ...] = (), where: str = "", values: Any = ()
) -> pl.DataFrame:
    """Rows of a table in force about the place, with these personal columns still sealed."""
    import polars as pl

    from mtqg.core.frames import schema

    kinds: dict[str, Kind] = {**table.kinds, **dict.fromkeys(personal, "bytes")}
    codes, villages = sorted(place.codes), sorted(one.code for one in place.villages)
    marks = ", ".join("?" * len(codes)), ", ".join("?" * len(villages)) or "NULL"
    here = f"(r.locality_code IN ({marks[0]}) OR r.village_code IN ({marks[1]}))"
    rows = state(
        register.database,
        table,
        where=f"{here} AND {where}" if where else here,
        values=[*codes, *villages, *values],
        kinds=kinds,
    )
    known: dict[tuple[Any, ...], bool] = {}
    kept = []
    for key in rows.select("locality_code", "day", "village_code").iter_rows():
        if key not in known:
            known[key] = place.holds(*key)
        kept.append(known[key])
    return rows.filter(pl.Series(kept, dtype=pl.Boolean)) if kept else pl.DataFrame(schema=schema(kinds))


def opened(register: Register, table: Table, rows: pl.DataFrame, column: str, shown: Shown) -> list[str]:
    """A personal column of rows as it is printed."""
    return [shown(text) for text in register.cipher.opened(rows[column].to_list(), context=f"{table.name}.{column}")]


def _in_force(
    register: Register, table: Table, place: Place, key: tuple[str, ...], *, personal: tuple[str, ...], shown: Shown
) -> list[Row]:
    """The newest row of each key that holds on the place's day: who moved or left by then is not there."""
    import polars as pl

    rows = rows_here(register, table, place, personal=personal)
    on = place.on
    held = rows.filter((pl.col("day") <= on) & (pl.col("ends_on").is_null() | (pl.col("ends_on") > on)))
    newest = held.sort("day", "added_by", "row_no").unique(list(key), keep="last", maintain_order=True)
    clear = {column: opened(register, table, newest, column, shown) for column in personal}
    plain = newest.drop(personal).to_dicts()
    return [{**row, **{name: texts[at] for name, texts in clear.items()}} for at, row in enumerate(plain)]


def _members(register: Register, place: Place, shown: Shown) -> dict[str, list[Member]]:
    rows = _in_force(register, HOUSEHOLD_MEMBERS, place, ("member_code",), personal=("member_name",), shown=shown)
    found: dict[str, list[Member]] = {}
    for row in sorted(rows, key=_order):
        found.setdefault(row["household_code"], []).append(_member(row))
    return found


def _order(row: Row) -> tuple[Any, ...]:
    born = row["born_on"] or (dt.date(row["birth_year"], 1, 1) if row["birth_year"] else dt.date.max)
    return (_HEAD_FIRST.get(row["relation"], 2), born, row["member_code"])


def _member(row: Row) -> Member:
    year = row["birth_year"]
    born = f"{row['born_on']:%d/%m/%Y}" if row["born_on"] else str(year) if year else ""
    return Member(
        name=row["member_name"],
        relation=RELATIONS.get(row["relation"], ""),
        sex=SEXES.get(row["sex"] or "", ""),
        born=born,
        ethnic_group=row["ethnic_group"] or "",
    )


def by_village(households: Iterable[Household]) -> dict[str, list[Household]]:
    """The same households, village by village."""
    found: dict[str, list[Household]] = {}
    for one in households:
        found.setdefault(one.village_code, []).append(one)
    return found
