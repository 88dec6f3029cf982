"""Codes of the report forms of the poverty review."""

from __future__ import annotations

from mtqg.core.errors import code

BAD_DEFINITION = code(
    "P-300",
    vi="Định nghĩa biểu báo cáo sai: {given}.",
    en="The definition of a report form is wrong: {given}.",
    remedy_vi="Sửa tệp định nghĩa biểu; mỗi cột cần số, nhãn, và nguồn hoặc công thức.",
    remedy_en="Mend the file of definitions; each column needs a number, a label, and a source or a formula.",
)
NO_FORM = code(
    "P-301",
    vi="Không có biểu báo cáo giảm nghèo số {given}.",
    en="There is no poverty report form {given}.",
    remedy_vi="Các biểu có: {known}.",
    remedy_en="Known forms: {known}.",
    wrong_use=True,
)
NOT_REVIEWED = code(
    "P-302",
    vi="Chưa có số liệu để lập biểu {number} của {given}, kỳ {period}: {why}",
    en="There is nothing to make form {number} of {given} for {period} from: {why}",
    remedy_vi="Nhập phiếu rà soát và số hộ dân cư của kỳ đó, hoặc chọn kỳ khác (mtqg snapshots).",
    remedy_en="Import the sheets and the household counts of the period, or choose another (mtqg snapshots).",
)
GROUPS_OVERLAP = code(
    "P-303",
    vi="Biểu {form}, {unit}, cột {column}: các nhóm trùng nhau nên số còn lại theo mẫu là {given}; thực ra không thuộc "
    "nhóm nào: {true}.",
    en="Form {form}, {unit}, column {column}: groups overlap, the form's rest is {given}; really in no group: {true}.",
    remedy_vi="Giữ số theo mẫu và ghi chú số thực bên cạnh; không sửa số nhóm cho khớp.",
    remedy_en="Keep the form's number with the true one beside it; do not change the groups to make them fit.",
)
PART_OVER_WHOLE = code(
    "P-304",
    vi="Biểu {form}, {unit}, cột {column}: {given} lớn hơn cột {whole} ({most}).",
    en="Form {form}, {unit}, column {column}: {given} is more than column {whole} ({most}).",
    remedy_vi="Xem lại phiếu và số hộ của đơn vị này trước khi nộp biểu.",
    remedy_en="Look at this unit's sheets and counts before the form is handed in.",
)
FORMS_DIFFER = code(
    "P-305",
    vi="{unit}: biểu {form} cột {column} là {given}, biểu {other} cột {against} là {theirs}.",
    en="{unit}: form {form} column {column} says {given}, form {other} column {against} says {theirs}.",
    remedy_vi="Hai biểu phải nói cùng một số: lập lại cả hai từ cùng một bản chốt, rồi tìm hộ khác nhau.",
    remedy_en="Both must say the same: make them again from one edition, then look for the households that differ.",
)
IDENTITY_BROKEN = code(
    "P-306",
    vi="Biểu {form}, {unit}: cột {column} là {given}, tính từ các cột khác ra {implied}.",
    en="Form {form}, {unit}: column {column} is {given}, the other columns give {implied}.",
    remedy_vi="Xem hộ gây chênh lệch: mtqg poverty movement.",
    remedy_en="See the households that make the difference: mtqg poverty movement.",
)
NOT_WRITTEN = code(
    "P-307",
    vi="Không ghi được {given}: {why}.",
    en="{given} cannot be written: {why}.",
    remedy_vi="Kiểm tra thư mục và quyền ghi; tên tệp kết thúc bằng .xlsx.",
    remedy_en="Check the folder and the right to write; the file's name ends with .xlsx.",
    wrong_use=True,
)
NAMES_NEED_KEY = code(
    "P-308",
    vi="Biểu {given} có họ tên: kho này không mở được khóa dữ liệu cá nhân.",
    en="Form {given} names people: the key of personal values is not at hand.",
    remedy_vi="Đặt tệp office.key vào thư mục của kho rồi lập lại.",
    remedy_en="Put office.key into the instance's folder and try again.",
)
