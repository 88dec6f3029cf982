"""Running jobs: one worker claims a job, says that it lives, and leaves nothing stuck when it is killed.

@job("report")
def write(running, locality, as_of): ...        in ``jobs.py`` of an app: registered when the worker starts

ask("report", by=user, place="38", locality="38", as_of="2026-11-25")

@job("remind")
@daily(hour=7)
def remind(running, day): ...                   asked for by the worker itself, once a day
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import close_old_connections, connections, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from mtqg.core.acts import VIETNAM
from mtqg.core.errors import Refused
from mtqg.web.jobs.models import Job

BEAT_SECONDS = 5
DEAD_AFTER = timedelta(seconds=60)  # a worker that said nothing for so long was killed
MOST_TRIES = 3

NOBODY = ""  # who asked for the work of each day
_LOOK_EVERY = 300  # seconds between two looks whether the day's work was asked for

log = logging.getLogger("mtqg.jobs")
KINDS: dict[str, Callable[..., Any]] = {}


class Unwanted(Exception):
    """Somebody cancelled the job."""


@dataclass
class Running:
    """What a job's function gets first: it says how far it is, and stops where nobody wants it any more."""

    job: Job

    def say(self, message: str, percent: int | None = None) -> None:
        """Say how far the work is. Raises Unwanted where it was cancelled: leave nothing half done."""
        changed: dict[str, Any] = {"message": message, "beat_at": timezone.now()}
        if percent is not None:
            changed["progress"] = max(0, min(100, percent))
        _mine(self.job).update(**changed)
        if Job.objects.filter(pk=self.job.pk, is_unwanted=True).exists():
            raise Unwanted


def job(kind: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register the function that does jobs of a kind: ``function(running, **given)``. It returns what JSON can hold."""

    def registered(function: Callable[..., Any]) -> Callable[..., Any]:
        KINDS[kind] = function
        return function

    return registered


def ask(kind: str, *, by: Any, place: str = "", **given: Any) -> Job:
    """Put a job into the queue. What somebody asked for and still waits is not asked for twice: it was a second click.

    One that runs already may have read what changed since, so that is asked for again.
    """
    asked = {"kind": kind, "given": json.dumps(given), "asked_by": by.get_username(), "place": place}
    with transaction.atomic():
        return Job.objects.filter(state="waiting", **asked).order_by("id").first() or Job.objects.create(**asked)


def daily(hour: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The worker asks for this itself, once a day from an hour of Vietnam on: ``function(running, day=...)``."""

    def marked(function: Callable[..., Any]) -> Callable[..., Any]:
        function.daily_from = hour  # type: ignore[attr-defined]
        return function

    return marked


def ask_for_today(now: dt.datetime | None = None) -> int:
    """Put the work of the day into the queue, unless it was there already. The database holds that it is there once."""
    here, asked = (now or timezone.now()).astimezone(VIETNAM), 0
    given = json.dumps({"day": here.date().isoformat()})
    for kind, function in KINDS.items():
        if here.hour >= getattr(function, "daily_from", 24):
            asked += Job.objects.get_or_create(kind=kind, given=given, asked_by=NOBODY)[1]
    return asked


def cancel(job_id: int) -> None:
    """A waiting job is gone at once; a running one stops at its next word."""
    if not Job.objects.filter(pk=job_id, state="waiting").update(state="cancelled", ended_at=timezone.now()):
        Job.objects.filter(pk=job_id, state="running").update(is_unwanted=True)


def claim(worker: str) -> Job | None:
    """The oldest waiting job, for this worker alone; None where there is none."""
    free_the_dead()
    for found in Job.objects.filter(state="waiting").order_by("id").values_list("pk", flat=True)[:5]:
        taken = Job.objects.filter(pk=found, state="waiting").update(
            state="running", claimed_by=worker, beat_at=timezone.now(), tries=F("tries") + 1
        )
        if taken:
            return Job.objects.get(pk=found)
    return None


def free_the_dead() -> None:
    """Jobs of killed workers wait again, and fail after some tries: one that kills its worker stops."""
    dead = Job.objects.filter(state="running", beat_at__lt=timezone.now() - DEAD_AFTER)
    dead.filter(tries__gte=MOST_TRIES).update(
        state="failed", message="Tiến trình dừng giữa chừng.", ended_at=timezone.now()
    )
    dead.filter(is_unwanted=True).update(state="cancelled", ended_at=timezone.now())
    dead.update(state="waiting", claimed_by="")


def run(found: Job) -> None:
    """Do a claimed job to its end. What it raises is its result, not the worker's end."""
    beat = _Beat(found)
    beat.start()
    try:
        result = KINDS[found.kind](Running(found), **json.loads(found.given))
        _end(found, "done", {"result": result}, progress=100, message="")
    except Unwanted:
        _end(found, "cancelled", {})
    except Refused as refused:
        _end(found, "failed", {"problems": [one.as_json() for one in refused.problems]}, message=str(refused))
    except Exception as failed:
        log.exception("job %s (%s) failed", found.pk, found.kind)
        _end(found, "failed", {"error": type(failed).__name__}, message="Có lỗi; xem nhật ký của máy chủ.")
    finally:
        beat.stop.set()
        beat.join()


def work(*, stop: threading.Event, once: bool = False, pause: float = 1.0) -> int:
    """Do jobs until told to stop, and the work of each day (or until none waits). Returns how many were done."""
    autodiscover_modules("jobs")
    worker, done, looked = f"{socket.gethostname()}:{os.getpid()}", 0, -float(_LOOK_EVERY)
    while not stop.is_set():
        close_old_connections()
        if not once and time.monotonic() - looked >= _LOOK_EVERY:
            ask_for_today()
            looked = time.monotonic()
        found = claim(worker)
        if found is not None:
            run(found)
            done += 1
        elif once:
            break
        else:
            stop.wait(pause)
    return done


class _Beat(threading.Thread):
    """Says that the worker lives while a job's function is busy."""

    def __init__(self, found: Job) -> None:
        super().__init__(daemon=True)
        self.found, self.stop = found, threading.Event()

    def run(self) -> None:
        while not self.stop.wait(BEAT_SECONDS):
            _mine(self.found).update(beat_at=timezone.now())
        connections.close_all()


def _mine(found: Job) -> Any:
    """The job while it is still this worker's: one that was taken for dead writes nothing over its successor."""
    return Job.objects.filter(pk=found.pk, state="running", claimed_by=found.claimed_by, tries=found.tries)


def _end(found: Job, state: str, result: dict[str, Any], **more: Any) -> None:
    _mine(found).update(state=state, result=json.dumps(result, ensure_ascii=False), ended_at=timezone.now(), **more)
