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
NO_SERVER = code(
    "G-030",
    vi="Máy chủ PostgreSQL mà DATABASE_URL chỉ tới không trả lời.",
    en="The PostgreSQL server that DATABASE_URL names does not answer.",
    remedy_vi="Kiểm tra máy chủ có đang chạy không, và tên máy, cổng hoặc thư mục (host=) trong DATABASE_URL.",
    remedy_en="See whether the server runs, and look at the host, port or folder (host=) in DATABASE_URL.",
)
NOT_ADMITTED = code(
    "G-031",
    vi="Máy chủ PostgreSQL không cho vào: {given}.",
    en="The PostgreSQL server refuses the connection: {given}.",
    remedy_vi="Kiểm tra tài khoản, mật khẩu, cơ sở dữ liệu trong DATABASE_URL; ký tự đặc biệt viết dạng %40, %2F.",
    remedy_en="Look at role, password and database in DATABASE_URL; special characters are written as %40, %2F.",
)
BAD_URL = code(
    "G-032",
    vi="Không đọc được DATABASE_URL: {given}.",
    en="DATABASE_URL cannot be read: {given}.",
    remedy_vi="Ghi dạng postgresql://TÀI_KHOẢN:MẬT_KHẨU@MÁY_CHỦ/CƠ_SỞ_DỮ_LIỆU; ký tự đặc biệt viết dạng %40, %2F.",
    remedy_en="Write postgresql://ROLE:PASSWORD@HOST/DATABASE; special characters are written as %40, %2F.",
    wrong_use=True,
)
NOT_UTF8 = code(
    "G-033",
    vi="Cơ sở dữ liệu PostgreSQL dùng bảng mã {given}, không phải UTF8: không giữ được chữ tiếng Việt.",
    en="The PostgreSQL database has the encoding {given}, not UTF8: it cannot keep Vietnamese.",
    remedy_vi="Tạo cơ sở dữ liệu khác: CREATE DATABASE mtqg TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'.",
    remedy_en="Make another database: CREATE DATABASE mtqg TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'.",
)
OTHER_ORDER = code(
    "G-034",
    vi="Cơ sở dữ liệu PostgreSQL sắp xếp theo {given}, không theo thứ tự C: kết quả sẽ khác SQLite.",
    en="The PostgreSQL database sorts by {given}, not in the order C: results would differ from SQLite's.",
    remedy_vi="Tạo cơ sở dữ liệu khác: CREATE DATABASE mtqg TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'.",
    remedy_en="Make another database: CREATE DATABASE mtqg TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'.",
)
OLD_SERVER = code(
    "G-035",
    vi="Máy chủ PostgreSQL là bản {given}; cần bản {least} trở lên.",
    en="The PostgreSQL server has version {given}; {least} or newer is needed.",
    remedy_vi="Nâng cấp máy chủ PostgreSQL.",
    remedy_en="Upgrade the PostgreSQL server.",
)
NO_TABLES = code(
    "G-036",
    vi="Không thấy các bảng của kho số liệu trong cơ sở dữ liệu ({given}).",
    en="The instance's tables are not in the database ({given}).",
    remedy_vi="Chỉ DATABASE_URL tới đúng cơ sở dữ liệu (lược đồ ghi trong instance.json), hoặc khôi phục, nâng cấp.",
    remedy_en="Point DATABASE_URL to the right database (instance.json names the schema), or restore, or upgrade.",
)
NO_RIGHT = code(
    "G-037",
    vi="Tài khoản PostgreSQL không đủ quyền ({given}).",
    en="The PostgreSQL role lacks a right ({given}).",
    remedy_vi="Cấp quyền cho tài khoản: CONNECT, TEMPORARY và (khi tạo kho) CREATE trên cơ sở dữ liệu.",
    remedy_en="Grant the role CONNECT, TEMPORARY and (to make an instance) CREATE on the database.",
)
CONNECTION_LOST = code(
    "G-038",
    vi="Mất kết nối với máy chủ PostgreSQL giữa chừng ({given}).",
    en="The connection to the PostgreSQL server was lost ({given}).",
    remedy_vi="Chờ máy chủ chạy lại rồi xem tác vụ đã được ghi chưa (mtqg imports, mtqg snapshots) trước khi làm lại.",
    remedy_en="Wait for the server, see whether the act was recorded (mtqg imports, mtqg snapshots), then repeat.",
)
NOT_TEXT = code(
    "G-039",
    vi="Giá trị của {given} có ký tự NUL hoặc ký tự hỏng, không lưu được.",
    en="A value of {given} holds a NUL or a broken character and cannot be kept.",
    remedy_vi="Xóa ký tự đó rồi làm lại; chưa có gì bị thay đổi.",
    remedy_en="Remove the character and try again; nothing was changed.",
)
