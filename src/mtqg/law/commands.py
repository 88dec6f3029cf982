"""``mtqg law``: documents, what one does to another, values, and what waits for confirmation."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from mtqg.core.numbers import day as day_text
from mtqg.core.numbers import number
from mtqg.core.period import read_day
from mtqg.core.terminal import Session, table
from mtqg.core.text import fold
from mtqg.law.book import Law, Missing, seed
from mtqg.law.pending import Pending, chosen, pending, value_json
from mtqg.law.tables import HELD, KEYS, LINKS, STANDINGS, UNITS, Document, LawValue, cells

IN_FORCE = {"yes": "còn hiệu lực", "no": "hết hiệu lực", "unknown": "chưa rõ ngày"}
SUBJECTS = {
    "rural": "nông thôn",
    "urban": "thành thị",
    "general": "chung cả nước",
    "A": "phần A",
    "B": "phần B",
    "C": "phần C",
    "5": "5 sao",
    "4": "4 sao",
    "3": "3 sao",
    "2": "2 sao",
    "commune": "xã",
    "advanced_commune": "xã nâng cao",
    "district": "huyện",
    "district_each_commune": "từng xã của huyện",
    "province": "tỉnh",
    "under_15_criteria_or_safe_zone": "xã dưới 15 tiêu chí, xã ATK chưa đạt",
    "15_to_18_criteria": "xã từ 15 đến 18 tiêu chí",
    "recognised": "xã đã đạt chuẩn",
    "specially_difficult_village": "thôn đặc biệt khó khăn",
    "zone_III_safe_zone_border_island": "xã khu vực III, ATK, biên giới, đảo, đặc khu",
    "zone_II": "xã khu vực II",
    "zone_I": "xã khu vực I",
    "other_commune": "xã còn lại",
    "supplement_60_and_more": "bổ sung cân đối từ 60%",
}


@click.group()
def law() -> None:
    """Documents, provisions and values of the law."""


@law.command("list")
@click.option("--in-force-on", "on", metavar="DATE", help="Only those in force, or that may be, on the day.")
@click.option("--issuer", metavar="TEXT", help="Only those whose issuer contains the text (accents are free).")
@click.pass_obj
def list_documents(session: Session, on: str | None, issuer: str | None) -> None:
    """List the documents of the register."""
    day = read_day(on) if on else None
    wanted = fold(issuer or "")
    found = [
        document
        for document in seed().documents
        if wanted in fold(document.issued_by) and (day is None or document.in_force(day) != "no")
    ]
    session.give([_document_json(document, day) for document in found], _document_table(found, day))


@law.command("show")
@click.argument("number", metavar="DOCUMENT")
@click.option("--issuer", help="Exact issuer, where numbers repeat.")
@click.option("--signed-on", metavar="DATE", help="Day signed, where numbers repeat.")
@click.pass_obj
def show(session: Session, number: str, issuer: str | None, signed_on: str | None) -> None:
    """Show a document: days, links both ways, provisions and values."""
    book = seed()
    document = book.document(number, issued_by=issuer, signed_on=read_day(signed_on) if signed_on else None)
    session.give(_whole_json(book, document), _whole_text(book, document))


@law.command("values")
@click.option("--pending", "waiting", is_flag=True, help="What waits for confirmation, and what waits for it.")
@click.option("--on", metavar="DATE", help="Only values in force on the day.")
@click.option("--name", metavar="NAME", help="Only this value.")
@click.pass_obj
def values(session: Session, waiting: bool, on: str | None, name: str | None) -> None:
    """List the values of the law."""
    book = seed()
    day = read_day(on) if on else None
    if waiting:
        found = pending(book, on=day, name=name)
        session.give(found.as_json(), _pending_text(found))
        return
    if name is not None:
        book.name(name)
    listed = chosen(book.values, on=day, name=name)
    if name is not None and day is not None and not listed:
        absent = _absent(book, name, day)
        session.give(absent, "\n".join(f"{_for(one)}: {one['reason']}" for one in absent))
        return
    session.give([value_json(value) for value in listed], _value_table(book, listed))


def _absent(book: Law, name: str, day: dt.date) -> list[dict[str, Any]]:
    """Null and its reason, for each case that the name has in the law; never the nearest value."""
    cases = sorted({tuple(getattr(value, key) for key in KEYS) for value in book.values if value.name == name})
    asked = [dict(zip(KEYS, case, strict=True)) for case in cases]
    return [
        {"name": name, **keys, "on": day, "value": None, "reason": found.reason}
        for keys in asked
        if isinstance(found := book.value(name, day, **keys), Missing)
    ]


def _for(one: dict[str, Any]) -> str:
    return " ".join((one["name"], *(one[key] for key in KEYS if one[key])))


def _document_json(document: Document, on: dt.date | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {column: cell or None for column, cell in cells(document).items()}
    return body if on is None else {**body, "in_force": document.in_force(on)}


def _document_table(found: list[Document], on: dt.date | None) -> str:
    head = ["Số, ký hiệu", "Cơ quan ban hành", "Ngày ký", "Hiệu lực", "Văn bản giữ", "Mức tin cậy", "Nội dung"]
    rows = [
        (
            document.number,
            document.issued_by,
            day_text(document.signed_on),
            _spell(document.in_force_from, document.in_force_to) if on is None else IN_FORCE[document.in_force(on)],
            HELD[document.text_held],
            STANDINGS[document.standing],
            document.subject_vi,
        )
        for document in found
    ]
    return table(head, rows) + f"\n\n{len(rows)} văn bản"


def _whole_json(book: Law, document: Document) -> dict[str, Any]:
    return {
        **_document_json(document),
        "links": [
            {**{column: cell or None for column, cell in cells(link).items()}, "acts": acts}
            for link, acts in book.links_of(document.key)
        ],
        "provisions": [
            {column: cell or None for column, cell in cells(provision).items()}
            for provision in book.provisions
            if provision.key == document.key
        ],
        "values": [value_json(value) for value in book.values if value.key == document.key],
    }


def _whole_text(book: Law, document: Document) -> str:
    parts = [
        f"{document.kind.capitalize()} {document.number}",
        document.subject_vi,
        table(
            ["", ""],
            [
                ("Cơ quan ban hành", document.issued_by),
                ("Ngày ký", day_text(document.signed_on) or "chưa rõ"),
                ("Hiệu lực", _spell(document.in_force_from, document.in_force_to)),
                ("Văn bản giữ", HELD[document.text_held]),
                ("Mức tin cậy", STANDINGS[document.standing]),
                ("Nguồn", document.source),
                ("Ghi chú", document.note),
            ],
        ).split("\n", 2)[2],
    ]
    if links := book.links_of(document.key):
        rows = [
            (
                LINKS[link.link][0 if acts else 1],
                link.other_number if acts else link.number,
                link.place,
                day_text(link.first_day),
                link.note,
            )
            for link, acts in links
        ]
        parts.append(table(["Quan hệ", "Văn bản", "Tại", "Từ ngày", "Ghi chú"], rows))
    if places := [provision for provision in book.provisions if provision.key == document.key]:
        rows_of_places = [(place.place, place.says_vi, STANDINGS[place.standing]) for place in places]
        parts.append(table(["Điều khoản", "Nội dung", "Mức tin cậy"], rows_of_places))
    if own := [value for value in book.values if value.key == document.key]:
        parts.append(_value_table(book, own))
    return "\n\n".join(parts)


def _value_table(book: Law, listed: list[LawValue]) -> str:
    head = ["Trị số", "Chuẩn", "Cho", "Giá trị", "Đơn vị", "Hiệu lực", "Căn cứ", "Mức tin cậy"]
    rows = [
        (
            f"{book.name(value.name).label_vi} [{value.name}]",
            value.standard,
            _subject(value),
            _number(value.value),
            UNITS[value.unit].label,
            _spell(value.valid_from, value.valid_to),
            f"{value.document}, {value.place}",
            STANDINGS[value.standing],
        )
        for value in listed
    ]
    return table(head, rows, right=(3,)) if rows else "Không có trị số nào."


def _pending_text(found: Pending) -> str:
    parts = ["Trị số chưa kiểm chứng: không dùng để đánh giá, chờ xác nhận"]
    rows = [
        (
            found.law.name(value.name).label_vi,
            value.standard,
            _subject(value),
            _number(value.value),
            UNITS[value.unit].label,
            f"{value.document}, {value.place}",
            ", ".join(found.waits_for(value)),
        )
        for value in found.values
    ]
    head = ["Trị số", "Chuẩn", "Cho", "Giá trị", "Đơn vị", "Nơi phải xem", "Đang chờ trị số này"]
    parts.append(table(head, rows, right=(3,)) if rows else "Không có.")
    parts.append("Văn bản còn thiếu")
    for text in found.texts:
        lines = [
            f"{text.id}  {text.text_vi}",
            f"      lấy từ: {text.closes_vi}",
            f"      đang chờ: {', '.join(text.waits)}",
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _subject(value: LawValue) -> str:
    keys = filter(None, (value.area, value.region, value.group))
    return ", ".join(SUBJECTS.get(key, key) for key in keys)


def _number(value: int | str) -> str:
    return number(value) if isinstance(value, int) else value


def _spell(first: dt.date | None, end: dt.date | None) -> str:
    """From the first day to the last on which it holds; the tables keep the day after."""
    if first is None and end is None:
        return "chưa rõ"
    start = f"từ {day_text(first)}" if first else "chưa rõ ngày đầu"
    return f"{start} đến hết {day_text(end - dt.timedelta(days=1))}" if end else start
