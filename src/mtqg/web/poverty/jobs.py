"""Jobs of the review: its papers are set by the worker."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from pathlib import Path
from typing import Any

from mtqg.core import disk
from mtqg.core.period import read_period
from mtqg.web import access
from mtqg.web.accounts.models import User
from mtqg.web.intake import reading
from mtqg.web.jobs.running import Running, job
from mtqg.web.jobs.sweeping import PAPERS as FOLDER


@job("papers")
def papers(
    running: Running, *, commune: str, village: str, period: str, kinds: list[str], **more: Any
) -> dict[str, Any]:
    """Print the papers into a folder of the job's own: an act of whoever asked, in the role held there now."""
    from mtqg.poverty.paper.writing import Asked, print_papers

    user = User.objects.get(username=running.job.asked_by, is_active=True)
    who = access.Person(user, access.today())
    role, scope = who.role_at("personal", commune), who.scope("personal")
    if role is None:
        raise PermissionError("the role was taken back")
    office = reading.office()
    folder = office.home / FOLDER / str(running.job.pk)
    shutil.rmtree(folder, ignore_errors=True)  # of a worker that was killed
    folder.mkdir(parents=True, mode=0o700)
    running.say("Đang dựng bản in", 10)
    posted = [dt.date.fromisoformat(day) for day in more["posted"]]
    asked = Asked(
        village or commune,
        read_period(period),
        kinds=tuple(kinds),
        is_everyone=bool(more["is_everyone"]),
        posted=(posted[0], posted[1]) if posted else None,
        is_one_file=not more["is_apart"],
    )
    done = print_papers(
        office, reading.author(user, role), asked, folder, within=None if scope.is_whole else scope.codes
    )
    files = [{"name": path.name, "village": one.village, "households": one.households} for path, one in done.files]
    if len(files) > 1:
        files.insert(0, {"name": _bound([path for path, _ in done.files], folder), "village": "", "households": None})
    return {"files": files, "waiting": done.waiting, "back": list(done.back), "act": done.act}


def _bound(files: list[Path], folder: Path) -> str:
    """All files as one, to be carried on a stick."""
    import io

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as bundle:  # PDF is compressed already
        for one in files:
            bundle.write(one, one.name)
    disk.replace_file(folder / "tat-ca.zip", held.getvalue())
    return "tat-ca.zip"
