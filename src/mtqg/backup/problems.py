"""Errors of backup, restore and upgrade."""

from __future__ import annotations

from mtqg.core.errors import code

FILE_IS_THERE = code(
    "B-001",
    vi="Đã có tệp {given}; bản sao lưu không ghi đè lên tệp nào.",
    en="There is a file {given}; a backup never overwrites one.",
    remedy_vi="Chọn tên tệp khác.",
    remedy_en="Choose another name.",
    wrong_use=True,
)
NOT_A_BACKUP = code(
    "B-002",
    vi="{given} không phải là bản sao lưu của mtqg, hoặc đã bị cắt, bị hỏng.",
    en="{given} is no backup of mtqg, or it is cut or damaged.",
    remedy_vi="Chép lại tệp từ nơi cất giữ, hoặc dùng bản sao lưu khác; chưa có gì được ghi.",
    remedy_en="Copy the file again from where it is kept, or use another backup; nothing was written.",
)
DAMAGED = code(
    "B-003",
    vi="Bản sao lưu hỏng tại {place}: {given}.",
    en="The backup is damaged at {place}: {given}.",
    remedy_vi="Chép lại tệp từ nơi cất giữ, hoặc dùng bản sao lưu khác; chưa có gì được ghi.",
    remedy_en="Copy the file again from where it is kept, or use another backup; nothing was written.",
)
HOSTILE = code(
    "B-004",
    vi="Bản sao lưu có thành phần không được phép: {given}.",
    en="The backup has a part that is not allowed: {given}.",
    remedy_vi="Không dùng tệp này: mtqg không bao giờ tạo ra tệp như vậy. Chưa có gì được ghi.",
    remedy_en="Do not use this file: mtqg never makes one like it. Nothing was written.",
)
NEWER_BACKUP = code(
    "B-005",
    vi="Bản sao lưu do phiên bản phần mềm mới hơn tạo ra ({given}).",
    en="The backup was made by a newer version of this software ({given}).",
    remedy_vi="Cài đúng phiên bản phần mềm đã tạo bản sao lưu, hoặc mới hơn.",
    remedy_en="Install the version of the software that made the backup, or a newer one.",
)
DEVIATES = code(
    "B-006",
    vi="Số liệu trong bản sao lưu sai lệch với chuỗi tác vụ ({given} sai lệch).",
    en="What the backup holds deviates from its chain of acts ({given} deviations).",
    remedy_vi="Dùng bản sao lưu khác. Nếu đây là bản duy nhất: thêm --with-deviations, các sai lệch được nêu từng mục.",
    remedy_en="Use another backup. If this is the only one, add --with-deviations: each deviation is then said.",
)
UNKNOWN_COLUMN = code(
    "B-007",
    vi="Không sao lưu được bảng {place}: cột có kiểu {given} chưa được hỗ trợ.",
    en="The table {place} cannot be backed up: nothing is known of columns of the type {given}.",
    remedy_vi="Báo cho người bảo trì phần mềm; bản sao lưu chưa được tạo.",
    remedy_en="Tell the maintainers of the software; no backup was made.",
)
UPGRADE_FAILED = code(
    "B-008",
    vi="Nâng cấp không thành ({given}).",
    en="The upgrade failed ({given}).",
    remedy_vi="Khôi phục từ bản sao lưu vừa tạo ({backup}) nếu kho số liệu không mở được.",
    remedy_en="Restore the backup that was just made ({backup}) if the instance does not open.",
)
REHEARSAL_FAILED = code(
    "B-009",
    vi="Diễn tập nâng cấp không thành ({given}); kho số liệu không thay đổi.",
    en="The rehearsal of the upgrade failed ({given}); the instance is as it was.",
    remedy_vi="Đừng nâng cấp; báo cho người bảo trì phần mềm.",
    remedy_en="Do not upgrade; tell the maintainers of the software.",
)
NOT_READ = code(
    "B-010",
    vi="Không đọc được {given}.",
    en="{given} cannot be read.",
    remedy_vi="Kiểm tra đường dẫn và quyền đọc của tệp.",
    remedy_en="Look at the path and at who may read the file.",
    wrong_use=True,
)
ROWS_CHANGED = code(
    "B-011",
    vi="Sau khi nâng cấp, nội dung đã có của bảng {place} khác trước.",
    en="After the upgrade, what stood in the table {place} is not what it was.",
    remedy_vi="Xem nhật ký thay đổi của phiên bản mới; nếu không nêu bảng này thì đừng nâng cấp.",
    remedy_en="See the changelog of the new version; if it does not name this table, do not upgrade.",
)
FIGURE_CHANGED = code(
    "B-012",
    vi="Sau khi nâng cấp, số liệu {place} đổi từ {given} thành {after}.",
    en="After the upgrade the figure {place} changes from {given} to {after}.",
    remedy_vi="Xem mục số liệu thay đổi trong nhật ký của phiên bản mới; nếu không có thì đừng nâng cấp.",
    remedy_en="See the figures that change in the new version's changelog; if it is not among them, do not upgrade.",
)
LEFT_BEHIND = code(
    "B-013",
    vi="Không sao lưu được tệp {given}: tệp đã mất hoặc không đọc được.",
    en="The file {given} was not backed up: it is missing or cannot be read.",
    remedy_vi="Chạy mtqg verify và tìm tệp trong các bản sao lưu trước.",
    remedy_en="Run mtqg verify and look for the file in earlier backups.",
)
