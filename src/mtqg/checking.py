"""Check the data of an instance: its register, its rows, its key, its disk, and what the law still leaves open."""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mtqg.commands import give_findings
from mtqg.core.check import MOST, Asked, Check, Prepare, RegisterCheck, checked
from mtqg.core.errors import Refused, code, said
from mtqg.core.findings import Finding, error
from mtqg.core.instance import Instance, open_instance
from mtqg.core.terminal import Session, say

if TYPE_CHECKING:
    import datetime as dt

    import polars as pl

    from mtqg.core.register.database import Database
    from mtqg.core.table import Table
    from mtqg.law.book import Law
    from mtqg.localities.book import Localities

KEY_READABLE = code(
    "Q-010",
    vi="Người khác trên máy đọc được tệp khóa {given}.",
    en="Others on this computer can read the key file {given}.",
    remedy_vi="Chỉ để chủ tệp đọc: chmod 600. Nếu có thể đã bị đọc, coi như khóa đã lộ.",
    remedy_en="Let its owner alone read it: chmod 600. If it may have been read, take the key for leaked.",
)
KEY_MISSING = code(
    "Q-011",
    vi="Chưa có khóa có dấu nhận biết {given}: các giá trị cá nhân đang niêm phong.",
    en="The key with the fingerprint {given} is not there: personal values are sealed.",
    remedy_vi="Đặt MTQG_KEY hoặc MTQG_KEY_FILE, hoặc chép office.key từ nơi cất giữ về kho số liệu.",
    remedy_en="Set MTQG_KEY or MTQG_KEY_FILE, or put office.key back from where it is kept.",
)
DISK_LOW = code(
    "Q-012",
    vi="Ổ đĩa của kho số liệu chỉ còn {given} MB, nên có {needed} MB.",
    en="The instance's disk has {given} MB left, it should have {needed} MB.",
    remedy_vi="Giải phóng ổ đĩa trước khi nhập, chốt hoặc sao lưu.",
    remedy_en="Free some space before the next import, close or backup.",
)
LAW_PENDING = code(
    "Q-020",
    vi="Trị số pháp lý {given} chưa được xác nhận, nên chưa dùng để chấm.",
    en="The law value {given} is not confirmed and judges nothing yet.",
    remedy_vi="Đối chiếu với văn bản gốc; xem mtqg law values --pending.",
    remedy_en="Hold it against the gazette; see mtqg law values --pending.",
)

LEAST_FREE = 1 << 30  # bytes: an import of a province and its close
CHECKS = "CHECKS"
REGISTER_CHECKS = "REGISTER_CHECKS"


@click.command()
@click.option("--most", type=click.IntRange(1), default=MOST, show_default=True, help="Rows named for each check.")
@click.pass_obj
def check(session: Session, most: int) -> None:
    """Look for what is wrong in the data: each row named by its file, sheet and cell, with what to do."""
    instance = open_instance(session.instance())
    say(said("Kiểm tra số liệu …", "Checking the data …"))
    found = list(every_finding(instance, most=most))
    give_findings(session, found, said(f"{len(found)} điều cần xem", f"{len(found)} things to look at"))


def every_finding(instance: Instance, *, most: int = MOST) -> Iterator[Finding]:
    """What is wrong: first what may falsify a figure."""
    from mtqg.catalogue import CATALOGUE
    from mtqg.core.register.invariants import invariants
    from mtqg.decisions.tracing import differing_items, missing_decisions
    from mtqg.localities.checks import place_checks

    tables = CATALOGUE.tables
    checks = (*place_checks(tables.values()), *declared_checks())
    with instance.register() as register:
        database = register.database
        yield from invariants(database, tables.values(), origin=instance.origin, most=most)
        yield from checked(database, tables, checks, _prepared(database, checks), most=most)
        yield from _whole_register(database, instance.origin, most)
        yield from missing_decisions(database, tables.values())
        yield from differing_items(database, tables)
        yield from _targets(instance)
        yield from _key(instance, database)
        yield from _law(database)
    yield from _disk(instance)


def _targets(instance: Instance) -> Iterator[Finding]:
    """Targets of the office that contradict another and are not used."""
    from mtqg.books import targets_now

    yield from (error(problem) for problem in targets_now(instance).conflicts)


def declared_checks() -> tuple[Check, ...]:
    """The ``CHECKS`` of every domain, found by name: a new domain's are there as soon as it has a ``checks.py``."""
    return tuple(one for declared in _declared(CHECKS) for one in declared)


def register_checks() -> tuple[RegisterCheck, ...]:
    """The ``REGISTER_CHECKS`` of every domain, found by name in the same way."""
    return tuple(one for declared in _declared(REGISTER_CHECKS) for one in declared)


def _declared(name: str) -> Iterator[tuple[Any, ...]]:
    for file in sorted(Path(__file__).parent.glob("*/checks.py")):
        module = importlib.import_module(f"mtqg.{file.parent.name}.checks")
        yield getattr(module, name, ())


def _whole_register(database: Database, origin: str, most: int) -> Iterator[Finding]:
    """What several rows show together."""
    from mtqg.law.office import law_at
    from mtqg.localities.office import localities_at

    asked = Asked(database, law_at(database), localities_at(database), origin, most)
    for check in register_checks():
        yield from check.found(asked)


def _prepared(database: Database, checks: tuple[Check, ...]) -> Mapping[str, Prepare]:
    """How each column that a check needs is joined to rows."""
    from mtqg.law.office import law_at
    from mtqg.poverty.explain import with_proposal

    places, law = Places(database), law_at(database)
    made: dict[str, Prepare] = {"proposed_class": lambda rows, table: with_proposal(table, rows, law)}
    made["place_area"] = places.with_area
    made["is_standard_applied"] = lambda rows, table: _with_applied(rows, law)
    for need in {need for check in checks for need in check.needs}:
        if need.endswith("_exists"):
            made[need] = places.joining(need)
        elif any(need == name.name for name in law.names):
            made[need] = partial(_with_law, need, law)
    return made


def _with_law(name: str, law: Law, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The law's value of that name on each row's day, by the row's own standard and other keys."""
    from mtqg.law.join import with_values

    joined: pl.DataFrame = with_values(rows, name, on="day", by=[*law.name(name).by, "standard"], law=law)
    return joined


def _with_applied(rows: pl.DataFrame, law: Law) -> pl.DataFrame:
    """Whether the standard of each row may be used on its day: it decides then, or its values are in force beside the
    one that does, as in the review of 2021."""
    import polars as pl

    names = {standard.name: standard for standard in law.standards}
    asked = rows.select("standard", "day").drop_nulls().unique()
    answers = [
        name in names
        and (names[name].decides(day) or any(one.standard == name and one.holds(day) for one in law.values))
        for name, day in asked.iter_rows()
    ]
    known = asked.with_columns(pl.Series("is_standard_applied", answers, dtype=pl.Boolean))
    return rows.join(known, on=["standard", "day"], how="left", maintain_order="left")


class Places:
    """The book of localities with the office's villages: does a code exist on a day?"""

    def __init__(self, database: Database) -> None:
        from mtqg.core.register.rows import state
        from mtqg.localities.office import localities_at
        from mtqg.localities.terms import VILLAGES

        self.book: Localities = localities_at(database)
        self.villages: dict[str, list[tuple[dt.date, dt.date | None]]] = {}
        rows = state(database, VILLAGES).select("village_code", "day", "ends_on")
        for village, first, end in rows.iter_rows():
            self.villages.setdefault(village, []).append((first, end))

    def exists(self, place: str, on: dt.date) -> bool:
        """Days before the book begins are held against its first, as an import holds them."""
        from mtqg.core.territory import known_day

        day = known_day(self.book, on)
        if place in self.villages:
            return any(first <= day and (end is None or day < end) for first, end in self.villages[place])
        return self.book.version(place, day) is not None

    def with_area(self, rows: pl.DataFrame, _: Table) -> pl.DataFrame:
        """Rural or urban as the kind of the row's place says on its day: xã, or phường and thị trấn."""
        import polars as pl

        from mtqg.core.territory import known_day

        asked = rows.select("locality_code", "day").drop_nulls().unique()
        found = [self.book.version(place, known_day(self.book, day)) for place, day in asked.iter_rows()]
        areas = pl.Series("place_area", [version.area if version else None for version in found], dtype=pl.String)
        return rows.join(asked.with_columns(areas), on=["locality_code", "day"], how="left", maintain_order="left")

    def joining(self, need: str) -> Prepare:
        column = need.removesuffix("_exists") + "_code"

        def join(rows: pl.DataFrame, _: Table) -> pl.DataFrame:
            import polars as pl

            asked = rows.select(column, "day").drop_nulls().unique()
            answers = [self.exists(place, day) for place, day in asked.iter_rows()]
            known = asked.with_columns(pl.Series(need, answers, dtype=pl.Boolean))
            return rows.join(known, on=[column, "day"], how="left", maintain_order="left")

        return join


def _key(instance: Instance, database: Database) -> Iterator[Finding]:
    from mtqg.core.register.keys import FILE_VARIABLE, KEY_FILE, KEY_VARIABLE, NO_KEY, find_key

    kept = database.one("SELECT fingerprint FROM office_key WHERE id = 1")
    fingerprint = str(kept[0]) if kept else None
    try:
        find_key(instance.home, instance=instance.id, expected=fingerprint)
    except Refused as refused:
        problem = refused.problems[0]
        if problem.kind is NO_KEY:
            yield Finding("warning", KEY_MISSING.at(problem.place, fingerprint or "?"))
        else:
            yield Finding("error", problem)
    if os.environ.get(KEY_VARIABLE) or os.name == "nt":
        return
    file = Path(os.environ.get(FILE_VARIABLE) or instance.home / KEY_FILE)
    if file.is_file() and file.stat().st_mode & 0o077:
        yield Finding("warning", KEY_READABLE.at(str(file), file.name))


def _disk(instance: Instance) -> Iterator[Finding]:
    """There should be room for what stands there once more: a backup, or a register that is made anew."""
    held = sum(one.stat().st_size for one in instance.home.glob("register.sqlite*"))
    needed = max(LEAST_FREE, 2 * held)
    free = shutil.disk_usage(instance.home).free
    if free < needed:
        yield Finding("warning", DISK_LOW.at(str(instance.home), free // 10**6, needed=needed // 10**6))


def _law(database: Database) -> Iterator[Finding]:
    """Values that wait for confirmation, once each: the same value of several areas is one."""
    from mtqg.law.office import law_at
    from mtqg.law.pending import pending

    for name, standard in dict.fromkeys((value.name, value.standard) for value in pending(law_at(database)).values):
        yield Finding("warning", LAW_PENDING.at("law", f"{name} ({standard})" if standard else name))
