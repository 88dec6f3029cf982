"""A figure and its explanation in the terminal, in the language in force."""

from __future__ import annotations

from typing import Any

from mtqg.core.errors import said
from mtqg.core.figure import Figure
from mtqg.core.labels import label
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
_ENGLISH = {
    **{"stock": "held on the last day", "flow": "within the period", "cumulative": "cumulative"},
    **{"change": "between two days", "estimate": "estimate", "preliminary": "preliminary", "official": "official"},
    **{"read": "text read", "reported": "second source", "unverified": "unverified"},
}


def figure_text(found: Figure) -> str:
    """The figure as a short card."""
    value = said("chưa xác định", "unknown") if found.value is None else with_unit(found.value, found.measure.unit)
    lines = [
        f"{label(found.measure.label)}: {value}",
        *(f"  {name:<12} {said}" for name, said in _facts(found) if said),
    ]
    if any(one.manifest["origin"] == "synthetic" for one in found.snapshots):
        lines.insert(0, f"*** {SYNTHETIC} ***")
    return "\n".join(lines)


def explanation_text(found: Figure, shown: dict[str, Any]) -> str:
    """The card, the parts by locality, and a page of rows."""
    parts = [
        (part["locality"]["code"], part["locality"]["name"], _whole(part["part"]), _whole(part["whole"]))
        for part in shown["parts"]
    ]
    blocks = [figure_text(found)]
    if parts:
        blocks.append(table(_heads("Mã|Đơn vị|Tử số|Mẫu số", "Code|Locality|Part|Whole"), parts, right=(2, 3)))
    if shown["rows"]:
        heads = _heads("Dòng|Đơn vị|Giá trị|Nguồn|Quyết định", "Row|Locality|Amount|Source|Decision")
        blocks.append(table(heads, map(_row, shown["rows"]), right=(2,)))
    page = shown["page"]
    if page["rows"]:
        turn, rows = f"{page['number']}/{page['pages']}", number(page["rows"])
        blocks.append(said(f"Trang {turn}, {rows} dòng", f"Page {turn}, {rows} rows") + f" ({shown['of']}).")
    for one in found.inputs:
        blocks.append(figure_text(one))
    return "\n\n".join(blocks)


def _facts(found: Figure) -> list[tuple[str, str]]:
    place = found.place
    base = "" if found.part is None else number(found.part)
    if found.whole is not None:
        base += f" / {number(found.whole)}"
    where = f"{place.name} ({place.code}), "
    known = f"{found.have}/{found.of} "
    bounds = day(found.question.boundaries)
    return [
        (said("Đơn vị", "Locality"), where + said(f"theo địa giới ngày {bounds}", f"boundaries of {bounds}")),
        (said("Kỳ", "Period"), f"{found.question.period} ({_word(KINDS, found.measure.kind)})"),
        (said("Tử/mẫu", "Part/whole"), base),
        (said("Chuẩn", "Standard"), found.standard or ""),
        (said("Bao phủ", "Coverage"), known + said("đơn vị có số liệu", "localities") if found.of else ""),
        (said("Tình trạng", "Status"), _word(STATUSES, found.status or "")),
        (said("Căn cứ", "Law"), "; ".join(_law(one) for one in found.law)),
        (said("Bản chốt", "Snapshots"), "; ".join(_snapshot(one.reference()) for one in found.snapshots)),
        (said("Ghi chú", "Note"), found.reason or found.measure.note),
    ]


def _heads(vi: str, en: str) -> list[str]:
    return said(vi, en).split("|")


def _word(vietnamese: dict[str, str], word: str) -> str:
    return said(vietnamese.get(word, word), _ENGLISH.get(word, word))


def _law(one: dict[str, Any]) -> str:
    place = f" {one['place']}" if one["place"] else ""
    return f"{one['document']}{place} ({_word(STANDINGS, one['standing'])})"


def _snapshot(one: dict[str, Any]) -> str:
    edition = f" {said('lần', 'edition')} {one['edition']}" if one["edition"] else ""
    what = f"{one['dataset']} {one['locality']} {one['period']}{edition}"
    if one["hash"] is None:
        return f"{what} ({said('chưa chốt, đến tác vụ', 'not closed, up to act')} {one['acts_until']})"
    return f"{what} [{one['hash'][:12]}]"


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
