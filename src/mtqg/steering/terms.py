"""Tables of steering: an office's book of documents, the committee, its sessions, conclusions and tasks.

Nothing here is a statistic: the tables are never closed and never leave the register. Names are those of officers in
their office, as decisions print them; nobody else is named.
"""

from __future__ import annotations

from mtqg.core.columns import ENDS_ON, LOCALITY, PERIOD
from mtqg.core.form import Field, Form
from mtqg.core.table import NOT_CLOSED, Column, Table
from mtqg.steering.checks import DOCUMENT_CHECKS, MEMBER_CHECKS

DIRECTIONS = {"received": "Văn bản đến", "issued": "Văn bản đi"}
LEVELS = {"central": "Trung ương", "province": "Tỉnh", "commune": "Xã"}
LOCAL_LEVELS = {"province": "Tỉnh", "commune": "Xã"}
PROGRAMMES = {
    "ntm": "Xây dựng nông thôn mới",
    "poverty": "Giảm nghèo bền vững",
    "minority": "Vùng đồng bào DTTS và miền núi",
    "merged": "Chương trình hợp nhất 2026-2035",
    "other": "Chung, khác",
}
COMMITTEE_ROLES = {
    "head": "Trưởng ban",
    "standing_deputy": "Phó trưởng ban thường trực",
    "deputy": "Phó trưởng ban",
    "member": "Thành viên",
    "secretary": "Thư ký",
}
TASK_EVENTS = {
    "progress": "báo cáo tiến độ",
    "done": "báo cáo hoàn thành",
    "reopened": "yêu cầu làm tiếp",
    "extended": "gia hạn",
    "withdrawn": "rút nhiệm vụ",
}

PROGRAMME = Column(name="programme", kind="text", label="Chương trình", choices=PROGRAMMES)
DAY = Column(name="day", kind="date", label="Ngày", required=True)
DOCUMENT = ("document_number", "document_issuer", "signed_on")
PARENT = ("parent_number", "parent_issuer", "parent_signed_on")

# One row: a document in the book of one office, come in or gone out. The same document stands once in each book.
DIRECTING_DOCUMENTS = Table(
    name="directing_documents",
    label="Sổ văn bản chỉ đạo",
    dataset=NOT_CLOSED,
    time="spell",
    keeper="province",
    key=("locality_code", *DOCUMENT),
    columns=(
        LOCALITY,
        Column(name="direction", kind="text", label="Đến hay đi", choices=DIRECTIONS, required=True),
        Column(name="document_number", kind="text", label="Số, ký hiệu", required=True),
        Column(name="document_issuer", kind="text", label="Cơ quan ban hành", required=True),
        Column(name="signed_on", kind="date", label="Ngày ký", required=True),
        Column(name="issuer_level", kind="text", label="Cấp ban hành", choices=LEVELS, required=True),
        Column(name="subject", kind="text", label="Trích yếu", required=True),
        PROGRAMME,
        Column(name="day", kind="date", label="Ngày vào sổ", required=True),
        ENDS_ON,
        Column(name="parent_number", kind="text", label="Triển khai văn bản số"),
        Column(name="parent_issuer", kind="text", label="Cơ quan ban hành văn bản được triển khai"),
        Column(name="parent_signed_on", kind="date", label="Ngày ký văn bản được triển khai"),
        Column(name="local_level", kind="text", label="Cấp phải ban hành văn bản", choices=LOCAL_LEVELS),
        Column(name="local_by", kind="date", label="Hạn địa phương ban hành"),
    ),
)

# One row: an officer in the committee of a place, from a day until the last day.
STEERING_MEMBERS = Table(
    name="steering_members",
    label="Thành viên ban chỉ đạo",
    dataset=NOT_CLOSED,
    time="spell",
    keeper="province",
    key=("locality_code", "member_name", "committee_role", "day"),
    columns=(
        LOCALITY,
        Column(name="member_name", kind="text", label="Họ tên", required=True),
        Column(name="position", kind="text", label="Chức vụ", required=True),
        Column(name="committee_role", kind="text", label="Vai trò", choices=COMMITTEE_ROLES, required=True),
        Column(name="account", kind="text", label="Tài khoản"),
        Column(name="document_number", kind="text", label="Quyết định số"),
        Column(name="day", kind="date", label="Từ ngày", required=True),
        Column(name="ends_on", kind="date", label="Đến hết ngày"),
    ),
)

# One row: a session of the committee of a place.
STEERING_SESSIONS = Table(
    name="steering_sessions",
    label="Phiên họp ban chỉ đạo",
    dataset=NOT_CLOSED,
    time="period",
    keeper="province",
    key=("session_code",),
    columns=(
        Column(name="session_code", kind="text", label="Mã phiên họp", required=True),
        LOCALITY,
        PERIOD,
        Column(name="day", kind="date", label="Ngày họp", required=True),
        Column(name="chair", kind="text", label="Chủ trì", required=True),
        Column(name="agenda", kind="text", label="Nội dung", required=True),
        Column(name="notice_number", kind="text", label="Thông báo kết luận số"),
    ),
)

# One row: a conclusion of a session.
STEERING_CONCLUSIONS = Table(
    name="steering_conclusions",
    label="Kết luận phiên họp",
    dataset=NOT_CLOSED,
    time="period",
    keeper="province",
    key=("session_code", "conclusion_no"),
    columns=(
        Column(name="session_code", kind="text", label="Mã phiên họp", required=True),
        Column(name="conclusion_no", kind="integer", label="Kết luận số", required=True, least=1),
        LOCALITY,
        PERIOD,
        DAY,
        Column(name="text", kind="text", label="Nội dung kết luận", required=True),
    ),
)

# One row: something that a place, or an officer of it, must do by a day. It stands at the place that must do it.
STEERING_TASKS = Table(
    name="steering_tasks",
    label="Nhiệm vụ được giao",
    dataset=NOT_CLOSED,
    time="period",
    keeper="province",
    key=("task_code",),
    columns=(
        Column(name="task_code", kind="text", label="Mã nhiệm vụ", required=True),
        LOCALITY,
        PERIOD,
        Column(name="text", kind="text", label="Nội dung", required=True),
        Column(name="owner_account", kind="text", label="Người thực hiện"),
        Column(name="assigned_at", kind="text", label="Nơi giao", required=True),
        Column(name="day", kind="date", label="Ngày giao", required=True),
        Column(name="due_on", kind="date", label="Hạn", required=True),
        Column(name="session_code", kind="text", label="Mã phiên họp"),
        Column(name="conclusion_no", kind="integer", label="Kết luận số"),
        Column(name="document_number", kind="text", label="Theo văn bản số"),
        Column(name="document_issuer", kind="text", label="Cơ quan ban hành"),
        Column(name="signed_on", kind="date", label="Ngày ký"),
    ),
)

# One row: what became of a task. Events are numbered from 1, so two people at once cannot both be next.
STEERING_TASK_EVENTS = Table(
    name="steering_task_events",
    label="Diễn biến nhiệm vụ",
    dataset=NOT_CLOSED,
    time="period",
    keeper="province",
    key=("task_code", "event_no"),
    columns=(
        Column(name="task_code", kind="text", label="Mã nhiệm vụ", required=True),
        Column(name="event_no", kind="integer", label="Lần", required=True, least=1),
        Column(name="event", kind="text", label="Việc", choices=TASK_EVENTS, required=True),
        LOCALITY,
        PERIOD,
        DAY,
        Column(name="acted_by", kind="text", label="Người ghi", required=True),
        Column(name="note", kind="text", label="Nội dung"),
        Column(name="due_on", kind="date", label="Hạn mới"),
    ),
)

# Those that no form fills.
STEERING_TABLES = (STEERING_SESSIONS, STEERING_CONCLUSIONS, STEERING_TASKS, STEERING_TASK_EVENTS)

_PLACE_FIELDS = (
    Field(column="locality_code", header="Mã đơn vị", also=("Mã đơn vị hành chính", "Mã xã")),
    Field(column="locality_name", header="Tên đơn vị", also=("Tên xã", "Đơn vị")),
    Field(column="district_name", header="Tên huyện", also=("Huyện",)),
)

DOCUMENT_FORM = Form(
    name="directing-documents",
    label="Sổ văn bản chỉ đạo (đến, đi)",
    table=DIRECTING_DOCUMENTS,
    place="unit",
    checks=DOCUMENT_CHECKS,
    fields=(
        *_PLACE_FIELDS,
        Field(column="direction", header="Đến hay đi", also=("Loại sổ",)),
        Field(column="document_number", header="Số, ký hiệu", also=("Số ký hiệu", "Số văn bản")),
        Field(column="document_issuer", header="Cơ quan ban hành"),
        Field(column="signed_on", header="Ngày ký", also=("Ngày văn bản",)),
        Field(column="issuer_level", header="Cấp ban hành"),
        Field(column="subject", header="Trích yếu", also=("Trích yếu nội dung",)),
        Field(column="programme", header="Chương trình"),
        Field(column="day", header="Ngày vào sổ", also=("Ngày đến", "Ngày nhận")),
        Field(column="ends_on", header="Ngày hết hiệu lực"),
        Field(column="parent_number", header="Triển khai văn bản số"),
        Field(column="parent_issuer", header="Cơ quan ban hành văn bản đó"),
        Field(column="parent_signed_on", header="Ngày ký văn bản đó"),
        Field(column="local_level", header="Cấp phải ban hành"),
        Field(column="local_by", header="Hạn địa phương ban hành"),
    ),
)

COMMITTEE_FORM = Form(
    name="steering-members",
    label="Danh sách thành viên ban chỉ đạo",
    table=STEERING_MEMBERS,
    place="unit",
    checks=MEMBER_CHECKS,
    fields=(
        *_PLACE_FIELDS,
        Field(column="member_name", header="Họ và tên", also=("Họ tên",)),
        Field(column="position", header="Chức vụ", also=("Chức vụ công tác",)),
        Field(column="committee_role", header="Vai trò trong ban chỉ đạo", also=("Vai trò",)),
        Field(column="account", header="Tài khoản"),
        Field(column="document_number", header="Quyết định số"),
        Field(column="day", header="Từ ngày"),
        Field(column="ends_on", header="Đến hết ngày"),
    ),
)
