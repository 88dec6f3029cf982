"""Django over a fresh instance."""

import datetime as dt

import pytest

from mtqg.core.acts import Author

AT = dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC)


@pytest.fixture
def office(tmp_path, monkeypatch):
    """An instance that Django's default connection looks into."""
    from mtqg.creating import create_instance
    from mtqg.web.databases import database_of_home
    from mtqg.web.schema import set_up

    instance = create_instance(tmp_path / "kho", Author("An", "administrator", AT), id="0123456789abcdef")
    monkeypatch.setenv("MTQG_HOME", str(instance.home))
    set_up()
    from django.db import connections

    kept = connections.settings["default"]
    connections.settings["default"] = connections.configure_settings({"default": database_of_home(instance.home)})[
        "default"
    ]
    if hasattr(connections._connections, "default"):
        del connections["default"]
    with _cheap_passwords():
        yield instance
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = kept


def _cheap_passwords():
    """Passwords of tests keep no secret: the slow way to keep one would be most of what these tests take."""
    from django.test import override_settings

    return override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


@pytest.fixture
def an(office):
    """An, an officer of Khâm Đức, signed in; her list of villages is in."""
    from office_files import an_of_the_commune

    return an_of_the_commune()
