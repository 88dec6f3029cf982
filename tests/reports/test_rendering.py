"""Rendered files: complete traces, the demonstration's mark, hostile text, pages that open."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx as word
import pytest
from docx.oxml.ns import qn

from mtqg.reports import charts, docx, drawing, html
from mtqg.reports.document import Document, all_runs
from mtqg.reports.office import office_of
from mtqg.reports.province import Built, build
from mtqg.reports.source import ShelfSource
from mtqg.reports.trace import trace

DIGITS = re.compile(r"\d+")
DECLARED = ("day", "law", "label", "name", "machine")
MARK = "DỮ LIỆU MINH HỌA"


@pytest.fixture(scope="module")
def page(built: Built, source: ShelfSource) -> str:
    return html.render(built.document, source)


@pytest.fixture(scope="module")
def file(built: Built) -> bytes:
    return docx.render(built.document)


class Reader(HTMLParser):
    """Collects the text of the report's body, without panels, and checks that tags close."""

    VOID = frozenset(("meta", "br", "link", "img"))

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.body: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if "id" in values and tag in ("a", "aside"):
            self.ids.append(str(values["id"]))
        if tag == "a":
            self.links.append(str(values["href"]))
        if tag not in self.VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"aside", "style", "title"} & set(self.stack):
            self.body.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.stack == []
    return reader


def accounted(document: Document) -> Counter[str]:
    """Digit sequences of the trace and of the runs that are declared to be no figures."""
    found: Counter[str] = Counter()
    for entry in trace(document):
        found.update(DIGITS.findall(entry["text"]))
    for run in all_runs(document):
        if run.kind in DECLARED:
            found.update(DIGITS.findall(run.text))
    return found


def test_every_digit_of_the_page_is_in_the_trace_or_declared(page: str, built: Built) -> None:
    shown = Counter(DIGITS.findall(" ".join(read(page).body)))
    assert not shown - accounted(built.document) - chart_years()
    traced = Counter(number for entry in trace(built.document) for number in DIGITS.findall(entry["text"]))
    assert not traced - shown  # and everything traced is really printed


def chart_years() -> Counter[str]:
    """The years at the foot of the first chart."""
    return Counter({"2021": 1, "2022": 1, "2023": 1})


def docx_text(file: bytes) -> str:
    made = word.Document(io.BytesIO(file))
    texts = [node.text or "" for node in made.element.body.iter(qn("w:t"), qn("w:p")) if node.tag == qn("w:t")]
    return " ".join(texts)


def test_every_digit_of_the_docx_is_in_the_trace_or_declared(file: bytes, built: Built) -> None:
    shown = Counter(DIGITS.findall(docx_text(file)))
    assert shown
    assert not shown - accounted(built.document)


def test_no_plain_text_run_holds_a_digit(built: Built) -> None:
    assert [run.text for run in all_runs(built.document) if run.kind == "text" and DIGITS.search(run.text)] == []


def test_each_number_of_the_page_opens_a_panel_that_exists(page: str, built: Built) -> None:
    reader = read(page)
    ids = set(reader.ids)
    assert len(reader.ids) == len(ids)
    assert {f"n{at}" for at in range(len(trace(built.document)))} <= ids
    assert {link.removeprefix("#") for link in reader.links} <= ids


def test_a_panel_tells_law_boundaries_rows_and_the_command(page: str) -> None:
    panel = next(part for part in page.split("<aside")[1:] if "Tỷ lệ hộ nghèo: <b>3,17%</b>" in part)
    for text in (
        "1.116 / 35.214",
        "theo địa giới ngày 31/12/2023",
        "07/2021/NĐ-CP, Điều 3 (theo nguồn thứ cấp)",
        "lần 1, dấu kiểm",
        "phieu &amp; so &lt;lieu&gt;.xlsx [Sheet1] E",
        "MH-7/QĐ-UBND ngày 30/11/2023",
        "mtqg explain poor_household_rate --locality 38 --period 2023",
    ):
        assert text in panel


def test_a_number_of_units_is_listed_by_the_book_of_localities(page: str) -> None:
    assert "mtqg localities tree --on 2024-10-16 --within 38 --level commune" in page
    assert "mtqg explain commune_count" not in page


def test_the_page_asks_nothing_of_the_network_and_runs_no_script(page: str) -> None:
    addresses = set(re.findall(r"https?://[^\s\"'<>)]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "<script" not in page
    assert 'lang="vi"' in page


def test_charts_have_text_on_a_computer_without_fonts() -> None:
    """Only "sans-serif" is a font that the drawing engine always has."""
    assert charts.FONT.endswith(", sans-serif")
    spec = {"data": {"values": [{"a": 1}]}, "mark": {"type": "text"}, "width": 80, "height": 20}
    sizes = []
    for text in ("", "Mường Lát 30,74%"):
        encoding = {"text": {"value": text}}
        config = {"font": "No Such Font, sans-serif", "text": {"font": "No Such Font, sans-serif"}}
        sizes.append(len(drawing.draw({**spec, "encoding": encoding, "config": config}, "png")))
    assert sizes[1] > sizes[0] + 200


def test_hostile_text_stays_text(source: ShelfSource) -> None:
    bad = "</style><script>alert('x')</script> & Cộng sự"
    office = replace(office_of(source.place), name=bad, place=bad, recipients=(bad,))
    built = build(source, office)
    page = html.render(built.document, source)
    assert "<script" not in page and "&lt;script&gt;" in page
    read(page)
    assert bad in docx_text(docx.render(built.document)).replace("  ", " ")


def test_a_demonstration_is_marked_on_every_page(page: str, file: bytes, built: Built) -> None:
    assert MARK in read(page).body
    # Printed, the mark lies across each page and hides no line of it.
    printed = page[page.index("@media print") :]
    assert f'aria-label="{MARK}"' in page and "content: attr(aria-label); position: fixed" in printed
    assert ".banner { position: static" in printed
    made = word.Document(io.BytesIO(file))
    assert len(made.sections) == 2
    headers = [made.sections[0].first_page_header, *(section.header for section in made.sections)]
    assert all(any(MARK in paragraph.text for paragraph in header.paragraphs) for header in headers)


def test_a_report_on_real_rows_bears_no_mark(built: Built, source: ShelfSource) -> None:
    real = replace(built.document, banner="")
    assert MARK not in html.render(real, source)
    with zipfile.ZipFile(io.BytesIO(docx.render(real))) as archive:
        assert not any(MARK.encode() in archive.read(name) for name in archive.namelist())


def test_the_docx_has_the_form_of_administrative_documents(file: bytes) -> None:
    made = word.Document(io.BytesIO(file))
    first, annex = made.sections
    assert (first.page_width.mm, first.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    assert 20 <= round(first.top_margin.mm) <= 25 and 20 <= round(first.bottom_margin.mm) <= 25
    assert 30 <= round(first.left_margin.mm) <= 35 and 15 <= round(first.right_margin.mm) <= 20
    assert annex.page_width > annex.page_height
    assert made.styles["Normal"].font.name == "Times New Roman"
    assert first.different_first_page_header_footer
    assert not list(first.first_page_header._element.iter(qn("w:instrText")))  # no number on page 1
    assert [field.text for field in first.header._element.iter(qn("w:instrText"))] == ["PAGE"]
    texts = docx_text(file)
    for text in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "/BC-UBND", "Nơi nhận:"):
        assert text in texts


def test_headings_are_real_pictures_have_words_and_table_heads_repeat(file: bytes) -> None:
    made = word.Document(io.BytesIO(file))
    headings = [one.text for one in made.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings[:2] == ["I. Đặc điểm tình hình", "II. Công tác chỉ đạo, điều hành"]
    pictures = list(made.element.body.iter(qn("wp:docPr")))
    assert len(pictures) == 2 and all("năm 2021 6,34%" in one.get("descr") for one in pictures[:1])
    grids = [table for table in made.tables if table.style and table.style.name == "Table Grid"]
    assert grids and all(table.rows[0]._tr.find(".//" + qn("w:tblHeader")) is not None for table in grids)


def test_no_person_is_named_in_the_properties_and_the_bytes_are_the_same_again(file: bytes, built: Built) -> None:
    about = word.Document(io.BytesIO(file)).core_properties
    assert (about.author, about.last_modified_by) == ("mtqg", "mtqg")
    assert docx.render(built.document) == file


@pytest.mark.skipif(
    not shutil.which("soffice") and "MTQG_REQUIRE_LIBREOFFICE" not in os.environ,
    reason="LibreOffice (soffice) is not installed; CI installs it and requires it",
)
def test_libreoffice_opens_the_docx(file: bytes, tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(file)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "report.docx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pdf = tmp_path / "report.pdf"
    assert pdf.stat().st_size > 10_000
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed: the text of the pages was not read")
    text: Any = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    pages = [one for one in text.split("\f") if one.strip()]
    assert 6 <= len(pages) <= 12
    assert all(MARK in one for one in pages)
    assert all(len(one.split()) > len(MARK.split()) + 1 for one in pages)  # none is empty but for its header
    assert "1.116 hộ nghèo" in re.sub(r"\s+", " ", text)
