"""People of an office for tests of pages: accounts with roles, signed in, over HTTPS."""

import datetime as dt

PASSWORD = "mật khẩu dài để thử"
COMMUNE, OTHER_COMMUNE, PROVINCE = "20722", "14845", "48"  # Khâm Đức in Đà Nẵng; Mường Lát in Thanh Hóa
FIRST = dt.date(2026, 1, 1)


def account(name, *grants):
    """An account that holds these (role, place), written under an act of the set-up."""
    from mtqg.access.roles import Grant
    from mtqg.web import acts
    from mtqg.web.accounts.actions import grant_role
    from mtqg.web.accounts.models import User

    setup, _ = User.objects.get_or_create(username="setup", defaults={"is_active": False})
    user = User.objects.filter(username=name).first() or User.objects.create_user(name, password=PASSWORD)
    for role, place in grants:
        with acts.begin(by=setup, verb="role.grant", role="administrator") as act:
            grant_role(act, Grant(name, role, place, FIRST))
    return user


def signed_in(name, role=None, place=COMMUNE, *, verified=True):
    """A client in which somebody is signed in, past the second factor unless said otherwise."""
    user = account(name, *([(role, place)] if role else []))
    client = anybody()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    if verified:
        session = client.session
        session["second_factor_shown"] = True
        session.save()
    return client


def anybody():
    """A client in which nobody is signed in."""
    from django.test import Client

    class SecureClient(Client):
        """Everything over HTTPS, as in an office."""

        def generic(self, *args, **kwargs):
            return super().generic(*args, **{**kwargs, "secure": True})

    return SecureClient(SERVER_NAME="localhost")
