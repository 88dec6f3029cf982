"""What is asked on the pages of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from mtqg.access.terms import RIGHTS, ROLES
from mtqg.web import access
from mtqg.web.words import t

_NAME = RegexValidator(r"^[a-z0-9][a-z0-9._-]{1,59}$", "Chữ thường không dấu, số, dấu chấm, gạch; từ 2 ký tự.")
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PersonForm(forms.Form):
    """A new account."""

    account = forms.CharField(label="Tài khoản", validators=[_NAME], help_text="Chữ thường không dấu, ví dụ: nguyen.an")
    full_name = forms.CharField(label="Họ tên", max_length=150)
    email = forms.EmailField(label="Thư điện tử", required=False, max_length=254, help_text="Nhận thư nhắc việc.")


class GrantForm(forms.Form):
    """A role at a place for some days."""

    role = forms.ChoiceField(label="Vai trò")
    place = forms.CharField(label="Mã đơn vị hành chính", help_text="Mã xã hoặc tỉnh; * là toàn bộ.", max_length=20)
    day = forms.DateField(label="Từ ngày", widget=_DAY)
    ends_on = forms.DateField(label="Đến hết ngày", widget=_DAY, required=False)
    why = forms.CharField(label="Căn cứ, lý do", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(name, t(label)) for name, label in ROLES.items()]


class EndForm(forms.Form):
    """The last day of a role, and why."""

    last_day = forms.DateField(label="Ngày cuối giữ vai trò", widget=_DAY, help_text="Ngày hôm qua là thôi ngay.")
    why = forms.CharField(label="Căn cứ, lý do", max_length=300)


class StopForm(forms.Form):
    """Why an account is stopped, or opened again."""

    why = forms.CharField(label="Căn cứ, lý do", max_length=300)


class EmailForm(forms.Form):
    """Where reminders go."""

    email = forms.EmailField(
        label="Thư điện tử", required=False, max_length=254, help_text="Nhận thư nhắc việc; để trống là không nhận."
    )


class DelegateForm(forms.Form):
    """A role of one's own for somebody else, until a day."""

    own = forms.ChoiceField(label="Vai trò của tôi")
    account = forms.CharField(label="Tài khoản nhận ủy quyền")
    day = forms.DateField(label="Từ ngày", widget=_DAY)
    ends_on = forms.DateField(label="Đến hết ngày", widget=_DAY)
    why = forms.CharField(label="Căn cứ, lý do", max_length=300)

    def __init__(self, who: access.Person, *args: Any, **kwargs: Any) -> None:
        from mtqg.web.accounts.views import place_name

        super().__init__(*args, **kwargs)
        self.fields["own"].choices = [
            (f"{one.role}|{one.place}", f"{t(ROLES[one.role])}, {place_name(one.place)}")
            for one in who.grants
            if one.delegated_by is None and one.role in RIGHTS["delegate"][1]
        ]
