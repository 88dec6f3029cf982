"""What evidence refuses."""

from __future__ import annotations

from mtqg.core.errors import code

NOT_KNOWN = code(
    "M-001",
    vi="Tệp {given} không phải ảnh JPEG, ảnh PNG hay PDF đọc được.",
    en="{given} is no JPEG, PNG or PDF that can be read.",
    remedy_vi="Chụp lại hoặc lưu lại thành .jpg, .png, .pdf; đổi tên tệp khác thành .jpg thì không được.",
    remedy_en="Take or save it again as .jpg, .png or .pdf; renaming another file is of no use.",
)
TOO_LARGE = code(
    "M-002",
    vi="Tệp {given} nặng {size} kB, quá {limit} kB.",
    en="{given} has {size} kB, more than {limit} kB.",
    remedy_vi="Ảnh: để trang tự thu nhỏ khi chọn tệp, hoặc tự thu còn 1600 điểm ảnh. PDF: quét 150 dpi, hoặc tách tệp.",
    remedy_en="Picture: let the page shrink it, or shrink it to 1600 pixels. PDF: scan at 150 dpi, or split it.",
)
ACTIVE = code(
    "M-003",
    vi="Tệp PDF {given} có mã chạy hoặc tệp nhúng bên trong.",
    en="The PDF {given} holds a script or embedded files.",
    remedy_vi="In tệp ra PDF mới (Print to PDF) rồi đính kèm bản mới.",
    remedy_en="Print it into a new PDF and attach that.",
)
ALREADY = code(
    "M-004",
    vi="Minh chứng {given} đã được ghi.",
    en="{given} was attached already.",
    remedy_vi="Quay lại trang trước: tệp đã ở đó.",
    remedy_en="Go back to the page: the file is there.",
)
NO_TITLE = code(
    "M-005",
    vi="Chưa ghi: {given}.",
    en="Nothing was written: {given}.",
    remedy_vi="Ghi ngắn gọn, ví dụ “Phiếu giấy, trang 1”.",
    remedy_en="Say it shortly, such as “paper sheet, page 1”.",
)
TOO_MANY = code(
    "M-006",
    vi="Đã có {given} tệp ở đây, nhiều nhất là {limit}.",
    en="There are {given} files here; {limit} are kept at most.",
    remedy_vi="Gỡ tệp không cần nữa, hoặc gộp các trang thành một tệp PDF.",
    remedy_en="Take off what is not needed, or put the pages into one PDF.",
)
