"""Reading and recording larger uploads beside the pages."""

from __future__ import annotations

from typing import Any

from mtqg.web import access
from mtqg.web.accounts.models import User
from mtqg.web.intake import reading, uploads
from mtqg.web.jobs.running import Running, job


@job("intake")
def read_upload(running: Running, token: str, is_dry: bool) -> dict[str, Any]:
    """Read an upload, or record it, in the role that whoever asked for it holds now."""
    upload = uploads.opened(token, running.job.asked_by)
    user = User.objects.get(username=running.job.asked_by, is_active=True)
    role = access.Person(user, access.today()).role_at("enter", upload.place)
    if role is None:
        raise PermissionError("the role was taken back")
    total, read = len(upload.files), 0

    def progress(message: str) -> None:
        nonlocal read
        running.say(message, min(99, 100 * read // max(1, 2 * total)))
        read += 1

    reading.read(upload, reading.author(user, role), is_dry=is_dry, progress=progress)
    return {"upload": token}
