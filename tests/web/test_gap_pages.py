"""Communes that have not sent theirs: the provincial office chooses what stands for them, and reports with it."""

import html
import io
import threading

import docx
import pytest
from office_people import signed_in
from reviewed_rows import MINE, OTHER, PROVINCE, add, close, counted, sheet

NEVER = "14854"
PAGE = "/bao-cao/xa-chua-gui/?locality=38&period=2023"


@pytest.fixture
def gap(office):
    """2022 of two communes is closed; of 2023 one has sent."""
    import datetime as dt

    old = {"period": "2022", "day": dt.date(2022, 12, 10)}
    add(office, "household_counts", [counted(code, 60, **old) for code in (MINE, OTHER)], where=PROVINCE)
    add(office, "poverty_sheets", [sheet(f"{code}-1", code, "poor", **old) for code in (MINE, OTHER)], where=PROVINCE)
    close(office, "2022")
    sends(office, MINE, 100, 3)
    return office


def sends(office, commune, households, poor):
    add(office, "household_counts", [counted(commune, households)], where=commune, file=f"{commune}-ho.xlsx")
    rows = [sheet(f"{commune}-{at}", commune, "poor") for at in range(poor)]
    add(office, "poverty_sheets", rows, where=commune, file=f"{commune}-phieu.xlsx")


@pytest.fixture
def binh(gap):
    from mtqg.web.accounts.models import User

    client = signed_in("binh", "provincial_office", PROVINCE)
    User.objects.filter(username="binh").update(first_name="Lê Thị Bình")
    return client


def text(answer, expect=200):
    shown = answer.content.decode()
    assert answer.status_code == expect, shown[:3000]
    return shown


def chooses(client, *, after=0, period="2023", every="", **said):
    """The form with what is said of communes: code = (how, households, poor, why)."""
    codes = [name.removeprefix("c") for name in said]
    form = {"locality": PROVINCE, "period": period, "code": codes, "every": every}
    for code, (how, households, poor, why) in zip(codes, said.values(), strict=True):
        form |= {f"how-{code}": how, f"household_count-{code}": households, f"poor_household_count-{code}": poor}
        form |= {f"why-{code}": why, f"after-{code}": after}
    return client.post("/bao-cao/xa-chua-gui/", form)


LAST, ESTIMATE = ("last", "", "", ""), ("estimate", "1.040", "6", "theo sổ hộ khẩu")


def choices(office):
    from mtqg.core.register.booked import lines_at
    from mtqg.submissions.gaps.terms import GAP_CHOICES

    with office.register() as register:
        return lines_at(register.database, GAP_CHOICES)


def figure(office, **more):
    from mtqg.asking import answer
    from mtqg.core.period import read_period

    return answer(office.home, measure="poor_household_rate", locality=PROVINCE, period=read_period("2023"), **more)


def test_the_page_lists_who_is_missing_with_what_they_had_and_the_choice_is_one_act(gap, binh):
    shown = text(binh.get(PAGE))
    assert "1/559 xã đã gửi đủ" in shown and "Tổng số hộ dân cư 60; Số hộ nghèo 1" in shown
    assert f'name="how-{OTHER}"' in shown and f'name="how-{MINE}"' not in shown
    n = gap.head()[0]
    assert chooses(binh, **{f"c{OTHER}": LAST, f"c{NEVER}": ESTIMATE}).status_code == 302
    assert gap.head()[0] == n + 1
    (act,) = gap.acts("gap.choose")
    assert (act.by, act.where, act.payload["communes"]) == ("binh", PROVINCE, [OTHER, NEVER])
    assert {(one["locality_code"], one["how"], one["chosen_by"]) for one in choices(gap)} == {
        (OTHER, "last", "Lê Thị Bình"),
        (NEVER, "estimate", "Lê Thị Bình"),
    }
    found = figure(gap, status="estimate")
    assert (found.part, found.whole, found.have, found.filled) == (3 + 1 + 6, 100 + 60 + 1040, 1, 2)
    shown = text(binh.get(PAGE))
    assert "Lê Thị Bình chọn ngày" in shown and "Ước, gồm 2 xã chưa gửi" in shown
    opened = text(binh.get("/so-lieu/nguon/?measure=poor_household_rate&locality=38&period=2023&filled=1"))
    assert "Số kỳ trước 2022" in opened and "theo sổ hộ khẩu" in opened and "/so/gap_choices/" in opened
    assert "theo sổ hộ khẩu" not in text(
        binh.get("/so-lieu/nguon/?measure=poor_household_rate&locality=38&period=2023")
    )


def test_a_form_sent_twice_writes_once_and_a_form_of_before_writes_over_nothing(gap, binh):
    chooses(binh, **{f"c{OTHER}": LAST})
    n = gap.head()[0]
    chooses(binh, **{f"c{OTHER}": LAST})
    assert gap.head()[0] == n
    shown = text(chooses(binh, **{f"c{OTHER}": ("leave", "", "", "")}), 409)
    assert "U-020" in shown and "Lê Thị Bình" in shown and gap.head()[0] == n
    assert chooses(binh, after=n, **{f"c{OTHER}": ("", "", "", "")}).status_code == 302
    assert choices(gap) == []


def test_two_clicks_at_once_and_a_file_at_that_moment_leave_no_act_that_says_nothing(gap, binh, monkeypatch):
    from mtqg.web.submissions import gap_views

    looks, meanwhile = gap_views.changed, []

    def looked(*asked):
        found = looks(*asked)
        if meanwhile:
            meanwhile.pop()()
        return found

    monkeypatch.setattr(gap_views, "changed", looked)
    meanwhile.append(lambda: chooses(binh, **{f"c{OTHER}": LAST}))
    assert chooses(binh, **{f"c{OTHER}": LAST}).status_code == 302
    meanwhile.append(lambda: sends(gap, NEVER, 1000, 9))
    assert chooses(binh, **{f"c{NEVER}": ESTIMATE}).status_code == 302
    assert [act.payload["communes"] for act in gap.acts("gap.choose")] == [[OTHER]]
    shown = text(binh.get(PAGE))
    assert "Không có gì thay đổi" in shown and "Vừa gửi số liệu, không cần số thay nữa: Xã Mường Lý" in shown


def test_everything_wrong_is_said_at_once_and_what_was_typed_stays(gap, binh):
    n = gap.head()[0]
    wrong = {f"c{OTHER}": ("estimate", "12 hộ", "6", "x"), f"c{NEVER}": ("last", "", "", "")}
    wrong |= {"c14857": ("estimate", "5", "9", "")}
    shown = text(chooses(binh, **wrong), 409)
    assert all(code in shown for code in ("U-022", "U-024", "U-023", "P-320"))
    assert 'value="12 hộ"' in shown and gap.head()[0] == n


def test_an_estimate_of_more_poor_households_than_the_commune_itself_has_sent_is_refused(gap, binh):
    add(gap, "household_counts", [counted(OTHER, 50)], where=OTHER, file="ho.xlsx")
    n = gap.head()[0]
    shown = text(chooses(binh, **{f"c{OTHER}": ("estimate", "900", "51", "điện thoại với xã")}), 409)
    assert "P-320" in shown and "nhiều hơn tổng số hộ 50" in shown and gap.head()[0] == n
    assert chooses(binh, **{f"c{OTHER}": ("estimate", "", "50", "điện thoại với xã")}).status_code == 302
    assert figure(gap, status="estimate").whole == 150


def test_numbers_typed_beside_no_choice_are_an_estimate_and_one_button_takes_last_periods_values(gap, binh):
    assert chooses(binh, **{f"c{NEVER}": ("", "40", "2", "điện thoại với xã")}).status_code == 302
    assert chooses(binh, every="last", **{f"c{OTHER}": ("", "", "", ""), "c14857": ("", "", "", "")}).status_code == 302
    assert {one["locality_code"]: one["how"] for one in choices(gap)} == {NEVER: "estimate", OTHER: "last"}


def test_a_file_that_came_in_meanwhile_is_told_and_used(gap, binh):
    chooses(binh, **{f"c{OTHER}": LAST})
    sends(gap, OTHER, 50, 2)
    assert f'name="how-{OTHER}"' not in text(binh.get(PAGE))
    n = gap.head()[0]
    sent = chooses(binh, after=n, **{f"c{OTHER}": ("leave", "", "", "")})
    assert sent.status_code == 302 and gap.head()[0] == n
    assert figure(gap).whole == 150 and figure(gap, status="estimate").exact is None


def test_an_estimate_leads_to_the_figure_that_holds_it(gap, binh):
    chooses(binh, **{f"c{OTHER}": LAST, f"c{NEVER}": ESTIMATE})
    stages = text(binh.get("/so-lieu/tinh-trang/?locality=38&period=2023"))
    fall = "/so-lieu/nguon/?measure=poor_household_rate_mean_yearly_fall&locality=38&period=2022..2023&filled=1"
    for page, told in ((stages, ">0,83%</a>"), (text(binh.get(fall)), "Tỷ lệ hộ nghèo, 2023: 0,83%</a>")):
        at = html.unescape(page.partition(told)[0].rpartition('href="')[2].partition('"')[0])
        opened = text(binh.get(at))
        assert at.startswith("/so-lieu/nguon/") and "0,83%" in opened and "theo sổ hộ khẩu" in opened


def test_who_has_sent_is_looked_up_commune_by_commune(gap):
    from mtqg.core.period import read_period
    from mtqg.submissions.gaps.actions import reported

    with gap.register() as register:
        database, asked, rows = register.database, [], register.database.rows

        def sent(*codes):
            return reported(database, "poverty_sheets", read_period("2023"), codes)

        assert sent(MINE, OTHER, NEVER) == {MINE} and sent(OTHER) == sent() == set()
        if database.kind == "sqlite":
            database.rows = lambda sql, values=(): asked.append((sql, values)) or rows(sql, values)
            sent(MINE)
            plan = " ".join(step for *_, step in rows(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1]))
            assert "(locality_code=? AND period=?)" in plan


def test_nobody_but_the_provincial_office_chooses_and_that_of_another_province_finds_no_such_page(gap):
    for role, place in (("officer", MINE), ("provincial_leader", PROVINCE), ("appraiser", PROVINCE)):
        client = signed_in(f"a-{role}", role, place)
        assert client.get(PAGE).status_code == 403
        assert chooses(client, **{f"c{OTHER}": LAST}).status_code == 403 and choices(gap) == []
    client = signed_in("khac", "provincial_office", "48")
    assert client.get(PAGE).status_code == 404
    assert chooses(client, **{f"c{OTHER}": LAST}).status_code == 404 and choices(gap) == []
    mine = client.post(
        "/bao-cao/xa-chua-gui/", {"locality": "48", "period": "2023", "code": [OTHER], f"how-{OTHER}": "leave"}
    )
    assert mine.status_code == 404 and choices(gap) == []


def test_a_report_with_estimates_is_written_from_there_and_the_next_lists_what_changed(gap, binh):
    chooses(binh, **{f"c{OTHER}": LAST, f"c{NEVER}": ESTIMATE})
    first = report(binh)
    assert "(ước thực hiện; số liệu của 1/559 xã, ước 2 xã chiếm 91,7%)" in first
    assert "Lê Thị Bình" in first and "Ước bằng số kỳ trước, năm 2022" in first
    sends(gap, NEVER, 1000, 9)
    second = report(binh)
    assert "số liệu của 2/559 xã, ước 1 xã" in second and "Thay đổi so với báo cáo lập trước" in second
    shown = text(binh.get("/so-lieu/bao-cao/"))
    at = next(one for one in shown.split('"') if one.endswith("/thay-doi/"))
    listed = text(binh.get(at))
    assert "1.200 hộ dân cư" in listed and "1.160 hộ dân cư" in listed
    assert signed_in("khac", "provincial_office", PROVINCE).get(at).status_code == 404


def report(client):
    from mtqg.web.jobs.running import work

    asked = {"locality": PROVINCE, "as_of": "2023-12-31", "form": "docx", "state": "filled"}
    assert client.post("/so-lieu/bao-cao/lap/", asked).status_code == 302
    assert work(stop=threading.Event(), once=True) == 1
    shown = text(client.get("/so-lieu/bao-cao/"))
    file = next(one for one in shown.split('"') if one.startswith("/so-lieu/bao-cao/") and one.endswith("-31.docx"))
    made = docx.Document(io.BytesIO(b"".join(client.get(file).streaming_content)))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in made.paragraphs), *cells])
