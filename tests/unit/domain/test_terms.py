"""Words become terms: stems without stop words, with their places."""

from __future__ import annotations

import random
import tracemalloc
import unicodedata
from typing import Literal, TypeAlias, get_args

import pytest

from williams.domain.terms import (
    TERM_IDS,
    all_term_ids,
    asked_words,
    question_term_ids,
    term_ids,
    terms_among,
    terms_of,
)

NormalForm: TypeAlias = Literal["NFC", "NFD", "NFKC", "NFKD"]


def words(text: str, language: str | None = "en") -> list[str]:
    """Return the text's terms as they stand in it."""
    return [text[term.start : term.end] for term in terms_of(text, language)]


def same(left: str, right: str, language: str | None) -> bool:
    return term_ids(left, [language or ""]) == term_ids(right, [language or ""]) != set()


@pytest.mark.parametrize(
    ("left", "right", "language"),
    [
        ("connections", "connecting", "en"),
        ("Häuser", "Haus", "de"),
        ("chercheuses", "chercheuse", "fr-CA"),
        ("BIBLIOTECAS", "biblioteca", "es"),
        ("книги", "книга", "ru"),
        ("Library", "LIBRARY", None),
        ("ﬁle", "file", "xx"),
        ("l'eau", "eau", "fr"),
        ("Ada’s", "Ada", "en"),
        ("qu'elles", "", "fr"),
    ],
)
def test_one_word_in_two_forms(left: str, right: str, language: str | None) -> None:
    if right:
        assert same(left, right, language)
    else:
        assert term_ids(left, [language or ""]) == set()


def test_stop_words_are_left_out_and_places_are_exact() -> None:
    text = "What do the shelves — don't ask — keep? Snake case, 2024 / x-ray."
    assert words(text) == ["shelves", "ask", "keep", "Snake", "case", "2024", "x", "ray", "x-ray"]


def test_only_the_languages_own_stop_words_are_left_out() -> None:
    assert words("die Bücher", "de") == ["Bücher"]
    assert words("They die.", "en") == ["die"]
    assert words("und the", "sw") == ["und", "the"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What don’t the shelves keep? Snake_case — x-ray, 2½ km², 'quoted' and '' alone.", "en"),
        ("ISTANBUL'un ışıkları; İzmir’in", "tr"),
        ("L'été, naïf™ façade… «Straße» ʰ", "fr"),
        ("Ёж и ёлка — «Война и мир»; ѐ", "ru"),
        ("Ποιος είναι; Λόγος’ ο", "el"),
        ("a\u00adb c\u0301d", "en"),
        (
            "1,234.5 1 234\u00a0567 1'234 (.NET, C++17, C# or node.js) N.A.S.A. AT&T getElementById_now e\u2011mail",
            "en",
        ),
        ("SHOUTED AT US: E-MAIL", "en"),
    ],
)
def test_a_text_is_read_alike_whatever_stands_behind_it(text: str, language: str) -> None:
    alone = list(terms_of(text, language))
    assert alone
    assert list(terms_of(f"{text} ก", language))[:-1] == alone
    for whole in (text, f"{text} ก"):
        assert all_term_ids(whole, language) == [term.id for term in terms_of(whole, language)]
        wanted = {term.id for term in alone[::2]}
        assert list(terms_among(whole, language, wanted)) == [term for term in alone if term.id in wanted]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1,234,567", "1234567"),
        ("1 234 567", "1.234.567"),
        ("1\u202f234\u202f567", "1’234’567"),
        ("12,34,567", "1234567"),
        ("٣٬٤٥٦", "3,456"),
        ("1,234.56", "1.234,56"),
        ("3.14", "3,14"),
        ("3.11.7", "3.11.7."),
        ("N.A.S.A.", "NASA"),
        ("U.S.", "US"),
        ("т.е.", "те"),
        ("e-mail", "email"),
        ("E\u2011Mail-Adressen", "Emailadressen"),
        ("node.js", "NodeJS"),
        ("AT&T", "at&t"),
        ("978-3-16-148410-0", "9783161484100"),
        ("UTF-8", "utf8"),
        ("my_function_name", "myFunctionName"),
        ("C++", "C++17"),
        ("C#", "c#"),
        ("(.NET)", ".net"),
        ("qu'e-mail", "email"),
    ],
)
def test_what_is_written_in_parts_is_one_word_however_it_is_parted(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        asked, held = asked_words(one, "de"), term_ids(f"davor {other} danach", ["de"])
        assert any(all(reading & held for reading in word.readings[:1]) for word in asked)


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("C++", "C"),
        ("C#", "C"),
        (".NET", "net"),
        ("3.14", "314"),
        ("3.11", "311"),
        ("US", "us"),
        ("1,234,567", "1 2 3 4 5 6 7"),
        ("U.S.", "U and S"),
        ("2020 300", "2020300"),
    ],
)
def test_what_only_looks_like_it_is_another_word(question: str, lacking: str) -> None:
    asked, held = asked_words(question, "en"), term_ids(lacking, ["en"])
    assert not any(reading <= held for word in asked for reading in word.readings[:1])


def test_parts_are_found_and_asked_for_where_they_say_something() -> None:
    assert words("the getElementById of report_final.pdf") == [
        "getElementById", "get", "Element", "Id", "report", "final", "pdf", "report_final.pdf",
    ]  # fmt: skip
    asked = asked_words("getElementById", "en")
    assert question_term_ids("get elements id", ["en"]) <= {term for word in asked for term in word.terms}
    (number,) = asked_words("3.11.7", "en")
    assert number.readings == (frozenset(term_ids("3.11.7", ["en"]) - term_ids("3 11 7", ["en"])),)
    assert number.beside == term_ids("3 11 7", ["en"])


def test_capitals_tell_a_name_from_a_small_word_unless_all_are_capitals() -> None:
    assert words("WHO tells us") == ["WHO", "tells"]
    assert words("WHO TELLS US") == ["TELLS"]


def test_whoever_joins_many_makes_no_word_of_them() -> None:
    assert words("-".join("abcdefghjk")) == [*"bcdefghjk"]
    assert len(all_term_ids("-".join(f"w{n}" for n in range(200_000)), "en")) == 200_000


def test_scripts_without_spaces_are_read_in_pairs_and_chinese_characters_alone_too() -> None:
    assert words("図書館。", "ja") == ["図", "書", "館", "図書", "書館"]
    assert words("书", "zh") == ["书"]
    assert words("PDF文書を読む", "ja") == ["PDF", "文", "書", "読", "文書", "書を", "を読", "読む"]
    assert words("ねこ", "ja") == ["ねこ"]
    assert words("人々・ジョン", "ja") == ["人", "々", "人々", "ジョ", "ョン"]


@pytest.mark.parametrize(
    ("question", "holding", "lacking", "language"),
    [
        ("図書館", "国立図書館の本", "図と書と館", "ja"),
        ("机器学习", "关于机器学习。", "学机习器", "zh"),
        ("书", "一本好书。", "一本好杂志", "zh"),
        ("人々", "多くの人々が", "人と々", "ja"),
        ("ห้องสมุด", "ไปห้องสมุดกัน", "งห้ดมุสอ", "th"),
    ],
)
def test_a_phrase_is_found_in_its_text_and_scattered_characters_are_not(
    question: str, holding: str, lacking: str, language: str
) -> None:
    asked = question_term_ids(question, [language])
    assert asked
    assert asked <= term_ids(holding, [language])
    assert not asked & term_ids(lacking, [language])


@pytest.mark.parametrize("form", get_args(NormalForm))
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mühlräder in Döbeln", "de"),
        ("tiếng Việt", "vi"),
        ("पुस्तकालय में हिन्दी की किताबें", "hi"),
        ("ড়াই পাড়া", "bn"),
        ("도서관에서 읽다", "ko"),
        ("ガイドブックがある", "ja"),
        ("שָׁלוֹם", "he"),
        ("الكُتُبُ أَحمد آمال", "ar"),
        ("ᾠδή", "el"),
    ],
)
def test_every_normal_form_is_the_same_text(text: str, language: str, form: NormalForm) -> None:
    other = unicodedata.normalize(form, text)
    assert same(text, other, language)
    assert "".join(words(other, language)) != ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mu\u0308hlra\u0308der", "de"),
        ("किताबें", "hi"),
        ("நூலகம்", "ta"),
        ("পুস্তক", "bn"),
        ("ക്\u200dഷേത്രം", "ml"),
        ("שָׁלוֹם", "he"),
        ("كِتَابٌ", "ar"),
        ("Biblio\u00adthek", "de"),
    ],
)
def test_a_word_stays_whole_with_its_marks(text: str, language: str) -> None:
    assert words(f"\ufeff{text}, {text}\u200b", language) == [text, text]


@pytest.mark.parametrize(
    ("left", "right", "language"),
    [
        ("סֵפֶר", "ספר", "he"),
        ("\ufb2a\ufb4b", "שו", "he"),
        ("كِتَابٌ", "كتاب", "ar"),
        ("الكتــــاب", "الكتاب", "ar"),
        ("\ufe8e\ufedf\ufed4", "\u0627\u0644\u0641", "ar"),
        ("ܫܠܳܡܳܐ", "ܫܠܡܐ", "syr"),
        ("Biblio\u00adthek", "Bibliothek", "de"),
        ("ＰＤＦ", "pdf", "ja"),
        ("ｶﾞｲﾄﾞ", "ガイド", "ja"),
        ("⼀⼈", "一人", "zh"),
        ("葛\U000e0100飾", "葛飾", "ja"),
        ("ភាសា\u200bខ្មែរ", "ភាសាខ្មែរ", "km"),
        ("٢٠٢٤", "2024", "ar"),
        ("STRASSE", "Straße", "de"),
        ("ΒΙΒΛΙΟΘΗΚΗ", "βιβλιοθήκη", "el"),
        ("ΟΔΟΣ", "οδός", "el"),
        ("IŞIK", "ışık", "tr"),
        ("İSTANBUL", "istanbul", "tr"),
        ("İstanbul", "Istanbul", "en"),
        ("п’ять", "пʼять", "uk"),
        ("می\u200cخواهم", "می خواهم", "fa"),
        ("می\u200cخواهم", "میخواهم", "fa"),
        ("نمی\u200cروند", "نمیروند", "fa"),
        ("کتاب\u200cهای", "کتاب های", "fa"),
        ("کتاب\u200cهای", "کتابهای", "fa"),
        ("بزرگ\u200cترین", "بزرگترین", "fa"),
        ("ه\u200d.ش", "ه.ش", "fa"),
        ("كتابي", "کتابی", "fa"),
        ("خانۀ", "خانهٔ", "fa"),
        ("کتاب", "كتاب", "ar"),
        ("أحمد", "احمد", "ar"),
        ("إسلام", "اسلام", "ar"),
        ("ٱلله", "الله", "ar"),
        ("على", "علي", "ar"),
        ("مدرسة", "مدرسه", "ar"),
        ("\ufefb\ufe91\ufeb3", "لابس", "ar"),
        ("أ", "ا", "xx"),
        ("ہے", "ه\u06d2", "ur"),
        ('צה"ל', "צה״ל", "he"),
        ("צה״ל", "צהל", "he"),
        ("ג'ורג'", "ג׳ורג׳", "he"),
        ("क़लम", "कलम", "hi"),
        ("\u0958लम", "कलम", "hi"),
        ("हिन्दी", "हिंदी", "hi"),
        ("चाँद", "चांद", "hi"),
        ("सम्बन्ध", "संबंध", "mr"),
        ("હિન્દી", "હિંદી", "gu"),
        ("ന്\u200d", "ൻ", "ml"),
        ("উৎসব", "উত্\u200dসব", "bn"),
        ("น้ำ", "นํ้า", "th"),
        ("น้ำ", "น้ํา", "th"),
        ("ที่่", "ที่", "th"),
        ("เเม่", "แม่", "th"),
        ("ນ້ຳ", "ນໍ້າ", "lo"),
        ("hoà bình", "hòa bình", "vi"),
        ("ἄνθρωπος", "άνθρωπος", "el"),
        ("œuvre", "oeuvre", "fr"),
        ("ёлка", "елка", "ru"),
        ("ştiinţă", "știință", "ro"),
    ],
)
def test_spellings_of_one_word(left: str, right: str, language: str) -> None:
    assert same(left, right, language)


@pytest.mark.parametrize(
    ("left", "right", "language"),
    [("Mühle", "Muhle", "xx"), ("की", "का", "xx"), ("ن", "ت", "xx"), ("か", "が", "ja"), ("จํา", "จา", "th")],
)
def test_marks_that_make_another_letter_count(left: str, right: str, language: str) -> None:
    assert not term_ids(left, [language]) & term_ids(right, [language])


def test_a_persian_word_of_parts_is_found_by_each_and_as_a_whole() -> None:
    assert words("دانش\u200cآموز", "fa") == ["دانش\u200cآموز", "دانش", "آموز"]
    assert words("کتاب\u200cها", "fa") == ["کتاب\u200cها"]
    apart, joined = term_ids("دانش آموز", ["fa"]), term_ids("دانشآموز", ["fa"])
    assert term_ids("دانش\u200cآموز", ["fa"]) == apart | joined
    assert len(apart) == 2
    assert len(joined) == 1


@pytest.mark.parametrize(
    ("question", "holding"),
    [
        ("도서관", "국립도서관에서 읽다"),
        ("국립도서관", "국립 도서관에는"),
        ("PDF", "PDF를 읽는다"),
        ("1872년", "1872년에 팠다"),
    ],
)
def test_korean_words_are_found_within_their_compounds_and_before_their_particles(question: str, holding: str) -> None:
    asked = question_term_ids(question, ["ko"])
    assert len(asked & term_ids(holding, ["ko"])) >= max(1, len(asked) - 1)


@pytest.mark.parametrize(
    ("one", "other", "text"), [("in", "id", "membaca"), ("deu", "de-AT", "Häuser"), ("ji", "yi", "ביכער")]
)
def test_a_language_by_another_code_is_the_same(one: str, other: str, text: str) -> None:
    assert term_ids(text, [one]) == term_ids(text, [other]) != term_ids(text, [""])


def test_a_question_is_read_in_every_language_of_the_library() -> None:
    both = term_ids("houses", ["en", "de"])
    assert both >= term_ids("house", ["en"])
    assert both >= term_ids("houses", ["de"])


def test_a_letter_with_many_marks_is_a_word_soon() -> None:
    assert len(all_term_ids("ก" + "\u0e48" * 200_000, "th")) == 1


def test_long_rows_of_joined_words_do_not_stay_in_the_memory() -> None:
    chance, vocabulary = random.Random(1), [f"w{n}" for n in range(100)]
    texts = ["-".join(chance.choices(vocabulary, k=2000)) for _ in range(30)]
    all_term_ids(" ".join(vocabulary), "en")
    tracemalloc.start()
    try:
        assert {len(all_term_ids(text, "en")) for text in texts} == {2000}
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 1_000_000


def test_ids_fit_into_pgvectors_sparse_vectors() -> None:
    ids = term_ids(" ".join(f"word{n}" for n in range(2000)), [""])
    assert len(ids) == 2000
    assert all(0 <= each < TERM_IDS for each in ids)


@pytest.mark.parametrize("text", ["", "   ", "?!…", "the of and", "🎧"])
def test_texts_without_a_term(text: str) -> None:
    assert words(text) == []
