"""The receipt of a workbook: what arrived, what was taken, what was set aside, what is asked and what to do next.

Its texts go to the officer who sent the file. The names of its files say form, unit and period, never a person.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from mtqg.core.acts import VIETNAM
from mtqg.core.errors import Problem, said
from mtqg.core.terminal import table

_SHOWN, _ASKED = 12, 5  # errors and questions on the one page; all of them stand in the reply and the JSON
_PLAIN = ("name", "file", "sha256", "form", "locality", "locality_name", "period", "state", "batch", "rows_ok")
_COUNTS = ("rows_bad", "new", "replaced", "unchanged", "by", "reply")
_OPTION = re.compile(r"--answer ")

State = Literal["taken", "partly", "unchanged", "refused", "twin"]


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """state: "taken" - every row went in; "partly" - some were set aside; "unchanged" - all were known already;
    "refused" - nothing was read; "twin" - the same bytes as an earlier file of the folder.

    name: what the files of this receipt are called, without an ending. at: UTC. reply: name of the reply, "" without.
    """

    name: str
    file: str
    sha256: str
    form: str
    form_label: str
    locality: str
    locality_name: str
    period: str
    state: State
    batch: int | None
    rows_ok: int
    rows_bad: int
    new: int
    replaced: int
    unchanged: int
    at: dt.datetime
    by: str
    is_dry: bool
    problems: tuple[Problem, ...]
    messages: tuple[str, ...]
    reply: str = ""
    version: str = ""  # of the template, as the workbook says it
    is_known: bool = False  # nothing in it is new: neither a row nor an error

    @property
    def questions(self) -> list[Problem]:
        """What intake asks before it decides, each kind of question once for each thing that was given."""
        found: dict[tuple[str, str], Problem] = {}
        for problem in self.problems:
            if "--answer" in problem.kind.remedy_en:
                found.setdefault((problem.code, problem.given), problem)
        return list(found.values())

    @property
    def next_step(self) -> str:
        """One sentence for the officer."""
        if self.state == "twin":
            return said("Không phải làm gì: tệp này đã có trong cùng thư mục.", "Nothing to do: the file came twice.")
        if self.state == "unchanged":
            return said("Không phải làm gì: số liệu đã có từ trước.", "Nothing to do: the data were known already.")
        if self.state == "taken":
            return said("Không phải làm gì thêm. Giữ biên nhận này.", "Nothing more to do. Keep this receipt.")
        if not self.reply:
            return said(
                "Sửa theo các lỗi dưới đây rồi gửi lại tệp.", "Correct the errors below and send the file again."
            )
        if not any(problem.cell for problem in self.problems):
            return said(
                "Xem lý do dưới đây, sửa hoặc lấy lại tệp gốc rồi gửi lại.",
                "See the reasons below, mend the file or fetch its original, and send it again.",
            )
        return said(
            f"Mở tệp {self.reply}, sửa các ô tô màu theo lời ghi ở ô, lưu lại rồi gửi chính tệp đó.",
            f"Open {self.reply}, correct the coloured cells as their comments say, save it and send that file.",
        )

    def as_json(self) -> dict[str, Any]:
        """Everything, for the pages and for whoever keeps the list."""
        return {
            **{name: getattr(self, name) for name in (*_PLAIN, *_COUNTS)},
            "at": f"{self.at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
            "dry_run": self.is_dry,
            "template": self.version,
            "known": self.is_known,
            "questions": [{"code": one.code, "message": one.message, "remedy": one.remedy} for one in self.questions],
            "errors": [problem.as_cell_json() for problem in self.problems],
            "messages": list(self.messages),
            "next_step": self.next_step,
        }

    def as_text(self) -> str:
        """The receipt as plain text."""
        lines = [title(), *(f"{name + ':':<22} {value}" for name, value in facts(self)), ""]
        lines += [said("VIỆC CẦN LÀM", "NEXT STEP"), f"  {self.next_step}"]
        if self.questions:
            asked = (f"  - {one.message} {for_officer(one)}" for one in self.questions[:_ASKED])
            lines += ["", said("CÂU HỎI CẦN TRẢ LỜI", "QUESTIONS"), *asked]
        if self.problems:
            lines += ["", said("LỖI", "ERRORS"), *(f"  {line}" for line in _errors(self.problems))]
        if self.messages:
            lines += ["", said("LƯU Ý", "NOTES"), *(f"  - {line}" for line in self.messages)]
        return "\n".join(lines) + "\n"

    def as_html(self) -> str:
        """The receipt as one page that prints on A4, with nothing fetched from elsewhere."""
        rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in facts(self))
        parts = [f"<h1>{escape(title())}</h1>", f"<table>{rows}</table>"]
        step = f"<b>{said('Việc cần làm', 'Next step')}:</b> {escape(self.next_step)}"
        parts.append(f'<p class="{self.state}">{step}</p>')
        asked = [f"{one.message} {for_officer(one)}" for one in self.questions[:_ASKED]]
        parts += _section(said("Câu hỏi cần trả lời", "Questions"), asked)
        parts += _section(said("Lỗi", "Errors"), _errors(self.problems))
        parts += _section(said("Lưu ý", "Notes"), self.messages)
        body = "\n".join(parts)
        head = f'<meta charset="utf-8"><title>{escape(title())}</title>\n<style>{_STYLE}</style>'
        lang = said("vi", "en")
        return f'<!doctype html>\n<html lang="{lang}"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'


def title() -> str:
    return said("BIÊN NHẬN TỆP SỐ LIỆU", "RECEIPT OF A DATA FILE")


def facts(receipt: Receipt) -> list[tuple[str, str]]:
    """The lines of a receipt: name and value."""
    place = f"{receipt.locality_name} ({receipt.locality})" if receipt.locality_name else receipt.locality
    moment = receipt.at.astimezone(VIETNAM)
    unknown = said("chưa xác định được", "unknown")
    dry = said("chạy thử, chưa ghi gì", "dry run, nothing written")
    none = said("không có dòng nào được ghi", "no row was written")
    return [
        (said("Tệp", "File"), receipt.file),
        (said("Dấu kiểm (SHA-256)", "SHA-256"), receipt.sha256),
        (said("Biểu", "Form"), receipt.form_label or receipt.form or unknown),
        (said("Đơn vị", "Locality"), place or unknown),
        (said("Kỳ", "Period"), receipt.period or "–"),
        (said("Phiên bản mẫu", "Template"), receipt.version or said("không theo mẫu", "none of ours")),
        (said("Kết quả", "Result"), state_told(receipt)),
        (said("Đợt nhập", "Batch"), dry if receipt.is_dry else str(receipt.batch or none)),
        (said("Số dòng đúng", "Rows taken"), _rows_told(receipt)),
        (said("Số dòng để riêng", "Rows set aside"), str(receipt.rows_bad)),
        (said("Nhận lúc", "At"), said(f"{moment:%H:%M} ngày {moment:%d/%m/%Y}", f"{moment:%Y-%m-%d %H:%M} (UTC+7)")),
        (said("Người nhập", "By"), receipt.by),
    ]


def state_told(receipt: Receipt) -> str:
    words = {
        "taken": said("đã nhận đủ", "taken whole"),
        "partly": said("nhận một phần, còn dòng phải sửa", "taken in part; some rows must be corrected"),
        "unchanged": said("không có gì thay đổi", "nothing changes"),
        "refused": said("chưa nhận", "not taken"),
        "twin": said("trùng với tệp khác trong thư mục", "the same as another file of the folder"),
    }
    return words[receipt.state]


def _rows_told(receipt: Receipt) -> str:
    if receipt.is_dry or receipt.batch is None:
        return str(receipt.rows_ok)
    counts = said(
        f"mới {receipt.new}, thay {receipt.replaced}, đã có {receipt.unchanged}",
        f"new {receipt.new}, replaced {receipt.replaced}, known {receipt.unchanged}",
    )
    return f"{receipt.rows_ok} ({counts})"


def for_officer(problem: Problem) -> str:
    """What to do, for somebody who has no command line: an answer is told to whoever imports the file."""
    return _OPTION.sub("", problem.remedy)


def _errors(problems: Sequence[Problem]) -> list[str]:
    lines = []
    for problem in problems[:_SHOWN]:
        where = " ".join(part for part in (problem.sheet, problem.cell) if part)
        lines.append(f"{problem.code} {where}: {problem.message} {for_officer(problem)}".replace(" : ", ": "))
    if (rest := len(problems) - _SHOWN) > 0:
        lines.append(said(f"… và {rest} lỗi nữa, xem tệp trả lời.", f"… and {rest} more, see the reply."))
    return lines


def _section(heading: str, lines: Sequence[str]) -> list[str]:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return [f"<h2>{escape(heading)}</h2>", f"<ul>{items}</ul>"] if lines else []


def folder_text(receipts: Sequence[Receipt]) -> str:
    """What became of a whole folder: one line a file, and the sums."""
    head = said("Tệp|Biểu|Đơn vị|Kỳ|Đúng|Để riêng|Kết quả", "File|Form|Locality|Period|Taken|Aside|Result").split("|")
    rows = [
        (one.file, one.form, one.locality, one.period, one.rows_ok, one.rows_bad, state_told(one)) for one in receipts
    ]
    states = Counter(one.state for one in receipts)
    whole, partly = states["taken"] + states["unchanged"], states["partly"]
    sums = said(
        f"{len(receipts)} tệp: {whole} nhận đủ hoặc đã có, {partly} nhận một phần, {states['refused']} chưa nhận, "
        f"{states['twin']} trùng.",
        f"{len(receipts)} files: {whole} taken or known, {partly} in part, {states['refused']} not taken, "
        f"{states['twin']} twice.",
    )
    if receipts and all(one.is_known or one.state == "twin" for one in receipts):
        sums += said(" Không có gì thay đổi.", " Nothing changes.")
    return f"{table(head, rows, right=(4, 5))}\n\n{sums}"


_STYLE = (
    "@page{size:A4;margin:18mm}body{font:12pt 'Times New Roman',serif;max-width:180mm;margin:8mm auto;color:#111}"
    "h1{font-size:16pt;text-align:center}h2{font-size:13pt;margin:6mm 0 2mm}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #999;padding:1.5mm 2.5mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "th{width:45mm;font-weight:normal;background:#eef3f8}li{margin:1mm 0}"
    "p{border-left:4px solid #2e7d32;padding:2mm 3mm;background:#f3f8f3}"
    "p.partly,p.refused{border-color:#b45309;background:#fdf6ec}"
)
