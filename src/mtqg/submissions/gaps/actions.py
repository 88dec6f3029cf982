"""Choosing what is counted for communes that have not sent their rows: one act for all that was chosen at once.

with begin(register, author, verb="gap.choose", where="38", why=...) as act:
    choose(act, wanted, period=period, base=base, by="Bình", ...)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mtqg.core.errors import Problem, Refused
from mtqg.core.gaps import Choice, Fillable
from mtqg.core.period import Period
from mtqg.core.register.booked import alone, lines_at
from mtqg.core.register.database import Database, quoted
from mtqg.core.register.entering import enter
from mtqg.core.register.writing import OpenAct
from mtqg.core.table import ROW_ID
from mtqg.core.text import clean
from mtqg.submissions.gaps.book import Gaps
from mtqg.submissions.gaps.problems import CHOSEN_MEANWHILE, NO_AMOUNT, NO_METHOD, NOTHING_BEFORE
from mtqg.submissions.gaps.terms import EVERY, GAP_CHOICES


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody wants counted for a commune. how: "last", "estimate", "leave", or "" for no choice.

    after: the act of the choice that stood when the page was shown; 0 where there was none.
    """

    code: str
    name: str
    how: str
    amounts: Mapping[str, int] = field(default_factory=dict)
    why: str = ""
    after: int = 0


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What the choices of one page share: of which period, in place of which tables, by whom."""

    period: Period
    base: Period | None
    fillable: Sequence[Fillable]
    standards: Mapping[str, str | None]  # of what can be filled, by name
    by: str
    origin: str

    @property
    def tables(self) -> list[str]:
        return list(dict.fromkeys(one.quantity.table for one in self.fillable))


def reported(database: Database, table: str, period: Period, communes: Collection[str]) -> set[str]:
    """Those of these communes of which the register holds rows of a table for a period.

    Each is looked up by itself: to ask which communes a period has reads every sheet of its review.
    """
    if not communes:
        return set()
    sql = (
        f"WITH asked(code) AS (VALUES {', '.join(['(?)'] * len(communes))}) SELECT code FROM asked WHERE EXISTS ("  # noqa: S608
        f"SELECT 1 FROM {quoted(table)} r WHERE r.locality_code = code AND r.period = ? AND r.ended_by IS NULL)"
    )
    return {str(code) for (code,) in database.rows(sql, [*communes, period.text])}


def refused(wanted: Iterable[Wanted], before: Mapping[str, Mapping[str, int]], setting: Setting) -> list[Problem]:
    """What is wrong with choices by themselves. ``before``: what each commune had in the period that is taken."""
    found: list[Problem] = []
    for one in wanted:
        if one.how == "estimate" and not one.amounts:
            found.append(NO_AMOUNT.at(given=one.name))
        if one.how == "estimate" and not one.why.strip():
            found.append(NO_METHOD.at(given=one.name))
        if one.how == "last" and not before.get(one.code):
            found.append(NOTHING_BEFORE.at(given=one.name, period=str(setting.base or "")))
    return found


def changed(database: Database, wanted: Sequence[Wanted], setting: Setting) -> list[Wanted]:
    """Those that say something else than what stands."""
    sent = _sent(database, wanted, setting)
    held = _held(database, setting)
    return [one for one in wanted if _said(one, held, sent) != _rows(one, sent, setting)]


def choose(act: OpenAct, wanted: Sequence[Wanted], setting: Setting) -> tuple[list[Wanted], list[Wanted]]:
    """Write the choices that differ from what stands. Gives those written, and those whose rows came in meanwhile.

    Raises Refused where somebody chose otherwise since the page was shown: nothing is written then.
    """
    database = act.register.database
    alone(database, GAP_CHOICES)
    sent = _sent(database, wanted, setting)
    late = [one for one in wanted if all(one.code in codes for codes in sent.values())]
    fresh = [one for one in changed(database, wanted, setting) if one not in late]
    held = _held(database, setting)
    if clashes := [one for one in fresh if _newest(held.get(one.code)) != one.after]:
        raise Refused([CHOSEN_MEANWHILE.at(given=one.name, person=_person(held.get(one.code))) for one in clashes])
    _end(act, {one.code for one in fresh}, setting)
    rows = [row for one in fresh for row in _rows(one, sent, setting)]
    about = {"period": setting.period.text, "day": act.author.day, "chosen_by": setting.by}
    if rows:
        given = ", ".join(one.name for one in fresh)
        entered = [{**row, **about} for row in rows]
        enter(act, GAP_CHOICES, entered, origin=setting.origin, broken=CHOSEN_MEANWHILE, given=given)
    act.note(period=setting.period.text, communes=[one.code for one in fresh])
    return fresh, late


def _sent(database: Database, wanted: Sequence[Wanted], setting: Setting) -> dict[str, set[str]]:
    codes = [one.code for one in wanted]
    return {table: reported(database, table, setting.period, codes) for table in setting.tables}


def _held(database: Database, setting: Setting) -> dict[str, list[Choice]]:
    book, found = Gaps(database), dict[str, list[Choice]]()
    for table in setting.tables:
        for code, choice in book.of(table, setting.period).items():
            found.setdefault(code, []).append(choice)
    return found


def _newest(choices: list[Choice] | None) -> int:
    return max((one.act for one in choices or ()), default=0)


def _person(choices: list[Choice] | None) -> str:
    return max(choices, key=lambda one: one.act).by if choices else "—"


def _rows(one: Wanted, sent: Mapping[str, set[str]], setting: Setting) -> list[dict[str, Any]]:
    """The rows of a choice: for each table that the commune has not sent."""
    about = {"locality_code": one.code, "how": one.how, "reason": clean(one.why) or None}
    missing = [table for table in setting.tables if one.code not in sent[table]]
    if one.how == "estimate":
        return [
            {
                **about,
                "of_table": each.quantity.table,
                "item": each.name,
                "amount": one.amounts[each.name],
                "standard": setting.standards.get(each.name),
            }
            for each in setting.fillable
            if each.quantity.table in missing and each.name in one.amounts
        ]
    base = setting.base.text if one.how == "last" and setting.base else None
    return [{**about, "of_table": table, "item": EVERY, "base_period": base} for table in missing] if one.how else []


def _said(one: Wanted, held: Mapping[str, list[Choice]], sent: Mapping[str, set[str]]) -> list[dict[str, Any]]:
    """What stands for the commune in place of what it has not sent, as rows."""
    found: list[dict[str, Any]] = []
    for choice in held.get(one.code, ()):
        if one.code in sent[choice.table]:
            continue
        about = {"locality_code": one.code, "how": choice.how, "reason": choice.why or None, "of_table": choice.table}
        if choice.how == "estimate":
            found += [
                {**about, "item": name, "amount": amount, "standard": choice.standard}
                for name, amount in choice.amounts.items()
            ]
        else:
            found.append({**about, "item": EVERY, "base_period": choice.base.text if choice.base else None})
    return found


def _end(act: OpenAct, codes: set[str], setting: Setting) -> None:
    import polars as pl

    lines = lines_at(act.register.database, GAP_CHOICES)
    ids = [
        tuple(one[name] for name in ROW_ID)
        for one in lines
        if one["period"] == setting.period.text and one["locality_code"] in codes
    ]
    if ids:
        act.end(GAP_CHOICES, pl.DataFrame(ids, schema=dict.fromkeys(ROW_ID, pl.Int64), orient="row"))
