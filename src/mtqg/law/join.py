"""The law's values as columns beside the rows they decide, on any engine that Narwhals knows.

A rule then compares two columns, and the limit that was applied can be shown. The values come as a small table that is
joined: on its keys, and for rows with their own day on the days as well. A row without a value keeps its place with a
null.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import reduce
from typing import Any

import narwhals as nw

from mtqg.core.errors import Problem, Refused
from mtqg.law.book import Law, seed
from mtqg.law.engines import like
from mtqg.law.problems import COLUMN_TAKEN, KEY_NEEDED, NO_COLUMN
from mtqg.law.tables import KEYS, NATIONAL, UNITS, LawValue, Name

STANDING = "_standing"
_FROM, _TO = "law_valid_from", "law_valid_to"
_ALWAYS = dt.date(9999, 12, 31)
FEW = 16  # lines that are chosen by conditions; more are joined

Frame = Any  # a Narwhals frame, eager or lazy, or one of the engine's own


def with_values(
    frame: Frame,
    *names: str,
    on: dt.date | str,
    standard: str | None = None,
    by: Sequence[str] | None = None,
    issuer: str = NATIONAL,
    law: Law | None = None,
    is_compared: bool = False,
) -> Frame:
    """The frame with, for each name, the value in force and its standing: ``income_limit``, ``income_limit_standing``.

    on: the day, or the name of the column that holds the day of each row.
    standard: the rule book; without it, the one that decides on the day. With "standard" among ``by`` each row's own
        column ``standard`` says which.
    by: the columns among area, region, group, standard that the rows carry under these names; without it, those that
        the name depends on.
    is_compared: the values are compared and nothing else; few and small ones may then come as numbers of 16 bits, which
        spares the engine to widen every point that stands beside them.
    Gives null where no value is in force, where a key or the day is null, and where the value is not verified; only in
    the last case the standing is not null but "unverified". Returns the kind of frame that it was given; the order of
    rows is the engine's.
    Raises Refused when a name or standard does not exist, a column is missing, or one of the new names is taken.
    """
    book = law or seed()
    rows = nw.from_native(frame, pass_through=False)
    declared = [book.name(name) for name in names]
    keys = {name.name: _keys(name, by) for name in declared}
    _check(rows.collect_schema().names(), names, keys, on)
    for name in declared:
        values = _values(book, name, on, standard, issuer, keys[name.name])
        rows = _joined(rows, name, values, keys[name.name], on, is_compared)
    return rows if isinstance(frame, nw.DataFrame | nw.LazyFrame) else rows.to_native()


def _keys(name: Name, by: Sequence[str] | None) -> tuple[str, ...]:
    keys = tuple(key for key in KEYS if key in name.by)
    if by is None:
        return keys
    if lacking := [KEYS[key] for key in keys if key not in by]:
        raise Refused(KEY_NEEDED.at(given=name.name, needed=", ".join(lacking)))
    return (*keys, "standard") if "standard" in by and name.standard_kind else keys


def _check(columns: Sequence[str], names: Sequence[str], keys: dict[str, tuple[str, ...]], on: dt.date | str) -> None:
    needed = dict.fromkeys(key for name in names for key in keys[name])
    if isinstance(on, str):
        needed[on] = None
    known = ", ".join(columns)
    problems: list[Problem] = [NO_COLUMN.at(given=name, known=known) for name in needed if name not in columns]
    new = [made for name in names for made in (name, name + STANDING)]
    problems += [COLUMN_TAKEN.at(given=name) for name in new if name in columns]
    if problems:
        raise Refused(problems)


def _values(
    book: Law, name: Name, on: dt.date | str, standard: str | None, issuer: str, keys: Sequence[str]
) -> list[dict[str, Any]]:
    """The lines that can apply, each with its keys, value, standing and the days on which it applies."""
    if standard is not None:
        book.fitting_standard(name, standard)  # one of another kind must not look like a value that is not in force
    lines = []
    for value in book.values:
        if value.name != name.name or value.issuer != issuer:
            continue
        first, last = value.valid_from, value.valid_to or _ALWAYS
        if name.standard_kind and "standard" not in keys:
            if standard is None:
                applied = book.standard(value.standard)
                first, last = max(first, applied.applied_from), min(last, applied.applied_to or _ALWAYS)
            elif value.standard != standard:
                continue
        if first < last and (isinstance(on, str) or first <= on < last):
            lines.append(_line(value, keys, first, last))
    return lines


def _line(value: LawValue, keys: Sequence[str], first: dt.date, last: dt.date) -> dict[str, Any]:
    return {
        **{key: getattr(value, key) for key in keys},
        value.name: value.value if value.judges else None,
        value.name + STANDING: value.standing,
        _FROM: first,
        _TO: last,
    }


def _joined(
    rows: Any, name: Name, lines: list[dict[str, Any]], keys: Sequence[str], on: dt.date | str, is_compared: bool
) -> Any:
    made = [name.name, name.name + STANDING]
    whole = UNITS[name.unit].is_whole
    if not isinstance(on, str) and len(lines) <= FEW:
        kind = _whole(name, lines, is_compared) if whole else nw.String
        return rows.with_columns(**_chosen(name, lines, keys, kind))
    schema = {
        **dict.fromkeys(keys, "text"),
        name.name: "integer" if whole else "text",
        name.name + STANDING: "text",
        _FROM: "date",
        _TO: "date",
    }
    values = like(rows, lines, schema)
    if isinstance(on, str):
        # On the distinct (keys, day) first: at most one line holds on a day, so the last join neither drops rows
        # without a value nor doubles those with several lines over time.
        cases = rows.select(*keys, on).unique()
        met = cases.join(values, on=list(keys), how="inner") if keys else cases.join(values, how="cross")
        met = met.filter(nw.col(_FROM) <= nw.col(on), nw.col(on) < nw.col(_TO)).select(*keys, on, *made)
        return rows.join(met, on=[*keys, on], how="left")
    return rows.join(values.select(*keys, *made), on=list(keys), how="left")


def _whole(name: Name, lines: list[dict[str, Any]], is_compared: bool) -> Any:
    is_small = all(abs(line[name.name] or 0) < 2**15 for line in lines)
    return nw.Int16 if is_compared and is_small else nw.Int64


def _chosen(name: Name, lines: list[dict[str, Any]], keys: Sequence[str], kind: Any) -> dict[str, nw.Expr]:
    """Value and standing of a day by the rows' keys, without a join: quicker, and the rows keep their order.

    At most one line holds on a day for a key. A key that is missing, or has no line, finds nothing.
    """
    chosen = {}
    for column, type_ in ((name.name, kind), (name.name + STANDING, nw.String)):
        found = nw.lit(None).cast(type_)
        for line in lines:
            value = nw.lit(line[column]).cast(type_)
            found = nw.when(_is_of(line, keys)).then(value).otherwise(found) if keys else value
        chosen[column] = found
    return chosen


def _is_of(line: dict[str, Any], keys: Sequence[str]) -> nw.Expr:
    return reduce(lambda one, other: one & other, [nw.col(key) == nw.lit(line[key]) for key in keys])
