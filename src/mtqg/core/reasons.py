"""Sentences that say why a figure is unknown or partial, in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mtqg.core.errors import language
from mtqg.core.estimate import Estimate
from mtqg.core.numbers import number


@dataclass(frozen=True)
class Reason:
    """One sentence."""

    vi: str
    en: str

    def __str__(self) -> str:
        return self.en if language() == "en" else self.vi


def not_closed(table: str, places: str, period: str) -> Reason:
    """A table was not frozen for the period."""
    return Reason(
        f"Chưa chốt {table} kỳ {period} của {places}.", f"{table} of {places} is not closed for the period {period}."
    )


def other_standards(period: str, wanted: str | None, found: str) -> Reason:
    """The rows there are follow another standard."""
    return Reason(
        f"Kỳ {period} không có số theo chuẩn {wanted}; có số theo {found}: chọn bằng --standard.",
        f"There is nothing for {period} under {wanted}, but under {found}: choose with --standard.",
    )


def no_edition(edition: int, table: str, places: str, period: str) -> Reason:
    """The period was closed, but not as the edition that was asked for."""
    return Reason(
        f"{table} kỳ {period} của {places} không có bản chốt lần {edition}.",
        f"{table} of {places} for the period {period} has no edition {edition}.",
    )


def not_begun(table: str, places: str, day: dt.date) -> Reason:
    """A register whose first row is younger than the day says nothing of that day; it does not say zero."""
    return Reason(
        f"{table} của {places} chưa có dòng nào đến ngày {day:%d/%m/%Y}.",
        f"{table} of {places} holds no row by {day}.",
    )


def no_list(table: str, places: str) -> Reason:
    """Nobody stands on the list that the measure asks for: the list was not imported before the close."""
    return Reason(
        f"Bản chốt {table} của {places} chưa có danh sách địa bàn mà chỉ tiêu cần: nhập danh sách rồi chốt lại.",
        f"The snapshot of {table} of {places} lacks the list of places that the measure needs: import it, close again.",
    )


def partial(have: int, of: int, missing: str) -> Reason:
    """Some communes have not reported."""
    return Reason(
        f"Số liệu của {have}/{of} đơn vị; thiếu {missing}.", f"Figures of {have} of {of} localities; missing {missing}."
    )


def share_unknown(amounts: dict[str, int], names: str) -> Reason:
    """Rows of a divided commune stand at the common parent, because the law gives no share."""
    words = {"part": "tử số", "whole": "mẫu số"}
    vi = ", ".join(f"{words.get(name, name)} {amount}" for name, amount in amounts.items())
    en = ", ".join(f"{name} {amount}" for name, amount in amounts.items())
    return Reason(
        f"{names} đã chia cho nhiều nơi mà văn bản không nêu tỷ lệ: {vi} đứng ở cấp trên chung, không chia được.",
        f"{names} went to several places without a share in the law: {en} stand at the common parent.",
    )


def title_not_carried(held: int, of: int) -> Reason:
    """A title of an old unit does not pass to a new one by itself."""
    return Reason(
        f"Chưa xác định: {held}/{of} đơn vị hợp thành đã được công nhận; phải công nhận lại trên địa giới mới.",
        f"Unknown: {held} of {of} constituents held it; re-recognition needed.",
    )


def not_assigned(place: str, period: str) -> Reason:
    """No decision that judges wants anything of the measure there."""
    return Reason(
        f"Chưa có mức giao cho {place}, kỳ {period}: nhập bảng chỉ tiêu được giao.",
        f"Nothing was assigned to {place} for {period}: import the targets.",
    )


def filled(count: int, left: int, places: str) -> Reason:
    """How many of the missing communes are counted by a choice that somebody made for them."""
    vi_left = f" Không tính {left} xã." if left else ""
    en_left = f" {left} are left out." if left else ""
    return Reason(
        f"Gồm số ước của {count} xã chưa gửi: {places}.{vi_left}",
        f"Estimates stand for {count} communes that have not sent theirs: {places}.{en_left}",
    )


def none_of_status(status: str, place: str, period: str) -> Reason:
    """Nobody estimated it, or nothing was closed with that status."""
    vi = {
        "estimate": f"Chưa có số ước thực hiện của {place}, kỳ {period}: nhập biểu estimates.",
        "preliminary": f"Chưa có số sơ bộ của {place}, kỳ {period}.",
        "official": f"Chưa có số chính thức của {place}, kỳ {period}: chưa chốt chính thức.",
    }
    en = {
        "estimate": f"There is no estimate for {place}, {period}: import the form estimates.",
        "preliminary": f"There is no preliminary figure for {place}, {period}.",
        "official": f"There is no official figure for {place}, {period}: nothing was closed as official.",
    }
    return Reason(vi[status], en[status])


def reported(one: Estimate) -> Reason:
    """Who reported a figure, when, in which document and how."""
    vi_method = f" Cách tính: {one.method}." if one.method else ""
    en_method = f" Method: {one.method}." if one.method else ""
    alone = one.part is None or one.whole is None
    vi_alone = " Báo cáo chỉ nêu giá trị." if alone else ""
    en_alone = " The report gives the value alone." if alone else ""
    return Reason(
        f"{one.by} báo cáo ngày {one.day:%d/%m/%Y} ({one.document}).{vi_method}{vi_alone}",
        f"Reported by {one.by} on {one.day} ({one.document}).{en_method}{en_alone}",
    )


def reported_before(earlier: Iterable[tuple[dt.date, Decimal]]) -> Reason:
    """What was reported before the last report."""
    told = list(earlier)
    return Reason(
        f"Đã báo cáo trước đó: {'; '.join(f'{number(value)} ngày {day:%d/%m/%Y}' for day, value in told)}.",
        f"Reported before: {'; '.join(f'{value} on {day}' for day, value in told)}.",
    )


def moved_since(place: str, day: dt.date) -> Reason:
    """A reported figure is about the territory of its day."""
    return Reason(
        f"Số báo cáo ngày {day:%d/%m/%Y} nói về địa giới khác của {place}; không chuyển được.",
        f"What was reported on {day} is about other boundaries of {place} and is not carried.",
    )


def target_met(direction: str, value: Decimal, *, is_met: bool) -> Reason:
    """Whether a figure reaches what was assigned."""
    vi = {"at_least": "ít nhất", "more_than": "hơn", "at_most": "nhiều nhất", "less_than": "dưới"}[direction]
    en = direction.replace("_", " ")
    return Reason(
        f"{'Đạt' if is_met else 'Chưa đạt'} mức giao: {vi} {number(value)}.",
        f"The target ({en} {value}) is {'reached' if is_met else 'not reached'}.",
    )
