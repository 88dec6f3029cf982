"""Tables of evidence: which scans and photographs stand beside a record, a submission or a legal document.

The files themselves are sealed (``mtqg.core.register.attached``). No row names a person, and none is ever closed.
"""

from __future__ import annotations

from mtqg.core.columns import LOCALITY, PERIOD
from mtqg.core.table import NOT_CLOSED, Column, Table

KIND = "MC"  # of a piece of evidence's code
SCAN = "VB"  # of a scan's
SUBJECTS = {"record": "Bản ghi", "submission": "Báo cáo"}
MEDIA = {"image/jpeg": "Ảnh JPEG", "image/png": "Ảnh PNG", "application/pdf": "Tệp PDF"}

_FILE = (
    Column(name="media_type", kind="text", label="Loại tệp", choices=MEDIA, required=True),
    Column(name="byte_count", kind="integer", label="Kích thước tệp", unit="byte", required=True, least=1),
    Column(name="content_digest", kind="text", label="Dấu kiểm nội dung tệp", required=True),
    Column(name="sealed_digest", kind="text", label="Dấu kiểm tệp đã mã hóa", required=True),
    Column(name="kept_on", kind="date", label="Ngày đính kèm", required=True),
    Column(name="kept_by", kind="text", label="Người đính kèm", required=True),
)

# One row: a file beside a record or a submission. ``day``: the day on which its subject belongs to the place.
EVIDENCE = Table(
    name="evidence",
    label="Minh chứng đính kèm",
    dataset=NOT_CLOSED,
    time="period",
    keeper="province",
    key=("evidence_code",),
    columns=(
        Column(name="evidence_code", kind="text", label="Mã minh chứng", required=True),
        LOCALITY,
        PERIOD,
        Column(name="day", kind="date", label="Ngày của đối tượng", required=True),
        Column(name="subject_kind", kind="text", label="Đính kèm vào", choices=SUBJECTS, required=True),
        Column(name="subject", kind="text", label="Đối tượng", required=True),
        Column(name="title", kind="text", label="Nội dung tệp", required=True),
        *_FILE,
    ),
)

# One row: scanned pages of a legal document, whose first has the printed number ``first_page``.
LAW_SCANS = Table(
    name="law_scans",
    label="Bản quét văn bản pháp lý",
    dataset=NOT_CLOSED,
    time="book",
    key=("scan_code",),
    columns=(
        Column(name="scan_code", kind="text", label="Mã bản quét", required=True),
        Column(name="document", kind="text", label="Số, ký hiệu văn bản", required=True),
        Column(name="source", kind="text", label="Nguồn bản quét", required=True),
        Column(name="first_page", kind="integer", label="Số trang in trên trang đầu", required=True, least=1),
        *_FILE,
    ),
)

EVIDENCE_TABLES = (EVIDENCE, LAW_SCANS)
