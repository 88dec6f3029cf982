"""Roles, rights, and the table of who holds which role where."""

from __future__ import annotations

from mtqg.core.columns import LOCALITY
from mtqg.core.table import NOT_CLOSED, Column, Table
from mtqg.core.table import WHOLE as WHOLE  # a role may reach everything in the office

ROLES = {
    "officer": "Cán bộ xã",
    "commune_leader": "Lãnh đạo xã",
    "appraiser": "Người thẩm định",
    "provincial_office": "Văn phòng điều phối tỉnh",
    "provincial_leader": "Lãnh đạo tỉnh",
    "auditor": "Kiểm toán",
    "law_desk": "Bộ phận pháp lý",
    "administrator": "Quản trị",
    "ministry": "Bộ, ngành trung ương",
}
_EVERYBODY = tuple(ROLES)

PUBLIC, SIGNED_IN = "public", "signed_in"
# Right -> its label and the roles that give it. The two above need no role.
RIGHTS: dict[str, tuple[str, tuple[str, ...]]] = {
    PUBLIC: ("Mọi người", ()),
    SIGNED_IN: ("Người đã đăng nhập", ()),
    "see": ("Xem số liệu", _EVERYBODY),
    "personal": (
        "Xem dữ liệu cá nhân",
        ("officer", "commune_leader", "appraiser", "provincial_office", "auditor"),
    ),
    "enter": ("Nhập số liệu", ("officer", "provincial_office")),
    "send": ("Gửi báo cáo", ("officer", "commune_leader", "provincial_office")),
    "appraise": ("Tiếp nhận, trả lại", ("appraiser", "provincial_office")),
    "approve": ("Phê duyệt", ("commune_leader", "provincial_leader")),
    "steer": ("Chỉ đạo, giao việc", ("commune_leader", "provincial_office", "provincial_leader")),
    "merge": ("Xử lý việc khi sáp nhập", ("provincial_office", "administrator")),
    "fill": ("Chọn số thay cho xã chưa gửi", ("provincial_office",)),
    "close": ("Chốt số liệu", ("provincial_office", "provincial_leader")),
    "propose_law": ("Đề xuất trị số pháp lý", ("law_desk",)),
    "confirm_law": ("Xác nhận trị số pháp lý", ("law_desk", "provincial_leader")),
    "audit": ("Kiểm toán", ("auditor",)),
    "delegate": ("Ủy quyền", ("commune_leader", "provincial_leader")),
    "people": ("Quản lý người dùng", ("administrator",)),
    "administer": ("Quản trị hệ thống", ("administrator",)),
}
# Rights that one account never has at one place at once.
APART = (("enter", "approve"),)
# Whoever decides, administers or keeps the law shows a second factor; others where the office wants it.
SECOND_FACTOR = ("commune_leader", "provincial_leader", "appraiser", "law_desk", "administrator")

# What an access token may carry at most: nothing that decides, grants or administers is done by a program alone.
TOKEN_RIGHTS = ("see", "personal", "enter", "send", "appraise", "audit")
TOKEN_AREAS = {
    "localities": "Đơn vị hành chính",
    "law": "Pháp lý",
    "figures": "Số liệu, bản chốt",
    "statements": "Số liệu đã công bố",
    "registers": "Các sổ",
    "imports": "Nhập số liệu",
    "submissions": "Báo cáo gửi cấp trên",
    "audit": "Kiểm toán",
}

# One row: a token of an account. Only its digest is kept; ``areas`` is what it reaches, with commas between. To revoke
# is to end the row. ``is_verified``: it was made past the second factor.
ACCESS_TOKENS = Table(
    name="access_tokens",
    label="Khóa truy cập",
    dataset=NOT_CLOSED,
    time="spell",
    key=("account", "title"),
    is_of_office_too=True,
    columns=(
        LOCALITY,  # always "*": the roles of its person say where it reaches
        Column(name="account", kind="text", label="Tài khoản", required=True),
        Column(name="title", kind="text", label="Tên khóa", required=True),
        Column(name="token_digest", kind="text", label="Dấu kiểm của khóa", required=True),
        Column(name="areas", kind="text", label="Phạm vi", required=True),
        Column(name="may_write", kind="flag", label="Được ghi", required=True),
        Column(name="is_verified", kind="flag", label="Đã xác thực hai lớp", required=True),
        Column(name="day", kind="date", label="Từ ngày", required=True),
        Column(name="ends_on", kind="date", label="Đến hết ngày", required=True),
    ),
)

# One row: an account holds a role at a place from ``day`` until ``ends_on``, the last day. To revoke is to end the row
# and to add it with its last day. ``delegated_by``: whose role it is, where somebody lends it.
ROLE_GRANTS = Table(
    name="role_grants",
    label="Vai trò của tài khoản",
    dataset=NOT_CLOSED,
    time="spell",
    key=("account", "role", "locality_code", "day", "delegated_by"),
    is_of_office_too=True,
    columns=(
        Column(name="account", kind="text", label="Tài khoản", required=True),
        Column(name="role", kind="text", label="Vai trò", required=True, choices=ROLES),
        LOCALITY,
        Column(name="day", kind="date", label="Từ ngày", required=True),
        Column(name="ends_on", kind="date", label="Đến hết ngày"),
        Column(name="delegated_by", kind="text", label="Ủy quyền của"),
    ),
)


def gives(role: str, right: str) -> bool:
    """Whether a role gives a right."""
    return right == SIGNED_IN or role in RIGHTS[right][1]
