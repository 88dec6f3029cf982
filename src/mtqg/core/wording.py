"""A figure and its explanation in the terminal, in Vietnamese."""

from __future__ import annotations

from typing import Any

from mtqg.core.figure import Figure
from mtqg.core.numbers import day, number, with_unit
from mtqg.core.terminal import table

KINDS = {
    "stock": "hiện có vào ngày cuối kỳ",
    "flow": "phát sinh trong kỳ",
    "cumulative": "lũy kế",
    "change": "so hai ngày",
}
STATUSES = {"estimate": "ước thực hiện", "preliminary": "số sơ bộ", "official": "số chính thức"}
STANDINGS = {"read": "đã đọc văn bản", "reported": "theo nguồn thứ cấp", "unverified": "chưa xác nhận"}
SYNTHETIC = "DỮ LIỆU MINH HỌA"


def figure_text(found: Figure) -> str:
    """The figure as a short card."""
    value = "chưa xác định" if found.value is None else with_unit(found.value, found.measure.unit)
    lines = [f"{found.measure.label}: {value}", *(f"  {name:<12} {said}" for name, said in _facts(found) if said)]
    if any(one.manifest["origin"] == "synthetic" for one in found.snapshots):
        lines.insert(0, f"*** {SYNTHETIC} ***")
    return "\n".join(lines)


def explanation_text(found: Figure, said: dict[str, Any]) -> str:
    """The card, the parts by locality, and a page of rows."""
    parts = [
        (part["locality"]["code"], part["locality"]["name"], _whole(part["part"]), _whole(part["whole"]))
        for part in said["parts"]
    ]
    blocks = [figure_text(found)]
    if parts:
        blocks.append(table(("Mã", "Đơn vị", "Tử số", "Mẫu số"), parts, right=(2, 3)))
    if said["rows"]:
        blocks.append(table(("Dòng", "Đơn vị", "Giá trị", "Nguồn", "Quyết định"), map(_row, said["rows"]), right=(2,)))
    page = said["page"]
    if page["rows"]:
        blocks.append(f"Trang {page['number']}/{page['pages']}, {number(page['rows'])} dòng ({said['of']}).")
    for one in found.inputs:
        blocks.append(figure_text(one))
    return "\n\n".join(blocks)


def _facts(found: Figure) -> list[tuple[str, str]]:
    place = found.place
    base = "" if found.part is None else number(found.part)
    if found.whole is not None:
        base += f" / {number(found.whole)}"
    covered = f"{found.have}/{found.of} đơn vị có số liệu" if found.of else ""
    return [
        ("Đơn vị", f"{place.name} ({place.code}), theo địa giới ngày {day(found.question.boundaries)}"),
        ("Kỳ", f"{found.question.period} ({KINDS[found.measure.kind]})"),
        ("Tử/mẫu", base),
        ("Chuẩn", found.standard or ""),
        ("Bao phủ", covered),
        ("Tình trạng", STATUSES.get(found.status or "", "")),
        ("Căn cứ", "; ".join(_law(one) for one in found.law)),
        ("Bản chốt", "; ".join(_snapshot(one.reference()) for one in found.snapshots)),
        ("Ghi chú", found.reason or found.measure.note),
    ]


def _law(one: dict[str, Any]) -> str:
    place = f" {one['place']}" if one["place"] else ""
    return f"{one['document']}{place} ({STANDINGS.get(one['standing'], one['standing'])})"


def _snapshot(one: dict[str, Any]) -> str:
    return f"{one['dataset']} {one['locality']} {one['period']} lần {one['edition']} [{one['hash'][:12]}]"


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    source, decision = row["source"], row["decision"]
    sheet = f" [{source['sheet']}]" if source["sheet"] else ""
    decided = f"{decision['number']} ({day(decision['signed_on'])})" if decision else ""
    return (
        row["id"],
        row["locality"],
        _whole(row["amount"]),
        f"{source['file']}{sheet} {source['cell']}",
        decided,
    )


def _whole(value: int | None) -> str:
    return "" if value is None else number(value)
