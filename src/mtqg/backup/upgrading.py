"""Upgrade an instance to this version: rehearsed on a copy first, never without a backup.

Nothing that stood may change: rows are compared table by table over the columns that both versions have, and figures
one by one, before and after.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqg.backup import catalog
from mtqg.backup.figures import FAILED, Asked, every_figure
from mtqg.backup.problems import FIGURE_CHANGED, REHEARSAL_FAILED, ROWS_CHANGED, UPGRADE_FAILED
from mtqg.backup.restoring import deviations, restore_backup
from mtqg.backup.schema import drop, migrate, pending
from mtqg.backup.writing import write_backup
from mtqg.core.errors import Problem, Refused, said
from mtqg.core.findings import Finding, error
from mtqg.core.instance import Instance, open_instance

if TYPE_CHECKING:
    import polars as pl

Say = Callable[[str], None]
Answer = dict[str, Any] | str | None
# Django fills these by itself after every migration.
DJANGOS = ("django_content_type", "auth_permission")


@dataclass(frozen=True)
class State:
    """What an instance holds: a digest of each column of each table, and every figure."""

    columns: dict[str, str]
    figures: Mapping[Asked, dict[str, Any] | str] = field(repr=False)


@dataclass(frozen=True)
class Upgraded:
    """What an upgrade did, or would do."""

    pending: tuple[str, ...]
    seconds: float  # that the migrations took
    new: tuple[str, ...]  # columns that are there now
    gone: tuple[str, ...]
    findings: tuple[Finding, ...]
    figures: int  # that were compared
    incomparable: int  # that only one of the two versions can answer
    backup: Path | None = None


def rehearse(instance: Instance, *, made_at: str, say: Say = lambda _: None) -> Upgraded | None:
    """Upgrade a copy and say what happened; None where nothing is pending. The instance itself is not touched."""
    if not (steps := pending(instance)):
        return None
    work = Path(tempfile.mkdtemp(prefix=".rehearsal-", dir=instance.home.absolute().parent))
    copy: Instance | None = None
    try:
        say(said("Sao lưu và khôi phục thành bản sao …", "Backing up, and restoring into a copy …"))
        write_backup(instance, work / "backup.zip", made_at=made_at, say=say)
        restored = restore_backup(work / "backup.zip", work / "home", with_deviations=True, say=say)
        (work / "backup.zip").unlink()
        copy = replace(restored.instance, any_version=True)
        return _upgraded(copy, steps, say)
    except Refused:
        raise
    except Exception as reason:
        raise Refused(REHEARSAL_FAILED.at("", _reason(reason))) from reason
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if copy and copy.schema:
            drop(copy.schema, os.environ["DATABASE_URL"])


def upgrade(instance: Instance, backup: Path, *, made_at: str, say: Say = lambda _: None) -> Upgraded | None:
    """Back up into a file, upgrade, and hold the instance against what it was; None where nothing is pending."""
    if not (steps := pending(instance)):
        return None
    write_backup(instance, backup, made_at=made_at, say=say)
    say(said(f"Đã sao lưu vào {backup}.", f"Backed up into {backup}."))
    try:
        return replace(_upgraded(instance, steps, say), backup=backup)
    except Refused:
        raise
    except Exception as reason:
        raise Refused(UPGRADE_FAILED.at("", _reason(reason), backup=backup)) from reason


def _upgraded(instance: Instance, steps: list[str], say: Say) -> Upgraded:
    """Migrate, and compare before with after. ``instance`` is opened whatever its version."""
    say(said("Ghi lại số liệu trước khi nâng cấp …", "Noting what stands before the upgrade …"))
    before = state(instance)
    say(said(f"Nâng cấp: {', '.join(steps)} …", f"Upgrading: {', '.join(steps)} …"))
    began = time.monotonic()
    migrate(instance)
    seconds = time.monotonic() - began
    say(said("Đối chiếu số liệu sau khi nâng cấp …", "Comparing with what stood before …"))
    current = open_instance(instance.home)
    after = state(current)
    old, new = before.columns, after.columns
    pairs = [(figure, after.figures.get(asked)) for asked, figure in before.figures.items()]
    return Upgraded(
        pending=tuple(steps),
        seconds=seconds,
        new=tuple(sorted(set(new) - set(old))),
        gone=tuple(sorted(set(old) - set(new))),
        findings=(*deviations(current), *map(error, _differences(before, after))),
        figures=len(pairs),
        incomparable=sum(_is_incomparable(*pair) for pair in pairs),
    )


def state(instance: Instance) -> State:
    """What an instance holds now."""
    columns: dict[str, str] = {}
    with instance.register() as register:
        for shape in catalog.shapes(register.database):
            if shape.name not in DJANGOS:
                columns |= _digests(shape, catalog.pages(register.database, shape))
    return State(columns, every_figure(instance))


def _digests(shape: catalog.Shape, pages: Iterable[pl.DataFrame]) -> dict[str, str]:
    """One digest for each column, over the rows in the order of their ids."""
    import polars as pl

    found = {name: hashlib.sha256() for name in shape.columns}
    for page in pages:
        hexed = page.with_columns(pl.col(pl.Binary).bin.encode("hex"))
        for name, digest in found.items():
            digest.update(hexed.select(name).write_csv(include_header=False).encode())
    return {f"{shape.name}.{name}": digest.hexdigest() for name, digest in found.items()}


def _differences(before: State, after: State) -> Iterator[Problem]:
    for column, digest in before.columns.items():
        if after.columns.get(column, digest) != digest:
            yield ROWS_CHANGED.at(column)
    for asked, old in before.figures.items():
        new = after.figures.get(asked)
        if new != old and not _is_incomparable(old, new):
            place = " ".join(str(one) for one in asked if one is not None)
            yield FIGURE_CHANGED.at(place, _value(old), after=_value(new))


def _is_incomparable(old: Answer, new: Answer) -> bool:
    """Whether the software of today cannot read the tables of before: a column that it asks for was not there yet."""
    return isinstance(old, str) and old.endswith(FAILED) and not isinstance(new, str)


def _value(figure: Answer) -> str:
    """What a figure says, with enough of it to see a difference where the value is the same."""
    if not isinstance(figure, dict):
        return str(figure)
    return " ".join(str(figure.get(name)) for name in ("value", "part", "whole", "status"))


def _reason(reason: Exception) -> str:
    return f"{type(reason).__name__}: {reason}".splitlines()[0][:200]
