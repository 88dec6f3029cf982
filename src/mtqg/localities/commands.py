"""``mtqg localities``: units on a day, what became of them, their names, and numbers carried between days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mtqg.acting import read_known
from mtqg.core.errors import language, said
from mtqg.core.numbers import day as day_text
from mtqg.core.period import read_day
from mtqg.core.terminal import Session, table
from mtqg.localities.book import Localities
from mtqg.localities.event_commands import add, added, remove
from mtqg.localities.version import LEVELS, Version

if TYPE_CHECKING:
    from mtqg.localities.lineage import Placement

_ON = click.option("--on", metavar="DATE", required=True, help="The day, such as 2024-10-16.")
_KNOWN = click.option("--known", default=None, help="With --home: as recorded by a day or an act; now unless said.")
_WITHIN = click.option("--within", metavar="CODE", help="Only inside this unit (of that day).")

LABELS = {
    "province": ("tỉnh, thành phố trực thuộc trung ương", "province"),
    "district": ("cấp huyện", "district"),
    "commune": ("cấp xã", "commune"),
    "village": ("thôn, bản, tổ dân phố", "village"),
    "merge": ("sáp nhập", "merge"),
    "split": ("chia tách", "split"),
    "rename": ("đổi tên", "rename"),
    "reclassify": ("đổi loại hình", "reclassify"),
    "move": ("chuyển đơn vị cấp trên", "move"),
    "boundary": ("điều chỉnh địa giới", "boundary"),
    "establish": ("thành lập", "establish"),
    "abolish": ("kết thúc", "abolish"),
    "whole": ("toàn bộ", "whole"),
    "part": ("một phần", "part"),
    "area_only": ("một phần diện tích, không có dân", "area only"),
    "people_only": ("một phần dân số, không có đất", "people only"),
    "within": ("nằm trong, chưa rõ ở đâu", "somewhere within"),
    "exact": ("đúng tên", "exact"),
    "alias": ("tên khác", "alias"),
    "accents": ("khác dấu", "accents differ"),
    "spelling": ("khác cách viết", "spelling differs"),
    "letter": ("khác một chữ", "one letter off"),
    "letter_and_accents": ("khác một chữ và dấu", "one letter and accents off"),
    "read": ("đã đọc văn bản", "read"),
    "reported": ("theo nguồn dẫn lại", "reported"),
    "unverified": ("chưa kiểm chứng", "unverified"),
}


@click.group()
def localities() -> None:
    """Administrative units through time.

    Units are territories: a unit on a day is a code, a name, a kind and a parent, until land or people move.
    """


for each in (add, remove, added):
    localities.add_command(each)


def asked_book(session: Session, known: str | None = None) -> Localities:
    """The book of the instance that --home names; the shipped one without."""
    if session.home is None:
        return Localities.seed()
    from mtqg.core.instance import open_instance
    from mtqg.core.register import chain
    from mtqg.localities.office import localities_at

    with open_instance(session.home).register() as register:
        return localities_at(register.database, chain.asked(register.database, read_known(known)))


@localities.command()
@_ON
@_WITHIN
@click.option("--level", type=click.Choice(LEVELS), help="Only units of this level.")
@_KNOWN
@click.pass_obj
def tree(session: Session, on: str, within: str | None, level: str | None, known: str | None) -> None:
    """The units of a day, each followed by what lies in it."""
    found = asked_book(session, known).tree(read_day(on), within, level)
    session.give([version.as_json() for version in found], _tree_text(found, flat=level is not None))


@localities.command()
@click.argument("code")
@_ON
@_KNOWN
@click.pass_obj
def show(session: Session, code: str, on: str, known: str | None) -> None:
    """One unit on a day: where it lies, what lies in it, and on which lists it stands."""
    book, day = asked_book(session, known), read_day(on)
    shown = unit_json(book, code, day)
    above = book.ancestors(code, day)
    session.give(shown, _show_text(book.require(code, day), above, shown["counts"], shown["lists"]))


def unit_json(book: Localities, code: str, day: dt.date) -> dict[str, Any]:
    """One unit on a day, whole. Refused where there is none."""
    version = book.require(code, day)
    below = book.tree(day, code)[1:]
    counts = {level: sum(unit.level == level for unit in below) for level in LEVELS}
    return {
        **version.as_json(),
        "area": version.area,
        "ancestors": [unit.as_json() for unit in book.ancestors(code, day)],
        "counts": {level: count for level, count in counts.items() if count},
        "lists": [member.as_json() for member in book.lists_of(code, day)],
        "source": version.source,
    }


@localities.command()
@click.argument("code")
@_ON
@click.option("--to", "to", metavar="DATE", help="Also say where its territory lies on this day.")
@_KNOWN
@click.pass_obj
def history(session: Session, code: str, on: str, to: str | None, known: str | None) -> None:
    """What happened to the territory that CODE was on a day, before and after."""
    book, day = asked_book(session, known), read_day(on)
    version, events = book.require(code, day), book.history(code, day)
    places = book.placements(code, day, read_day(to)) if to else []
    text = _history_text(version, events)
    if to:
        text += f"\n\n{said('Ngày', 'On')} {day_text(read_day(to))}:\n" + _places_text(places)
    session.give(events_json(events), text)


def events_json(events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What happened to a territory, as the contract shapes it."""
    return [{key: event[key] for key in ("date", "kind", "from", "to", "document")} for event in events]


@localities.command()
@click.argument("name")
@_WITHIN
@_ON
@_KNOWN
@click.pass_obj
def resolve(session: Session, name: str, within: str | None, on: str, known: str | None) -> None:
    """Units that NAME may mean on a day, best first; accents, case and one letter are forgiven."""
    book, day = asked_book(session, known), read_day(on)
    found = book.resolve(name, on=day, within=within)
    rows = [
        (
            match.version.code,
            match.version.name,
            ", ".join(unit.name for unit in book.ancestors(match.version.code, day)),
            _label(match.how),
            f"{said('tên cũ', 'formerly')}: {match.former.name}" if match.former else "",
        )
        for match in found
    ]
    head = said(("Mã", "Tên", "Thuộc", "Cách tìm", "Ghi chú"), ("Code", "Name", "In", "Found by", "Note"))
    nothing = said("Không tìm thấy.", "Nothing found.")
    session.give([match.version.as_json() for match in found], table(head, rows) if rows else nothing)


@localities.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "from_", metavar="DATE", required=True, help="The day whose units the file's codes are.")
@click.option("--to", metavar="DATE", required=True, help="The day whose units are wanted.")
@click.option("--weight", "weights", multiple=True, metavar="COLUMN=KIND", help="What a column follows.")
@_KNOWN
@click.pass_obj
def carry(session: Session, file: Path, from_: str, to: str, weights: tuple[str, ...], known: str | None) -> None:
    """Numbers by unit carried to the units of another day; nothing is lost.

    FILE is csv with a column code and columns of whole numbers. Each column needs its kind of weight: population, area,
    households or poor_households. Rates and titles are refused.
    """
    from mtqg.localities.tabular import read_amounts, read_weights

    kinds = read_weights(weights)
    book, first, last = asked_book(session, known), read_day(from_), read_day(to)
    rows = read_amounts(
        file, kinds, lambda code, place: None if book.version(code, first) else book.unknown(code, first, place)
    )
    carried = book.carry(rows, first, last, kinds)
    session.give(carried.as_json(), _carried_text(book, carried.rows, carried.unplaced, list(kinds), last))


@localities.command()
@click.argument("name", required=False)
@click.option("--on", metavar="DATE", help="Members on this day.")
@click.pass_obj
def lists(session: Session, name: str | None, on: str | None) -> None:
    """Lists (zones, poor districts, specially difficult communes), or the members of one on a day."""
    book = asked_book(session)
    if name is None:
        _give_lists(session, book)
        return
    if on is None:
        raise click.UsageError("--on DATE is needed to tell the members of a list.")
    members = [member.as_json() for member in book.members(name, read_day(on))]
    head = said(
        ("Mã", "Tên khi vào danh sách", "Khu vực", "Nay là", "Văn bản", "Mức tin cậy"),
        ("Code", "Name when listed", "Zone", "Now", "Document", "Standing"),
    )
    rows = [
        (m["code"], m["name"], m["zone"], m["now"] or "?", m["document"], _label(str(m["standing"]))) for m in members
    ]
    session.give(members, table(head, rows))


def _give_lists(session: Session, book: Localities) -> None:
    from mtqg.localities.lists import all_lists

    found = all_lists(book)
    shown = [
        {
            "list": each.name,
            "label": each.label,
            "document": each.document,
            "members_known": each.members_known,
            "counts": each.counts,
        }
        for each in found
    ]
    head = said(("Danh sách", "Tên", "Văn bản", "Đã có mã"), ("List", "Label", "Document", "Known"))
    rows = [(each.name, each.label, each.document, each.members_known) for each in found]
    session.give(shown, table(head, rows, right=(3,)))


def _tree_text(found: list[Version], *, flat: bool) -> str:
    if not found:
        return str(said("Không có đơn vị nào ở cấp này vào ngày đó.", "No unit of this level on that day."))
    lines = []
    for version in found:
        indent = "" if flat else "  " * LEVELS.index(version.level)
        lines.append((indent + version.code, version.name, _span(version)))
    head = said(("Mã", "Tên", "Thời gian"), ("Code", "Name", "Valid"))
    counts = ", ".join(
        f"{number:,} {_label(level)}".replace(",", said(".", ","))
        for level in LEVELS
        if (number := sum(version.level == level for version in found))
    )
    return table(head, lines) + f"\n\n{said('Cộng', 'Total')}: {counts}"


def _show_text(version: Version, above: list[Version], counts: dict[str, int], lists: list[dict[str, Any]]) -> str:
    lines = [
        f"{version.name}  ({said('mã', 'code')} {version.code})",
        f"  {said('Loại', 'Kind')}: {version.kind}",
        f"  {said('Thời gian', 'Valid')}: {_span(version)}",
    ]
    if above:
        lines.append(f"  {said('Thuộc', 'In')}: " + ", ".join(f"{unit.name} ({unit.code})" for unit in above))
    if counts:
        told = (f"{count} {_label(level)}" for level, count in counts.items())
        lines.append(f"  {said('Gồm', 'Holds')}: " + ", ".join(told))
    for member in lists:
        zone = f", {said('khu vực', 'zone')} {member['zone']}" if member["zone"] else ""
        standing = f"{member['document']}, {_label(member['standing'])}"
        lines.append(f"  {said('Danh sách', 'List')}: {member['list']}{zone} ({standing})")
    return "\n".join(lines)


def _history_text(version: Version, events: list[dict[str, Any]]) -> str:
    title = f"{version.name} ({version.code}), {_span(version)}\n\n"
    head = said(
        ("Ngày", "Sự kiện", "Từ", "Thành", "Văn bản"),
        ("Date", "Event", "From", "To", "Document"),
    )
    rows = [
        (
            day_text(event["date"]),
            _label(event["kind"]),
            _named(event["from"], event["from_names"]),
            _named(event["to"], event["to_names"]),
            event["document"] or said("không rõ", "unknown"),
        )
        for event in events
    ]
    nothing = said("Không có thay đổi nào từ 01/11/2019.", "Nothing changed since 01/11/2019.")
    return title + (table(head, rows) if rows else nothing)


def _places_text(places: list[Placement]) -> str:
    rows = []
    for place in places:
        unit = place.version
        share = place.shares["population"]
        told = "?" if share is None else f"{float(share) * 100:.4f}".rstrip("0").rstrip(".").replace(".", ",") + "%"
        rows.append((unit.code if unit else "", unit.name if unit else "", _label(place.extent), told))
    return table(said(("Mã", "Tên", "Phần", "Dân số"), ("Code", "Name", "Extent", "People")), rows, right=(3,))


def _carried_text(
    book: Localities, rows: list[dict[str, Any]], unplaced: list[dict[str, Any]], columns: list[str], day: dt.date
) -> str:
    right = tuple(range(2, 2 + len(columns)))
    # A unit that may hold part of what could not be placed has more than its number says.
    more = {(code, column) for each in unplaced for code in each["among"] for column in columns if each[column]}
    names = [
        (
            code,
            _name(book, code, day),
            *(f"{row[column]} + ?" if (code, column) in more else row[column] for column in columns),
        )
        for row in rows
        for code in [row["code"]]
    ]
    text = table((said("Mã", "Code"), said("Tên", "Name"), *columns), names, right=right)
    if unplaced:
        head = (said("Đứng ở", "Stands at"), said("Từ", "From"), *columns, said("Lý do", "Reason"))
        left = [(row["code"], row["from"], *(row[column] for column in columns), row["reason"]) for row in unplaced]
        text += f"\n\n{said('Chưa phân được', 'Not placed')}\n" + table(head, left, right=right)
    return text


def _name(book: Localities, code: str, day: dt.date) -> str:
    found = book.version(code, day)
    return found.name if found else ""


def _named(codes: Iterable[str], names: Iterable[str]) -> str:
    told = [f"{name} ({code})" for code, name in zip(codes, names, strict=True)]
    more = len(told) - 4
    if more > 1:
        told = [*told[:4], said(f"và {more} đơn vị khác", f"and {more} more")]
    return ", ".join(told)


def _span(version: Version) -> str:
    first = day_text(version.valid_from) if version.valid_from else "…"
    last = day_text(version.valid_to - dt.timedelta(days=1)) if version.valid_to else "…"
    return f"{first} – {last}"


def _label(word: str) -> str:
    return LABELS[word][language() == "en"] if word in LABELS else word
