"""An office's tables of points: one person loads the gazette's table, another confirms it, and then it adds up.

A table is confirmed whole, by the digest of its content: nobody confirms three hundred lines one by one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

from mtqg.core.acts import Act, Author
from mtqg.core.errors import Problem, Refused
from mtqg.core.instance import Instance
from mtqg.core.register.booked import Line, alone, is_extended, lines_at
from mtqg.core.register.database import Database
from mtqg.core.register.writing import begin
from mtqg.core.table import PROVENANCE, Table
from mtqg.law.people import keys_of, person
from mtqg.poverty.sheet import problems as wrong
from mtqg.poverty.sheet.definition import Section
from mtqg.poverty.sheet.reading import meet, read_table
from mtqg.poverty.sheet.terms import SCORE_CONFIRMATIONS, SCORE_TABLES, SHEET_BOOKS


@dataclass(frozen=True)
class ScoreTable:
    """A table that somebody loaded, and its confirmation, if there is one."""

    line: Line
    confirmation: Line | None = None

    @property
    def id(self) -> str:
        return f"S{self.line['added_by']}-{self.line['row_no']}"

    @property
    def sections(self) -> tuple[Section, ...]:
        """Its sections. Two people stand for a confirmed one, whatever the file said of itself."""
        found = read_table(self.line["content"], self.line["file"])
        standing = "read" if self.confirmation else "unverified"
        return tuple(replace(one, standing=standing) for one in found)

    def as_json(self) -> dict[str, Any]:
        names = ("versions", "file", "digest", "lines", "evidence", "proposed_by")
        confirmed = self.confirmation["confirmed_by"] if self.confirmation else None
        return {"id": self.id, **{name: self.line[name] for name in names}, "confirmed_by": confirmed}


def score_tables(database: Database, n: int | None = None) -> list[ScoreTable]:
    """Every table in force at act ``n`` (now, unless said), confirmed or not."""
    if not is_extended(database, SHEET_BOOKS, n):
        return []
    confirmed = {
        (line["proposal_act"], line["proposal_row"]): line for line in lines_at(database, SCORE_CONFIRMATIONS, n)
    }
    lines = lines_at(database, SCORE_TABLES, n)
    return [ScoreTable(line, confirmed.get((line["added_by"], line["row_no"]))) for line in lines]


def own_sections(database: Database, n: int | None = None) -> tuple[Section, ...]:
    """The sections of the confirmed tables: these judge."""
    return tuple(
        section for table in score_tables(database, n) if table.confirmation is not None for section in table.sections
    )


def propose(instance: Instance, author: Author, file: Path, *, evidence: str, why: str = "") -> ScoreTable:
    """Load a table from a csv file. It adds up nothing before somebody else confirms it.

    Raises Refused with every error of the file, or where the same content stands there already. A table that says of
    itself that it is illustrative is refused: nobody reads one in a gazette.
    """
    try:
        content = file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise Refused(wrong.TABLE_NOT_READ.at(str(file), file.name)) from None
    return propose_content(instance, author, content, file.name, evidence=evidence, why=why)


def looked_at(database: Database, content: str, name: str) -> tuple[Section, ...]:
    """What a table would be, before anything is written. Raises Refused as ``propose`` does."""
    sections = read_table(content, name)
    if invented := [one.version for one in sections if one.standing == "illustrative"]:
        raise Refused([wrong.ILLUSTRATIVE.at(name, version) for version in dict.fromkeys(invented)])
    for known in score_tables(database):
        if known.line["digest"] == _digest(content):
            raise Refused(wrong.TABLE_KNOWN.at(name, known.line["versions"], id=known.id))
    return sections


def propose_content(
    instance: Instance, author: Author, content: str, name: str, *, evidence: str, why: str = ""
) -> ScoreTable:
    """The same of a csv text, however it came in. ``name``: of the file."""
    with instance.register() as register, begin(register, author, verb="score-table.propose", why=why) as act:
        database = register.database
        alone(database, SCORE_TABLES)
        sections = looked_at(database, content, name)
        line = {
            "versions": ", ".join(dict.fromkeys(one.version for one in sections)),
            "file": name,
            "content": content,
            "digest": _digest(content),
            "lines": sum(len(item.options) for one in sections for item in one.items),
            "evidence": evidence,
            "proposed_by": author.by,
            "proposed_person": person(database, author.by),
        }
        act.add(SCORE_TABLES, _frame(instance, SCORE_TABLES, [line]))
    assert act.sealed is not None
    return ScoreTable({**line, "added_by": act.sealed.n, "row_no": 1})


def confirm(instance: Instance, author: Author, ids: Sequence[str], *, why: str = "") -> Act:
    """Confirm tables that another person loaded, after reading the same in the gazette; from then on they judge.

    Raises Refused: unknown, confirmed already, loaded by the same person, or in the way of a confirmed table.
    """
    with instance.register() as register, begin(register, author, verb="score-table.confirm", why=why) as act:
        database = register.database
        for table in SHEET_BOOKS:
            alone(database, table)
        known = score_tables(database)
        chosen = _chosen(known, ids)
        problems = _refusals(database, author, chosen)
        problems += _clashes(
            [one for one in known if one.confirmation], [one for one in chosen if not one.confirmation]
        )
        if problems:
            raise Refused(problems)
        lines = [
            {
                "proposal_table": SCORE_TABLES.name,
                "proposal_act": one.line["added_by"],
                "proposal_row": one.line["row_no"],
                "proposed_by": one.line["proposed_by"],
                "proposed_person": one.line["proposed_person"],
                "confirmed_by": author.by,
                "confirmed_person": person(database, author.by),
            }
            for one in chosen
        ]
        act.add(SCORE_CONFIRMATIONS, _frame(instance, SCORE_CONFIRMATIONS, lines))
        act.note(confirmed=[one.id for one in chosen], digests=[one.line["digest"] for one in chosen])
    assert act.sealed is not None
    return act.sealed


def withdraw(instance: Instance, author: Author, ids: Sequence[str], *, why: str) -> Act:
    """End tables, with their confirmations: from this act on they add up nothing. What was known before stays so."""
    import polars as pl

    kinds = {"added_by": pl.Int64, "row_no": pl.Int64}

    def rows(lines: Iterable[Line]) -> pl.DataFrame:
        return pl.DataFrame([{name: line[name] for name in kinds} for line in lines], schema=kinds)

    with instance.register() as register, begin(register, author, verb="score-table.withdraw", why=why) as act:
        for table in SHEET_BOOKS:
            alone(register.database, table)
        chosen = _chosen(score_tables(register.database), ids)
        act.end(SCORE_TABLES, rows(one.line for one in chosen))
        act.end(SCORE_CONFIRMATIONS, rows(one.confirmation for one in chosen if one.confirmation))
        act.note(withdrawn=[one.id for one in chosen])
    assert act.sealed is not None
    return act.sealed


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _chosen(known: Sequence[ScoreTable], ids: Sequence[str]) -> list[ScoreTable]:
    by_id = {one.id: one for one in known}
    wanted = list(dict.fromkeys(one.strip().upper() for one in ids))
    if unknown := [one for one in wanted if one not in by_id]:
        raise Refused([wrong.NO_SCORE_TABLE.at(one, one) for one in unknown])
    return [by_id[one] for one in wanted]


def _refusals(database: Database, author: Author, chosen: Iterable[ScoreTable]) -> list[Problem]:
    mine = keys_of(database, author.by)
    found = []
    for one in chosen:
        if one.confirmation:
            found.append(wrong.TABLE_CONFIRMED.at(one.id, one.id))
        elif mine & keys_of(database, one.line["proposed_by"]):
            found.append(wrong.TABLE_SAME_PERSON.at(one.id, author.by, proposed_by=one.line["proposed_by"]))
    return found


def _clashes(confirmed: Sequence[ScoreTable], chosen: Sequence[ScoreTable]) -> list[Problem]:
    """Two tables never both hold for a household."""
    found = []
    for at, one in enumerate(chosen):
        for other in (*confirmed, *chosen[:at]):
            if any(meet(mine, theirs) for mine, theirs in product(one.sections, other.sections)):
                found.append(wrong.TABLE_CLASHES.at(one.id, one.line["versions"], other=other.id))
    return found


def _frame(instance: Instance, table: Table, lines: Sequence[Line]) -> Any:
    from mtqg.core.frames import typed

    blank: dict[str, Any] = {**dict.fromkeys(PROVENANCE), "origin": instance.origin}
    return typed([{**blank, **line} for line in lines], table.taken)
