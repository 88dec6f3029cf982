"""Codes of what can be wrong with the table of targets."""

from __future__ import annotations

from mtqg.core.errors import code

TARGET_OVERLAP = code(
    "V-040",
    vi="Chỉ tiêu {given} có hai dòng cho các kỳ giao nhau: {other}.",
    en="The target {given} has two lines for periods that overlap: {other}.",
    remedy_vi="Giữ một dòng, hoặc tách kỳ.",
    remedy_en="Keep one line, or part the periods.",
)
