"""What is asked on the pages of intake."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from mtqg.access.terms import WHOLE
from mtqg.catalogue import CATALOGUE
from mtqg.web import access
from mtqg.web.words import t

_PERIOD_HELP = "Ví dụ: 2026, 2026-H1, 2026-09. Biểu không theo kỳ thì để trống."


class ManyFiles(forms.FileField):
    """Several files of one field. The page has two inputs of its name, for files and for a whole folder: the browser
    must not insist on either.
    """

    class Widget(forms.FileInput):
        allow_multiple_selected = True

        def use_required_attribute(self, initial: Any) -> bool:
            return False

    widget = Widget

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        one = super().clean
        return [one(each, initial) for each in data or []] or [one(None, initial)]


class TemplateForm(forms.Form):
    """Which workbook to make."""

    form = forms.ChoiceField(label="Biểu")
    place = forms.ChoiceField(label="Đơn vị")
    period = forms.CharField(label="Kỳ", required=False, max_length=30, help_text=_PERIOD_HELP)

    def __init__(self, who: access.Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = _forms()
        self.fields["place"].choices = places(who)
        self.fields["period"].initial = str(who.on.year)


class UploadForm(forms.Form):
    """Files of an office. A workbook that we made says its own form and period."""

    files = ManyFiles(
        label="Tệp", help_text="Chọn một hoặc nhiều tệp .xlsx, .xls, .csv.", widget=ManyFiles.Widget({"multiple": True})
    )
    place = forms.ChoiceField(label="Nhập cho đơn vị")
    form = forms.ChoiceField(
        label="Biểu", required=False, help_text="Chỉ cần chọn khi tệp không lập từ mẫu của phần mềm."
    )
    period = forms.CharField(label="Kỳ", required=False, max_length=30, help_text="Chỉ cần ghi khi tệp không nói kỳ.")

    def __init__(self, who: access.Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="up_%s", **kwargs)
        self.fields["form"].choices = [("", t("Tệp tự cho biết")), *_forms()]
        self.fields["place"].choices = places(who)


class PiecesForm(UploadForm):
    """What is said of files that come in pieces: the files themselves come later."""

    files = None


def places(who: access.Person, right: str = "enter") -> list[Any]:
    """Where somebody may enter: the units of today, and the old ones whose data are theirs."""
    reached = who.scope(right)
    book = access.book()
    tops = [one.code for one in book.tree(who.on, level="province")] if reached.tops == (WHOLE,) else reached.tops
    now = {}
    for top in tops:
        now |= {one.code: one for one in book.tree(who.on, within=top)}
    named = [(one.code, f"{one.name} ({one.code})") for one in now.values()]
    old = [(code, name) for code in sorted(reached.codes - now.keys()) if (name := _old_name(book, code))]
    return [(t("Hiện nay"), named), (t("Đơn vị cũ"), old)] if old else named


def flat(found: list[Any]) -> list[tuple[str, str]]:
    """Places without their groups."""
    return [pair for one in found for pair in (one[1] if isinstance(one[1], list) else [one])]


def communes(who: access.Person, right: str = "enter") -> list[tuple[str, str]]:
    """The communes of today among the places."""
    book = access.book()

    def is_commune(code: str) -> bool:
        one = book.version(code, who.on)
        return one is not None and one.level == "commune"

    return [pair for pair in flat(places(who, right)) if is_commune(pair[0])]


def _old_name(book: Any, code: str) -> str:
    rows = book.by_code.get(code, ())
    if not rows:
        return ""
    last = book.made(rows[-1])
    day = last.valid_to - dt.timedelta(days=1) if last.valid_to else None
    return f"{last.name} ({code}), {t('đến {day}', day=f'{day:%d/%m/%Y}')}" if day else ""


def _forms() -> list[tuple[str, str]]:
    return [(one.name, t(one.label)) for one in CATALOGUE.forms.values()]
