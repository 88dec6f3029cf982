"""Sentences that say why a figure is unknown or partial, in both languages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mtqg.core.errors import language


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
