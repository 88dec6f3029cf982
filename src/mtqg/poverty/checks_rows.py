"""What one sheet, or one count of households, shows to be wrong by itself."""

from __future__ import annotations

from functools import reduce

import narwhals as nw

from mtqg.core.check import Check
from mtqg.core.errors import code
from mtqg.core.form import RowCheck

LOCAL_NOT_MINORITY = code(
    "P-250",
    vi="Hộ ghi là dân tộc thiểu số tại chỗ nhưng không ghi là hộ dân tộc thiểu số.",
    en="The household is a local minority's and yet no minority's.",
    remedy_vi="Sửa một trong hai cột; thiểu số tại chỗ là một phần của dân tộc thiểu số.",
    remedy_en="Mend one of the two columns: local minorities are some of the minorities.",
)
GROUP_NOT_MINORITY = code(
    "P-251",
    vi="Chủ hộ là người dân tộc {given} nhưng hộ không ghi là hộ dân tộc thiểu số.",
    en="The head is {given}, and the household is said to be no minority's.",
    remedy_vi="Kiểm tra lại hai cột của phiếu.",
    remedy_en="Look at both columns of the sheet again.",
)
ALLOWANCE_OVER_INCOME = code(
    "P-252",
    vi="Trợ cấp {given} đồng lớn hơn thu nhập {income_vnd} đồng một người một tháng.",
    en="The allowance of {given} is more than the whole income of {income_vnd} a person and month.",
    remedy_vi="Thu nhập ghi cả trợ cấp; phần trợ cấp ghi riêng để trừ ra khi xét mức sống trung bình.",
    remedy_en="Income is written with the allowance; its share is written apart, to be taken off.",
    law="24/2021/QĐ-TTg, Điều 2 khoản 2",
)
CHILDREN_DIFFER = code(
    "P-253",
    vi="Số trẻ em thiếu hụt là {given}, trái với ô đánh dấu chỉ số của hộ về cùng việc đó.",
    en="{given} children are deprived, against the indicator that is ticked for the household.",
    remedy_vi="Có trẻ em thiếu hụt thì hộ thiếu hụt chỉ số đó, và ngược lại; sửa cột sai.",
    remedy_en="Where a child is deprived the household is, and the other way round; mend the wrong column.",
)
NO_CAUSE = code(
    "P-254",
    vi="Hộ công nhận “{given}” mà không nguyên nhân nào được đánh dấu.",
    en="A household decided “{given}” with every cause denied.",
    remedy_vi="Ghi nguyên nhân, hoặc “nguyên nhân khác”; không rõ thì để trống, không ghi “không”.",
    remedy_en="Give a cause, or “other”; what is not known is left empty, not denied.",
)
REASON_AGAINST_CLASS = code(
    "P-256",
    vi="Lý do thay đổi “{given}” không đi với kết quả công nhận “{decided_class}”.",
    en="The reason “{given}” does not go with the decided class “{decided_class}”.",
    remedy_vi="Phát sinh, tái nghèo thì hộ phải vào danh sách; chuyển đi, nhập hộ, hộ không còn thì phải ra.",
    remedy_en="Who is new or fell back is on a list; who left, joined another or is gone is not.",
)
PART_OF_COUNT = code(
    "P-269",
    vi="Số {given} của phần không khớp với tổng của thôn ({households} hộ).",
    en="A part of {given} does not fit the village's whole ({households} households).",
    remedy_vi="Hộ thiểu số tại chỗ ≤ hộ thiểu số ≤ tổng số hộ; nhân khẩu cũng vậy và không ít hơn số hộ.",
    remedy_en="Local minority ≤ minority ≤ all households; so for people, who are no fewer than households.",
)
DECIDED_AFTER_DAYS = code(
    "P-279",
    vi="Rà soát thường xuyên ngày {day}, quyết định ngày {given}, quá {in_year_decision_days} ngày.",
    en="The in-year review of {day} was decided on {given}, after more than {in_year_decision_days} days.",
    remedy_vi="Kiểm tra lại hai ngày; quá hạn thật thì trả lời hộ và ghi lý do.",
    remedy_en="Look at both days; where it is late, tell the household and write down why.",
    law="24/2021/QĐ-TTg, Điều 5",
)

SHEETS, COUNTS = "poverty_sheets", "household_counts"
KINH = ("Kinh", "01", "1")  # the majority, by name or by its code
_CAUSES = ("land", "capital", "labour", "tools", "knowledge", "skill", "illness", "other")
_DECIDED, _REASON = nw.col("decided_class"), nw.col("change_reason")
_LISTED = _DECIDED.is_in(["poor", "near_poor"])


def _children(what: str, indicator: str) -> Check:
    """Children that lack something against the household's own indicator of the same thing."""
    children, ticked = nw.col(f"children_lacking_{what}"), nw.col(indicator)
    wrong = (ticked & (children == 0)) | (~ticked & (children > 0))
    return Check(code=CHILDREN_DIFFER, table=SHEETS, column=f"children_lacking_{what}", wrong=wrong, severity="warning")


_NO_CAUSE = reduce(lambda one, other: one & other, [~nw.col(f"cause_{name}") for name in _CAUSES])
_AGAINST = (
    (_REASON.is_in(["new", "again"]) & ~_LISTED)
    | (_REASON.is_in(["moved_out", "joined", "dissolved"]) & _LISTED)
    | ((_REASON == "better") & (_DECIDED == "poor"))
)
_IN_YEAR = ~nw.col("period").str.contains("^[0-9]{4}$")
_DAYS_TAKEN = (nw.col("decided_on") - nw.col("day")).dt.total_minutes() // (24 * 60)

ROW_CHECKS = (
    Check(
        code=LOCAL_NOT_MINORITY,
        table=SHEETS,
        column="is_local_minority",
        wrong=nw.col("is_local_minority") & ~nw.col("is_minority"),
    ),
    Check(
        code=GROUP_NOT_MINORITY,
        table=SHEETS,
        column="ethnic_group",
        wrong=~nw.col("ethnic_group").is_in(KINH) & ~nw.col("is_minority"),
        severity="warning",
    ),
    Check(
        code=ALLOWANCE_OVER_INCOME,
        table=SHEETS,
        column="allowance_vnd",
        wrong=nw.col("allowance_vnd") > nw.col("income_vnd"),
    ),
    _children("nutrition", "lacks_nutrition"),
    _children("schooling", "lacks_schooling"),
    Check(code=NO_CAUSE, table=SHEETS, column="decided_class", wrong=_LISTED & _NO_CAUSE, severity="warning"),
    Check(
        code=REASON_AGAINST_CLASS,
        table=SHEETS,
        column="change_reason",
        wrong=_AGAINST,
        severity="warning",
    ),
    Check(
        code=DECIDED_AFTER_DAYS,
        table=SHEETS,
        column="decided_on",
        wrong=_IN_YEAR & (nw.col("in_year_decision_days") < _DAYS_TAKEN),
        severity="warning",
        needs=("in_year_decision_days",),
    ),
)

# (part, whole): the part of a village's count that its whole must hold.
_PARTS = (
    ("minority_households", "households"),
    ("local_minority_households", "minority_households"),
    ("minority_persons", "persons"),
    ("local_minority_persons", "minority_persons"),
    ("households", "persons"),
)
COUNT_CHECKS = tuple(
    RowCheck(code=PART_OF_COUNT, column=part, wrong=nw.col(part) > nw.col(whole)) for part, whole in _PARTS
)
COUNT_ROWS = tuple(Check(code=one.code, table=COUNTS, column=one.column, wrong=one.wrong) for one in COUNT_CHECKS)
