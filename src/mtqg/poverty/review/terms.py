"""Tables and forms of the review's own steps, and of what becomes of households between reviews."""

from __future__ import annotations

from mtqg.core.columns import COMMUNE_FIELDS, ENDS_ON, LOCALITY, PERIOD, PERIOD_FIELD, VILLAGE, VILLAGE_FIELDS
from mtqg.core.form import Field, Form
from mtqg.core.table import NOT_CLOSED, Column, Table
from mtqg.poverty.review.checks import (
    LINK_CHECKS,
    MEETING_CHECKS,
    MEETING_LAW,
    POSTING_CHECKS,
    REQUEST_CHECKS,
    VOTE_CHECKS,
)

REQUESTS_FOR = {"enter": "Giấy đề nghị rà soát (mẫu 01)", "leave": "Giấy đề nghị thoát nghèo, cận nghèo (mẫu 04)"}
CHANNELS = {"in_person": "Nộp trực tiếp", "post": "Bưu chính", "portal": "Cổng dịch vụ công"}
SCREENED = {"listed": "Đưa vào danh sách rà soát", "not_listed": "Không đủ điều kiện rà soát"}
OUTCOMES = {"agreed": "Thống nhất", "sent_back": "Chưa đủ tỷ lệ, khảo sát lại và họp lại"}
RECHECKS = {"kept": "Giữ kết quả", "changed": "Đổi kết quả"}
ROUNDS = {"yearly": "Rà soát định kỳ", "in_year": "Rà soát thường xuyên"}
EVENTS = {
    "requested": "đã nộp giấy đề nghị",
    "screened": "đã nhận dạng nhanh",
    "declined": "không đưa vào danh sách",
    "surveyed": "đã khảo sát",
    "classified": "đã chấm điểm, xếp loại",
    "agreed": "họp thôn thống nhất",
    "sent_back": "họp thôn chưa thống nhất, khảo sát lại",
    "posted": "đã niêm yết",
    "contested": "có khiếu nại",
    "rechecked": "đã phúc tra",
    "decided": "đã quyết định",
    "refused": "đã trả lời không công nhận",
    "certified": "đã cấp giấy chứng nhận",
}
LINKS = {
    "split": "Tách hộ",
    "join": "Nhập hộ",
    "move": "Chuyển nơi ở",
    "head": "Thay chủ hộ",
    "out": "Chuyển khỏi tỉnh",
    "dissolve": "Hộ không còn",
    "recode": "Đổi mã hộ",
}

_HOUSEHOLD = Column(name="household_code", kind="text", label="Mã hộ", required=True)
_VILLAGE = Column(name="village_code", kind="text", label="Mã thôn", required=True)

# One row: a household asks to be reviewed, or to leave the list, and what quick screening answered.
REVIEW_REQUESTS = Table(
    name="review_requests",
    label="Sổ giấy đề nghị rà soát",
    dataset=NOT_CLOSED,
    time="period",
    key=("household_code", "request_kind", "day"),
    columns=(
        PERIOD,
        LOCALITY,
        _VILLAGE,
        _HOUSEHOLD,
        Column(name="request_kind", kind="text", label="Đề nghị", choices=REQUESTS_FOR, required=True),
        Column(name="day", kind="date", label="Ngày nhận giấy", required=True),
        Column(name="channel", kind="text", label="Cách nộp", choices=CHANNELS),
        Column(name="screened_on", kind="date", label="Ngày nhận dạng nhanh"),
        Column(name="screened", kind="text", label="Kết quả phiếu A", choices=SCREENED),
        Column(name="answered_on", kind="date", label="Ngày trả lời hộ"),
        Column(name="outcome", kind="text", label="Nội dung trả lời"),
    ),
)

# One row: a meeting of a village on a review's results. A meeting that did not agree is followed by another.
REVIEW_MEETINGS = Table(
    name="review_meetings",
    label="Sổ họp thôn về kết quả rà soát",
    dataset=NOT_CLOSED,
    time="period",
    key=("period", "village_code", "day"),
    columns=(
        PERIOD,
        LOCALITY,
        _VILLAGE,
        Column(name="day", kind="date", label="Ngày họp", required=True),
        Column(name="present", kind="integer", label="Số người dự họp", unit="người", required=True, least=1),
        Column(name="agree", kind="integer", label="Số người thống nhất", unit="người", required=True, least=0),
        Column(name="outcome", kind="text", label="Kết luận", choices=OUTCOMES),
        Column(name="note", kind="text", label="Ghi chú"),
    ),
)

# One row: how a village meeting voted on one household. A meeting held again votes on another day.
REVIEW_VOTES = Table(
    name="review_votes",
    label="Sổ biểu quyết của họp thôn với từng hộ",
    dataset=NOT_CLOSED,
    time="period",
    key=("period", "household_code", "day"),
    columns=(
        PERIOD,
        LOCALITY,
        _VILLAGE,
        _HOUSEHOLD,
        Column(name="day", kind="date", label="Ngày họp", required=True),
        Column(name="present", kind="integer", label="Số người dự họp", unit="người", required=True, least=1),
        Column(name="agree", kind="integer", label="Đồng ý", unit="người", required=True, least=0),
        Column(name="disagree", kind="integer", label="Không đồng ý", unit="người", least=0),
        Column(name="note", kind="text", label="Ghi chú"),
    ),
)

# One row: results of a review posted at a place, until the posting ends by itself.
REVIEW_POSTINGS = Table(
    name="review_postings",
    label="Sổ niêm yết kết quả rà soát",
    dataset=NOT_CLOSED,
    time="period",
    key=("period", "village_code", "place", "day"),
    columns=(
        PERIOD,
        LOCALITY,
        _VILLAGE,
        Column(name="place", kind="text", label="Nơi niêm yết", required=True),
        Column(name="day", kind="date", label="Niêm yết từ ngày", required=True),
        Column(name="until_day", kind="date", label="Đến ngày", required=True),
        Column(name="complaints", kind="integer", label="Số ý kiến, khiếu nại", least=0),
        Column(name="rechecked_on", kind="date", label="Ngày phúc tra"),
        Column(name="recheck_result", kind="text", label="Kết quả phúc tra", choices=RECHECKS),
    ),
)

# One row: a step of a household's case in a review. Events are numbered from 1; the state is the last event.
REVIEW_EVENTS = Table(
    name="review_events",
    label="Diễn biến hồ sơ rà soát",
    dataset=NOT_CLOSED,
    time="period",
    key=("period", "household_code", "event_no"),
    columns=(
        PERIOD,
        LOCALITY,
        VILLAGE,
        _HOUSEHOLD,
        Column(name="round", kind="text", label="Hình thức rà soát", choices=ROUNDS, required=True),
        Column(name="event_no", kind="integer", label="Lần", required=True, least=1),
        Column(name="event", kind="text", label="Việc", choices=EVENTS, required=True),
        Column(name="day", kind="date", label="Ngày", required=True),
        Column(name="note", kind="text", label="Ghi chú"),
    ),
)

# One row: what became of a household on a day. A code says who it is; the codes of both sides say what it came from.
HOUSEHOLD_LINKS = Table(
    name="household_links",
    label="Sổ tách, nhập, chuyển hộ",
    dataset="poverty",
    time="spell",
    key=("household_code", "to_household_code", "day", "link_kind"),
    columns=(
        _HOUSEHOLD,
        Column(name="to_household_code", kind="text", label="Mã hộ sau"),
        LOCALITY,
        Column(name="day", kind="date", label="Ngày", required=True),
        ENDS_ON,
        Column(name="link_kind", kind="text", label="Việc", choices=LINKS, required=True),
        Column(name="to_locality_code", kind="text", label="Mã xã sau"),
    ),
)

TABLES = (REVIEW_REQUESTS, REVIEW_MEETINGS, REVIEW_VOTES, REVIEW_POSTINGS, REVIEW_EVENTS, HOUSEHOLD_LINKS)

REVIEW_REQUEST_FORM = Form(
    name="review-requests",
    label="Sổ giấy đề nghị rà soát hộ nghèo, hộ cận nghèo",
    table=REVIEW_REQUESTS,
    place="village",
    reviewed=True,
    checks=REQUEST_CHECKS,
    fields=(
        PERIOD_FIELD,
        *COMMUNE_FIELDS,
        *VILLAGE_FIELDS,
        Field(column="household_code", header="Mã hộ"),
        Field(column="request_kind", header="Đề nghị", also=("Loại giấy đề nghị",)),
        Field(column="day", header="Ngày nhận giấy"),
        Field(column="channel", header="Cách nộp"),
        Field(column="screened_on", header="Ngày nhận dạng nhanh"),
        Field(column="screened", header="Kết quả phiếu A"),
        Field(column="answered_on", header="Ngày trả lời hộ"),
        Field(column="outcome", header="Nội dung trả lời"),
    ),
)

REVIEW_MEETING_FORM = Form(
    name="review-meetings",
    label="Biên bản họp thôn về kết quả rà soát",
    table=REVIEW_MEETINGS,
    place="village",
    reviewed=True,
    law=MEETING_LAW,
    checks=MEETING_CHECKS,
    fields=(
        PERIOD_FIELD,
        *COMMUNE_FIELDS,
        *VILLAGE_FIELDS,
        Field(column="day", header="Ngày họp"),
        Field(column="present", header="Số người dự họp", also=("Có mặt",)),
        Field(column="agree", header="Số người thống nhất", also=("Đồng ý", "Thống nhất")),
        Field(column="outcome", header="Kết luận"),
        Field(column="note", header="Ghi chú"),
    ),
)

REVIEW_VOTE_FORM = Form(
    name="review-votes",
    label="Biểu quyết của họp thôn với từng hộ",
    table=REVIEW_VOTES,
    place="village",
    reviewed=True,
    checks=VOTE_CHECKS,
    fields=(
        PERIOD_FIELD,
        *COMMUNE_FIELDS,
        *VILLAGE_FIELDS,
        Field(column="household_code", header="Mã hộ"),
        Field(column="day", header="Ngày họp"),
        Field(column="present", header="Số người dự họp", also=("Có mặt",)),
        Field(column="agree", header="Đồng ý", also=("Số người đồng ý",)),
        Field(column="disagree", header="Không đồng ý", also=("Số người không đồng ý",)),
        Field(column="note", header="Ghi chú"),
    ),
)

REVIEW_POSTING_FORM = Form(
    name="review-postings",
    label="Niêm yết kết quả rà soát",
    table=REVIEW_POSTINGS,
    place="village",
    reviewed=True,
    checks=POSTING_CHECKS,
    fields=(
        PERIOD_FIELD,
        *COMMUNE_FIELDS,
        *VILLAGE_FIELDS,
        Field(column="place", header="Nơi niêm yết"),
        Field(column="day", header="Niêm yết từ ngày"),
        Field(column="until_day", header="Đến ngày"),
        Field(column="complaints", header="Số ý kiến, khiếu nại"),
        Field(column="rechecked_on", header="Ngày phúc tra"),
        Field(column="recheck_result", header="Kết quả phúc tra"),
    ),
)

# Lineage of older years, or of another system: it says what came from what, and changes no household.
HOUSEHOLD_LINK_FORM = Form(
    name="household-links",
    label="Sổ tách, nhập, chuyển hộ, đổi mã hộ",
    table=HOUSEHOLD_LINKS,
    place="commune",
    checks=LINK_CHECKS,
    fields=(
        *COMMUNE_FIELDS,
        Field(column="household_code", header="Mã hộ", also=("Mã hộ trước", "Mã hộ cũ")),
        Field(column="link_kind", header="Việc", also=("Loại biến động",)),
        Field(column="to_household_code", header="Mã hộ sau", also=("Mã hộ mới", "Tách thành, nhập vào")),
        Field(column="to_locality_code", header="Mã xã sau", also=("Chuyển đến xã (mã)",)),
        Field(column="day", header="Ngày"),
    ),
)

FORMS = (
    REVIEW_REQUEST_FORM,
    REVIEW_MEETING_FORM,
    REVIEW_VOTE_FORM,
    REVIEW_POSTING_FORM,
    HOUSEHOLD_LINK_FORM,
)
