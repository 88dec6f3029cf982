"""The manual holds what the code holds: no measure, form, command or code without an entry; no stale page."""

import re
import runpy
from pathlib import Path

import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.cli import COMMANDS
from mtqg.law.book import seed

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def reference():
    return runpy.run_path(str(ROOT / "tools" / "write_reference.py"))


def test_the_reference_is_not_stale(reference):
    made = reference["page"]()
    assert (DOCS / "manual" / "reference.md").read_text(encoding="utf-8") == made, (
        "run: python tools/write_reference.py"
    )


def test_every_code_has_both_languages_and_says_what_to_do(reference):
    reference["page"]()
    from mtqg.core.errors import declared

    for code in declared():
        assert re.fullmatch(r"[A-Z]-\d{3}", code.code), code.code
        assert all((code.vi, code.en, code.remedy_vi, code.remedy_en)), code.code
        assert _values(code.vi) == _values(code.en), code.code


@pytest.mark.parametrize("name", [*COMMANDS, *CATALOGUE.measures, *CATALOGUE.forms])
def test_each_name_has_an_entry(name):
    assert f"`{name}`" in _reference() or f"### `mtqg {name}`" in _reference()


def test_each_citation_of_a_measure_resolves():
    law = seed()
    for measure in CATALOGUE.measures.values():
        assert measure.law, measure.name
        for cite in measure.law:
            assert law.cite(cite.document, cite.place).standing in ("read", "reported"), measure.name


def test_each_command_of_the_contract_page_exists():
    named = set(re.findall(r"^mtqg (?:--home \S+ )?([a-z][a-z-]*)", _all_manual(), flags=re.MULTILINE))
    assert named <= set(COMMANDS), named - set(COMMANDS)


def test_links_between_pages_lead_somewhere():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_requirements_name_no_index():
    for file in (ROOT / "requirements").glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        assert all("--hash=" in one for one in re.split(r"\n(?=\S)", text.strip()) if "==" in one), file.name


def _values(sentence):
    """What a sentence is filled with; a value that has both languages itself ends in _vi or _en."""
    return {re.sub("_(vi|en)$", "", name) for name in re.findall(r"{(\w+)", sentence)}


def _reference():
    return (DOCS / "manual" / "reference.md").read_text(encoding="utf-8")


def _all_manual():
    return "\n".join(page.read_text(encoding="utf-8") for page in (DOCS / "manual").glob("*.md"))
