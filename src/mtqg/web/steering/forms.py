"""What is asked on the pages of steering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from mtqg.core.errors import Refused
from mtqg.steering.terms import COMMITTEE_ROLES, DIRECTIONS, LEVELS, LOCAL_LEVELS, PROGRAMMES
from mtqg.web import access
from mtqg.web.intake.forms import places
from mtqg.web.words import t

_LONG = 2000


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def text_field(label: str, *, required: bool = True, lines: int = 3, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea({"rows": lines})
    return forms.CharField(label=label, required=required, max_length=_LONG, widget=widget, help_text=help_text)


def kept(request: Any, form: forms.Form, refused: Refused, **context: Any) -> HttpResponse:
    """The form again with what was typed, and why it was refused."""
    shown = {"form": form, "problems": refused.problems, **context}
    return render(request, "steering/form.html", shown, status=409)


def chosen(choices: dict[str, str], *, none: str = "") -> list[tuple[str, str]]:
    return [*([("", t(none))] if none else []), *((name, t(label)) for name, label in choices.items())]


class PlacedForm(forms.Form):
    """A form about a place where the person holds a right. Its codes are made when it is shown."""

    right = "enter"
    place = forms.ChoiceField(label="Đơn vị")

    def __init__(self, who: access.Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places(who, self.right)


class DocumentForm(PlacedForm):
    """A document in the book of an office."""

    place = forms.ChoiceField(label="Sổ của đơn vị")
    direction = forms.ChoiceField(label="Đến hay đi")
    document_number = forms.CharField(label="Số, ký hiệu", max_length=100)
    document_issuer = forms.CharField(label="Cơ quan ban hành", max_length=200)
    issuer_level = forms.ChoiceField(label="Cấp ban hành")
    signed_on = day_field("Ngày ký")
    day = day_field("Ngày vào sổ", help_text="Văn bản đến: ngày nhận. Văn bản đi: ngày phát hành.")
    subject = text_field("Trích yếu", lines=2)
    programme = forms.ChoiceField(label="Chương trình", required=False)
    parent_number = forms.CharField(
        label="Triển khai văn bản số",
        max_length=100,
        required=False,
        help_text="Văn bản cấp trên mà văn bản này triển khai. Ghi đủ ba ô, hoặc bỏ trống cả ba.",
    )
    parent_issuer = forms.CharField(label="Cơ quan ban hành văn bản đó", max_length=200, required=False)
    parent_signed_on = day_field("Ngày ký văn bản đó", required=False)
    local_level = forms.ChoiceField(
        label="Cấp dưới phải ban hành văn bản", required=False, help_text="Bỏ trống nếu không phải ban hành."
    )
    local_by = day_field("Hạn địa phương ban hành", required=False)
    ends_on = day_field("Ngày hết hiệu lực", required=False)

    def __init__(self, who: access.Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(who, *args, **kwargs)
        self.fields["direction"].choices = chosen(DIRECTIONS)
        self.fields["issuer_level"].choices = chosen(LEVELS)
        self.fields["programme"].choices = chosen(PROGRAMMES, none="Không ghi")
        self.fields["local_level"].choices = chosen(LOCAL_LEVELS, none="Không")


class MemberForm(PlacedForm):
    """A member of a committee."""

    right = "steer"
    member_name = forms.CharField(label="Họ tên", max_length=100)
    position = forms.CharField(label="Chức vụ", max_length=200)
    committee_role = forms.ChoiceField(label="Vai trò trong ban chỉ đạo")
    day = day_field("Từ ngày")
    document_number = forms.CharField(label="Quyết định số", max_length=100, required=False)

    def __init__(self, who: access.Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(who, *args, **kwargs)
        self.fields["committee_role"].choices = chosen(COMMITTEE_ROLES)


class SessionForm(PlacedForm):
    """A session of a committee."""

    right = "steer"
    code = forms.CharField(widget=forms.HiddenInput, max_length=20)
    day = day_field("Ngày họp")
    chair = forms.CharField(label="Chủ trì", max_length=200)
    agenda = text_field("Nội dung")
    notice_number = forms.CharField(label="Thông báo kết luận số", max_length=100, required=False)


class TaskForm(PlacedForm):
    """A task for a place or an officer of it."""

    right = "steer"
    code = forms.CharField(widget=forms.HiddenInput, max_length=20)
    session = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)
    conclusion = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    document = forms.CharField(widget=forms.HiddenInput, max_length=30, required=False)
    text = text_field("Nội dung nhiệm vụ")
    place = forms.ChoiceField(label="Giao cho đơn vị")
    owner = forms.ChoiceField(label="Người thực hiện", required=False, help_text="Bỏ trống là giao cho cả đơn vị.")
    due = day_field("Hạn")

    def __init__(self, who: access.Person, accounts: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(who, *args, **kwargs)
        self.fields["owner"].choices = [("", t("Cả đơn vị")), *accounts.items()]


class DifficultyForm(PlacedForm):
    """A difficulty with what is proposed."""

    right = "send"
    code = forms.CharField(widget=forms.HiddenInput, max_length=20)
    programme = forms.ChoiceField(label="Chương trình")
    text = text_field("Khó khăn, vướng mắc", lines=4)
    proposal = text_field("Kiến nghị", required=False)
    law_document = forms.CharField(
        label="Vướng ở văn bản số",
        max_length=100,
        required=False,
        help_text="Ghi số, ký hiệu như trong sổ văn bản pháp luật; bỏ trống nếu không vướng ở văn bản.",
    )
    law_place = forms.CharField(label="Điều, khoản", max_length=200, required=False)

    def __init__(self, who: access.Person, documents: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(who, *args, **kwargs)
        self.fields["programme"].choices = chosen(PROGRAMMES)
        self.fields["law_document"].widget.attrs["list"] = "law-documents"
        self.documents = documents


class QuestionForm(PlacedForm):
    """One question made of several reports."""

    right = "steer"
    place = forms.ChoiceField(label="Câu hỏi của")
    code = forms.CharField(widget=forms.HiddenInput, max_length=20)
    programme = forms.ChoiceField(label="Chương trình", required=False)
    text = text_field("Câu hỏi")
    law_document = forms.CharField(label="Vướng ở văn bản số", max_length=100, required=False)
    law_place = forms.CharField(label="Điều, khoản", max_length=200, required=False)

    def __init__(self, who: access.Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(who, *args, **kwargs)
        self.fields["programme"].choices = chosen(PROGRAMMES, none="Không ghi")
