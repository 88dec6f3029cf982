"""Coded errors of the reports."""

from __future__ import annotations

from mtqg.core.errors import code

NO_SUCH_REPORT = code(
    "R-001",
    vi="Không có báo cáo tên “{given}”.",
    en="There is no report named “{given}”.",
    remedy_vi="Các báo cáo có: {known}.",
    remedy_en="The reports are: {known}.",
    wrong_use=True,
)
FORM_NOT_YET = code(
    "R-002",
    vi="Chưa xuất được báo cáo ra dạng {given}.",
    en="A report cannot be written as {given} yet.",
    remedy_vi="Hiện xuất được: {known}.",
    remedy_en="Available now: {known}.",
    wrong_use=True,
)
UNKNOWN_FORM = code(
    "R-003",
    vi="Tên tệp “{given}” không cho biết dạng báo cáo.",
    en="The file name “{given}” does not say the form of the report.",
    remedy_vi="Đặt đuôi tệp là một trong: {known}.",
    remedy_en="End the name with one of: {known}.",
    wrong_use=True,
)
NO_FOLDER = code(
    "R-004",
    vi="Không có thư mục {given} để ghi báo cáo.",
    en="There is no folder {given} to write the report to.",
    remedy_vi="Tạo thư mục trước, hoặc chọn nơi khác bằng --out.",
    remedy_en="Make the folder first, or choose another place with --out.",
    wrong_use=True,
)
NOT_WRITTEN = code(
    "R-005",
    vi="Không ghi được tệp {given}.",
    en="The file {given} could not be written.",
    remedy_vi="Đóng tệp nếu đang mở trong Word, kiểm tra quyền ghi và dung lượng đĩa, rồi chạy lại.",
    remedy_en="Close the file if Word has it open, look at the rights and the space left, and run again.",
)
OFFICE_UNREADABLE = code(
    "R-006",
    vi="Tệp thông tin cơ quan ban hành không đọc được: {why}.",
    en="The file about the issuing body cannot be read: {why}.",
    remedy_vi="Sửa tệp {given}; các mục có thể ghi: {known}.",
    remedy_en="Correct {given}; it may hold: {known}.",
)
BEFORE_KNOWN = code(
    "R-007",
    vi="Không có bản chốt nào của {name} kết thúc trước hoặc vào ngày {given}.",
    en="No closed period of {name} ends by {given}.",
    remedy_vi="Chốt số liệu trước (mtqg close), hoặc chọn ngày muộn hơn; xem các bản chốt: mtqg snapshots.",
    remedy_en="Close the data first (mtqg close) or choose a later day; see what is closed: mtqg snapshots.",
)
IS_FOLDER = code(
    "R-008",
    vi="{given} là một thư mục, không ghi báo cáo vào đó được.",
    en="{given} is a folder; a report cannot be written over it.",
    remedy_vi="Chọn tên khác bằng --out.",
    remedy_en="Choose another name with --out.",
    wrong_use=True,
)
NO_TRACE = code(
    "R-010",
    vi="{given} không phải bảng truy nguyên của một báo cáo.",
    en="{given} is not the trace of a report.",
    remedy_vi="Chỉ tệp .trace.json nằm cạnh báo cáo lập trước.",
    remedy_en="Name the .trace.json beside the report that was written before.",
    wrong_use=True,
)
