"""What looks wrong in the register of decisions."""

from __future__ import annotations

import narwhals as nw

from mtqg.core.errors import code
from mtqg.core.form import RowCheck

BAD_FILE_DIGEST = code(
    "T-001",
    vi="Dấu kiểm “{given}” không phải 64 chữ số thập lục phân.",
    en="The digest “{given}” is not made of 64 hexadecimal digits.",
    remedy_vi="Ghi đúng dấu kiểm SHA-256 của tệp quyết định, hoặc bỏ trống.",
    remedy_en="Give the SHA-256 of the decision's file, or leave it empty.",
)
BEFORE_SIGNING = code(
    "T-002",
    vi="Nội dung có hiệu lực từ {given}, trước ngày ký quyết định ({decided_on}).",
    en="The item holds from {given}, before the decision was signed ({decided_on}).",
    remedy_vi="Kiểm tra lại hai ngày.",
    remedy_en="Look at the two days again.",
)
NO_SUCH_DECISION = code(
    "T-010",
    vi="{rows} dòng của sổ {given} ghi quyết định {number} ngày {signed_on} ({issuer}), không có trong sổ quyết định.",
    en="{rows} rows of {given} name the decision {number} of {signed_on} ({issuer}), which the register lacks.",
    remedy_vi="Vào sổ quyết định này (biểu decisions), hoặc sửa số, cơ quan ban hành, ngày ký trong các dòng đó.",
    remedy_en="Enter the decision (form decisions), or mend number, issuer and day in those rows.",
)
ITEM_DIFFERS = code(
    "T-011",
    vi="Dòng của sổ {given} ghi {subject} là “{value}”, quyết định {number} ghi “{decided}”.",
    en="A row of {given} says “{value}” of {subject}; the decision {number} says “{decided}”.",
    remedy_vi="Đối chiếu với bản quyết định rồi sửa dòng sai.",
    remedy_en="Look at the decision itself and mend the row that is wrong.",
)

DECISION_CHECKS = (
    RowCheck(
        code=BAD_FILE_DIGEST,
        column="file_sha256",
        wrong=~nw.col("file_sha256").is_null() & ~nw.col("file_sha256").str.contains("^[0-9a-fA-F]{64}$"),
    ),
    RowCheck(code=BEFORE_SIGNING, column="day", wrong=nw.col("day") < nw.col("decided_on")),
)
# A target is assigned for a period that may have begun before the decision was signed.
ITEM_CHECKS = (
    RowCheck(
        code=BEFORE_SIGNING,
        column="day",
        wrong=(nw.col("day") < nw.col("decided_on")) & (nw.col("item_kind") != "target"),
    ),
)
