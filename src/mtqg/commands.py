"""Commands of the instance as a whole: init, close, snapshots, measures, figure, explain, verify, chain."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mtqg.acting import acting, author, read_known
from mtqg.core.acts import read_chain, write_chain
from mtqg.core.errors import Refused, code, language, said
from mtqg.core.instance import Instance, open_instance
from mtqg.core.period import read_day, read_period
from mtqg.core.terminal import Session, say, table

HAS_PEOPLE = code(
    "K-006",
    vi="Kho {given} đã có tài khoản.",
    en="The instance {given} has accounts already.",
    remedy_vi="Người quản trị tạo tài khoản ở trang Người dùng.",
    remedy_en="An administrator makes accounts on the page of people.",
)


def asking(command: Callable[..., Any]) -> Callable[..., Any]:
    """The selectors of a figure, the same everywhere."""
    for option in (
        click.option("--edition", type=int, default=None, help="Edition of the snapshot; the newest unless said."),
        click.option(
            "--status",
            type=click.Choice(["estimate", "preliminary", "official"]),
            default=None,
            help="The figure of that status alone; what stands unless said.",
        ),
        click.option("--basis", type=click.Choice(["register", "published"]), default="register", show_default=True),
        click.option("--standard", default=None, help="Rule book; the one that the law applies unless said."),
        click.option("--known", default=None, help="As recorded by a day or an act; now unless said."),
        click.option("--on", default=None, help="On the boundaries of a day; the period's last day unless said."),
        click.option("--period", required=True, help="2023, 2023-09, 2024-10-16, A..B (both ends included)."),
        click.option("--locality", required=True, help="Code of the locality."),
        click.argument("measure"),
    ):
        command = option(command)
    return command


@click.command()
@click.option("--synthetic", is_flag=True, help="For invented rows only: a demonstration.")
@click.option("--admin", default=None, help="Account of the first administrator of the pages.")
@acting
@click.pass_obj
def init(session: Session, synthetic: bool, admin: str | None, by: str | None, role: str) -> None:
    """Make an empty instance in the folder named by --home.

    With --admin the first account of the pages is made too, on a later day as well: with the password in
    MTQG_ADMIN_PASSWORD, otherwise with one that is printed once and must be changed. Nobody is asked anything.
    """
    from mtqg.creating import create_instance

    home = session.instance()
    if admin is not None and (home / "instance.json").exists():
        _give_administrator(session, home, admin)
        return
    origin = "synthetic" if synthetic else "real"
    made = create_instance(home, author(by, role), id=os.urandom(8).hex(), origin=origin)
    where = "PostgreSQL" if made.schema else "SQLite"
    told = said(
        f"Đã tạo kho số liệu {home} ({where}).\n"
        "Khóa mã hóa dữ liệu cá nhân: chép office.key ra nơi khác và cất riêng với bản sao lưu; mất khóa là mất "
        "họ tên, số định danh đã ghi.",
        f"The instance {home} is made ({where}).\n"
        "The key of the personal values: copy office.key to another place, apart from backups. Without it names and "
        "identity numbers are lost.",
    )
    password = _administrator(home, admin) if admin is not None else None
    result = {"home": str(home), "id": made.id, "origin": origin, "database": where.lower()}
    session.give({**result, **_admin_said(admin, password)}, told + _admin_told(admin, password))


def _give_administrator(session: Session, home: Path, admin: str) -> None:
    """The first administrator of an instance that stands already."""
    with open_instance(home).register() as register:
        if register.database.one("SELECT 1 FROM account LIMIT 1"):
            raise Refused(HAS_PEOPLE.at(given=home))
    password = _administrator(home, admin)
    session.give({"home": str(home), **_admin_said(admin, password)}, _admin_told(admin, password).strip())


def _administrator(home: Path, admin: str) -> str | None:
    from mtqg.web.at_home import at_home

    with at_home(home):
        from mtqg.web.accounts.beginning import first_administrator

        return first_administrator(admin, os.environ.get("MTQG_ADMIN_PASSWORD"))


def _admin_said(admin: str | None, password: str | None) -> dict[str, str | None]:
    return {"admin": admin, "one_time_password": password} if admin is not None else {}


def _admin_told(admin: str | None, password: str | None) -> str:
    if admin is None:
        return ""
    told = said(f"\nNgười quản trị đầu tiên: {admin}.", f"\nThe first administrator: {admin}.")
    if password is None:
        return told
    return told + said(
        f"\nMật khẩu dùng một lần: {password} (chỉ hiện lần này; đổi khi đăng nhập lần đầu).",
        f"\nOne-time password: {password} (shown once; to be changed at the first sign-in).",
    )


@click.command()
@click.argument("dataset")
@click.argument("period")
@click.option("--locality", required=True, help="Code of the locality.")
@click.option("--reason", default="", help="Why it is closed again: needed from the second edition on.")
@click.option("--status", type=click.Choice(["preliminary", "official"]), default="official", show_default=True)
@acting
@click.pass_obj
def close(
    session: Session, dataset: str, period: str, locality: str, reason: str, status: str, by: str | None, role: str
) -> None:
    """Freeze a dataset of a locality for a period as its next edition."""
    from mtqg.closing import close_dataset

    say(f"Chốt {dataset}, {locality}, kỳ {period} …")
    made = close_dataset(
        open_instance(session.instance()),
        author(by, role),
        dataset=dataset,
        period=read_period(period),
        locality=locality,
        reason=reason,
        status=status,
    )
    rows = sum(one["rows"] for name, one in made.manifest["tables"].items() if not name.startswith("book."))
    text = (
        f"Đã chốt {dataset}, {made.manifest['locality']['name']}, kỳ {period}: lần {made.edition}, {rows} dòng.\n"
        f"Dấu kiểm {made.hash}"
    )
    session.give({**made.reference(), "n": made.manifest["n"], "head": made.manifest["head"]}, text)


@click.command()
@click.pass_obj
def snapshots(session: Session) -> None:
    """List the snapshots: dataset, locality, period, edition."""
    rows = editions(open_instance(session.instance()))
    head = ("Bộ số liệu", "Đơn vị", "Kỳ", "Lần", "Tình trạng", "Chốt lúc (UTC)", "Lý do", "Dấu kiểm")
    names = ("dataset", "locality", "period", "edition", "status", "closed_at", "reason", "hash")
    lines = [[str(row[name])[:12] if name == "hash" else row[name] for name in names] for row in rows]
    session.give(rows, table(head, lines, right=(3,)))


def editions(instance: Instance) -> list[dict[str, Any]]:
    """The snapshots of an instance, each as the contract refers to it, with its status and reason."""
    from mtqg.core.snapshot import snapshots as every

    return [
        {
            **one.reference(),
            "status": one.manifest["status"],
            "closed_at": one.manifest["closed_at"],
            "n": one.manifest["n"],
            "reason": one.manifest["reason"],
        }
        for one in every(instance)
    ]


@click.command()
@click.pass_obj
def measures(session: Session) -> None:
    """List the measures: what is counted, in which unit, by which law."""
    from mtqg.core.labels import label

    rows = measure_list()
    lines = [(one["measure"], label(one["label"]), one["kind"], one["unit"]) for one in rows]
    heads = said(("Mã chỉ tiêu", "Chỉ tiêu", "Loại", "Đơn vị"), ("Measure", "Label", "Kind", "Unit"))
    session.give(rows, table(heads, lines))


def measure_list() -> list[dict[str, Any]]:
    """What can be asked."""
    from mtqg.catalogue import CATALOGUE

    return [
        {
            "measure": one.name,
            "label": one.label,
            "kind": one.kind,
            "unit": one.unit,
            "places": one.places,
            "law": [{"document": cite.document, "place": cite.place} for cite in one.law],
        }
        for one in CATALOGUE.measures.values()
    ]


@click.command()
@asking
@click.pass_obj
def figure(session: Session, /, **asked: Any) -> None:
    """Compute a figure: a measure for a locality and a period."""
    from mtqg.asking import answer
    from mtqg.core.wording import figure_text

    found = answer(session.home, **_selectors(asked))
    session.give(found.as_json(), figure_text(found))


@click.command()
@asking
@click.option("--of", type=click.Choice(["part", "whole"]), default="part", show_default=True)
@click.option("--page", type=click.IntRange(1), default=1, show_default=True)
@click.option("--page-size", type=click.IntRange(1, 1_000_000), default=None, help="Rows a page.")
@click.pass_obj
def explain(session: Session, /, of: str, page: int, page_size: int | None, **asked: Any) -> None:
    """Walk a figure back: parts, rows with file, sheet and cell, decisions, law."""
    from mtqg.asking import explanation
    from mtqg.core.wording import explanation_text

    size = page_size or (100_000 if session.as_json else 20)
    say("Đọc các dòng của bản chốt …")
    found, said = explanation(session.home, of=of, page=page, size=size, **_selectors(asked))
    session.give(said, explanation_text(found, said))


@click.command()
@click.option("--head", default=None, help="A head that was printed elsewhere: in a report, or kept by an auditor.")
@click.option(
    "--chain", "file", type=click.Path(path_type=Path), default=None, help="A written-out chain, without any instance."
)
@click.option(
    "--copy", "taken", type=click.Path(path_type=Path), default=None, help="An auditor's copy, without any instance."
)
@click.pass_obj
def verify(session: Session, head: str | None, file: Path | None, taken: Path | None) -> None:
    """Hold every row and file against the chain of acts, and the chain against itself and a printed head."""
    from mtqg.core.verify import verified_chain

    if file is not None:
        written = read_chain(file)
        give_findings(session, list(verified_chain(written, head, file.name)), _chain_text(written.n, written.head))
        return
    if taken is not None:
        from mtqg.auditing.copying import verified_copy

        copied = verified_copy(taken, head)
        give_findings(session, list(copied.findings), _chain_text(copied.n, copied.head))
        return
    from mtqg.catalogue import CATALOGUE
    from mtqg.core.verify import verify as deviations

    instance = open_instance(session.instance())
    n, last = instance.head()
    say(said(f"Kiểm tra {n} tác vụ, các dòng và tệp của chúng …", f"Checking {n} acts, their rows and files …"))
    found = deviations(instance, CATALOGUE.tables.values(), head=head)
    give_findings(session, found, _chain_text(n, last))


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write, a line for each act.")
@click.pass_obj
def chain(session: Session, out: Path) -> None:
    """Write the chain of acts out, for an auditor: mtqg verify --chain FILE --head HEX needs nothing else."""
    acts = open_instance(session.instance()).chain
    write_chain(acts.acts, out)
    session.give({"n": acts.n, "head": acts.head, "file": str(out)}, f"{out}: {_chain_text(acts.n, acts.head)}.")


def _chain_text(n: int, head: str) -> str:
    return said(f"{n} tác vụ, dấu kiểm cuối {head}", f"{n} acts, head {head}")


def give_findings(session: Session, found: list[Any], said: str) -> None:
    """Findings of a check; exit 1 where one is an error."""
    ok = not any(one.severity == "error" for one in found)
    lines = [(one.problem.code, one.problem.place, one.problem.message) for one in found]
    good = "Không có sai lệch." if language() == "vi" else "Nothing deviates."
    text = table(("Mã", "Vị trí", "Sai lệch"), lines) if found else f"{good} {said}."
    session.give({"ok": ok, "findings": [one.as_json() for one in found]}, text)
    if found and not session.as_json:
        say(said)
    if not ok:
        raise click.exceptions.Exit(1)


def _selectors(asked: dict[str, Any]) -> dict[str, Any]:
    """The options as typed selectors, or Refused."""
    known = asked["known"]
    return {
        **asked,
        "period": read_period(asked["period"]),
        "on": read_day(asked["on"]) if asked["on"] else None,
        "known": read_known(known),
        "known_text": known or "now",
    }


def opened(session: Session) -> Instance:
    """The instance named by --home."""
    return open_instance(session.instance())
