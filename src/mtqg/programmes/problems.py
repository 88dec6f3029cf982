"""Codes of what can be wrong with the tables of targets."""

from __future__ import annotations

from mtqg.core.errors import code

TARGET_OVERLAP = code(
    "V-040",
    vi="Chỉ tiêu {given} có hai dòng cho các kỳ giao nhau: {other}.",
    en="The target {given} has two lines for periods that overlap: {other}.",
    remedy_vi="Giữ một dòng, hoặc tách kỳ.",
    remedy_en="Keep one line, or part the periods.",
)
TARGET_DIFFERS = code(
    "V-043",
    vi="Chỉ tiêu {given} của đơn vị ghi {ours} ({decision}), khác mức {theirs} ({document}) đang dùng.",
    en="The office's target {given} is {ours} ({decision}); {theirs} ({document}) stands and is used.",
    remedy_vi="Quyết định ký sau thay quyết định ký trước: ghi đủ ngày ký, hoặc hoàn tác dòng sai.",
    remedy_en="The decision signed later replaces the earlier one: give its day of signing, or undo the wrong row.",
)
