"""What must not be in the review's register, and steps that lie outside their window."""

from __future__ import annotations

import narwhals as nw

from mtqg.core.check import Check
from mtqg.core.errors import code
from mtqg.core.form import RowCheck

MORE_AGREE_THAN_PRESENT = code(
    "P-200",
    vi="{given} người thống nhất, nhiều hơn {present} người dự họp.",
    en="{given} agreed, more than the {present} who were present.",
    remedy_vi="Đối chiếu hai số với biên bản họp thôn.",
    remedy_en="Hold both numbers against the minutes.",
)
AGREED_TOO_FEW = code(
    "P-201",
    vi="{agree} trên {present} người dự họp thống nhất, chưa đủ {village_meeting_agree_pct} %: không ghi “Thống nhất”.",
    en="{agree} of {present} agreed, less than {village_meeting_agree_pct} %: that is not agreed.",
    remedy_vi="Khảo sát lại rồi họp lại; ghi kết luận của lần họp này là chưa đủ tỷ lệ.",
    remedy_en="Survey again and hold another meeting; write this one down as sent back.",
    law="24/2021/QĐ-TTg",
)
POSTED_BACKWARDS = code(
    "P-202",
    vi="Niêm yết đến {given}, trước ngày bắt đầu {day}.",
    en="Posted until {given}, before it began on {day}.",
    remedy_vi="Kiểm tra lại hai ngày.",
    remedy_en="Look at the two days again.",
)
RECHECK_MISSING = code(
    "P-203",
    vi="Có {given} ý kiến, khiếu nại nhưng chưa ghi phúc tra.",
    en="There were {given} complaints and no re-check is written down.",
    remedy_vi="Phúc tra rồi ghi ngày và kết quả.",
    remedy_en="Re-check, then write the day and its result.",
    law="24/2021/QĐ-TTg",
)
SCREENED_TOO_EARLY = code(
    "P-204",
    vi="Ngày {given} trước ngày nhận giấy đề nghị {day}.",
    en="{given} lies before the request of {day}.",
    remedy_vi="Kiểm tra lại hai ngày.",
    remedy_en="Look at the two days again.",
)

MORE_VOTES_THAN_PRESENT = code(
    "P-249",
    vi="{given} người không đồng ý cùng {agree} người đồng ý là nhiều hơn {present} người dự họp.",
    en="{given} against and {agree} for are more than the {present} who were present.",
    remedy_vi="Đối chiếu các số với dòng của hộ trong biên bản họp thôn.",
    remedy_en="Hold the numbers against the household's line in the minutes.",
)
LINKED_TO_NOBODY = code(
    "P-280",
    vi="Việc “{given}” phải ghi mã hộ sau.",
    en="A “{given}” needs the code of the other household.",
    remedy_vi="Tách hộ: mã hộ mới; nhập hộ: mã hộ nhập vào; đổi mã: mã mới.",
    remedy_en="Split: the new household; join: the one that was joined; new code: that code.",
)
LINKED_TO_SOMEBODY = code(
    "P-281",
    vi="Việc “{link_kind}” không có hộ sau, nhưng ghi {given}.",
    en="A “{link_kind}” has no household after it, and {given} is given.",
    remedy_vi="Hộ không còn, hộ chuyển khỏi tỉnh: bỏ trống mã hộ sau.",
    remedy_en="For a household that is gone or left the province leave the code empty.",
)
LINKED_TO_ITSELF = code(
    "P-282",
    vi="Hộ {given} không thể tách, nhập hay đổi mã thành chính nó.",
    en="{given} cannot be split into, join, or get the code of itself.",
    remedy_vi="Ghi mã của hai hộ khác nhau.",
    remedy_en="Give two different codes.",
)
MOVED_NOWHERE = code(
    "P-283",
    vi="Hộ {given} chuyển nơi ở mà không ghi xã chuyển đến.",
    en="{given} moved, and no commune is given.",
    remedy_vi="Ghi mã xã chuyển đến, kể cả khi trong cùng xã; rời tỉnh thì ghi “Chuyển khỏi tỉnh”.",
    remedy_en="Give the commune it moved to, be it the same; who left the province is “out”.",
)

REVIEWED_OUTSIDE = code(
    "P-208",
    vi="Ngày rà soát {given} nằm ngoài thời gian rà soát định kỳ ({review_first_day} đến {review_last_day}).",
    en="The review of {given} lies outside the yearly review ({review_first_day} to {review_last_day}).",
    remedy_vi="Kiểm tra lại ngày; rà soát thường xuyên thì kỳ là tháng, không phải năm.",
    remedy_en="Look at the day; an in-year review has a month as its period, not the year.",
    law="24/2021/QĐ-TTg, Điều 3 khoản 1 điểm a",
)

MEETING_LAW = ("village_meeting_agree_pct",)


def meeting_agrees() -> nw.Expr:
    """Whether a village meeting agreed: at least the law's share of those present.

    Reads agree and present (persons) and the law's village_meeting_agree_pct; null where one of them is not known.
    Law: 24/2021/QĐ-TTg, Điều 4 khoản 3.
    """
    return nw.col("agree") * 100 >= nw.col("present") * nw.col("village_meeting_agree_pct")


REQUEST_CHECKS = (
    RowCheck(code=SCREENED_TOO_EARLY, column="screened_on", wrong=nw.col("screened_on") < nw.col("day")),
    RowCheck(code=SCREENED_TOO_EARLY, column="answered_on", wrong=nw.col("answered_on") < nw.col("day")),
)
MEETING_CHECKS = (
    RowCheck(code=MORE_AGREE_THAN_PRESENT, column="agree", wrong=nw.col("agree") > nw.col("present")),
    RowCheck(code=AGREED_TOO_FEW, column="outcome", wrong=(nw.col("outcome") == "agreed") & ~meeting_agrees()),
)
VOTE_CHECKS = (
    RowCheck(code=MORE_AGREE_THAN_PRESENT, column="agree", wrong=nw.col("agree") > nw.col("present")),
    RowCheck(
        code=MORE_VOTES_THAN_PRESENT,
        column="disagree",
        wrong=(nw.col("agree") <= nw.col("present")) & (nw.col("agree") + nw.col("disagree") > nw.col("present")),
    ),
)
POSTING_CHECKS = (
    RowCheck(code=POSTED_BACKWARDS, column="until_day", wrong=nw.col("until_day") < nw.col("day")),
    RowCheck(
        code=RECHECK_MISSING,
        column="complaints",
        wrong=(nw.col("complaints") > 0) & nw.col("rechecked_on").is_null(),
    ),
)
_KIND, _TO = nw.col("link_kind"), nw.col("to_household_code")
_BETWEEN_TWO = _KIND.is_in(["split", "join", "recode"])
LINK_CHECKS = (
    RowCheck(code=LINKED_TO_NOBODY, column="link_kind", wrong=_BETWEEN_TWO & _TO.is_null()),
    RowCheck(
        code=LINKED_TO_SOMEBODY,
        column="to_household_code",
        wrong=_KIND.is_in(["out", "dissolve"]) & ~_TO.is_null(),
    ),
    RowCheck(
        code=LINKED_TO_ITSELF,
        column="household_code",
        wrong=_BETWEEN_TWO & (nw.col("household_code") == _TO),
    ),
    RowCheck(
        code=MOVED_NOWHERE,
        column="household_code",
        wrong=(_KIND == "move") & nw.col("to_locality_code").is_null(),
    ),
)
# Of rows in force: flagged, never refused.
_MONTH_AND_DAY = nw.col("day").dt.to_string("%m-%d")
WINDOW_CHECKS = (
    Check(
        code=REVIEWED_OUTSIDE,
        table="poverty_sheets",
        column="day",
        wrong=nw.col("period").str.contains("^[0-9]{4}$")
        & ((nw.col("review_first_day") > _MONTH_AND_DAY) | (nw.col("review_last_day") < _MONTH_AND_DAY)),
        severity="warning",
        needs=("review_first_day", "review_last_day"),
    ),
)
