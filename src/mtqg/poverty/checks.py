"""What looks wrong in the data of the poverty review."""

from __future__ import annotations

import narwhals as nw

from mtqg.core.check import Check
from mtqg.core.errors import code
from mtqg.core.form import RowCheck

DEPRIVATION_STEP = code(
    "P-012",
    vi="Điểm thiếu hụt {given} không phải bội số của {points_per_indicator}.",
    en="The deprivation points {given} are no multiple of {points_per_indicator}.",
    remedy_vi="Mỗi chỉ số thiếu hụt tính {points_per_indicator} điểm; sửa phiếu rồi nộp lại.",
    remedy_en="Each deprived indicator counts {points_per_indicator} points; correct the sheet and hand it in again.",
    law="07/2021/TT-BLĐTBXH",
)
DECISION_MISSING = code(
    "P-020",
    vi="Có kết quả công nhận “{given}” nhưng thiếu số hoặc ngày ký quyết định.",
    en="There is a decided class “{given}” without the number or the day of the decision.",
    remedy_vi="Ghi số quyết định, cơ quan ban hành và ngày ký, hoặc bỏ trống kết quả công nhận.",
    remedy_en="Give number, issuer and day of the decision, or leave the class empty.",
    law="24/2021/QĐ-TTg",
)
DECIDED_BEFORE_REVIEW = code(
    "P-021",
    vi="Ngày ký quyết định {given} trước ngày rà soát.",
    en="The day of the decision {given} lies before the review.",
    remedy_vi="Kiểm tra lại hai ngày.",
    remedy_en="Look at the two days again.",
    law="24/2021/QĐ-TTg",
)
BIRTH_MISSING = code(
    "P-060",
    vi="Thành viên không có ngày sinh và cũng không có năm sinh.",
    en="The member has neither a day nor a year of birth.",
    remedy_vi="Ghi ngày sinh; chỉ biết năm thì ghi năm sinh.",
    remedy_en="Give the day of birth, or the year where only that is known.",
)
BIRTHS_DIFFER = code(
    "P-061",
    vi="Năm sinh {given} không phải năm của ngày sinh {born_on}.",
    en="The year of birth {given} is not that of the day of birth {born_on}.",
    remedy_vi="Sửa một trong hai; ngày sinh đủ rồi thì không cần năm sinh.",
    remedy_en="Mend one of the two; with the day of birth the year is not needed.",
)
JOINED_BEFORE_BIRTH = code(
    "P-062",
    vi="Ngày vào hộ {given} trước khi sinh ({born_on}{birth_year}).",
    en="The day of joining {given} lies before the birth ({born_on}{birth_year}).",
    remedy_vi="Kiểm tra lại hai ngày; trẻ mới sinh vào hộ từ ngày sinh.",
    remedy_en="Look at the two days again; a child joins its household on the day it is born.",
)

ISSUER_MISSING = code(
    "P-022",
    vi="Quyết định {given} không ghi cơ quan ban hành; số quyết định của các xã có thể trùng nhau.",
    en="The decision {given} names no issuer; numbers of different communes may be the same.",
    remedy_vi="Ghi cơ quan ban hành rồi nhập lại phiếu.",
    remedy_en="Give the issuer and import the sheet again.",
    law="24/2021/QĐ-TTg",
)
PROPOSAL_DIFFERS = code(
    "P-023",
    vi="Quyết định công nhận “{given}”, điểm của phiếu cho kết quả “{proposed_class}”.",
    en="The decision says “{given}”, the points of the sheet give “{proposed_class}”.",
    remedy_vi="Số liệu chính thức theo quyết định; xem lại phiếu và biên bản họp dân, sửa cái nào sai.",
    remedy_en="Official figures follow the decision; look at the sheet and the minutes, and correct what is wrong.",
    law="07/2021/TT-BLĐTBXH",
)

SHEET_LAW = ("points_per_indicator",)
SHEET_CHECKS = (
    RowCheck(
        code=DEPRIVATION_STEP,
        column="deprivation_points",
        wrong=(nw.col("deprivation_points") // nw.col("points_per_indicator")) * nw.col("points_per_indicator")
        != nw.col("deprivation_points"),
    ),
    RowCheck(
        code=DECISION_MISSING,
        column="decided_class",
        wrong=~nw.col("decided_class").is_null()
        & (nw.col("decision_number").is_null() | nw.col("decided_on").is_null()),
    ),
    RowCheck(
        code=DECIDED_BEFORE_REVIEW,
        column="decided_on",
        wrong=nw.col("decided_on") < nw.col("day"),
    ),
)

_BORN_ON, _BIRTH_YEAR, _JOINED_ON = nw.col("born_on"), nw.col("birth_year"), nw.col("day")
MEMBER_CHECKS = (
    RowCheck(code=BIRTH_MISSING, column="born_on", wrong=_BORN_ON.is_null() & _BIRTH_YEAR.is_null()),
    RowCheck(code=BIRTHS_DIFFER, column="birth_year", wrong=_BORN_ON.dt.year() != _BIRTH_YEAR),
    RowCheck(
        code=JOINED_BEFORE_BIRTH,
        column="day",
        wrong=(_JOINED_ON < _BORN_ON) | (_BORN_ON.is_null() & (_JOINED_ON.dt.year() < _BIRTH_YEAR)),
    ),
)

# Of rows in force: what an import had let in before it was asked, and what only the whole shows.
CHECKS = (
    *(
        Check(code=one.code, table="poverty_sheets", column=one.column, wrong=one.wrong)
        for one in SHEET_CHECKS
        if one.code in (DECISION_MISSING, DECIDED_BEFORE_REVIEW)
    ),
    Check(
        code=ISSUER_MISSING,
        table="poverty_sheets",
        column="decision_number",
        wrong=~nw.col("decision_number").is_null() & nw.col("decision_issuer").is_null(),
        severity="warning",
    ),
    Check(
        code=PROPOSAL_DIFFERS,
        table="poverty_sheets",
        column="decided_class",
        wrong=nw.col("proposed_class").is_in(["poor", "near_poor", "not_poor"])
        & (nw.col("proposed_class") != nw.col("decided_class")),
        severity="warning",
        needs=("proposed_class",),
    ),
)
