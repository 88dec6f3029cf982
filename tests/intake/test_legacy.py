"""Text of TCVN3 and VNI: recognised by what Vietnamese cannot have, asked for once, converted letter by letter."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg.intake.encoding import seen
from mtqg.intake.legacy import FROM_TCVN3, TO_TCVN3, TO_VNI, encoding_of_font, to_tcvn3, to_unicode, to_vni
from mtqg.intake.syllable import is_syllable

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = sorted({unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES} | {"đ"})
ACCENTED = [letter for letter in SMALL if not letter.isascii()]
WRITTEN = (
    "hộ nghèo cận không thị trấn mường lát bản pù quăn tén tằn huyện quảng nam thanh hóa ủy ban nhân dân xã đắk hơ văn "
    "chứ nguyễn phạm ngọc lặc khuyết tật sữa chữa giường chiếu kỹ nghệ thủy điện quỳnh giếng gì được những"
)
WORDS = WRITTEN.split()
texts = st.lists(st.sampled_from(WORDS), min_size=2, max_size=6).map(" ".join)


def test_the_tables_hold_every_letter_with_an_accent():
    assert len(ACCENTED) == 67
    assert set(ACCENTED) <= set(TO_TCVN3) and set(ACCENTED) | set(map(str.upper, ACCENTED)) == set(TO_VNI)
    assert len(FROM_TCVN3) == len(TO_TCVN3) == 67 + len("ĂÂÊÔƠƯĐ")
    assert len(set(TO_VNI.values())) == len(TO_VNI)


@pytest.mark.parametrize(
    ("given", "encoding", "reads"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "tcvn3", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("§éc lËp - Tù do - H¹nh phóc", "tcvn3", "Độc lập - Tự do - Hạnh phúc"),
        ("ñy ban nh©n d©n huyÖn M­êng L¸t", "tcvn3", "ủy ban nhân dân huyện Mường Lát"),
        ("CéNG HßA X· HéI CHñ NGHÜA", "tcvn3", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", "vni", "Độc lập - Tự do - Hạnh phúc"),
        ("THÒ TRAÁN MÖÔØNG LAÙT", "vni", "THỊ TRẤN MƯỜNG LÁT"),
        ("kyõ thuaät, huyønh, myõ, lyù, kyø, kyû, tyî", "vni", "kỹ thuật, huỳnh, mỹ, lý, kỳ, kỷ, tyỵ"),
    ],
)
def test_known_words_are_read(given, encoding, reads):
    assert to_unicode(given, encoding) == reads


@given(
    st.text(st.sampled_from([*ACCENTED, *map(str.upper, ACCENTED), *"abcdeghiklmnopqrstuvxyABCĐ 12-/"]), max_size=40)
)
def test_vni_gives_back_every_text(text):
    assert to_unicode(to_vni(text), "vni") == text


@given(st.text(st.sampled_from([*ACCENTED, *"abcdeghiklmnopqrstuvxy 12-/"]), max_size=40))
def test_tcvn3_gives_back_every_small_text(text):
    assert to_unicode(to_tcvn3(text), "tcvn3") == text


@given(texts)
def test_tcvn3_gives_back_words_in_capitals_and_with_first_capitals(text):
    """A first letter with a tone has no capital in TCVN3; all others come back."""
    capital = f"thị trấn {text}".upper() + " UBND"
    assert to_unicode(to_tcvn3(capital), "tcvn3") == capital
    titled = " ".join(word.capitalize() if word[0].isascii() or word[0] == "đ" else word for word in text.split())
    assert to_unicode(to_tcvn3(titled), "tcvn3") == titled


@given(texts, st.sampled_from([str, str.upper, str.capitalize]))
def test_right_text_is_never_taken_for_another_encoding(text, case):
    assert not seen(case(text)).strong


@pytest.mark.parametrize("encode", [to_tcvn3, to_vni])
def test_text_of_an_encoding_proves_it(encode):
    name = encode.__name__.removeprefix("to_")
    for text in ("hộ nghèo", "thị trấn Mường Lát", "bản Tén Tằn", "huyện Quan Hóa", "Nguyễn Văn Đức", "Hơ Văn Chứ"):
        assert seen(encode(text)).strong == (name,), (text, encode(text))


@pytest.mark.parametrize(
    "text",
    [
        "Hà Nội", "HÀ", "Đắk Lắk", "Krông Pă", "café", "Société Générale", "5 m² × 2", "· Xã Na Mèo", "Thôn 1", "18 °C",
        "Mèo Vạc", "Bá Thước", "Lò Thị Ánh", "H'Bia Niê", "Y Blô", "50 %", "§ 5", "“Bản Ón”", "Ðông Sơn", "©", "Bến En",
    ],
)  # fmt: skip
def test_text_that_is_right_proves_nothing_against_itself(text):
    assert not seen(text).strong


@pytest.mark.parametrize(("word", "can_be"), [("nghiêng", True), ("quyển", True), ("gì", True), ("giếng", True),
    ("oằn", True), ("khuỷu", True), ("Lắk", True), ("các", True), ("cãc", False), ("nghÌo", False), ("Néi", False),
    ("xyz", False), ("áà", False), ("", False)])  # fmt: skip
def test_syllables(word, can_be):
    assert is_syllable(word) is can_be


def test_fonts_name_their_encoding():
    fonts = (".VnTime", ".VnArialH", "VNI-Times", "Times New Roman", "Vni Arial")
    assert [*map(encoding_of_font, fonts)] == ["tcvn3", "tcvn3", "vni", "", "vni"]


# In files


def old(desk, encode, *changes, titles=False):
    """Rows of the household form in an old encoding; codes and headers are ASCII or right unless ``titles``."""
    rows = desk.sheets(*changes)
    coded = [{name: encode(value) if isinstance(value, str) else value for name, value in row.items()} for row in rows]
    return [{encode(name): value for name, value in row.items()} for row in coded] if titles else coded


@pytest.mark.parametrize(("name", "encode"), [("tcvn3", to_tcvn3), ("vni", to_vni)])
def test_an_old_encoding_is_asked_for_once_and_converted_by_the_answer(desk, name, encode):
    path = desk.xlsx(old(desk, encode, {}, {"Kết quả công nhận": "Hộ cận nghèo"}))
    asked = desk.load("poverty-review", path)
    assert asked.rows.is_empty() and [problem.code for problem in asked.problems] == ["I-052", "I-052"]
    (question,) = [one for one in asked.questions if one.key == "encoding"]
    assert [choice.answer for choice in question.choices] == [f"encoding={name}", "encoding=unicode"]
    assert question.example == f"{encode('Thị trấn Mường Lát')} → Thị trấn Mường Lát"
    assert question.cells == 14 and question.cell == "C2" and question.column == "Tên xã"
    loaded = desk.load("poverty-review", path, answers=[f"encoding={name}"])
    right = desk.load_sheets({}, {"Kết quả công nhận": "Hộ cận nghèo"})
    assert not loaded.problems and loaded.rows.equals(right.rows)
    assert [(used.key, used.value) for used in loaded.answers_used] == [("encoding", name)]


def test_names_of_persons_are_never_the_example(desk):
    path = desk.xlsx(desk.sheets({"Họ và tên chủ hộ": to_tcvn3("Nguyễn Văn Đức")}))
    loaded = desk.load("poverty-review", path)
    (question,) = loaded.questions
    assert question.column == "Họ và tên chủ hộ" and question.example == "Hé nghÌo → Hộ nghèo"
    told = str([loaded.questions, [problem.as_cell_json() for problem in loaded.problems]])
    assert "Đức" not in told and to_tcvn3("Đức") not in told


def test_headers_in_an_old_encoding_are_known_and_said(desk):
    loaded = desk.load("poverty-review", desk.xlsx(old(desk, to_tcvn3, {}, titles=True)), answers=["encoding=tcvn3"])
    assert not loaded.problems and len(loaded.rows) == 1
    assert any("tiêu đề không viết bằng Unicode" in line and "Mã hộ" in line for line in loaded.messages)


def test_the_answer_that_text_is_right_leaves_it(desk):
    path = desk.xlsx(desk.sheets({"Số quyết định": "12/Q§ nghÌo"}))
    assert [problem.code for problem in desk.load("poverty-review", path).problems] == ["I-052"]
    loaded = desk.load("poverty-review", path, answers=["encoding=unicode"])
    assert loaded.rows["decision_number"].to_list() == ["12/Q§ nghÌo"]


def test_a_word_that_could_be_either_follows_its_column(desk):
    """“Hé” is a syllable, and Hộ in TCVN3."""
    issuers = ("Hé", to_tcvn3("Hộ nghèo"))
    loaded = desk.load_sheets(*({"Cơ quan ban hành": one} for one in issuers), answers=["encoding=tcvn3"])
    assert loaded.rows["decision_issuer"].to_list() == ["Hộ", "Hộ nghèo"]
    alone = desk.load_sheets({"Cơ quan ban hành": "Hé"}, answers=["encoding=tcvn3"])
    assert alone.rows["decision_issuer"].to_list() == ["Hé"]
    both = desk.load_sheets(*({"Cơ quan ban hành": one} for one in (*issuers, "Hộ nghèo")), answers=["encoding=tcvn3"])
    assert [(problem.code, problem.cell) for problem in both.problems] == [("I-053", "P2")]


def test_two_encodings_may_stand_in_one_folder(desk):
    first = desk.xlsx(old(desk, to_tcvn3, {}), "a.xlsx")
    second = desk.xlsx(old(desk, to_vni, {"Mã hộ": "H-9"}), "b.xlsx")
    loaded = desk.load("poverty-review", first, second, answers=["encoding=tcvn3", "encoding=vni"])
    assert not loaded.problems and len(loaded.rows) == 2


def test_the_letter_eth_is_read_as_d_and_said(desk):
    loaded = desk.load_sheets({"Cơ quan ban hành": "UBND huyện Ðông Sơn"})
    assert loaded.rows["decision_issuer"].to_list() == ["UBND huyện Đông Sơn"]
    assert any("Đ" in line and "1 ô" in line for line in loaded.messages)
