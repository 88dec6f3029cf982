"""The queue: one worker does a job, a killed one leaves nothing stuck, a cancelled one stops."""

import datetime as dt
import threading

import pytest
from office_people import account, signed_in


@pytest.fixture
def queue(office, monkeypatch):
    from django.utils.module_loading import autodiscover_modules

    from mtqg.web.jobs import running

    autodiscover_modules("jobs")  # once: what is found while the kinds are set aside would be lost to others
    account("an")
    monkeypatch.setattr(running, "KINDS", {})
    monkeypatch.setattr(running, "BEAT_SECONDS", 60)
    return running


def asked(queue, kind="dem", **given):
    from mtqg.web.accounts.models import User

    return queue.ask(kind, by=User.objects.get(username="an"), **given)


def done(queue, job):
    queue.run(queue.claim("w1"))
    job.refresh_from_db()
    return job


def test_a_job_says_how_far_it_is_and_what_came_of_it(queue):
    @queue.job("dem")
    def count(running, upto):
        running.say("Đang đếm", 50)
        return {"sum": sum(range(upto))}

    job = done(queue, asked(queue, upto=4))
    assert (job.state, job.progress, job.said["result"]) == ("done", 100, {"sum": 6})


def test_two_workers_never_do_one_job(queue):
    asked(queue)
    assert queue.claim("w1").claimed_by == "w1" and queue.claim("w2") is None


def test_a_second_click_asks_for_nothing_new_until_the_work_has_begun(queue):
    first = asked(queue, upto=4)
    assert asked(queue, upto=4).pk == first.pk and asked(queue, upto=5).pk != first.pk
    queue.claim("w1")
    assert asked(queue, upto=4).pk != first.pk, "the work that runs may have read what changed since"


def test_a_job_of_a_killed_worker_is_done_again_and_fails_after_three_times(queue):
    from django.utils import timezone

    from mtqg.web.jobs.models import Job

    job = asked(queue)
    for _ in range(3):
        assert queue.claim("w1").pk == job.pk
        Job.objects.update(beat_at=timezone.now() - dt.timedelta(minutes=5))
    assert queue.claim("w1") is None
    assert Job.objects.get().state == "failed"


def test_what_was_taken_for_dead_writes_nothing_over_its_successor(queue):
    from django.utils import timezone

    from mtqg.web.jobs.models import Job

    asked(queue)
    first = queue.claim("w1")
    Job.objects.update(beat_at=timezone.now() - dt.timedelta(minutes=5))
    second = queue.claim("w2")
    queue._end(first, "done", {"result": "cũ"})
    second.refresh_from_db()
    assert second.state == "running" and second.claimed_by == "w2"


def test_a_cancelled_job_stops_at_its_next_word(queue):
    from mtqg.web.jobs.models import Job

    @queue.job("dem")
    def count(running):
        queue.cancel(running.job.pk)
        running.say("không tới đây")
        raise AssertionError("it went on")

    assert done(queue, asked(queue)).state == "cancelled"
    waiting = asked(queue)
    queue.cancel(waiting.pk)
    assert queue.claim("w1") is None and Job.objects.get(pk=waiting.pk).state == "cancelled"


def test_what_a_job_raises_ends_the_job_and_not_the_worker(queue, caplog):
    from mtqg.core.errors import Refused
    from mtqg.core.instance import BUSY

    @queue.job("hong")
    def break_down(running):
        raise ZeroDivisionError

    @queue.job("tu-choi")
    def refuse(running):
        raise Refused(BUSY.at("kho"))

    assert done(queue, asked(queue, "hong")).said == {"error": "ZeroDivisionError"}
    assert done(queue, asked(queue, "tu-choi")).said["problems"][0]["code"] == "K-005"
    assert queue.work(stop=threading.Event(), once=True) == 0


def test_a_job_is_seen_by_whoever_asked_for_it_alone(queue):
    job = asked(queue)
    an, dung = signed_in("an"), signed_in("dung")
    assert an.get(f"/viec/{job.pk}/").status_code == 200 and dung.get(f"/viec/{job.pk}/").status_code == 404
    assert dung.post(f"/viec/{job.pk}/huy/").status_code == 404
    assert an.post(f"/viec/{job.pk}/huy/").status_code == 302
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_the_work_of_a_day_is_asked_for_once_and_in_its_hour(queue):
    """In Vietnam: 23:30 of the day before, in UTC, is half past six in the morning."""
    from mtqg.web.jobs.models import Job

    @queue.job("nhac")
    @queue.daily(hour=7)
    def remind(running, day):
        return day

    early = dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)
    assert [queue.ask_for_today(early + dt.timedelta(hours=hours)) for hours in (0, 1, 2)] == [0, 1, 0]
    queue.run(queue.claim("w1"))
    assert Job.objects.get().said["result"] == "2026-11-25"
    assert queue.ask_for_today(early + dt.timedelta(hours=25)) == 1


def test_what_is_over_is_forgotten_and_what_is_not_stays(office, monkeypatch):
    import os

    from django.conf import settings

    from mtqg.web.intake import uploads
    from mtqg.web.jobs.sweeping import DAY, sweep

    now = 10**9
    for name, days in {"uploads/a": 2, "uploads/b": 0, "parts/a": 2, "reports/1": 40, "reports/2": 20}.items():
        folder = office.home / name
        folder.mkdir(parents=True)
        (folder / "tep.xlsx").write_bytes(b"x")
        os.utime(folder, (now - days * DAY,) * 2)
    assert sweep(office.home, now) == {"uploads": 1, "parts": 1, "tmp": 0, "reports": 1, "papers": 0}
    assert (office.home / "uploads/b/tep.xlsx").exists() and (office.home / "reports/2").exists()
    monkeypatch.setattr(settings, "KEEP_DAYS", 10)
    assert sweep(office.home, now)["reports"] == 1
    (office.home / "uploads/c").symlink_to(office.home / "gone")  # as one that goes away while it is looked at
    uploads.sweep()
    assert not (office.home / "uploads/b").exists()


def test_a_moment_of_a_job_is_shown_in_vietnams_time(queue):
    from mtqg.web.jobs.models import Job

    asked(queue, "report")
    Job.objects.update(asked_at=dt.datetime(2026, 11, 24, 20, 15, tzinfo=dt.UTC))
    page = signed_in("an").get("/viec/").content.decode()
    assert "25/11/2026 03:15" in page and "Lập báo cáo" in page
