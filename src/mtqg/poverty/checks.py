"""What looks wrong in the data of the poverty review."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

import narwhals as nw

from mtqg.core.check import Asked, Check, RegisterCheck
from mtqg.core.errors import code
from mtqg.core.findings import Finding
from mtqg.core.form import RowCheck
from mtqg.poverty.checks_problems import HISTORY_CODES, TABLE_CODES
from mtqg.poverty.checks_rows import COUNT_ROWS, ROW_CHECKS
from mtqg.poverty.estimates.checks import VALUE_DIFFERS
from mtqg.poverty.indicators import STANDARD_INDICATORS
from mtqg.poverty.review.checks import WINDOW_CHECKS

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

MORE_CHILDREN = code(
    "P-190",
    vi="Hộ có {children} trẻ em nhưng chỉ {persons} nhân khẩu.",
    en="The household has {children} children and {persons} persons.",
    remedy_vi="Sửa số trẻ em hoặc số nhân khẩu theo danh sách thành viên.",
    remedy_en="Mend one of the two by the list of members.",
)
MORE_LACKING = code(
    "P-191",
    vi="Số trẻ em thiếu hụt ({given}) lớn hơn số trẻ em của hộ ({children}).",
    en="More children are deprived ({given}) than the household has ({children}).",
    remedy_vi="Kiểm tra lại các cột về trẻ em của phiếu.",
    remedy_en="Look at the sheet's columns on children again.",
)
FLAGS_DIFFER = code(
    "P-192",
    vi="Điểm B2 ghi {given} nhưng các chỉ số được đánh dấu thiếu hụt cho kết quả khác.",
    en="The B2 points say {given}, the indicators that are ticked say something else.",
    remedy_vi="Mỗi chỉ số thiếu hụt tính {points_per_indicator} điểm; đếm lại các chỉ số rồi sửa phiếu.",
    remedy_en="Each deprived indicator counts {points_per_indicator} points; count them again and mend the sheet.",
    law="07/2021/TT-BLĐTBXH",
)
AREA_DIFFERS = code(
    "P-193",
    vi="Phiếu ghi khu vực “{given}”, đơn vị hành chính {locality_code} ngày đó là “{place_area}”.",
    en="The sheet says “{given}”, the locality {locality_code} was “{place_area}” on that day.",
    remedy_vi="Khu vực theo loại đơn vị (xã; phường, thị trấn) ngày rà soát; sửa phiếu nếu không có quy định riêng.",
    remedy_en="The area follows the kind of the locality on the day; mend the sheet unless a rule says otherwise.",
)
STANDARD_NOT_APPLIED = code(
    "P-194",
    vi="Kết quả công nhận theo chuẩn {given}, chuẩn này không áp dụng ngày {day}.",
    en="The decided class is of the line {given}, which is not applied on {day}.",
    remedy_vi="Xem lại ngày rà soát và chuẩn; phiếu của kỳ nào chấm theo chuẩn của kỳ đó.",
    remedy_en="Look at the day and the line: a review is judged by the line of its own time.",
)
NO_CHILD = code(
    "P-195",
    vi="Hộ không có trẻ em nhưng thiếu hụt về đi học của trẻ em.",
    en="A household without children is deprived of children's schooling.",
    remedy_vi="Kiểm tra lại số trẻ em và chỉ số thiếu hụt.",
    remedy_en="Look at the number of children and the indicator again.",
)
CHILDREN_ALONE = code(
    "P-196",
    vi="Hộ {persons} người đều là trẻ em.",
    en="All {persons} persons of the household are children.",
    remedy_vi="Hiếm gặp: xác minh với trưởng thôn, nếu đúng thì giữ nguyên.",
    remedy_en="Rare: ask the village head; if it is so, leave it.",
)
NO_FARM = code(
    "P-197",
    vi="Công nhận mức sống trung bình cho hộ không làm nông, lâm, ngư, diêm nghiệp.",
    en="The average living standard was decided for a household that does not farm.",
    remedy_vi="Chỉ hộ làm nông, lâm, ngư, diêm nghiệp thuộc diện này; sửa phiếu hoặc quyết định.",
    remedy_en="Only farming, forestry, fishery and salt households can have it; mend the sheet or the decision.",
    law="07/2021/NĐ-CP",
)
ONE_NUMBER = code(
    "P-182",
    vi="Một số định danh đứng ở {given} hộ: {households} (xã: {communes}).",
    en="One identity number stands in {given} households: {households} (communes: {communes}).",
    remedy_vi="Xác minh người đó thuộc hộ nào; một người chỉ tính ở một hộ trong một kỳ.",
    remedy_en="Find out which household the person belongs to: in one review a person counts in one.",
)
POINTS_JUMP = code(
    "P-183",
    vi="Điểm B1 của hộ {household} từ {before} (kỳ {earlier}) thành {given} (kỳ {later}) mà không câu trả lời nào đổi.",
    en="B1 of {household} went from {before} ({earlier}) to {given} ({later}) and no answer changed.",
    remedy_vi="Xem lại cách chấm, khu vực, vùng và bảng điểm của hai kỳ.",
    remedy_en="Look at how it was scored: area, region and table of points of both reviews.",
)
FEW_REVIEWED = code(
    "P-184",
    vi="Xã {commune}, kỳ {period}: mới có phiếu của {given} trên {listed} hộ nghèo, cận nghèo của kỳ trước.",
    en="Commune {commune}, {period}: {given} of the {listed} poor and near-poor of the review before have a sheet.",
    remedy_vi="Hộ trong danh sách quản lý phải được rà soát hằng năm: nhập nốt phiếu, hoặc ghi lý do hộ không còn.",
    remedy_en="Households on the list are reviewed every year: import the rest, or say why they are gone.",
    law="24/2021/QĐ-TTg",
)
ANSWERS_IMPOSSIBLE = code(
    "P-185",
    vi="Phiếu của hộ {household}: {what}",
    en="Sheet of {household}: {what}",
    remedy_vi="Sửa câu trả lời rồi nhập lại phiếu.",
    remedy_en="Mend the answer and import the sheet again.",
)
SUM_DIFFERS = code(
    "P-186",
    vi="Điểm B1 của hộ {household} ghi {given}, cộng từ các câu trả lời theo bảng điểm là {sum}.",
    en="B1 of {household} is given as {given}; its answers add up to {sum}.",
    remedy_vi="Cộng lại phiếu; sửa điểm hoặc câu trả lời.",
    remedy_en="Add up the sheet again; mend the points or an answer.",
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


def _ticked() -> nw.Expr:
    """Indicators that are ticked, where all of the row's standard are known."""
    total = nw.lit(None).cast(nw.Int64)
    for standard, names in STANDARD_INDICATORS.items():
        counted = reduce(lambda one, other: one + other, [nw.col(name).cast(nw.Int64) for name in names])
        total = nw.when(nw.col("standard") == standard).then(counted).otherwise(total)
    return total


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
    *WINDOW_CHECKS,
    *ROW_CHECKS,
    *COUNT_ROWS,
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
    Check(code=MORE_CHILDREN, table="poverty_sheets", column="children", wrong=nw.col("children") > nw.col("persons")),
    *(
        Check(
            code=MORE_LACKING,
            table="poverty_sheets",
            column=f"children_lacking_{what}",
            wrong=nw.col(f"children_lacking_{what}") > nw.col("children"),
        )
        for what in ("nutrition", "insurance", "schooling")
    ),
    Check(
        code=FLAGS_DIFFER,
        table="poverty_sheets",
        column="deprivation_points",
        wrong=_ticked() * nw.col("points_per_indicator") != nw.col("deprivation_points"),
        needs=("points_per_indicator",),
    ),
    Check(
        code=AREA_DIFFERS,
        table="poverty_sheets",
        column="area",
        wrong=nw.col("area") != nw.col("place_area"),
        severity="warning",
        needs=("place_area",),
    ),
    Check(
        code=STANDARD_NOT_APPLIED,
        table="poverty_sheets",
        column="standard",
        wrong=~nw.col("decided_class").is_null() & ~nw.col("is_standard_applied"),
        needs=("is_standard_applied",),
    ),
    Check(
        code=NO_CHILD,
        table="poverty_sheets",
        column="lacks_schooling",
        wrong=nw.col("lacks_schooling") & (nw.col("children") == 0),
        severity="warning",
    ),
    Check(
        code=CHILDREN_ALONE,
        table="poverty_sheets",
        column="children",
        wrong=(nw.col("children") == nw.col("persons")) & (nw.col("persons") > 0),
        severity="warning",
    ),
    Check(
        code=NO_FARM,
        table="poverty_sheets",
        column="decided_class",
        wrong=(nw.col("decided_class") == "average_living") & ~nw.col("is_farm_household"),
        severity="warning",
    ),
)


def _one_number(asked: Asked) -> Iterator[Finding]:
    from mtqg.poverty.sheet.register_checks import one_number

    return one_number(asked)


def _answers(asked: Asked) -> Iterator[Finding]:
    from mtqg.poverty.sheet.register_checks import answer_findings

    return answer_findings(asked)


def _reviewed(asked: Asked) -> Iterator[Finding]:
    from mtqg.poverty.sheet.register_checks import few_reviewed

    return few_reviewed(asked)


def _estimates(asked: Asked) -> Iterator[Finding]:
    from mtqg.poverty.estimates.checks import values_that_differ

    return values_that_differ(asked)


def _history(asked: Asked) -> Iterator[Finding]:
    from mtqg.poverty import checks_history as history

    yield from history.reasons_against_history(asked)
    yield from history.screened_though_listed(asked)
    yield from history.links_in_a_circle(asked)


def _tables(asked: Asked) -> Iterator[Finding]:
    from mtqg.poverty import checks_register as register

    yield from register.sheets_against_tables(asked)
    yield from register.heads(asked)


# Loaded when they are run: they read the tables, and the tables' declaration reads this module.
REGISTER_CHECKS = (
    RegisterCheck(codes=(ONE_NUMBER,), found=_one_number),
    RegisterCheck(codes=(ANSWERS_IMPOSSIBLE, SUM_DIFFERS, POINTS_JUMP), found=_answers),
    RegisterCheck(codes=(FEW_REVIEWED,), found=_reviewed),
    RegisterCheck(codes=(VALUE_DIFFERS,), found=_estimates),
    RegisterCheck(codes=HISTORY_CODES, found=_history),
    RegisterCheck(codes=TABLE_CODES, found=_tables),
)
