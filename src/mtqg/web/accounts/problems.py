"""What cannot be done with accounts and roles."""

from __future__ import annotations

from mtqg.core.errors import code

NAME_TAKEN = code(
    "W-001",
    vi="Đã có tài khoản {given}.",
    en="There is an account {given} already.",
    remedy_vi="Chọn tên khác; mỗi người một tài khoản.",
    remedy_en="Choose another name; a person has one account.",
)
NO_ACCOUNT = code(
    "W-002",
    vi="Không có tài khoản {given}.",
    en="There is no account {given}.",
    remedy_vi="Xem danh sách ở trang Người dùng.",
    remedy_en="See the page of people.",
)
NOT_YOURSELF = code(
    "W-003",
    vi="Không tự cấp, thu hồi hoặc ủy quyền cho chính mình ({given}).",
    en="Nobody grants, revokes or delegates a role to themselves ({given}).",
    remedy_vi="Đề nghị một người quản trị khác.",
    remedy_en="Ask another administrator.",
)
DUTIES_APART = code(
    "W-004",
    vi="{given} đang có vai trò {other_vi} cùng nơi: một người không vừa nhập vừa phê duyệt.",
    en="{given} is {other_en} at the same place: nobody both enters and approves.",
    remedy_vi="Thu hồi vai trò kia trước, hoặc cấp cho người khác.",
    remedy_en="Revoke the other role first, or grant this one to somebody else.",
)
NO_PLACE = code(
    "W-005",
    vi="Không có đơn vị hành chính {given} vào ngày bắt đầu.",
    en="There is no locality {given} on the first day.",
    remedy_vi="Tìm mã: mtqg localities resolve TÊN --on NGÀY; toàn văn phòng ghi *.",
    remedy_en="Find the code: mtqg localities resolve NAME --on DATE; * is the whole office.",
)
WRONG_DAYS = code(
    "W-006",
    vi="Ngày kết thúc {given} trước ngày bắt đầu.",
    en="The last day {given} is before the first.",
    remedy_vi="Sửa lại hai ngày.",
    remedy_en="Mend the two days.",
)
NOT_YOURS = code(
    "W-007",
    vi="Bạn không giữ vai trò {given} ở nơi này trong những ngày đó nên không ủy quyền được.",
    en="You do not hold the role {given} there on those days, so it cannot be delegated.",
    remedy_vi="Chỉ ủy quyền vai trò của mình, trong thời gian mình giữ, có ngày kết thúc.",
    remedy_en="Delegate a role of your own, for days on which you hold it, with a last day.",
)
ALREADY_HELD = code(
    "W-008",
    vi="{given} đã có vai trò này từ ngày đó.",
    en="{given} holds this role from that day already.",
    remedy_vi="Xem các vai trò đang có.",
    remedy_en="See the roles that stand.",
)
NO_GRANT = code(
    "W-009",
    vi="Không có vai trò {given} đang hiệu lực để thu hồi.",
    en="There is no role {given} in force to revoke.",
    remedy_vi="Mở lại trang: có thể người khác vừa thu hồi.",
    remedy_en="Open the page again: somebody may have revoked it just now.",
)
WEAK_PASSWORD = code(
    "W-010",
    vi="Mật khẩu không dùng được: {given}",
    en="The password cannot be used: {given}",
    remedy_vi="Dùng câu dài từ 12 ký tự, không trùng tên tài khoản.",
    remedy_en="Use a sentence of 12 characters or more, unlike the account's name.",
    wrong_use=True,
)
LAST_ADMINISTRATOR = code(
    "W-011",
    vi="{given} là người quản trị cuối cùng.",
    en="{given} is the last administrator.",
    remedy_vi="Cấp vai trò quản trị cho người khác trước.",
    remedy_en="Make somebody else an administrator first.",
)
SWITCHED = code(
    "W-012",
    vi="Tài khoản {given} vừa được ngừng dùng hoặc mở lại.",
    en="The account {given} was stopped or opened again just now.",
    remedy_vi="Mở lại trang của người dùng, xem tình trạng rồi mới quyết định.",
    remedy_en="Open the page of the person again and look before you decide.",
)
NOT_LONGER = code(
    "W-013",
    vi="Vai trò này đã có ngày cuối là {given}: kết thúc thì không kéo dài thêm.",
    en="This role has {given} as its last day: what is ended is not made longer.",
    remedy_vi="Chọn một ngày không sau ngày ấy, hoặc cấp vai trò mới.",
    remedy_en="Choose a day that is no later, or grant the role anew.",
)
