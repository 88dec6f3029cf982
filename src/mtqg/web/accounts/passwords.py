"""How long a password must be, in words of ours: Django has no Vietnamese for them."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator

from mtqg.web.words import t


class LongEnough(MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        return t("Mật khẩu quá ngắn: cần ít nhất {n} ký tự.", n=self.min_length)
