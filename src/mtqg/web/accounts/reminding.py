"""Reminders by e-mail: what is late, returned and due soon, one letter a day to each person who has to do it.

A letter names forms, periods, places and days, and nothing that an office entered: no citizen stands in it. It is
claimed by a row before it goes out; whoever dies in between has sent it or not, and it is not sent again that day.
"""

from __future__ import annotations

import datetime as dt
import logging
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from mtqg.submissions.states import Submission
from mtqg.web import access
from mtqg.web.accounts.models import Reminder, User
from mtqg.web.accounts.work import form_label
from mtqg.web.words import t

log = logging.getLogger("mtqg.mail")
SOON_DAYS = 7
MOST_TRIES = 3
_LISTED = 15  # of each part; the page has all
PARTS = {
    "late": "Quá hạn",
    "returned": "Bị trả lại, phải sửa",
    "soon": "Sắp đến hạn",
    "below": "Đơn vị cấp dưới quá hạn",
}


@dataclass
class Letter:
    """What somebody is reminded of on a day."""

    user: User
    day: dt.date
    late: list[Submission] = field(default_factory=list)
    returned: list[Submission] = field(default_factory=list)
    soon: list[Submission] = field(default_factory=list)
    below: list[Submission] = field(default_factory=list)  # late in the places whose reports they take in

    def __bool__(self) -> bool:
        return bool(self.late or self.returned or self.soon or self.below)

    @property
    def counts(self) -> dict[str, int]:
        return {"late": len(self.late), "returned": len(self.returned), "soon": len(self.soon)}

    @property
    def subject(self) -> str:
        said = {
            "{n} quá hạn": self.late,
            "{n} bị trả lại": self.returned,
            "{n} sắp đến hạn": self.soon,
            "cấp dưới {n} quá hạn": self.below,
        }
        what = ", ".join(t(text, n=len(found)) for text, found in said.items() if found)
        return t("Nhắc việc báo cáo: {what}", what=what)

    @property
    def body(self) -> str:
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield t("Kính gửi: {name}", name=self.user.get_full_name() or self.user.get_username())
        for name, title in PARTS.items():
            found: list[Submission] = getattr(self, name)
            if found:
                yield from ("", f"{t(title)} ({len(found)}):", *map(_told, found[:_LISTED]))
                if len(found) > _LISTED:
                    yield t("… và {n} báo cáo nữa", n=len(found) - _LISTED)
        if settings.ADDRESS:
            yield from ("", t("Mở: {address}", address=settings.ADDRESS + reverse("work")))
        if settings.IS_SYNTHETIC:
            yield from ("", "DỮ LIỆU MINH HỌA")
        yield from ("", t("Thư do phần mềm mtqg gửi tự động, mỗi ngày nhiều nhất một thư; không trả lời thư này."))


def _told(one: Submission) -> str:
    from mtqg.web.accounts.views import place_name

    return f"- {form_label(one.form)}, {one.period}, {place_name(one.locality)}: {t('hạn')} {one.due_now:%d/%m/%Y}"


def letters(day: dt.date, people: Iterable[User] | None = None) -> list[Letter]:
    """What each person is to be reminded of. Those without anything get none."""
    users = User.objects.filter(is_active=True).order_by("username") if people is None else people
    return [letter for user in users if (letter := letter_of(user, day))]


def letter_of(user: User, day: dt.date) -> Letter:
    """What one person owes, and what is late below them, each once."""
    who, made = access.Person(user, day), Letter(user, day)
    own = access.Reader(who.scope("send"), day).submissions() if _sends(who) else []
    for one in own:
        if one.state == "returned":
            (made.late if one.is_late(day) else made.returned).append(one)
        elif one.is_late(day):
            made.late.append(one)
        elif one.state in ("", "draft", "withdrawn") and (one.due_now - day).days <= SOON_DAYS:
            made.soon.append(one)
    if who.may("appraise"):
        known = {one.code for one in own}
        every = access.Reader(who.scope("appraise"), day).submissions()
        made.below = [one for one in every if one.is_late(day) and one.code not in known]
    return made


def _sends(who: access.Person) -> bool:
    """The provincial office may send for communes, but what these owe is not its own work."""
    return any(map(is_of_the_place, who.roles))


def is_of_the_place(role: str) -> bool:
    """Whether a role that may send is of those who owe what is sent."""
    return role in ("officer", "commune_leader")


def remind(day: dt.date) -> list[dict[str, Any]]:
    """Send what is to be sent on a day. Returns for each person what became of their letter."""
    return [{"account": one.user.get_username(), **one.counts, "state": send(one)} for one in letters(day)]


def send(letter: Letter) -> str:
    """Send one letter, unless it went out before: sent, failed, already (sent or begun), no_address."""
    if not letter.user.email:
        return "no_address"
    claimed = _claimed(letter)
    if claimed is None:
        return "already"
    try:
        # A console's letters go beside what a command gives.
        connection = get_connection(stream=sys.stderr)
        EmailMessage(
            letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.user.email], connection=connection
        ).send()
    except Exception as failed:  # a server of mail may fail in any way; the others still get theirs
        Reminder.objects.filter(pk=claimed.pk, state="sending").update(state="failed")
        log.warning("a reminder was not sent: %s", type(failed).__name__)
        return "failed"
    Reminder.objects.filter(pk=claimed.pk).update(state="sent")
    return "sent"


def _claimed(letter: Letter) -> Reminder | None:
    """The row that lets this process alone send it; None where it went out, or another is at it."""
    account = letter.user.get_username()
    try:
        with transaction.atomic():
            return Reminder.objects.create(account=account, day=letter.day, **letter.counts)
    except IntegrityError:
        again = Reminder.objects.filter(account=account, day=letter.day, state="failed", tries__lt=MOST_TRIES)
        taken = again.update(state="sending", tries=F("tries") + 1)
        return Reminder.objects.get(account=account, day=letter.day) if taken else None
