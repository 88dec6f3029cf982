"""A document as one self-contained page: styles and pictures inside, no script, every number a link to its panel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from mtqg.reports.charts import svg
from mtqg.reports.document import Chart, Document, Heading, Paragraph, Run, Runs, Table, is_bound
from mtqg.reports.office import MOTTO
from mtqg.reports.panels import Panels, anchor, panels
from mtqg.reports.source import Source


@dataclass(frozen=True)
class Shown:
    """A run ready for the template: ``at`` is the number's place in the trace, ``panel`` what it opens."""

    text: str
    kind: str
    bold: bool
    italic: bool
    anchor: str = ""
    panel: str = ""
    mark: bool = False


def render(document: Document, source: Source) -> str:
    """The page's text."""
    held = panels(document, source)
    counter = _Counter(held)
    order = _in_order(document, counter)
    blocks = [next(order) for _ in document.blocks]
    cut, end = len(document.body), len(document.body) + len(document.annexes)
    page: str = _template().render(
        document=document,
        head=document.letterhead,
        motto=MOTTO,
        subject=counter.subject,
        body=blocks[:cut],
        annexes=blocks[cut:end],
        closing=blocks[end:],
        panels=held.panels,
    )
    return page


class _Counter:
    """Gives the printed numbers their anchors, in the order of the trace."""

    def __init__(self, held: Panels) -> None:
        self.held, self.at = held, 0
        self.subject: list[Shown] = []

    def shown(self, runs: Runs) -> list[Shown]:
        return [self._one(run) for run in runs]

    def _one(self, run: Run) -> Shown:
        mark = run.kind == "label" and bool(re.fullmatch(r"[a-z]{1,2}(,[a-z]{1,2})*", run.text))
        shown = Shown(run.text, run.kind, run.bold, run.italic, mark=mark)
        if not is_bound(run):
            return shown
        found = replace(shown, anchor=anchor(self.at), panel=self.held.of_number[self.at])
        self.at += 1
        return found


def _in_order(document: Document, counter: _Counter) -> Iterator[dict[str, Any]]:
    counter.subject = counter.shown(document.letterhead.subject)
    for block in document.blocks:
        if isinstance(block, Heading):
            label = f"{block.label}. " if block.label else ""
            yield {"kind": "heading", "level": block.level + 1, "label": label, "title": block.title}
        elif isinstance(block, Paragraph):
            yield {"kind": "paragraph", "style": block.style, "runs": counter.shown(block.runs)}
        elif isinstance(block, Chart):
            yield _chart(block, counter)
        else:
            yield _table(block, counter)


def _table(block: Table, counter: _Counter) -> dict[str, Any]:
    title = counter.shown(block.title)
    return {
        "kind": "table",
        "label": block.label,
        "title": title,
        "head": [counter.shown(cell) for cell in block.head],
        "rows": [{"total": row.total, "cells": [counter.shown(cell) for cell in row.cells]} for row in block.rows],
        "numeric": block.numeric,
    }


def _chart(block: Chart, counter: _Counter) -> dict[str, Any]:
    title, numbers = counter.shown(block.title), counter.shown(block.numbers)
    alt = "".join(run.text for run in block.alt)
    picture = _accessible(svg(block), f"{block.label}: {alt}")
    return {
        "kind": "chart",
        "label": block.label,
        "title": title,
        "picture": Markup(_linked(picture, numbers)),  # noqa: S704 - drawn by vl-convert, which escapes text
    }


def _accessible(picture: str, alt: str) -> str:
    """The picture fits its column and says what it shows."""
    from markupsafe import escape

    width = re.search(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"', picture)
    size = f' style="max-width:{width[1]}px"' if width else ""
    picture = re.sub(r'(<svg[^>]*?) width="[\d.]+" height="[\d.]+"', rf"\1{size}", picture, count=1)
    return picture.replace("<svg ", f'<svg role="group" aria-label="{escape(alt)}" ', 1)


def _linked(picture: str, numbers: list[Shown]) -> str:
    """Each number of the picture becomes a link to its panel, in the order in which the marks were drawn."""
    waiting = list(numbers)

    def link(found: re.Match[str]) -> str:
        at = next((one for one in waiting if one.text == found[2]), None)
        if at is None:
            return found[0]
        waiting.remove(at)
        return f'<a id="{at.anchor}" href="#{at.panel}">{found[0]}</a>'

    return re.sub(r"(<text\b[^>]*>)([^<]*)</text>", link, picture)


@cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("mtqg.reports"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2")
