"""Writes the migrations of a later version of an app into a folder, and makes Django use them."""

import sys


def later_version(monkeypatch, folder, operations, *, app="ocop", name="0999_later"):
    """The app with one more migration, whose ``operations`` are given as source."""
    from mtqg.core.register import schema
    from mtqg.web.schema import set_up

    set_up()
    from django.conf import settings

    package = folder / f"later_{app}"
    package.mkdir()
    real = sorted(one for label, one in schema.shipped() if label == app)
    (package / "__init__.py").write_text("")
    for one in real:
        (package / f"{one}.py").write_text(
            f"from importlib import import_module\n"
            f"Migration = import_module('mtqg.web.{app}.migrations.{one}').Migration\n"
        )
    (package / f"{name}.py").write_text(
        "from django.db import migrations, models\n"
        "class Migration(migrations.Migration):\n"
        f"    dependencies = [('{app}', '{real[-1]}')]\n"
        f"    operations = [{operations}]\n"
    )
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(settings, "MIGRATION_MODULES", {app: package.name})
    known = schema.shipped() | {(app, name)}
    monkeypatch.setattr(schema, "shipped", lambda: known)
    for module in [one for one in sys.modules if one.startswith(f"{package.name}")]:
        monkeypatch.delitem(sys.modules, module)
