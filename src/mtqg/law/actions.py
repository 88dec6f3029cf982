"""Every write of the law desk: propose, confirm, withdraw. Each is one act, checked whole before it is written."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mtqg.core.acts import Act, Author
from mtqg.core.errors import Problem, Refused
from mtqg.core.instance import Instance
from mtqg.core.register.booked import Line, alone
from mtqg.core.register.database import Database
from mtqg.core.register.opening import Register
from mtqg.core.register.writing import OpenAct, begin
from mtqg.core.table import PROVENANCE, Table
from mtqg.law import desk
from mtqg.law.book import Law, seed
from mtqg.law.office import Proposal, extended, proposals
from mtqg.law.people import keys_of, person
from mtqg.law.problems import ALREADY_CONFIRMED, NEEDS_WHY, NO_PROPOSAL, SAME_PERSON
from mtqg.law.tables import SHAPES
from mtqg.law.terms import LAW_CONFIRMATIONS, LAW_DOCUMENTS, LAW_VALUES, PROPOSALS

if TYPE_CHECKING:
    import polars as pl

Placed = Sequence[tuple[str, Mapping[str, str]]]


def propose_values(
    instance: Instance, author: Author, lines: Placed, *, why: str = "", is_dry: bool = False
) -> list[Proposal]:
    """Propose values that the author has read in the gazette; they judge nothing before somebody else confirms them.

    lines: (place, text by column) with the columns of the table; what is absent is empty. All or nothing.
    Raises Refused with every error of all lines.
    """
    return _proposed(instance, author, LAW_VALUES, lines, why=why, is_dry=is_dry)


def propose_documents(
    instance: Instance, author: Author, lines: Placed, *, why: str = "", is_dry: bool = False
) -> list[Proposal]:
    """Propose documents, or provisions of them (``place``), that the book lacks. All or nothing."""
    return _proposed(instance, author, LAW_DOCUMENTS, lines, why=why, is_dry=is_dry)


def confirm(instance: Instance, author: Author, ids: Sequence[str], *, why: str = "") -> Act:
    """Confirm proposals that another person made, after reading the same in the gazette.

    From this act on they are in the office's book of law and judge. No row and no decision changes.
    Raises Refused: unknown, confirmed already, made by the same person under whatever spelling, or no longer fitting
    the book.
    """
    with instance.register() as register, begin(register, author, verb="law.confirm", why=why) as act:
        found, chosen = _chosen(register.database, ids)
        problems = _refusals(register.database, author, chosen)
        others = [one for one in found if one not in chosen]
        book = extended(seed(), others)
        problems += desk.checked(book, found, [(one.id, one) for one in chosen], is_final=True)
        if problems:
            raise Refused(problems)
        lines = [_confirmation(register.database, author, one) for one in chosen]
        confirmed = [dataclasses.replace(one, confirmation=line) for one, line in zip(chosen, lines, strict=True)]
        _whole([*others, *confirmed])
        act.add(LAW_CONFIRMATIONS, _frame(instance, LAW_CONFIRMATIONS, lines))
        act.note(confirmed=[one.id for one in chosen])
    assert act.sealed is not None
    return act.sealed


def withdraw(instance: Instance, author: Author, ids: Sequence[str], *, why: str) -> Act:
    """End proposals, with their confirmations where they have any: from this act on they are not in the book."""
    if not why.strip():
        raise Refused(NEEDS_WHY.at("--why"))
    with instance.register() as register, begin(register, author, verb="law.withdraw", why=why) as act:
        found, chosen = _chosen(register.database, ids)
        _whole([one for one in found if one not in chosen])
        for table in PROPOSALS:
            _end(act, table, [one.line for one in chosen if one.table is table])
        _end(act, LAW_CONFIRMATIONS, [one.confirmation for one in chosen if one.confirmation])
        act.note(withdrawn=[one.id for one in chosen])
    assert act.sealed is not None
    return act.sealed


def _proposed(
    instance: Instance, author: Author, table: Table, lines: Placed, *, why: str, is_dry: bool
) -> list[Proposal]:
    with instance.register() as register:
        if is_dry:
            return [one for _, one in _new(register, author, table, lines)]
        with begin(register, author, verb="law.propose", why=why) as act:
            alone(register.database, table)
            fresh = [one for _, one in _new(register, author, table, lines)]
            act.add(table, _frame(instance, table, [one.line for one in fresh]))
    assert act.sealed is not None
    return [dataclasses.replace(one, line={**one.line, "added_by": act.sealed.n}) for one in fresh]


def _new(register: Register, author: Author, table: Table, lines: Placed) -> list[tuple[str, Proposal]]:
    """The lines as proposals, each at its place; Refused where one is not fit to be one."""
    database = register.database
    found = proposals(database)
    who = {"proposed_by": author.by, "proposed_person": person(database, author.by)}
    fresh = [
        (place, Proposal(table, {**_line(table, line), **who, "added_by": None, "row_no": number}))
        for number, (place, line) in enumerate(lines, start=1)
    ]
    if problems := desk.checked(extended(seed(), found), found, fresh, is_final=False):
        raise Refused(problems)
    return fresh


def _line(table: Table, given: Mapping[str, str]) -> Line:
    """Text by column; an empty day is none, an empty issuer is the whole country's."""
    line: Line = {column.name: given.get(column.name, "") for column in table.columns}
    line |= {column.name: line[column.name] or None for column in table.columns if column.kind == "date"}
    if table is LAW_VALUES:
        line["issuer"] = line["issuer"] or "national"
    return line


def _chosen(database: Database, ids: Sequence[str]) -> tuple[list[Proposal], list[Proposal]]:
    """All proposals, and those with these ids; nobody else adds any meanwhile."""
    for table in (*PROPOSALS, LAW_CONFIRMATIONS):
        alone(database, table)
    found = proposals(database)
    by_id = {one.id: one for one in found}
    wanted = list(dict.fromkeys(one.strip().upper() for one in ids))
    if unknown := [one for one in wanted if one not in by_id]:
        raise Refused([NO_PROPOSAL.at(one, one) for one in unknown])
    return found, [by_id[one] for one in wanted]


def _refusals(database: Database, author: Author, chosen: Iterable[Proposal]) -> list[Problem]:
    mine = keys_of(database, author.by)
    problems = []
    for one in chosen:
        if one.confirmation:
            problems.append(ALREADY_CONFIRMED.at(one.id, one.label, id=one.id))
        elif mine & keys_of(database, one.line["proposed_by"]):
            problems.append(SAME_PERSON.at(one.id, author.by, proposed_by=one.line["proposed_by"]))
    return problems


def _confirmation(database: Database, author: Author, one: Proposal) -> Line:
    return {
        "proposal_table": one.table.name,
        "proposal_act": one.line["added_by"],
        "proposal_row": one.line["row_no"],
        "proposed_by": one.line["proposed_by"],
        "proposed_person": one.line["proposed_person"],
        "confirmed_by": author.by,
        "confirmed_person": person(database, author.by),
    }


def _whole(found: Iterable[Proposal]) -> Law:
    """The book that would be, checked as strictly as the shipped one; Refused where it does not hold."""
    book = extended(seed(), found)
    return Law.build({name: book.rows()[name] for name in SHAPES})


def _end(act: OpenAct, table: Table, lines: Sequence[Line]) -> None:
    import polars as pl

    kinds = {"added_by": pl.Int64, "row_no": pl.Int64}
    act.end(table, pl.DataFrame([{name: line[name] for name in kinds} for line in lines], schema=kinds))


def _frame(instance: Instance, table: Table, lines: Sequence[Line]) -> pl.DataFrame:
    """Lines as the register takes them: they come from no sheet."""
    from mtqg.core.frames import typed

    blank: dict[str, Any] = {**dict.fromkeys(PROVENANCE), "origin": instance.origin}
    return typed([{**blank, **_days(table, line)} for line in lines], table.taken)


def _days(table: Table, line: Line) -> dict[str, Any]:
    days = {column.name for column in table.columns if column.kind == "date"}
    return {
        column.name: dt.date.fromisoformat(line[column.name])
        if column.name in days and line[column.name]
        else line[column.name]
        for column in table.columns
    }
