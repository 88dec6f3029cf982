"""What becomes of households between reviews: split, join, move, new head, gone. Each is one act.

Nothing is rewritten: the rows that held end on the day, rows of the new state begin, and a link says what came from
what. ``undo`` of the act brings back what it ended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from mtqg.core import frames
from mtqg.core.acts import Act, Author
from mtqg.core.batches import opened
from mtqg.core.errors import Problem, Refused, code
from mtqg.core.instance import Instance
from mtqg.core.register.lasting import confirm_lasting_keys, with_lasting_keys
from mtqg.core.register.opening import Register
from mtqg.core.register.rows import content, state
from mtqg.core.register.writing import OpenAct, begin
from mtqg.core.table import PROVENANCE, ROW_ID, Kind, Table
from mtqg.poverty.review.terms import HOUSEHOLD_LINKS
from mtqg.poverty.terms import HOUSEHOLD_MEMBERS, HOUSEHOLDS

NO_HOUSEHOLD = code(
    "P-220",
    vi="Không có hộ {given} đang ở trong sổ hộ dân cư.",
    en="There is no household {given} in the register now.",
    remedy_vi="Kiểm tra mã hộ; hộ chưa có thì nhập biểu households.",
    remedy_en="Look at the code; enter it by the form households where it is missing.",
)
NO_MEMBER = code(
    "P-221",
    vi="{given} không phải thành viên hiện nay của hộ {household}.",
    en="{given} is no member of the household {household} now.",
    remedy_vi="Kiểm tra mã thành viên trong biểu household-members.",
    remedy_en="Look at the member's code in the form household-members.",
)
NOT_AFTER = code(
    "P-222",
    vi="Ngày {given} không sau ngày {day} mà dòng của {subject} bắt đầu.",
    en="{given} is not after {day}, on which the row of {subject} began.",
    remedy_vi="Ghi ngày sau đó; ngày bắt đầu sai thì nhập lại dòng đó.",
    remedy_en="Give a later day; where the first day is wrong, enter that row again.",
)
CODE_TAKEN = code(
    "P-223",
    vi="Mã hộ {given} đã dùng.",
    en="The household code {given} is taken.",
    remedy_vi="Chọn mã chưa dùng: mã hộ không dùng lại.",
    remedy_en="Choose one that was never used.",
)
HEAD_LEAVES = code(
    "P-224",
    vi="Chủ hộ {given} không thể tách đi; hộ cũ phải còn chủ hộ và ít nhất một thành viên.",
    en="The head {given} cannot split off: the old household keeps a head and a member at least.",
    remedy_vi="Thay chủ hộ trước (mtqg poverty household head), hoặc chuyển cả hộ (move).",
    remedy_en="Change the head first (mtqg poverty household head), or move the whole household.",
)
SAME_HOUSEHOLD = code(
    "P-225",
    vi="Hộ {given} không thể nhập vào chính nó.",
    en="The household {given} cannot join itself.",
    remedy_vi="Ghi mã của hai hộ khác nhau.",
    remedy_en="Give two different codes.",
)


@dataclass
class Change:
    """What an act ends and adds, gathered before anything is written."""

    register: Register
    day: dt.date
    origin: str
    problems: list[Problem] = field(default_factory=list)
    ended: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    added: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def household(self, household_code: str) -> dict[str, Any]:
        """The row of the household that holds now; empty, and a problem, where there is none."""
        rows = _now(self.register, HOUSEHOLDS, "household_code", household_code)
        if rows.is_empty():
            self.problems.append(NO_HOUSEHOLD.at(given=household_code))
            return {}
        return rows.sort("day").row(-1, named=True)

    def members(self, household_code: str) -> list[dict[str, Any]]:
        return list(_now(self.register, HOUSEHOLD_MEMBERS, "household_code", household_code).iter_rows(named=True))

    def end(self, table: Table, row: dict[str, Any], subject: str) -> None:
        """The row no longer holds from the day on: it ends, and stands again with its last day."""
        if not row:
            return
        if self.day <= row["day"]:
            self.problems.append(NOT_AFTER.at(given=self.day, day=row["day"], subject=subject))
            return
        self.ended.setdefault(table.name, []).append(pl.DataFrame([{name: row[name] for name in ROW_ID}]))
        self.add(table, {**row, "ends_on": self.day})

    def begin(self, table: Table, row: dict[str, Any], **changed: Any) -> None:
        """A row of the new state holds from the day on."""
        if row:
            self.add(table, {**row, "day": self.day, "ends_on": None, **changed})

    def replace(self, table: Table, row: dict[str, Any], subject: str, **changed: Any) -> None:
        self.end(table, row, subject)
        self.begin(table, row, **changed)

    def link(self, kind: str, of: dict[str, Any], to: str | None, to_locality: str | None = None) -> None:
        if of:
            said = {"household_code": of["household_code"], "to_household_code": to, "link_kind": kind}
            place = {"locality_code": of["locality_code"], "to_locality_code": to_locality, "day": self.day}
            self.add(HOUSEHOLD_LINKS, {**said, **place})

    def add(self, table: Table, row: dict[str, Any]) -> None:
        fresh = {"source_no": None, "cell_row": None, "origin": self.origin}
        self.added.setdefault(table.name, []).append({**row, **fresh})

    def write(self, act: OpenAct) -> None:
        if self.problems:
            raise Refused(self.problems)
        for table in (HOUSEHOLDS, HOUSEHOLD_MEMBERS, HOUSEHOLD_LINKS):
            if table.name in self.ended:
                act.end(table, pl.concat(self.ended[table.name]))
            if table.name in self.added:
                rows = frames.typed(self.added[table.name], table.taken)
                rows = with_lasting_keys(self.register, table, rows)
                act.add(table, rows, batch=act.id)
                confirm_lasting_keys(act, table, rows)


def split(
    instance: Instance,
    author: Author,
    household: str,
    new_code: str,
    *,
    members: Sequence[str],
    head: str | None = None,
    day: dt.date,
    why: str = "",
) -> Act:
    """Some members leave and are a household of their own, at the same place, under a new code.

    head: the head of the new household; the first of the members unless said.
    """

    def work(change: Change) -> None:
        row = change.household(household)
        held = {one["member_code"]: one for one in change.members(household)}
        missing = [one for one in [*members, *([head] if head else [])] if one not in held]
        change.problems += [NO_MEMBER.at(given=one, household=household) for one in dict.fromkeys(missing)]
        leaving = [held[one] for one in dict.fromkeys(members) if one in held]
        heads = [one["member_code"] for one in leaving if one["relation"] == "head"]
        if heads or (held and len(leaving) == len(held)):
            change.problems.append(HEAD_LEAVES.at(given=", ".join(heads) or household))
        if _is_used(change.register, new_code):
            change.problems.append(CODE_TAKEN.at(given=new_code))
        new_head = head or (members[0] if members else "")
        for one in leaving:
            relation = "head" if one["member_code"] == new_head else "other"
            subject = one["member_code"]
            change.replace(HOUSEHOLD_MEMBERS, one, subject, household_code=new_code, relation=relation)
        name = held.get(new_head, {}).get("member_name")
        change.begin(HOUSEHOLDS, row, household_code=new_code, household_key=None, head_name=name, phone=None)
        change.link("split", row, new_code)

    return _done(instance, author, "split", household, day, why, work)


def join(instance: Instance, author: Author, household: str, into: str, *, day: dt.date, why: str = "") -> Act:
    """A household ends, and its members belong to another."""

    def work(change: Change) -> None:
        if household == into:
            change.problems.append(SAME_HOUSEHOLD.at(given=household))
            return
        row, other = change.household(household), change.household(into)
        change.end(HOUSEHOLDS, row, household)
        place = {name: other.get(name) for name in ("locality_code", "village_code")}
        for one in change.members(household):
            relation = "other" if one["relation"] == "head" else one["relation"]
            subject = one["member_code"]
            change.replace(HOUSEHOLD_MEMBERS, one, subject, household_code=into, relation=relation, **place)
        change.link("join", row, into)

    return _done(instance, author, "join", household, day, why, work)


def move(
    instance: Instance,
    author: Author,
    household: str,
    *,
    day: dt.date,
    locality: str | None = None,
    village: str | None = None,
    address: str | None = None,
    area: str | None = None,
    why: str = "",
) -> Act:
    """The whole household lives elsewhere from a day on; without a locality it left the province and its rows end."""

    def work(change: Change) -> None:
        row = change.household(household)
        if locality is None:
            change.end(HOUSEHOLDS, row, household)
            for one in change.members(household):
                change.end(HOUSEHOLD_MEMBERS, one, one["member_code"])
            change.link("out", row, None)
            return
        place = {"locality_code": locality, "village_code": village}
        kept = row.get("area") if area is None else area
        change.replace(HOUSEHOLDS, row, household, address=address, area=kept, **place)
        for one in change.members(household):
            change.replace(HOUSEHOLD_MEMBERS, one, one["member_code"], **place)
        change.link("move", row, household, locality)

    return _done(instance, author, "move", household, day, why, work)


def new_head(
    instance: Instance,
    author: Author,
    household: str,
    member: str,
    *,
    day: dt.date,
    is_gone: bool = False,
    why: str = "",
) -> Act:
    """Another member is the head. is_gone: the head before died or left on the day."""

    def work(change: Change) -> None:
        row = change.household(household)
        held = {one["member_code"]: one for one in change.members(household)}
        if member not in held:
            change.problems.append(NO_MEMBER.at(given=member, household=household))
            return
        for one in held.values():
            if one["member_code"] == member:
                change.replace(HOUSEHOLD_MEMBERS, one, member, relation="head")
            elif one["relation"] == "head" and is_gone:
                change.end(HOUSEHOLD_MEMBERS, one, one["member_code"])
            elif one["relation"] == "head":
                change.replace(HOUSEHOLD_MEMBERS, one, one["member_code"], relation="other")
        change.replace(HOUSEHOLDS, row, household, head_name=held[member]["member_name"])
        change.link("head", row, household)

    return _done(instance, author, "head", household, day, why, work)


def dissolve(instance: Instance, author: Author, household: str, *, day: dt.date, why: str = "") -> Act:
    """The household is no more."""

    def work(change: Change) -> None:
        row = change.household(household)
        change.end(HOUSEHOLDS, row, household)
        for one in change.members(household):
            change.end(HOUSEHOLD_MEMBERS, one, one["member_code"])
        change.link("dissolve", row, None)

    return _done(instance, author, "dissolve", household, day, why, work)


def _done(
    instance: Instance,
    author: Author,
    verb: str,
    household: str,
    day: dt.date,
    why: str,
    work: Callable[[Change], None],
) -> Act:
    with instance.register() as register, begin(register, author, verb=f"household.{verb}", why=why) as act:
        change = Change(register, day, instance.origin)
        work(change)
        change.write(act)
        act.note(form=f"household.{verb}", household=household, day=day.isoformat(), set_aside=0)
    assert act.sealed is not None
    return act.sealed


def _now(register: Register, table: Table, column: str, value: str) -> pl.DataFrame:
    """The rows that hold now, personal values in clear: they are sealed again when they are added again."""
    kinds: dict[str, Kind] = {**content(table), **PROVENANCE}
    found = state(register.database, table, where=f"r.{column} = ? AND r.ends_on IS NULL", values=[value], kinds=kinds)
    return opened(register, table, found)


def _is_used(register: Register, household_code: str) -> bool:
    sql = "SELECT 1 FROM households WHERE household_code = ?"
    return register.database.one(sql, [household_code]) is not None
