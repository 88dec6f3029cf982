"""In English, tables, columns, forms and measures have English labels, on the pages and in the terminal."""

import re

import pytest
from office_files import text
from office_people import PROVINCE, signed_in

from mtqg.catalogue import CATALOGUE
from mtqg.core.labels import english_labels

VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)


def declared():
    tables, forms = CATALOGUE.tables.values(), CATALOGUE.forms.values()
    yield from (one.label for one in (*tables, *forms, *CATALOGUE.measures.values()))
    yield from (column.label for table in tables for column in table.columns)
    yield from (label for table in tables for column in table.columns for label in (column.choices or {}).values())
    yield from (field.header for form in forms for field in form.fields)
    units = {
        one.unit for one in (*CATALOGUE.measures.values(), *(column for table in tables for column in table.columns))
    }
    yield from units - {"", "%"}


def test_every_label_has_its_english_and_the_file_says_nothing_else():
    known = english_labels()
    assert set(declared()) == set(known)
    assert [en for en in known.values() if not en.strip() or VIETNAMESE.search(en)] == []


def test_two_measures_are_told_apart_in_english_too():
    labels = [english_labels()[one.label] for one in CATALOGUE.measures.values()]
    assert len(set(labels)) == len({one.label for one in CATALOGUE.measures.values()})


@pytest.mark.parametrize(("language", "label"), [("en", "Rate of poor households"), ("vi", "Tỷ lệ hộ nghèo")])
def test_the_terminal_lists_measures_in_the_language_in_force(monkeypatch, language, label):
    from click.testing import CliRunner

    from mtqg.cli import mtqg

    monkeypatch.setenv("MTQG_LANG", language)
    said = CliRunner().invoke(mtqg, ["measures"]).output
    assert re.search(rf"^poor_household_rate +{label} ", said, re.MULTILINE), said[:300]


def test_pages_in_english_say_registers_columns_and_forms_in_english(office, an):
    officer, binh = an, signed_in("binh", "provincial_office", PROVINCE)
    vietnamese = text(officer.get("/so/"))
    for client in (officer, binh):
        client.cookies["mtqg_lang"] = "en"
    assert "Sổ hộ dân cư" in vietnamese and "Register of households" not in vietnamese
    english = text(officer.get("/so/"))
    assert "Register of households" in english and "Sổ hộ dân cư" not in english
    rows = text(officer.get("/so/villages/"))
    assert "Villages and residential groups" in rows and "Exists from" in rows and "Có từ ngày" not in rows
    for asked in (officer.get("/nhap/"), binh.get("/bao-cao/giao/")):
        assert "List of OCOP producers" in text(asked) and "Danh sách chủ thể OCOP" not in text(asked)


def test_a_choice_is_said_in_english_on_a_page_and_in_vietnamese_in_a_file():
    from mtqg.core.errors import CHOSEN
    from mtqg.poverty.terms import POVERTY_SHEETS
    from mtqg.web.registers.books import text_of, written_of

    column = POVERTY_SHEETS.column("decided_class")
    token = CHOSEN.set("en")
    try:
        assert (text_of(column, "near_poor"), written_of(column, "near_poor")) == (
            "Near-poor household",
            "Hộ cận nghèo",
        )
        assert text_of(column, None) is None
    finally:
        CHOSEN.reset(token)
    assert text_of(column, "near_poor") == "Hộ cận nghèo"
