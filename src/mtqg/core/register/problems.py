"""Errors of the register."""

from __future__ import annotations

from mtqg.core.errors import code

NO_DATABASE = code(
    "G-001",
    vi="Không mở được cơ sở dữ liệu của kho số liệu ({given}).",
    en="The instance's database cannot be opened ({given}).",
    remedy_vi="Kiểm tra tệp register.sqlite trong kho, hoặc máy chủ PostgreSQL và biến DATABASE_URL.",
    remedy_en="Look at register.sqlite in the instance, or at the PostgreSQL server and DATABASE_URL.",
)
UNKNOWN_URL = code(
    "G-002",
    vi="DATABASE_URL phải bắt đầu bằng postgresql:// (đang là {given}).",
    en="DATABASE_URL must begin with postgresql:// (it is {given}).",
    remedy_vi="Sửa biến DATABASE_URL; bỏ trống thì dùng SQLite trong thư mục của kho.",
    remedy_en="Mend DATABASE_URL; without it the instance uses SQLite in its own folder.",
    wrong_use=True,
)
NEEDS_URL = code(
    "G-003",
    vi="Kho số liệu này nằm trong PostgreSQL, nhưng DATABASE_URL chưa được đặt.",
    en="This instance lives in PostgreSQL, and DATABASE_URL is not set.",
    remedy_vi="Đặt biến DATABASE_URL=postgresql://… rồi chạy lại.",
    remedy_en="Set DATABASE_URL=postgresql://… and run again.",
    wrong_use=True,
)
BUSY = code(
    "G-004",
    vi="Cơ sở dữ liệu đang bận vì tiến trình khác ghi ({given}).",
    en="The database is busy with another writer ({given}).",
    remedy_vi="Chờ một lát rồi làm lại; chưa có gì bị thay đổi.",
    remedy_en="Wait a moment and try again; nothing was changed.",
)
NOT_WRITTEN = code(
    "G-005",
    vi="Cơ sở dữ liệu báo lỗi: {given}.",
    en="The database says: {given}.",
    remedy_vi="Kiểm tra ổ đĩa và quyền ghi rồi làm lại; tác vụ chưa xong không để lại gì.",
    remedy_en="Look at the disk and its permissions and try again; an unfinished act leaves nothing.",
)
REFUSED_BY_RULE = code(
    "G-006",
    vi="Sổ theo dõi không nhận: {given}.",
    en="The register refuses: {given}.",
    remedy_vi="Dòng đã ghi không sửa, không xóa; ghi tác vụ mới để thay.",
    remedy_en="A row is never changed or deleted; another act replaces it.",
)
OLD_SCHEMA = code(
    "G-007",
    vi="Cơ sở dữ liệu chưa theo phiên bản phần mềm này ({given}).",
    en="The database is not of this version ({given}).",
    remedy_vi="Sao lưu, diễn tập rồi nâng cấp: mtqg upgrade --rehearse, sau đó mtqg upgrade.",
    remedy_en="Back up, rehearse and upgrade: mtqg upgrade --rehearse, then mtqg upgrade.",
)
