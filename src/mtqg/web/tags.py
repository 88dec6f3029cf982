"""Tags and filters that every template has, without loading them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html

from mtqg.web import words
from mtqg.web.kit import shown

register = template.Library()
# After a colon, or in brackets: what is left is a whole sentence.
_COMMAND = re.compile(r": mtqg [^.;]+| \(mtqg [^)]+\)")


@register.simple_tag
def t(vi: str, **values: Any) -> str:
    """A sentence in the language in force: ``{% t "Còn {n} việc" n=count %}``. Values are escaped."""
    filled = {name: conditional_escape(shown(value)) for name, value in values.items()}
    return format_html(words.t(vi), **filled) if filled else conditional_escape(words.t(vi))


@register.filter
def said(vi: Any) -> str:
    """A text of the code (a label, a title) in the language in force."""
    return words.t(str(vi)) if vi else ""


@register.filter
def without_command(remedy: str) -> str:
    """A remedy for somebody who has pages and no command line: "Xem các đợt nhập: mtqg imports." loses its command.

    >>> without_command("Xem các đợt nhập: mtqg imports.")
    'Xem các đợt nhập.'
    """
    return _COMMAND.sub("", remedy)


@register.filter
def vn(value: Any) -> str:
    """A number, a day or a text as Vietnamese write it."""
    return shown(value)


@register.filter
def at(row: Mapping[str, Any], name: str) -> Any:
    """The value of a name in a mapping."""
    return row.get(name, "")


@register.simple_tag(takes_context=True)
def query(context: Any, *pairs: Any, **changes: Any) -> str:
    """The address of this page with some of its parameters changed; an empty one is left out.

    pairs: names and values in turn, for a name that is made (``{% query table.page_key table.after %}``).
    """
    asked = context["request"].GET.copy()
    for name, value in [*zip(pairs[::2], pairs[1::2], strict=True), *changes.items()]:
        if value in (None, ""):
            asked.pop(name, None)
        else:
            asked[name] = str(value)
    return f"?{asked.urlencode()}"
