"""The note to the signatory (phiếu trình): what to know before signing. Unsigned, beside the report, never in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from mtqg.core.figure import Figure
from mtqg.core.numbers import rounded
from mtqg.core.period import Period
from mtqg.core.territory import LocalityVersion
from mtqg.localities.version import bare_name
from mtqg.reports import tables, wording
from mtqg.reports.document import Block, Document, Heading, Paragraph, Row, Run, Runs, Table
from mtqg.reports.fields import FIELDS, Said, coverage, printed
from mtqg.reports.office import Office
from mtqg.reports.outline import Slot
from mtqg.reports.province import Built, letterhead
from mtqg.reports.sentences import Writer

if TYPE_CHECKING:
    from mtqg.statements.model import Statement

TITLE = "PHIẾU TRÌNH NGƯỜI KÝ"
NOTHING = "Không có."

# Our measure -> the measure of published numbers that speaks of the same thing.
PUBLISHED = {
    "household_count": "households",
    "district_ntm_recognised_count": "districts_ntm_added",
    "commune_ntm_recognised_count": "communes_ntm_added",
    "mountain_village_ntm_recognised_count": "villages_mountain_ntm_added",
    "commune_ntm_count": "communes_ntm",
    "commune_advanced_count": "communes_advanced",
    "commune_model_count": "communes_model",
    "village_model_count": "villages_model",
    "ocop_product_count": "ocop_3plus",
    "ocop_product_3_star_count": "ocop_3",
    "ocop_product_4_star_count": "ocop_4",
    "ocop_product_5_star_count": "ocop_5",
}
FALL = "poor_household_rate_mean_yearly_fall"
SURVEY = "survey_poor_rate"
# Additions of a period, and the stock that they add to.
ADDED_TO = (("commune_ntm_recognised_count", "commune_ntm_count"),)
# Two rates that are taken for one another.
MIXED = ("minority_area_poor_household_rate", "minority_poor_household_rate")
KINDS = {
    "merge": "sáp nhập",
    "split": "chia tách",
    "rename": "đổi tên",
    "reclassify": "đổi loại",
    "move": "chuyển cấp cha",
    "boundary": "điều chỉnh địa giới",
    "establish": "thành lập",
    "abolish": "giải thể",
}


@dataclass(frozen=True)
class Compared:
    """A published number beside ours: which of our numbers (value, part, whole), and whether they agree."""

    figure: Figure
    field: str
    statement: Statement
    ours: Runs
    agrees: bool
    remark: str = ""


def build(built: Built, office: Office, statements: Iterable[Statement] = ()) -> Document:
    """The note about a report. ``statements``: published numbers, with the codes of their places."""
    writer, report = built.writer, built.document
    compared = list(_compared(writer, statements))
    body: list[Block] = [_opening(writer)]
    sections = (
        ("Số liệu thiếu và chưa xác định", _missing(writer)),
        ("Số ước thực hiện, số sơ bộ", _unsure(writer)),
        ("Thay đổi so với bản chốt trước", _changes(writer)),
        ("Khả năng so sánh", _comparability(writer)),
        ("Số đã công bố", _published(compared)),
        ("Căn cứ chưa đọc toàn văn", _law(writer)),
    )
    for ordinal, (title, blocks) in enumerate(sections, 1):
        body.append(Heading(1, wording.roman(ordinal), title))
        body += list(blocks) or [Paragraph((Run(NOTHING),), "empty")]
    head = letterhead(office, TITLE, report.letterhead.subject)
    unsigned = replace(head, number="", recipients=(), signature=())
    return replace(report, title=TITLE, letterhead=unsigned, body=tuple(body), annexes=())


def _opening(writer: Writer) -> Paragraph:
    runs = (
        Run("Phiếu này kèm dự thảo báo cáo số liệu tính đến ngày "),
        Run(wording.day(writer.source.as_of), "day"),
        Run(", nêu những điều người ký cần biết; không phải là một phần của báo cáo và không ký."),
    )
    return Paragraph(runs, "lead")


# I to III: what is missing, unsure, changed


def _missing(writer: Writer) -> Iterator[Block]:
    for figure in writer.figures.values():
        if figure.exact is None or figure.have < figure.of:
            said: Runs = (*coverage(figure), Run(" đơn vị. ")) if figure.exact is not None else ()
            yield Paragraph((*_named(figure), *said, Run(figure.reason or "", "reason", figure, "reason")))


def _unsure(writer: Writer) -> Iterator[Block]:
    for figure in writer.figures.values():
        if figure.status in ("estimate", "preliminary"):
            yield Paragraph((*_named(figure), *FIELDS["value"](Said(figure)), Run(".")))


def _changes(writer: Writer) -> Iterator[Block]:
    table = tables.changes(writer, "Bảng 1")
    if table is not None and table.rows:
        yield table


def _named(figure: Figure) -> Runs:
    return Run(f"{figure.measure.label} ("), Run(wording.when(figure), "day"), Run("): ")


# IV: comparability


def _comparability(writer: Writer) -> Iterator[Block]:
    yield from _mixed_rates(writer)
    yield from _additions(writer)
    yield from _breaks(writer)
    yield from _events(writer)


def _mixed_rates(writer: Writer) -> Iterator[Block]:
    """Two rates with other wholes, often read as one."""
    figures = [writer.figure(Slot(name)) for name in MIXED]
    known = [one for one in figures if one is not None and one.exact is not None]
    if len(known) < len(MIXED):
        return
    runs: list[Run] = [Run("Hai tỷ lệ hay bị dùng lẫn, tử số và mẫu số khác nhau: ")]
    for number, one in enumerate(known):
        label = one.measure.label
        runs += [Run(f"{' và ' if number else ''}{label[:1].lower()}{label[1:]} "), *printed(one, "value")]
        runs += [Run(" ("), *FIELDS["ratio"](Said(one)), Run(" hộ)")]
    yield Paragraph((*runs, Run(".")))


def _additions(writer: Writer) -> Iterator[Block]:
    """Gross additions are not the net change of the stock: units merge, leave, lose their title."""
    for flow_name, stock_name in ADDED_TO:
        flow, end = writer.figure(Slot(flow_name)), writer.figure(Slot(stock_name))
        start = writer.figure(Slot(stock_name, "start"))
        if flow is None or end is None or start is None or None in (flow.exact, end.exact, start.exact):
            continue
        net = _exact(end) - _exact(start)
        if net == _exact(flow):
            continue
        unit = flow.measure.unit
        yield Paragraph(
            (
                Run(f"{flow.measure.label}: "),
                *printed(flow, "value"),
                Run(f" {unit}; nhưng {end.measure.label[:1].lower()}{end.measure.label[1:]} chỉ thay đổi "),
                Run(wording.difference(net, 0), "number", end, "net_change"),
                Run(" (từ "),
                *printed(start, "value"),
                Run(" lên " if net >= 0 else " xuống "),
                *printed(end, "value"),
                Run("): số công nhận thêm khác số tăng thực, do đơn vị sáp nhập hoặc thôi giữ danh hiệu."),
            )
        )


def _breaks(writer: Writer) -> Iterator[Block]:
    """Periods told by another standard than the one the law applied then."""
    for figure in writer.figures.values():
        kind = figure.measure.standards
        if kind is None or figure.standard is None or figure.inputs:
            continue
        applied = writer.source.standard_of_law(kind, figure.question.period.last)
        if applied is not None and applied != figure.standard:
            yield Paragraph(
                (
                    *_named(figure),
                    Run("tính theo "),
                    Run(_lower(writer.source.standard_label(figure.standard)), "law"),
                    Run("; chuẩn áp dụng trong kỳ đó là "),
                    Run(_lower(writer.source.standard_label(applied)), "law"),
                    Run(". Kỳ này có hai kết quả, không lấy lẫn."),
                )
            )


def _events(writer: Writer) -> Iterator[Block]:
    """Boundaries that moved within the period of the flows."""
    flows = [one.question.period for one in writer.figures.values() if one.measure.kind == "flow"]
    if not flows:
        return
    period = max(flows, key=lambda one: one.last.toordinal() - one.first.toordinal())
    events = writer.source.history(period)
    if not events:
        return
    yield Paragraph(
        (
            Run("Đơn vị hành chính thay đổi trong kỳ "),
            Run(wording.about(period), "day"),
            Run(": danh hiệu và số liệu trước và sau ngày thay đổi không cộng trừ trực tiếp được."),
        )
    )
    grouped: dict[tuple[dt.date, str, str], list[str]] = {}
    for one in events:
        moved = f"{'; '.join(one['from_names'])} → {'; '.join(one['to_names'])}"
        grouped.setdefault((one["date"], one["kind"], one["document"] or ""), []).append(moved)
    head = tuple((Run(one),) for one in ("Đơn vị", "Ngày", "Sự kiện", "Văn bản"))
    rows = tuple(_event(key, moved) for key, moved in grouped.items())
    yield Table("Bảng 2", (Run("Thay đổi đơn vị hành chính cấp xã trong kỳ"),), head, rows, first=0.5)


def _event(key: tuple[dt.date, str, str], moved: list[str]) -> Row:
    day, kind, document = key
    return Row(
        (
            (Run(". ".join(moved), "name"),),
            (Run(wording.day(day), "day"),),
            (Run(KINDS.get(kind, kind)),),
            (Run(document, "law"),),
        )
    )


# V: published numbers


def _compared(writer: Writer, statements: Iterable[Statement]) -> Iterator[Compared]:
    here = writer.source.place
    known = [one for one in statements if one.published and one.key.scope.code == here.code and not one.key.scope.half]
    for figure in list(writer.figures.values()):
        period = figure.question.period
        about = [one for one in known if _same_time(one, figure.measure.kind, period)]
        for field, name, form in _names(figure):
            for one in about:
                if (one.key.measure, one.key.form) == (name, form) and _same_standard(one, figure):
                    yield _beside(figure, field, one)


def _names(figure: Figure) -> Iterator[tuple[str, str, str]]:
    """Which published measures speak of the figure's value, part and whole."""
    name = figure.measure.name
    if name == FALL:
        yield "value", "poor_household_rate", "change_per_year"
        return
    yield "value", PUBLISHED.get(name, name), ""
    published = getattr(figure.measure, "published", None)
    if published:
        yield "part", published[0], ""
        yield "whole", published[1], ""
    if name == "poor_household_rate":
        yield "value", SURVEY, ""


def _same_time(one: Statement, kind: str, period: Period) -> bool:
    if one.last != period.last or one.flow in ("plan", "target"):
        return False
    return kind in ("flow", "change") or _one_day(one, period) or one.first == period.first


def _one_day(one: Statement, period: Period) -> bool:
    """A stock printed for a day stands beside ours of that day, whatever period ours was closed for."""
    return one.first == one.last or period.first.year != period.last.year


def _same_standard(one: Statement, figure: Figure) -> bool:
    return one.key.measure == SURVEY or figure.standard is None or one.key.standard in (figure.standard, "")


def _beside(figure: Figure, field: str, one: Statement) -> Compared:
    exact = figure.exact if field == "value" else None
    amount = getattr(figure, field, None) if field != "value" else None
    ours = Fraction(amount) if amount is not None else exact
    theirs = abs(one.value) if figure.measure.name == FALL else one.value
    agrees = ours is not None and rounded(ours, one.decimals) == theirs
    remark = ""
    if one.key.measure == SURVEY:
        remark, agrees = "tỷ lệ theo điều tra mẫu, không phải theo rà soát", False
    elif one.flow == "unclear":
        remark = "nơi công bố không nói số này là phát sinh hay hiện có"
    return Compared(figure, field, one, printed(figure, field), agrees, remark)


def _published(compared: list[Compared]) -> Iterator[Block]:
    shown = [one for one in compared if not one.agrees or one.remark]
    same = len(compared) - len(shown)
    if same:
        yield Paragraph(
            (
                Run("Trùng với số đã công bố, cùng đơn vị và kỳ: "),
                Run(wording.number(same), "statement"),
                Run(" số."),
            )
        )
    if shown:
        head = ("Số liệu", "Kỳ", "Báo cáo này", "Đã công bố", "Nơi công bố", "Nhận xét")
        rows = tuple(_beside_row(one) for one in shown)
        title = (Run("Số đã công bố cần lưu ý khi so với báo cáo"),)
        yield Table("Bảng 3", title, tuple((Run(one),) for one in head), rows, frozenset((2, 3)))


def _beside_row(one: Compared) -> Row:
    from mtqg.statements.wording import number

    part = {"part": " (tử số)", "whole": " (mẫu số)"}.get(one.field, "")
    remarks = [one.remark] if one.remark else []
    if not one.agrees and one.statement.key.measure != SURVEY:
        remarks.insert(0, "khác số của báo cáo")
    return Row(
        (
            (Run(f"{one.figure.measure.label}{part}"),),
            (Run(wording.when(one.figure), "day"),),
            one.ours,
            (Run(number(one.statement), "statement"),),
            (Run(f"{one.statement.publication}", "statement"),),
            (Run("; ".join(remarks)),),
        )
    )


# VI: law


def _law(writer: Writer) -> Iterator[Block]:
    used: dict[tuple[str, str, str], list[str]] = {}
    for figure in writer.figures.values():
        for one in figure.law:
            _cite(used, one["document"], one["place"], one["standing"], figure.measure.label)
        target = writer.said(figure).target
        if target is not None:
            _cite(used, target.document, target.place, target.standing, f"mức giao của: {figure.measure.label}")
    rows = [
        Row(
            (
                (Run(f"{document}{f', {place}' if place else ''}", "law"),),
                (Run(wording.STANDINGS.get(standing, standing)),),
                (Run("; ".join(dict.fromkeys(labels))),),
            )
        )
        for (standing, document, place), labels in sorted(used.items(), reverse=True)
    ]
    if rows:
        head = tuple((Run(one),) for one in ("Căn cứ", "Mức tin cậy", "Dùng cho"))
        yield Table("Bảng 4", (Run("Căn cứ dùng theo nguồn thứ cấp hoặc chưa xác nhận"),), head, tuple(rows))


def _cite(used: dict[tuple[str, str, str], list[str]], document: str, place: str, standing: str, label: str) -> None:
    if standing != "read":
        used.setdefault((standing, document, place), []).append(label)


def _exact(figure: Figure) -> Fraction:
    assert figure.exact is not None
    return figure.exact


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def shipped_statements(place: LocalityVersion, day: dt.date) -> list[Statement]:
    """The published numbers of the package about a place up to a day, with its code."""
    from mtqg.localities.book import Localities
    from mtqg.statements.places import Places
    from mtqg.statements.read import shipped
    from mtqg.statements.scopes import same_name

    name = same_name(bare_name(place.name, place.kind))
    # Names first: to read and look up every statement of the country costs a second.
    named = [one for one in shipped(name) if one.last is not None and one.last <= day]
    return list(Places(Localities.seed()).resolved(named))
