"""Commands: backup, restore, upgrade."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtqg.commands import give_findings
from mtqg.core.errors import said
from mtqg.core.instance import open_instance
from mtqg.core.terminal import Session, say

if TYPE_CHECKING:
    from mtqg.backup.layout import Manifest
    from mtqg.backup.upgrading import Upgraded

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=_FILE)
@click.pass_obj
def backup(session: Session, file: Path) -> None:
    """Back up into one new file, while others write.

    The key is never part of it: keep the key elsewhere, and keep it.
    """
    from mtqg.backup.writing import write_backup

    instance = replace(open_instance(session.instance()), any_version=True)
    made = write_backup(instance, file, made_at=_now(), say=say)
    about = _about(made.manifest)
    for problem in made.missing:
        say(str(problem))
    size = made.file.stat().st_size
    text = said(
        f"Đã sao lưu vào {made.file} ({size / 10**6:.1f} MB): {about['rows']} dòng, tác vụ 1 đến {about['n']}.\n"
        f"Dấu kiểm cuối {about['head']}\n"
        f"Khóa không có trong bản sao lưu; cần khóa có dấu nhận biết {about['key_fingerprint']}.",
        f"Backed up into {made.file} ({size / 10**6:.1f} MB): {about['rows']} rows, acts 1 to {about['n']}.\n"
        f"Head {about['head']}\n"
        f"The key is not part of it; the key with the fingerprint {about['key_fingerprint']} is needed.",
    )
    missing = [problem.as_json() for problem in made.missing]
    session.give({"file": str(made.file), "bytes": size, **about, "missing": missing}, text)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--with-deviations", is_flag=True, help="Even where rows or files deviate from the chain: they are said.")
@click.pass_obj
def restore(session: Session, file: Path, with_deviations: bool) -> None:
    """Restore a backup into the empty folder named by --home.

    With DATABASE_URL the register goes into PostgreSQL, wherever it stood before. MTQG_KEY or MTQG_KEY_FILE, where
    given, must name the key of this instance.
    """
    from mtqg.backup.restoring import restore_backup
    from mtqg.backup.schema import pending

    home = session.instance()
    done = restore_backup(file, home, with_deviations=with_deviations, say=say)
    about = _about(done.manifest)
    text = said(
        f"Đã khôi phục kho số liệu {home}: {about['rows']} dòng, tác vụ 1 đến {about['n']}.\n"
        f"Dấu kiểm cuối {about['head']}",
        f"Restored the instance {home}: {about['rows']} rows, acts 1 to {about['n']}.\nHead {about['head']}",
    )
    if not done.has_key:
        say(_without_key(about["key_fingerprint"]))
    if steps := pending(done.instance):
        say(said(f"Cần nâng cấp: mtqg upgrade ({', '.join(steps)}).", f"Now run mtqg upgrade ({', '.join(steps)})."))
    if done.findings:
        give_findings(session, list(done.findings), text)
        return
    session.give({"home": str(home), **about, "has_key": done.has_key, "pending": steps}, text)


@click.command()
@click.option(
    "--rehearse", "only_rehearse", is_flag=True, help="On a copy, which is removed; the instance stays as it is."
)
@click.option(
    "--backup", "file", type=_FILE, default=None, help="Where the backup goes; beside the instance unless said."
)
@click.pass_obj
def upgrade(session: Session, only_rehearse: bool, file: Path | None) -> None:
    """Bring the database to this version, after a backup.

    Rows and figures are compared before and after: exit 1 where one of them moved.
    """
    from mtqg.backup import upgrading

    home = session.instance()
    instance = replace(open_instance(home), any_version=True)
    if only_rehearse:
        done = upgrading.rehearse(instance, made_at=_now(), say=say)
    else:
        done = upgrading.upgrade(instance, file or _beside(home), made_at=_now(), say=say)
    if done is None:
        text = said("Kho số liệu đã theo phiên bản này.", "The instance is of this version already.")
        session.give({"ok": True, "pending": [], "findings": []}, text)
        return
    _give(session, done)


def _give(session: Session, done: Upgraded) -> None:
    ok = not done.findings
    lines = [str(one.problem) for one in done.findings]
    text = "\n".join([*lines, _summary(done)])
    session.give(
        {
            "ok": ok,
            "pending": list(done.pending),
            "seconds": round(done.seconds, 3),
            "new": list(done.new),
            "gone": list(done.gone),
            "figures": done.figures,
            "incomparable": done.incomparable,
            "backup": str(done.backup) if done.backup else None,
            "findings": [one.as_json() for one in done.findings],
        },
        text,
    )
    if not ok:
        raise click.exceptions.Exit(1)


def _summary(done: Upgraded) -> str:
    same = done.figures - done.incomparable
    new, gone = ", ".join(done.new) or "-", ", ".join(done.gone) or "-"
    what = said("Đã nâng cấp", "Upgraded") if done.backup else said("Diễn tập", "Rehearsed")
    return said(
        f"{what}: {', '.join(done.pending)}; {done.seconds:.1f} giây.\n"
        f"Cột mới: {new}. Cột bỏ: {gone}.\n"
        f"So sánh {same} số liệu trước và sau; {done.incomparable} số liệu bản trước chưa trả lời được; "
        f"{len(done.findings)} sai lệch.",
        f"{what}: {', '.join(done.pending)}; {done.seconds:.1f} s.\n"
        f"New columns: {new}. Gone: {gone}.\n"
        f"{same} figures compared before and after; {done.incomparable} could not be answered before; "
        f"{len(done.findings)} deviations.",
    )


def _about(manifest: Manifest) -> dict[str, object]:
    return {
        "instance": manifest.instance,
        "n": manifest.n,
        "head": manifest.head,
        "rows": sum(held.rows for held in manifest.tables.values()),
        "key_fingerprint": manifest.key_fingerprint,
        "made_at": manifest.made_at,
        "versions": manifest.versions,
    }


def _without_key(fingerprint: object) -> str:
    return said(
        f"Chưa có khóa (dấu nhận biết {fingerprint}): giá trị cá nhân vẫn niêm phong cho đến khi chép khóa vào kho.",
        f"The key ({fingerprint}) is not there: personal values stay sealed until it is.",
    )


def _beside(home: Path) -> Path:
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S")
    return home.absolute().with_name(f"{home.absolute().name}-{stamp}.zip")


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
