"""The office's key: found in one place, told from another's at once, shown nowhere; what it seals only it opens."""

import base64
import copy
import hashlib
import hmac
import logging
import os
import pickle
import stat
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import assume, example, given
from hypothesis import strategies as st

from mtqg.core.errors import Refused
from mtqg.core.register import keys
from mtqg.core.register.keys import OfficeKey, create_key, find_key, first_key, is_key_file
from mtqg.core.register.personal import digest_text, household_key, name_form, number_form, phone_form
from mtqg.core.text import spelling

SECRET, OTHER_SECRET = bytes(range(32)), bytes(range(1, 33))
OFFICE = "0123456789abcdef"
KEY = OfficeKey(SECRET, instance=OFFICE)
CIPHER = KEY.cipher()
COLUMN = "members.identity_number"
TEXTS = st.text(alphabet=st.characters())  # any code point, halves of surrogate pairs included
ON_UNIX = pytest.mark.skipif(os.name == "nt", reason="the rights of files are another system's there")


def text_of(secret):
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()


def codes(refused):
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def home(tmp_path):
    return tmp_path


class TestWhereTheKeyIsFound:
    def test_the_variable_comes_before_the_named_file_and_that_before_the_folder(self, home):
        create_key(home)
        in_folder = find_key(home, instance=OFFICE, expected=None, environ={}).fingerprint
        named = home / "elsewhere"
        named.write_text(text_of(OTHER_SECRET))
        environ = {"MTQG_KEY_FILE": str(named)}
        in_file = find_key(home, instance=OFFICE, expected=None, environ=environ).fingerprint
        in_variable = find_key(home, instance=OFFICE, expected=None, environ=environ | {"MTQG_KEY": text_of(SECRET)})
        assert in_variable.fingerprint == KEY.fingerprint
        assert in_file == OfficeKey(OTHER_SECRET, instance=OFFICE).fingerprint
        assert len({in_folder, in_file, KEY.fingerprint}) == 3

    def test_the_process_environment_is_read_when_none_is_given(self, home, monkeypatch):
        monkeypatch.setenv("MTQG_KEY", text_of(SECRET))
        assert find_key(home, instance=OFFICE, expected=KEY.fingerprint).fingerprint == KEY.fingerprint

    def test_an_empty_variable_counts_as_not_set(self, home):
        create_key(home)
        assert find_key(home, instance=OFFICE, expected=None, environ={"MTQG_KEY": "", "MTQG_KEY_FILE": ""})

    @pytest.mark.parametrize("around", ["{}", "{}\n", "\ufeff {}=\r\n"])
    def test_a_key_file_written_by_any_editor_is_read(self, home, around):
        (home / "office.key").write_text(around.format(text_of(SECRET)), encoding="utf-8")
        assert find_key(home, instance=OFFICE, expected=KEY.fingerprint, environ={})

    def test_no_key_is_a_coded_error_that_names_the_place(self, home):
        with pytest.raises(Refused) as refused:
            find_key(home, instance=OFFICE, expected=None, environ={})
        assert codes(refused) == ["E-001"]
        assert "office.key" in refused.value.problems[0].place

    def test_a_named_file_that_is_missing_never_falls_back_to_the_folder(self, home):
        create_key(home)
        with pytest.raises(Refused) as refused:
            find_key(home, instance=OFFICE, expected=None, environ={"MTQG_KEY_FILE": str(home / "gone")})
        assert codes(refused) == ["E-001"]

    @pytest.mark.parametrize(
        "text",
        ["", "mật khẩu", text_of(SECRET)[:-1], text_of(SECRET) + "A", text_of(SECRET)[:-1] + "+", "\udcff" * 43],
        ids=["empty", "a word", "too short", "too long", "another alphabet", "no text at all"],
    )
    def test_what_is_not_a_key_is_refused_and_not_shown(self, home, text):
        (home / "office.key").write_bytes(text.encode("utf-8", "surrogatepass"))
        with pytest.raises(Refused) as refused:
            find_key(home, instance=OFFICE, expected=None, environ={"MTQG_KEY": text})
        assert codes(refused) == ["E-002"]
        shown = "".join(traceback.format_exception(refused.value)) + repr(refused.value.problems)
        assert not text or text not in shown

    def test_the_key_of_another_office_is_told_by_its_fingerprint(self, home):
        environ = {"MTQG_KEY": text_of(OTHER_SECRET)}
        with pytest.raises(Refused) as refused:
            find_key(home, instance=OFFICE, expected=KEY.fingerprint, environ=environ)
        assert codes(refused) == ["E-003"]
        assert refused.value.problems[0].values["expected"] == KEY.fingerprint

    def test_the_same_secret_is_another_key_in_another_instance(self):
        moved = OfficeKey(SECRET, instance="fedcba9876543210")
        assert moved.fingerprint != KEY.fingerprint
        with pytest.raises(Refused):
            moved.cipher().opened(CIPHER.sealed(["Nguyễn Văn An"], context=COLUMN), context=COLUMN)


class TestHowTheKeyIsMade:
    def test_two_offices_get_two_keys(self, tmp_path):
        made = []
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            made.append(first_key(tmp_path / name, instance=OFFICE, environ={}).fingerprint)
        assert made[0] != made[1]

    @ON_UNIX
    @pytest.mark.parametrize("mask", [0o000, 0o022])
    def test_only_its_owner_may_read_it(self, home, mask):
        before = os.umask(mask)
        try:
            path = create_key(home)
        finally:
            os.umask(before)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_it_is_never_overwritten(self, home):
        before = create_key(home).read_bytes()
        with pytest.raises(Refused) as refused:
            create_key(home)
        assert codes(refused) == ["E-005"]
        assert (home / "office.key").read_bytes() == before
        assert [entry.name for entry in home.iterdir()] == ["office.key"]

    def test_a_key_from_the_environment_makes_no_file(self, home):
        assert first_key(home, instance=OFFICE, environ={"MTQG_KEY": text_of(SECRET)}).fingerprint == KEY.fingerprint
        assert not list(home.iterdir())

    def test_a_file_system_without_links_gets_its_key_too(self, home, monkeypatch):
        def refused(*_):
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", refused)
        first = first_key(home, instance=OFFICE, environ={}).fingerprint
        assert first_key(home, instance=OFFICE, environ={}).fingerprint == first
        with pytest.raises(Refused) as again:
            create_key(home)
        assert codes(again) == ["E-005"]
        assert [entry.name for entry in home.iterdir()] == ["office.key"]

    def test_a_full_disk_leaves_no_half_of_a_key(self, home, monkeypatch):
        def full(_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(Refused) as refused:
            create_key(home)
        assert codes(refused) == ["C-031"]
        assert not list(home.iterdir())

    def test_a_backup_knows_the_key_and_what_a_killed_process_left_of_one(self):
        assert is_key_file("office.key")
        assert is_key_file("office.key.new-0123456789abcdef")
        assert not is_key_file("register.sqlite")

    def test_of_several_processes_at_once_one_makes_it_and_all_use_it(self, home):
        child = str(Path(__file__).with_name("key_child.py"))
        running = [
            subprocess.Popen(
                [sys.executable, child, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for _ in range(4)
        ]
        for process in running:
            assert process.stdout.readline() == "ready\n"
        for process in running:
            process.stdin.write("\n")
            process.stdin.flush()
        found = {process.communicate(timeout=60)[0].strip() for process in running}
        assert [process.returncode for process in running] == [0, 0, 0, 0]
        assert found == {find_key(home, instance=OFFICE, expected=None, environ={}).fingerprint}
        assert [entry.name for entry in home.iterdir()] == ["office.key"]


class TestWhatIsShown:
    @pytest.mark.parametrize("thing", [KEY, CIPHER], ids=["key", "cipher"])
    def test_a_key_prints_its_fingerprint_and_nothing_else(self, thing, caplog):
        with caplog.at_level(logging.DEBUG):
            logging.getLogger("mtqg").info("%s %r", thing, [thing])
        shown = f"{thing} {thing!r} {thing:} {caplog.text}"
        assert KEY.fingerprint in shown
        for hidden in (SECRET, KEY._encryption, KEY._index):
            assert hidden.hex() not in shown
            assert repr(hidden)[2:-1] not in shown
            assert text_of(hidden) not in shown
        assert not hasattr(thing, "__dict__")

    @pytest.mark.parametrize("thing", [KEY, CIPHER], ids=["key", "cipher"])
    @pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy])
    def test_a_key_is_neither_pickled_nor_copied(self, thing, copied):
        with pytest.raises(TypeError, match="not copied"):
            copied(thing)

    def test_the_derived_keys_and_the_fingerprint_say_nothing_of_each_other(self):
        parts = (SECRET, KEY._encryption, KEY._index)
        assert len(set(parts)) == 3
        assert not any(part.hex().startswith(KEY.fingerprint) for part in parts)

    def test_an_error_does_not_hold_the_value(self):
        sealed = CIPHER.sealed(["Nguyễn Văn An"], context=COLUMN)
        with pytest.raises(Refused) as refused:
            CIPHER.opened([sealed[0][:-1]], context=COLUMN)
        shown = "".join(traceback.format_exception(refused.value)) + repr(refused.value.problems)
        assert "Nguyễn" not in shown
        assert sealed[0].hex() not in shown


class TestSealing:
    @given(st.lists(st.none() | TEXTS))
    @example(["", None, "\ud800", "Nguye\u0302\u0303n", "x" * 100_000])
    def test_what_is_sealed_opens_as_it_was(self, values):
        sealed = CIPHER.sealed(values, context=COLUMN)
        assert CIPHER.opened(sealed, context=COLUMN) == values
        assert [one is None for one in sealed] == [value is None for value in values]

    def test_bytes_as_a_database_gives_them_open_too(self):
        sealed = CIPHER.sealed(["Bình"], context=COLUMN)
        assert CIPHER.opened([memoryview(one) for one in sealed], context=COLUMN) == ["Bình"]

    @given(TEXTS, st.data())
    def test_one_changed_bit_is_refused(self, text, data):
        sealed = bytearray(CIPHER.sealed([text], context=COLUMN)[0])
        at = data.draw(st.integers(0, len(sealed) - 1))
        sealed[at] ^= 1 << data.draw(st.integers(0, 7))
        with pytest.raises(Refused) as refused:
            CIPHER.opened([bytes(sealed)], context=COLUMN)
        assert codes(refused) == ["E-004"]

    @given(TEXTS, st.data())
    def test_a_piece_of_a_value_is_refused(self, text, data):
        sealed = CIPHER.sealed([text], context=COLUMN)[0]
        with pytest.raises(Refused):
            CIPHER.opened([sealed[: data.draw(st.integers(0, len(sealed) - 1))]], context=COLUMN)

    @given(TEXTS, st.text(min_size=1))
    def test_a_value_moved_to_another_column_is_refused(self, text, column):
        assume(column != COLUMN)
        with pytest.raises(Refused):
            CIPHER.opened(CIPHER.sealed([text], context=COLUMN), context=column)

    @given(TEXTS, st.binary(min_size=32, max_size=32))
    def test_another_key_opens_nothing(self, text, secret):
        assume(secret != SECRET)
        other = OfficeKey(secret, instance=OFFICE).cipher()
        with pytest.raises(Refused):
            other.opened(CIPHER.sealed([text], context=COLUMN), context=COLUMN)

    def test_one_error_counts_all_that_do_not_open(self):
        sealed = CIPHER.sealed(["a", None, "b", "c"], context=COLUMN)
        with pytest.raises(Refused) as refused:
            CIPHER.opened([sealed[0], None, b"", sealed[3][:-1]], context=COLUMN)
        [problem] = refused.value.problems
        assert (problem.place, problem.given, problem.values) == (COLUMN, "2", {"total": 4, "first": 3})

    @given(st.text(alphabet=st.characters(codec="utf-8"), min_size=6), st.integers(2, 20))
    def test_equal_texts_look_different_and_hold_no_piece_of_it(self, text, times):
        sealed = CIPHER.sealed([text] * times, context=COLUMN)
        assert len(set(sealed)) == times
        assert len({one[1:13] for one in sealed}) == times
        clear = text.encode()
        for piece in {clear[at : at + 6] for at in range(len(clear) - 5)}:
            assert not any(piece in one for one in sealed)

    @pytest.mark.parametrize("value", ["038201004567", "Nguyễn Thị Hòa", "0912345678"])
    def test_neither_value_nor_piece_stands_in_sealed_bytes_index_or_digest(self, value):
        sealed = CIPHER.sealed([value], context=COLUMN)
        index = CIPHER.index_of([value], context=COLUMN, form=number_form)
        shown = sealed[0] + index[0] + digest_text(sealed[0]).encode() + sealed[0].hex().encode()
        for at in range(len(value) - 5):
            assert value[at : at + 6].encode() not in shown
            assert value[at : at + 6].encode("utf-16-le") not in shown

    def test_what_was_sealed_by_the_first_version_still_opens(self):
        """Kept bytes: a change of format, label or salt would lose every office's values."""
        kept = "01c59fbd8e6d8c268b0012bbca14368d0c2a1f2ec06815440e7f189d2b2fde33591b35db137c1d35965ac281ea5b216d"
        assert CIPHER.opened([bytes.fromhex(kept)], context=COLUMN) == ["Nguyễn Thị Hòa"]
        assert KEY.fingerprint == "dc411c26a483b612"

    def test_it_is_what_the_decision_page_says(self):
        """Built here from the page's words with the standard library's HMAC: RFC 5869's HKDF, then AES-256-GCM."""
        extracted = hmac.digest(OFFICE.encode(), SECRET, "sha256")
        encryption = hmac.digest(extracted, b"mtqg/encryption/1\x01", "sha256")
        sealed = CIPHER.sealed(["Bình"], context=COLUMN)[0]
        assert sealed[0] == 1
        assert AESGCM(encryption).decrypt(sealed[1:13], sealed[13:], b"\x01" + COLUMN.encode()) == "Bình".encode()

    def test_a_column_must_be_named(self):
        for work in (CIPHER.sealed, CIPHER.opened):
            with pytest.raises(ValueError, match="column"):
                work([None], context="")


class TestTheIndex:
    @given(TEXTS)
    def test_equal_texts_have_one_index_of_sixteen_bytes(self, text):
        first, second = CIPHER.index_of([text, text], context=COLUMN, form=str)
        assert first == second
        assert first is None if text == "" else len(first) == 16

    @given(st.text(min_size=1), st.text(min_size=1))
    def test_other_texts_have_another(self, one, two):
        assume(one != two)
        first, second = CIPHER.index_of([one, two], context=COLUMN, form=str)
        assert first != second

    @given(st.text(min_size=1))
    def test_it_is_the_hmac_of_the_standard_library(self, text):
        of_column = hmac.digest(KEY._index, COLUMN.encode(), "sha256")
        expected = hmac.digest(of_column, text.encode(), "sha256")[:16]
        assert CIPHER.index_of([text], context=COLUMN, form=str) == [expected]

    def test_column_and_key_change_it(self):
        here = CIPHER.index_of(["038201004567"], context=COLUMN, form=number_form)
        there = CIPHER.index_of(["038201004567"], context="members.phone", form=number_form)
        other = OfficeKey(OTHER_SECRET, instance=OFFICE).cipher()
        assert len({here[0], there[0], other.index_of(["038201004567"], context=COLUMN, form=number_form)[0]}) == 3

    def test_what_leaves_nothing_to_search_for_has_none(self):
        assert CIPHER.index_of([None, "", " - . "], context=COLUMN, form=number_form) == [None, None, None]

    def test_indexes_that_were_stored_are_found_again(self):
        """Kept bytes: a form that changes would hide every row that was indexed before."""
        made = [
            CIPHER.index_of([text], context=COLUMN, form=form)[0].hex()
            for text, form in (("Nguyễn Thị Hòa", name_form), ("038201004567", number_form), ("0912345678", phone_form))
        ]
        assert made == [
            "05935fdb6e010bc24bcb17021bf6b7e8",
            "9d905b4e5d3a464e978a48acee69482c",
            "ebf6166c47dc37dbe99029d7aa3d07f3",
        ]


class TestForms:
    @pytest.mark.parametrize("same", ["nguyễn thị hòa", "NGUYỄN THỊ HOÀ", "Nguye\u0302\u0303n  Thi\u0323\u200b Hoà "])
    def test_a_name_is_found_however_it_was_typed(self, same):
        assert name_form(same) == name_form("Nguyễn Thị Hòa")

    @pytest.mark.parametrize("other", ["Nguyễn Thị Hoa", "Nguyên Thị Hòa", "Nguyễn Thị Hòan", "NguyễnThị Hòa", "Đào"])
    def test_accents_and_words_of_a_name_count(self, other):
        assert name_form(other) != name_form("Nguyễn Thị Hòa")

    @given(TEXTS | st.text(alphabet="aAoòoyỳ \u0300\u0323\u00a0\u200b\ufeff\u2028\x1f"))
    def test_the_form_of_a_name_is_its_spelling(self, text):
        assert name_form(text) == spelling(text)

    @pytest.mark.parametrize(
        "same", ["038 201 004 567", "038.201.004-567", "\u200b038201004567\n", "０３８２０１００４５６７"]
    )
    def test_a_number_is_found_however_it_is_grouped(self, same):
        assert number_form(same) == "038201004567"

    def test_a_lost_zero_is_not_guessed(self):
        assert number_form("38201004567") != number_form("038201004567")

    def test_the_letters_of_a_passport_count(self):
        assert number_form("c 1234567") == "C1234567" != number_form("B1234567")

    @pytest.mark.parametrize("same", ["+84912345678", "0084 912 345 678", " +84 (0) 912.345.678", "0912-345-678"])
    def test_a_telephone_number_is_found_with_or_without_its_country(self, same):
        assert phone_form(same) == "0912345678"

    def test_a_foreign_telephone_number_stays_as_it_is(self):
        assert phone_form("+856 20 5555 5555") == "8562055555555"


def test_a_digest_stands_for_the_sealed_bytes():
    sealed = CIPHER.sealed(["Bình", "Bình"], context=COLUMN)
    assert digest_text(sealed[0]) == hashlib.sha256(sealed[0]).hexdigest() == digest_text(memoryview(sealed[0]))
    assert digest_text(sealed[0]) != digest_text(sealed[1])
    assert digest_text(None) == ""


def test_keys_of_households_are_random():
    made = {household_key() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(bytes.fromhex(key)) == 16 for key in made)


def test_a_secret_of_another_length_is_no_key():
    with pytest.raises(ValueError, match="32 bytes"):
        keys.OfficeKey(b"short", instance=OFFICE)


def test_the_key_is_loaded_without_the_engine_and_the_library_only_when_used():
    heavy = "('polars', 'cryptography', 'django')"
    program = f"import sys, mtqg.core.register.keys; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "[]\n"
