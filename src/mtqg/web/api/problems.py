"""Why the programming interface does not answer."""

from __future__ import annotations

from mtqg.core.errors import code

NOT_SIGNED_IN = code(
    "A-001",
    vi="Chưa cho biết ai hỏi.",
    en="Nobody is known to ask.",
    remedy_vi="Gửi tiêu đề Authorization: Bearer KHÓA. Khóa tạo ở trang Khóa truy cập của tài khoản.",
    remedy_en="Send the header Authorization: Bearer TOKEN. Tokens are made on your account's page of access tokens.",
)
BAD_TOKEN = code(
    "A-002",
    vi="Khóa không dùng được: sai, hết hạn hoặc đã thu hồi.",
    en="The token cannot be used: it is wrong, has ended or was revoked.",
    remedy_vi="Tạo khóa mới ở trang Khóa truy cập.",
    remedy_en="Make a new one on the page of access tokens.",
)
NOT_IN_TOKEN = code(
    "A-003",
    vi="Khóa này không mở phần {given}.",
    en="This token does not open {given}.",
    remedy_vi="Dùng khóa có phạm vi ấy, hoặc làm trên trang.",
    remedy_en="Use a token with that scope, or use the page.",
)
READ_ONLY = code(
    "A-004",
    vi="Khóa này chỉ để đọc.",
    en="This token only reads.",
    remedy_vi="Tạo khóa được ghi nếu chương trình cần ghi.",
    remedy_en="Make a token that may write if the program needs to.",
)
NOT_ALLOWED = code(
    "A-005",
    vi="Vai trò của bạn, hoặc khóa, không cho làm việc này ở đây.",
    en="Your roles, or the token, do not allow this here.",
    remedy_vi="Phê duyệt, chốt số liệu, cấp quyền và trị số pháp lý chỉ làm được trên trang, không bằng khóa.",
    remedy_en="To approve, to close, to grant and to confirm law is done on the pages, never by a token.",
)
NOT_FOUND = code(
    "A-006",
    vi="Không có gì ở địa chỉ này, hoặc ngoài phạm vi của bạn.",
    en="There is nothing at this address, or it is beyond your scope.",
    remedy_vi="Xem lại địa chỉ và mã đơn vị.",
    remedy_en="Look at the address and the code of the unit again.",
)
BAD_PARAMETER = code(
    "A-007",
    vi="Tham số {place} không hợp lệ: {told}",
    en="The parameter {place} is not valid: {told}",
    remedy_vi="Xem mô tả của địa chỉ ở /api/v1/openapi.json.",
    remedy_en="See the description of the address in /api/v1/openapi.json.",
    wrong_use=True,
)
TOO_MANY = code(
    "A-008",
    vi="Quá {given} lần hỏi trong một phút.",
    en="More than {given} requests in a minute.",
    remedy_vi="Chờ số giây ghi ở Retry-After rồi hỏi tiếp.",
    remedy_en="Wait for the seconds given by Retry-After, then go on.",
)
TOO_LARGE = code(
    "A-009",
    vi="Nội dung gửi nặng quá {given} MB.",
    en="What was sent is larger than {given} MB.",
    remedy_vi="Chia ra gửi nhiều lần.",
    remedy_en="Send it in parts.",
)
WRONG_METHOD = code(
    "A-010",
    vi="Địa chỉ này không nhận {given}.",
    en="This address does not take {given}.",
    remedy_vi="Xem tiêu đề Allow.",
    remedy_en="See the header Allow.",
)
FACTOR_FIRST = code(
    "A-011",
    vi="Tài khoản phải đổi mật khẩu hoặc xác thực hai lớp trước.",
    en="The account must choose a password or show the second factor first.",
    remedy_vi="Đăng nhập trên trang, làm việc ấy, rồi tạo khóa mới.",
    remedy_en="Sign in on the pages, do that, then make a new token.",
)
BROKEN = code(
    "A-012",
    vi="Máy chủ gặp lỗi (mã {given}); chưa có gì bị ghi.",
    en="The server failed (number {given}); nothing was written.",
    remedy_vi="Thử lại sau ít phút; nếu còn lỗi thì báo người quản trị mã này.",
    remedy_en="Try again in a few minutes; if it stays, tell the administrator this number.",
)
BAD_REQUEST = code(
    "A-013",
    vi="Yêu cầu không đọc được.",
    en="The request cannot be read.",
    remedy_vi="Gửi JSON đúng khuôn dạng, hoặc multipart/form-data cho tệp.",
    remedy_en="Send well-formed JSON, or multipart/form-data for files.",
)
TITLE_TAKEN = code(
    "A-014",
    vi="Bạn đã có khóa tên “{given}”.",
    en="You have a token named “{given}” already.",
    remedy_vi="Chọn tên khác, hoặc thu hồi khóa cũ trước.",
    remedy_en="Choose another name, or revoke the old one first.",
)
NO_TOKEN = code(
    "A-015",
    vi="Không có khóa ấy để thu hồi.",
    en="There is no such token to revoke.",
    remedy_vi="Mở lại trang: có thể đã thu hồi rồi.",
    remedy_en="Open the page again: it may be revoked already.",
)
