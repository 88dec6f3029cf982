"""A document as docx: real styles and heading levels, by the form of administrative documents (Decree 30/2020)."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from html import escape
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from mtqg.reports.charts import png
from mtqg.reports.document import Chart, Document, Heading, Paragraph, Run, Runs, Table
from mtqg.reports.office import MOTTO

FONT = "Times New Roman"
PAGE = (Mm(210), Mm(297))
MARGINS = {"top_margin": Mm(20), "bottom_margin": Mm(20), "left_margin": Mm(30), "right_margin": Mm(18)}
SIZES = {"Normal": 13, "Heading 1": 13, "Heading 2": 13, "Caption": 12}
CELLS = {
    "Cell": WD_ALIGN_PARAGRAPH.LEFT,
    "Cell number": WD_ALIGN_PARAGRAPH.RIGHT,
    "Cell head": WD_ALIGN_PARAGRAPH.CENTER,
}
TWENTIETH = Pt(1) // 20  # the unit of widths in a table's XML
SIGNATURE_LINES = 4  # room for the signature and the seal
FIXED = (1980, 1, 1, 0, 0, 0)  # times inside the zip say nothing; the same document gives the same bytes
CENTRE, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def render(document: Document) -> bytes:
    """The file's bytes."""
    made = docx.Document()
    _styles(made)
    _properties(made, document)
    _page(made.sections[0], document, first=True)
    _head(made, document)
    for block in document.body:
        _block(made, block)
        if isinstance(block, Table):
            made.add_paragraph(style="Cell")  # room below; in the annexes it would spill onto a page of its own
    _foot(made, document)
    if document.annexes:
        _annexes(made, document)
    for paragraph in document.closing:
        _block(made, paragraph)
    return _packed(made)


# Page and styles


def _styles(made: Any) -> None:
    for name, size in SIZES.items():
        style = made.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.font.italic = name == "Caption"
        style.font.bold = name.startswith("Heading")
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for which in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(which), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    normal = made.styles["Normal"]
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)
    for name, alignment in CELLS.items():
        cell = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        cell.base_style = normal
        cell.font.size = Pt(11)
        cell.font.bold = name == "Cell head" or None
        cell.paragraph_format.alignment = alignment
        cell.paragraph_format.space_after = Pt(0)
        cell.paragraph_format.line_spacing = 1
    for name in ("Heading 1", "Heading 2"):
        made.styles[name].paragraph_format.space_before = Pt(10)
        made.styles[name].paragraph_format.space_after = Pt(4)
        made.styles[name].paragraph_format.keep_with_next = True


def _properties(made: Any, document: Document) -> None:
    about = made.core_properties
    about.author = about.last_modified_by = "mtqg"
    about.title = "".join(run.text for run in document.letterhead.subject)
    about.subject, about.comments, about.language = document.banner, "", "vi-VN"
    about.created = about.modified = dt.datetime.fromisoformat(document.day)


def _page(section: Any, document: Document, *, first: bool, landscape: bool = False) -> None:
    width, height = PAGE
    section.page_width, section.page_height = (height, width) if landscape else (width, height)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    for name, size in MARGINS.items():
        setattr(section, name, size)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = first
    headers = [section.header, section.first_page_header] if first else [section.header]
    for header in headers:
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.alignment = CENTRE
        if header is not headers[-1] or not first:
            _page_number(paragraph)
        if document.banner:
            _banner(header.add_paragraph() if paragraph.runs else paragraph, document.banner)


def _banner(paragraph: Any, text: str) -> None:
    paragraph.alignment = CENTRE
    run = paragraph.add_run(text)
    run.bold = True
    run.font.color.rgb = RGBColor(0xB0, 0x20, 0x20)
    run.font.size = Pt(12)


def _page_number(paragraph: Any) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._r.append(element)


# Head and foot of the document


def _head(made: Any, document: Document) -> None:
    head = document.letterhead
    table = made.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _widths(table, (Mm(64), Mm(104)))
    left, right = table.rows[0].cells
    _lines(left, head.issuer, bold_last=True)
    _lines(right, MOTTO, bold_last=True, bold_first=True, underlined=True)
    number, date = table.rows[1].cells
    _lines(number, (f"Số:        {head.number}",) if head.number else ("",))
    _lines(date, (f"{head.place}, ngày       tháng       năm          ",), italic=True)
    for text, size in ((head.kind, 14), ("", 13)):
        runs: Runs = (Run(text, bold=True),) if text else tuple(_bold(run) for run in head.subject)
        paragraph = made.add_paragraph()
        paragraph.alignment = CENTRE
        paragraph.paragraph_format.space_before = Pt(10 if text else 0)
        paragraph.paragraph_format.space_after = Pt(0 if text else 12)
        _runs(paragraph, runs, size=size)


def _bold(run: Run) -> Run:
    return Run(run.text, run.kind, run.figure, run.field, run.target, bold=True)


def _lines(
    cell: Any,
    lines: tuple[str, ...],
    *,
    bold_first: bool = False,
    bold_last: bool = False,
    italic: bool = False,
    underlined: bool = False,
) -> None:
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = CENTRE
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = 1
        run = paragraph.add_run(line)
        last = number == len(lines) - 1
        run.bold = (bold_last and last) or (bold_first and number == 0)
        run.italic = italic
        run.underline = underlined and last
        run.font.size = Pt(12 if not last or not underlined else 13)


def _foot(made: Any, document: Document) -> None:
    head = document.letterhead
    if not head.signature and not head.recipients:
        return
    table = made.add_table(rows=1, cols=2)
    _widths(table, (Mm(80), Mm(82)))
    left, right = table.rows[0].cells
    _keep_together(table)
    for number, line in enumerate(("Nơi nhận:", *(f"- {one}" for one in head.recipients))):
        paragraph = left.paragraphs[0] if number == 0 else left.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(line)
        run.bold = run.italic = number == 0
        run.font.size = Pt(12 if number == 0 else 11)
    _lines(right, head.signature, bold_first=True)
    for paragraph in right.paragraphs:
        for run in paragraph.runs:
            run.bold, run.font.size = True, Pt(13)
    for _ in range(SIGNATURE_LINES):
        right.add_paragraph().paragraph_format.space_after = Pt(0)


def _keep_together(table: Any) -> None:
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


# Blocks


def _block(made: Any, block: Any) -> None:
    if isinstance(block, Heading):
        label = f"{block.label}. " if block.label else ""
        made.add_heading(f"{label}{block.title}", level=min(block.level, 2))
    elif isinstance(block, Paragraph):
        _paragraph(made, block)
    elif isinstance(block, Chart):
        _chart(made, block)
    else:
        _table(made, block)


def _paragraph(made: Any, block: Paragraph) -> None:
    paragraph = made.add_paragraph()
    small = block.style == "small"
    if not small:
        paragraph.alignment = BOTH
        paragraph.paragraph_format.first_line_indent = Mm(10)
    else:
        paragraph.paragraph_format.space_after = Pt(2)
    _runs(paragraph, block.runs, size=10 if small else 0, italic=block.style == "empty")


def _runs(paragraph: Any, runs: Runs, *, size: int = 0, italic: bool = False, bold: bool = False) -> None:
    for run in runs:
        made = paragraph.add_run(run.text)
        made.bold = True if run.bold or bold else None
        made.italic = True if run.italic or italic else None
        if run.kind == "label" and len(run.text) <= 8 and run.text.replace(",", "").islower():
            made.font.superscript = True  # the mark of a note
        if size:
            made.font.size = Pt(size)


def _chart(made: Any, chart: Chart) -> None:
    paragraph = made.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(io.BytesIO(png(chart)), width=Mm(150))
    picture._inline.docPr.set("descr", "".join(run.text for run in chart.alt))
    picture._inline.docPr.set("name", chart.label)
    _caption(made, chart.label, chart.title)


def _caption(made: Any, label: str, title: Runs) -> None:
    paragraph = made.add_paragraph(style="Caption")
    paragraph.alignment = CENTRE
    _runs(paragraph, (Run(f"{label}. ", bold=True), *title))


def _table(made: Any, block: Table) -> None:
    paragraph = made.add_paragraph(style="Caption")
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.keep_with_next = True
    _runs(paragraph, (Run(f"{block.label}. ", bold=True), *block.title))
    # Written as text and read once: a table of a hundred rows costs python-docx half a second cell by cell.
    body = made.element.body
    body.insert(len(body) - 1, parse_xml(_grid(block, made.sections[-1])))


def _grid(block: Table, section: Any) -> str:
    """The table's XML: a head that repeats on each page, rows that do not break, cells with their style."""
    widths = "".join(f'<w:gridCol w:w="{width}"/>' for width in _widths_of(block, section))
    rows = [_row(block.head, block, head=True), *(_row(row.cells, block, bold=row.total) for row in block.rows)]
    style = '<w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/>'
    fixed = '<w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0" w:firstRow="1"/>'
    return (
        f"<w:tbl {nsdecls('w')}><w:tblPr>{style}{fixed}</w:tblPr><w:tblGrid>{widths}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _widths_of(block: Table, section: Any) -> list[int]:
    """Twentieths of a point. The first column names the row and is the widest; numbers need less than words."""
    whole = (section.page_width - section.left_margin - section.right_margin) // TWENTIETH
    first = int(whole * block.first)
    shares = [2 if number in block.numeric else 3 for number in range(1, len(block.head))]
    return [first, *((whole - first) * share // sum(shares) for share in shares)]


def _row(cells: tuple[Runs, ...], block: Table, *, head: bool = False, bold: bool = False) -> str:
    settings = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>"
    made = []
    for number, runs in enumerate(cells):
        style = "Cellhead" if head else "Cellnumber" if number in block.numeric else "Cell"
        text = "".join(_run(run, bold=bold) for run in runs)
        made.append(f'<w:tc><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{text}</w:p></w:tc>')
    return f"<w:tr>{settings}{''.join(made)}</w:tr>"


def _run(run: Run, *, bold: bool) -> str:
    look = ("<w:b/>" if run.bold or bold else "") + ("<w:i/>" if run.italic else "")
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(run.text, quote=False)}</w:t></w:r>'


def _annexes(made: Any, document: Document) -> None:
    section = made.add_section(WD_SECTION.NEW_PAGE)
    _page(section, document, first=False, landscape=True)
    for number, block in enumerate(document.annexes):
        _block(made, block)
        if isinstance(block, Heading):
            made.paragraphs[-1].paragraph_format.page_break_before = number > 0
            made.paragraphs[-1].alignment = CENTRE


def _widths(table: Any, widths: tuple[Any, ...]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _packed(made: Any) -> bytes:
    """The bytes, with the times inside the zip fixed."""
    first, last = io.BytesIO(), io.BytesIO()
    made.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            about = zipfile.ZipInfo(name, FIXED)
            about.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(about, source.read(name))
    return last.getvalue()
