"""166 communes send their workbooks within five minutes: all succeed, and nothing is lost or doubled.

Each officer signs in, uploads a workbook of 2,000 to 6,000 households, looks at what was found, records it and sends
the report of the commune. Every fourth presses "record" twice at once, every fifth "send". Afterwards the rows are
counted, commune by commune, and ``mtqg check`` and ``mtqg verify`` say whether the register is whole.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import secrets
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

import office_people
import office_province as province
from office_browsing import Browser

PERIOD = str(province.LAST)
TITLES = (
    "Chuẩn nghèo", "Mã xã", "Mã thôn", "Mã hộ", "Họ và tên chủ hộ", "Số định danh", "Ngày rà soát", "Khu vực",
    "Điểm B1", "Điểm B2", "Hộ DTTS", "Kết quả công nhận", "Số quyết định", "Cơ quan ban hành", "Ngày ký",
)  # fmt: skip
_STEPS = re.compile(r'name="after" value="(\d*)"')
_JOB = re.compile(r"/viec/(\d+)/")


@dataclass
class Sent:
    """What became of a commune's workbook."""

    place: str
    rows: int
    mark: str
    seconds: float = 0.0
    wrong: str = ""
    times: dict[str, float] = field(default_factory=dict)


def run(home: Path, port: int, said: argparse.Namespace) -> bool:
    people = office_people.senders()[: said.communes]
    chance, mark = random.Random(7), secrets.token_hex(3)
    of = {one.place: _villages(one.place) for one in people}
    known = [Sent(one.place, chance.randint(2000, 6000), mark) for one in people]
    books = [_workbook(one, of[one.place], at) for at, one in enumerate(known)]
    _taken_back(home, known)
    n = _head(home)
    print(
        f"{len(books)} workbooks, {sum(one.rows for one in known):,} rows, {sum(map(len, books)) / 1e6:.0f} MB",
        flush=True,
    )
    began = time.time()
    threads = [
        threading.Thread(
            target=_send, args=(at, one, who.account, book, port, began + 60 * said.within * at / len(books) * 0.8)
        )
        for at, (one, who, book) in enumerate(zip(known, people, books, strict=True))
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join(180 * said.within)
    took = time.time() - began
    wrong = [f"{one.place}: {one.wrong}" for one in known if one.wrong]
    print(
        f"{len(known) - len(wrong)} of {len(known)} communes sent theirs in {took:.0f} s (limit {60 * said.within:.0f})"
    )
    for step in ("sign in", "upload", "record", "send"):
        times = sorted(one.times[step] for one in known if step in one.times)
        if times:
            at = times[min(len(times) - 1, int(0.95 * len(times)))]
            print(
                f"  {step:8} half within {times[len(times) // 2]:6.1f} s, 95 of 100 within {at:6.1f} s,"
                f" the slowest {times[-1]:6.1f} s"
            )
    found = [*wrong, *_counted(home, known, n)]
    for command in ("check", "verify"):
        done = subprocess.run(
            [sys.executable, "-c", "from mtqg.cli import main; main()", "--home", str(home), "--format", "json",
             command],
            capture_output=True, text=True,
        )  # fmt: skip
        told = json.loads(done.stdout) if done.stdout.startswith("{") else {}
        findings = told.get("findings", [{"message": done.stdout + done.stderr, "severity": "error"}])
        broken = [one for one in findings if command == "verify" or one.get("severity") == "error"]
        print(f"mtqg {command}: exit {done.returncode}, {len(findings)} findings, {len(broken)} errors")
        found += [f"{command}: {one.get('code', '')} {one['message']}"[:200] for one in broken[:5]]
    for one in found[:30]:
        print("  WRONG", one)
    return not found and took <= 60 * said.within


def _taken_back(home: Path, known: list[Sent]) -> None:
    """What an earlier run sent is withdrawn first: the rows of a report that was handed in are locked."""
    from mtqg.core.instance import open_instance
    from mtqg.core.register.writing import begin
    from mtqg.submissions import actions
    from mtqg.submissions.states import submission

    with open_instance(home).register() as register:
        for one in known:
            code = f"poverty-review/{one.place}/{PERIOD}/province"
            found = submission(register.database, code)
            if found is not None and found.state == "sent":
                with begin(register, province.author(), verb="submission.withdrawn", where=one.place) as act:
                    actions.withdraw_submission(act, code)


def _send(at: int, one: Sent, account: str, book: bytes, port: int, when: float) -> None:
    """An officer's way, from signing in to the report sent."""
    time.sleep(max(0.0, when - time.time()))
    began = time.time()
    try:
        _sent(at, one, account, book, Browser(port))
    except Exception as failed:
        one.wrong = one.wrong or f"{type(failed).__name__} {failed}"[:300]
    one.seconds = time.time() - began


def _sent(at: int, one: Sent, account: str, book: bytes, browser: Browser) -> None:
    with _timed(one, "sign in"):
        if not browser.sign_in(account):
            raise ValueError("cannot sign in")
        browser.ask("/nhap/")
    with _timed(one, "upload"):
        status, text, to, _ = _upload(browser, one, book)
        if status != 302:
            raise ValueError(f"upload {status} {_said(text)}")
        text = _waited(browser, to)
    if f"{one.rows}" not in text.replace(".", "") or "Các ô sai" in text:
        raise ValueError(f"{one.rows} rows are not what was found: {_said(text)}")
    with _timed(one, "record"):
        _twice(browser, f"{to}ghi/", {}, is_doubled=at % 4 == 0)
        _waited(browser, to)
    with _timed(one, "send"):
        code = f"poverty-review/{one.place}/{PERIOD}/province"
        _, page, _, _ = browser.ask(f"/bao-cao/xem/{code}/")
        after = _STEPS.search(page)
        answers = _twice(
            browser,
            f"/bao-cao/gui/{code}/",
            {"event": "sent", "after": after[1] if after else ""},
            is_doubled=at % 5 == 0,
        )
        if 302 not in answers:
            raise ValueError(f"send {answers}")


def _upload(browser: Browser, one: Sent, book: bytes) -> tuple[int, str, str, float]:
    line = secrets.token_hex(16)
    fields = {"csrfmiddlewaretoken": browser.token, "place": one.place, "form": "poverty-review", "period": PERIOD}
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    head = f'--{line}\r\nContent-Disposition: form-data; name="files"; filename="{one.place}.xlsx"\r\n'
    kind = "Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\r\n\r\n"
    body = "".join(parts).encode() + (head + kind).encode() + book + f"\r\n--{line}--\r\n".encode()
    return browser.ask("/nhap/tai-len/", body, f"multipart/form-data; boundary={line}")


def _waited(browser: Browser, at: str) -> str:
    """The page of the upload, when no job is busy with it any more."""
    for _ in range(600):
        status, text, _, _ = browser.ask(at)
        if status != 200:
            raise ValueError(f"{status} {at} {_said(text)}")
        if not _JOB.search(text):
            return text
        time.sleep(1)
    raise ValueError("the job does not end")


def _twice(browser: Browser, at: str, given: dict[str, str], *, is_doubled: bool) -> list[int]:
    """A form sent, by a double click where asked: two requests at once. The answers' states."""
    other, found = Browser(browser.port), []
    other.cookies, other.token = dict(browser.cookies), browser.token
    clicks = [
        threading.Thread(target=lambda one=one: found.append(one.post(at, **given)[0])) for one in (browser, other)
    ]
    for click in clicks[: 2 if is_doubled else 1]:
        click.start()
    for click in clicks[: 2 if is_doubled else 1]:
        click.join()
    other.connection.close()
    if any(one >= 500 for one in found):
        raise ValueError(f"{at}: {found}")
    return found


class _timed:
    def __init__(self, one: Sent, step: str) -> None:
        self.one, self.step = one, step

    def __enter__(self) -> None:
        self.began = time.time()

    def __exit__(self, *failed: object) -> None:
        if failed[0] is None:
            self.one.times[self.step] = time.time() - self.began


def _said(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text.partition("<main")[2]).split())[:300]


# What stands in the register afterwards


def _head(home: Path) -> int:
    from mtqg.core.instance import open_instance

    return open_instance(home).head()[0]


def _counted(home: Path, known: list[Sent], n: int) -> list[str]:
    """Rows of each commune against those of its workbook; imports and sendings that stand twice."""
    from mtqg.core.instance import open_instance

    with open_instance(home).register() as register:
        rows = register.database.rows(
            "SELECT locality_code, COUNT(*), COUNT(DISTINCT household_code) FROM poverty_sheets "
            "WHERE ended_by IS NULL AND period = ? AND household_code LIKE ? GROUP BY locality_code",
            [PERIOD, f"{known[0].mark}-%"],
        )
        acts = register.database.rows("SELECT verb, place, COUNT(*) FROM act WHERE n > ? GROUP BY verb, place", [n])
    held = {place: (count, households) for place, count, households in rows}
    found = [
        f"{one.place}: {held.get(one.place)} rows stand, {one.rows} were sent"
        for one in known
        if held.get(one.place) != (one.rows, one.rows)
    ]
    asked = {one.place for one in known}
    found += [f"{place}: {count} times {verb}" for verb, place, count in acts
              if place in asked and verb in ("import", "submission.sent") and count != 1]  # fmt: skip
    print(f"{sum(count for count, _ in held.values()):,} rows stand of {sum(one.rows for one in known):,}")
    return found


# Workbooks


def _villages(place: str) -> list[str]:
    if not hasattr(_villages, "known"):
        _villages.known = province.villages()
    known = _villages.known
    return known.filter(known["new"] == place)["village_code"].to_list()


def _workbook(one: Sent, villages: list[str], of: int) -> bytes:
    """A plain workbook of the review: written by hand, as 166 of them are made at once."""
    lines = [_line(TITLES, 1)]
    for at in range(one.rows):
        number = f"038{at % 2}{60 + at % 40}{(of * 6000 + at) % 10**6:06d}"
        lines.append(
            _line(
                (province.STANDARD, one.place, villages[at % len(villages)], f"{one.mark}-{one.place}-{at:05d}",
                 f"Lò Thị {at % 977}", number, "10/10/2026", "Nông thôn", 100 + at % 10 * 5, 30 + at % 3 * 10,
                 "x" if at % 3 else "không", "Hộ nghèo", "12/QĐ-UBND", "UBND xã", "05/11/2026"), at + 2,
            )
        )  # fmt: skip
    sheet = f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in _PARTS.items():
            package.writestr(name, text)
        package.writestr("xl/worksheets/sheet1.xml", sheet)
    return made.getvalue()


def _line(values: tuple[object, ...], row: int) -> str:
    cells = "".join(
        f'<c r="{chr(65 + at)}{row}"><v>{value}</v></c>'
        if isinstance(value, int)
        else f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
        for at, value in enumerate(values)
    )
    return f'<row r="{row}">{cells}</row>'


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_PARTS = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Biểu" sheetId="1" r:id="r1"/></sheets></workbook>',
}
