"""``mtqg law``: documents, what one does to another, values, and what waits for confirmation."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from mtqg.core.errors import said
from mtqg.core.numbers import day as day_text
from mtqg.core.numbers import number
from mtqg.core.period import read_day
from mtqg.core.terminal import Session, table
from mtqg.core.text import fold
from mtqg.law.book import Law, Missing
from mtqg.law.desk_commands import asked_book, confirm, known_option, propose, withdraw
from mtqg.law.pending import Pending, chosen, pending, value_json
from mtqg.law.tables import KEYS, Document, LawValue, cells
from mtqg.law.wording import head, held, in_force, link, spell, standing, subject, unit

_VALUE_HEADS = (
    ("Trị số", "Value"),
    ("Chuẩn", "Standard"),
    ("Cho", "For"),
    ("Giá trị", "Number"),
    ("Đơn vị", "Unit"),
)


@click.group()
def law() -> None:
    """Documents, provisions and values of the law."""


law.add_command(propose)
law.add_command(confirm)
law.add_command(withdraw)


@law.command("list")
@click.option("--in-force-on", "on", metavar="DATE", help="Only those in force, or that may be, on the day.")
@click.option("--issuer", metavar="TEXT", help="Only those whose issuer contains the text (accents are free).")
@known_option
@click.pass_obj
def list_documents(session: Session, on: str | None, issuer: str | None, known: str | None) -> None:
    """List the documents of the register."""
    day = read_day(on) if on else None
    wanted = fold(issuer or "")
    found = [
        document
        for document in asked_book(session, known)[0].documents
        if wanted in fold(document.issued_by) and (day is None or document.in_force(day) != "no")
    ]
    session.give([document_json(document, day) for document in found], _document_table(found, day))


@law.command("show")
@click.argument("number", metavar="DOCUMENT")
@click.option("--issuer", help="Exact issuer, where numbers repeat.")
@click.option("--signed-on", metavar="DATE", help="Day signed, where numbers repeat.")
@known_option
@click.pass_obj
def show(session: Session, number: str, issuer: str | None, signed_on: str | None, known: str | None) -> None:
    """Show a document: days, links both ways, provisions and values."""
    book, _ = asked_book(session, known)
    document = book.document(number, issued_by=issuer, signed_on=read_day(signed_on) if signed_on else None)
    session.give(whole_json(book, document), _whole_text(book, document))


@law.command("values")
@click.option("--pending", "waiting", is_flag=True, help="What waits for confirmation, and what waits for it.")
@click.option("--on", metavar="DATE", help="Only values in force on the day.")
@click.option("--name", metavar="NAME", help="Only this value.")
@known_option
@click.pass_obj
def values(session: Session, waiting: bool, on: str | None, name: str | None, known: str | None) -> None:
    """List the values of the law; with --home, those that the office confirmed and proposed as well."""
    book, proposed = asked_book(session, known)
    day = read_day(on) if on else None
    if waiting:
        found = pending(book, on=day, name=name, proposals=proposed)
        session.give(found.as_json(), _pending_text(found))
        return
    if name is not None:
        book.name(name)
    listed = chosen(book.values, on=day, name=name)
    if name is not None and day is not None and not listed:
        missing = absent(book, name, day)
        session.give(missing, "\n".join(f"{_for(one)}: {one['reason']}" for one in missing))
        return
    session.give([value_json(value) for value in listed], _value_table(book, listed))


def absent(book: Law, name: str, day: dt.date) -> list[dict[str, Any]]:
    """Null and its reason, for each case that the name has in the law; never the nearest value."""
    cases = sorted({tuple(getattr(value, key) for key in KEYS) for value in book.values if value.name == name})
    asked = [dict(zip(KEYS, case, strict=True)) for case in cases]
    return [
        {"name": name, **keys, "on": day, "value": None, "reason": found.reason}
        for keys in asked
        if isinstance(found := book.value(name, day, **keys), Missing)
    ]


def _for(one: dict[str, Any]) -> str:
    return " ".join((one["name"], *(subject(one[key]) for key in KEYS if one[key])))


def document_json(document: Document, on: dt.date | None = None) -> dict[str, Any]:
    """A document, every column; with a day, whether it is in force on it."""
    body: dict[str, Any] = {column: cell or None for column, cell in cells(document).items()}
    return body if on is None else {**body, "in_force": document.in_force(on)}


def _document_table(found: list[Document], on: dt.date | None) -> str:
    heads = head(
        ("Số, ký hiệu", "Number"),
        ("Cơ quan ban hành", "Issuer"),
        ("Ngày ký", "Signed"),
        ("Hiệu lực", "In force"),
        ("Văn bản giữ", "Text held"),
        ("Mức tin cậy", "Standing"),
        ("Nội dung", "Subject"),
    )
    rows = [
        (
            document.number,
            document.issued_by,
            day_text(document.signed_on),
            spell(document.in_force_from, document.in_force_to) if on is None else in_force(document.in_force(on)),
            held(document.text_held),
            standing(document.standing),
            document.subject_vi,
        )
        for document in found
    ]
    return table(heads, rows) + f"\n\n{len(rows)} {said('văn bản', 'documents')}"


def whole_json(book: Law, document: Document) -> dict[str, Any]:
    """A document with its links both ways, its provisions and its values."""
    return {
        **document_json(document),
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
                (said("Cơ quan ban hành", "Issuer"), document.issued_by),
                (said("Ngày ký", "Signed"), day_text(document.signed_on) or said("chưa rõ", "unknown")),
                (said("Hiệu lực", "In force"), spell(document.in_force_from, document.in_force_to)),
                (said("Văn bản giữ", "Text held"), held(document.text_held)),
                (said("Mức tin cậy", "Standing"), standing(document.standing)),
                (said("Nguồn", "Source"), document.source),
                (said("Ghi chú", "Note"), document.note),
            ],
        ).split("\n", 2)[2],
    ]
    if links := book.links_of(document.key):
        heads = head(
            ("Quan hệ", "Link"), ("Văn bản", "Document"), ("Tại", "Place"), ("Từ ngày", "From"), ("Ghi chú", "Note")
        )
        rows = [
            (
                link(one.link, acts=acts),
                one.other_number if acts else one.number,
                one.place,
                day_text(one.first_day),
                one.note,
            )
            for one, acts in links
        ]
        parts.append(table(heads, rows))
    if places := [provision for provision in book.provisions if provision.key == document.key]:
        rows_of_places = [(place.place, place.says_vi, standing(place.standing)) for place in places]
        heads = head(("Điều khoản", "Provision"), ("Nội dung", "Says"), ("Mức tin cậy", "Standing"))
        parts.append(table(heads, rows_of_places))
    if own := [value for value in book.values if value.key == document.key]:
        parts.append(_value_table(book, own))
    return "\n\n".join(parts)


def _value_table(book: Law, listed: list[LawValue]) -> str:
    heads = head(*_VALUE_HEADS, ("Hiệu lực", "In force"), ("Căn cứ", "Law"), ("Mức tin cậy", "Standing"))
    rows = [
        (
            said(f"{book.name(value.name).label_vi} [{value.name}]", value.name),
            value.standard,
            _subject(value),
            _number(value.value),
            unit(value.unit),
            spell(value.valid_from, value.valid_to),
            f"{value.document}, {value.place}",
            standing(value.standing),
        )
        for value in listed
    ]
    return table(heads, rows, right=(3,)) if rows else said("Không có trị số nào.", "No value.")


def _pending_text(found: Pending) -> str:
    parts = [
        said(
            "Trị số chưa kiểm chứng: không dùng để đánh giá, chờ xác nhận",
            "Unverified values: they judge nothing and wait for confirmation",
        )
    ]
    rows = [
        (
            said(found.law.name(value.name).label_vi, value.name),
            value.standard,
            _subject(value),
            _number(value.value),
            unit(value.unit),
            f"{value.document}, {value.place}",
            ", ".join(found.waits_for(value)),
        )
        for value in found.values
    ]
    heads = head(*_VALUE_HEADS, ("Nơi phải xem", "Where to look"), ("Đang chờ trị số này", "What waits for it"))
    parts.append(table(heads, rows, right=(3,)) if rows else said("Không có.", "None."))
    if found.proposals:
        parts.append(_proposed_text(found))
    parts.append(said("Văn bản còn thiếu", "Texts that are missing"))
    for text in found.texts:
        lines = [
            f"{text.id}  {text.text_vi}",
            f"      {said('lấy từ', 'found in')}: {text.closes_vi}",
            f"      {said('đang chờ', 'waiting')}: {', '.join(text.waits)}",
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _proposed_text(found: Pending) -> str:
    title = said("Đơn vị đã đề xuất, chờ người khác xác nhận", "Proposed by the office, for another to confirm")
    heads = head(
        ("Mã", "Id"),
        ("Đề xuất", "Proposal"),
        ("Văn bản", "Document"),
        ("Người đề xuất", "Proposed by"),
        ("Đang chờ", "What waits for it"),
    )
    rows = [
        (one.id, one.label, str(one.document), one.line["proposed_by"], ", ".join(found.waits_for_proposal(one)))
        for one in found.proposals
    ]
    return f"{title}\n\n{table(heads, rows)}"


def _subject(value: LawValue) -> str:
    keys = filter(None, (value.area, value.region, value.group))
    return ", ".join(subject(key) for key in keys)


def _number(value: int | str) -> str:
    return number(value) if isinstance(value, int) else value
