"""Every page is reached by those whom its declaration lets in, and by nobody else."""

import pytest
from office_people import COMMUNE, OTHER_COMMUNE, PROVINCE, anybody, signed_in

from mtqg.access.terms import PUBLIC, RIGHTS, ROLES, WHOLE

PLACES = {"officer": COMMUNE, "commune_leader": COMMUNE, "appraiser": PROVINCE, "provincial_office": PROVINCE}
ANSWERS = (200, 302, 400, 404, 405)  # of a page that let somebody in; the rest is the page's own affair


def addresses():
    """Every address with something in place of its parameters; of the admin a few, whose view is one."""
    import re

    from mtqg.web.urls import DECLARED

    for one in DECLARED:
        filled = re.sub(r"<number:\w+>", "999999", re.sub(r"<(?!number:)[^>]+>", "khong-co", one.route))
        if one.route.startswith("admin/"):
            filled = {
                "admin:index": "admin/",
                "admin:poverty_povertysheets_changelist": "admin/poverty/povertysheets/",
            }.get(one.name)
        if filled is not None:
            yield "/" + filled, one


@pytest.mark.parametrize("role", ["", *ROLES])
def test_each_page_lets_in_whom_it_declares(office, role):
    client = signed_in("ai", role, PLACES.get(role, WHOLE)) if role else anybody()
    for address, one in addresses():
        answer = client.get(address)
        assert answer.status_code != 500, address
        if one.page.right == PUBLIC:
            assert answer.status_code in ANSWERS, address
        elif not role and one.page.api:
            assert answer.status_code == 401, address
        elif not role:
            assert answer.status_code == 302 and answer.headers["Location"].startswith("/dang-nhap/"), address
        elif one.page.lets_in(role):
            assert answer.status_code in ANSWERS, (address, answer.status_code)
        else:
            assert answer.status_code == 403, (address, role, answer.status_code)


def test_somebody_without_a_role_sees_their_own_pages_only(office):
    client = signed_in("moi")
    for address, one in addresses():
        is_open = one.page.right in (PUBLIC, "signed_in")
        assert (client.get(address).status_code == 403) != is_open, address


def test_a_view_without_a_declaration_is_refused_when_addresses_are_loaded(office):
    from django.core.exceptions import ImproperlyConfigured
    from django.urls import path

    from mtqg.web import access

    with pytest.raises(ImproperlyConfigured, match="quen/"):
        list(access.addresses([path("quen/", lambda request: None)]))


def test_each_page_says_who_sees_it_and_has_its_title_in_english(office):
    from mtqg.web.urls import DECLARED
    from mtqg.web.words import english

    for one in DECLARED:
        assert one.page.who_sees and one.page.title
        assert one.page.title in english(), f"{one.page.title}: no English (english.csv)"


def test_what_belongs_to_another_commune_is_not_found(office):
    """Dũng, elsewhere, gets the answer that a code without any unit gets."""
    from django.http import Http404

    from mtqg.web import access
    from mtqg.web.accounts.models import User

    signed_in("an", "officer", COMMUNE)
    seen = access.Reader(access.scope(User.objects.get(username="an")))
    assert seen.place(COMMUNE).name == "Xã Khâm Đức"
    for code in (OTHER_COMMUNE, "99999", PROVINCE):
        with pytest.raises(Http404):
            seen.place(code)


def test_rights_name_roles_that_exist():
    for right, (label, roles) in RIGHTS.items():
        assert label and set(roles) <= set(ROLES), right


def test_the_table_of_the_manual_has_every_page():
    import runpy
    from pathlib import Path

    root = Path(__file__).parents[3]
    made = runpy.run_path(str(root / "tools" / "write_access.py"))["page"]()
    kept = (root / "docs" / "manual" / "access.md").read_text(encoding="utf-8")
    assert kept == made, "run: python tools/write_access.py"
