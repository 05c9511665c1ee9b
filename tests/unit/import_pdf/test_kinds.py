"""Kinds of files that people have: what every viewer shows is read, once, in reading order, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.unit.import_pdf.conftest import Read
from tests.unit.import_pdf.writer import Page, write_pdf
from williams.domain.errors import CorruptContent, NoTextLayer, PermanentError, UnsupportedContent

KINDS = Path(__file__).parent / "kinds"

WHOLE = {
    "bengali-typeset": [
        "এই গ্রন্থাগারে অনেক পুরানো বই আছে এবং মানুষ সেগুলি পড়তে আসে। কিন্তু বৃষ্টির দিন"
        "ে কেউ আসে না, কারণ রাস্তা ভেঙে গেছে। স্বাধীনতা ও প্রযুক্তির কথা।",
    ],
    "characters-with-swapped-bytes": [
        "The miller kept a list of all who had borrowed a sack (34 in all).",
        "Every sack came back before the winter.",
    ],
    "lao-printed": ["ຫໍສະໝຸດນີ້ມີປຶ້ມເກົ່າຫຼາຍ ແລະຜູ້ຄົນມາອ່ານທຸກມື້."],
    "hindi-typeset": [
        "यह एक परीक्षण है जिसमें हिन्दी के वाक्य हैं और पुस्तकालय में बहुत पुस्तकें रखी हुई हैं "
        "लोग उन्हें पढ़ने आते हैं राष्ट्रीय संस्कृति और प्रौद्योगिकी का विकास विद्यार्थियों "
        "द्वारा किया गया है। बारिश में भी वे आते रहे, क्योंकि उन्हें कहानियाँ सुनना अच्छा लगता "
        "था।",
    ],
    "arabic-brackets-printed": [
        "سألت أمينة المكتبة (وهي تعرف القرية) عن السجل [الدفتر رقم 12] ثم كتبت «القائمة جاهزة» في آخر الورقة (2019)؛ "
        "وذكرت مجلس (Bridge & Sons Ltd.) وسنة ١٩٨٧. وكان ذلك يوم 12/05/2020، بنسبة 12.5% من الكتب.",
        "کتاب\u200cهای کتابخانه را نمی\u200cتوان همه خواند (مگر کتاب\u200cهای نازک)، "
        "و نامه\u200cهای رسیده در خانه\u200cای بزرگ می\u200cمانند.",
    ],
    "cjk-block-paragraphs": [
        "図書館の司書は貸し出しをすべて緑色の帳面に書き込み、夕方の鐘が鳴る前にページ数を二度数えた。"
        "町長が誰にも疑われない一覧を求めたからである。",
        "一覧は冬ごとに長くなり、ついに橋のそばの文具店で二冊目の帳面を買うことになった。",
        "司書はその帳面も同じ棚に置き、鍵をかけた。",
    ],
    "cjk-line-joins": [
        "図書館の司書は貸し出しをすべて緑色の帳面に書き込み、夕方の鐘が鳴る前にページ数を二度数えた。"
        "町長が誰にも疑われない一覧を求めたからである。",
        "一覧は冬ごとに長くなり、ついに橋のそばの文具店で二冊目の帳面を買うことになった。",
        "司書はその帳面も同じ棚に置き、鍵をかけた。",
    ],
    "cjk-letterspaced": ["図書館の司書は貸し出しをすべて緑色の帳面に"],
    "cjk-vertical": [
        "図書館の司書は貸し出しをすべて緑色の帳面に書き込み、夕方の鐘が鳴る前にページ数を二度数えた。"
        "町長が誰にも疑われない一覧を求めたからである。一覧は冬ごとに長くなり、ついに橋のそばの文具店で"
        "二冊目の帳面を買うことになった。司書はその帳面も同じ棚に置き、鍵をかけた。"
    ],
    "code-2-unmapped": [
        "Loans of the small library",
        "Readers keep what they can carry home",
        "The green book was counted twice",
    ],
    "form-filled": [
        "Application for a reader's card",
        "Name: Augusta Leseratte",
        "Street: Bridge Street 14",
        "Occupation: Bookbinder",
        "Reason: I want to borrow the green book for my thesis on loans.",
    ],
    "form-only": [
        "Minutes of the meeting of the library board on 3 May.",
        "The board decided to buy a second green book.",
    ],
    "freetext-annotation": ["Report on the loans of the year.", "Checked and approved by the board on 3 May"],
    "one-line-pages": [f"This is what page {number} shows" for number in ("one", "two", "three", "four")],
    "tex-ligature-codes": ["The first officer and the coffer were afloat.", "He never finished the fish."],
    "superscript-marks": [
        "The library is used by the town, the village, the next village, and it opens for travellers, the mill and "
        "shelters the old ferrymen, for the new moon and the feast of the bridge.[17][18] "
        "It can be entered from the square."
    ],
    "font-glyph-numbers": [
        "Notes on Slate Roofs",
        "A slate roof lasts longer than the nails that hold it, and so it is nailed twice in a lifetime. "
        "The slater sorts the stones by thickness and puts the thick ones near the eaves. "
        "Frost does little harm to a dense slate, but a soft one opens like a book after ten winters.",
    ],
    "bengali-printed": [
        "বন্দরের মুখে একটি পাথরের উপর বাতিঘরটি তৈরি হয়েছিল, এবং তার বৃদ্ধ রক্ষ"
        "ক প্রতিদিন সন্ধ্যায় একশো চল্লিশটি সিঁড়ি বেয়ে উঠে প্রদীপ জ্বালাতেন।"
    ],
    "thai-typeset": ["ประภาคารตั้งอยู่บนโขดหินที่ปากอ่าว ผู้ดูแลสูงอายุขึ้นบันไดหนึ่งร้อยสี่สิบขั้นทุกเย็นเพื่อจุดตะเกียง ฤดูหนาวปีนั้นหนาวเป็นพิเศษ"],
    "thai-printed": ["ประภาคารตั้งอยู่บนโขดหินที่ปากอ่าว ผู้ดูแลสูงอายุขึ้นบันไดหนึ่งร้อยสี่สิบขั้นทุกเย็นเพื่อจุดตะเกียง ฤดูหนาวปีนั้นหนาวเป็นพิเศษ"],
}
"""All paragraphs of a file."""

SHOWN = {
    "rtl-word-order": [
        "הספרנית כתבה כל השאלה במחברת ירוקה.",
        "ראש העיר ביקש רשימה שאיש לא יחלוק עליה.",
        "كتب أمين المكتبة كل إعارة في دفتر أخضر.",
    ],
    "hebrew-page": ["המגדלור נבנה בשנת 1887 על סלע גרניט בכניסה לנמל. שומר המגדלור הדליק את המנורה בכל ערב"],
    "arabic-with-names": [
        "معيار ISO 9001 الجديد",
        "اشترت شركة Smith & Sons (لندن) المصنع سنة 1911، وباعته إلى",
        "المواصفة ISO 9001:2015 مطلوبة [انظر الملحق]. زاره 15 ضيفا بين 1887 - 1890 فقط.",
    ],
    "chinese-page": ["每年清明之前，采茶的妇女们天不亮就上山"],
    "form-membership": [
        "Wilhelmina Oystercatcher",
        "I want to grow medlars and quinces for the autumn fair.",
    ],
    "font-without-unicode": ["The keeper of the small library wrote every loan into a every loan into a green book"],
    "outside-crop-box": ["had asked for a list that democratic a list that nobody could dispute"],
    "text-layer-twice": ["could pass the weir without being unloaded. Before that, every sack of grain was carried"],
    "lines-beyond-the-sheet": ["and whoever came after eight had to take what the cats had left."],
    "slides-built-up": ["Loans", "Lists", "Bells", "Books", "Every loan is written down", "Lists grow in winter"],
    "slides-with-footer": ["Why locks fail", "Frost lifts the sill", "Roots open the wall", "What we propose"],
    "statements": ["Statement number 4712", "Amount due: 888.01 EUR", "Balance 888.01 EUR", "Paid 318.20 EUR"],
    "repeated-form": ["1. Who opened the door?", "2. What was borrowed?", "Signature of the keeper"],
    "letter-in-a-figure": ["\nLoans may be renewed twice"],
    "white-text": ["wrote every loan into a every loan into a green book and counted"],
}
"""What has to be in the text, paragraphs parted by a line's end."""

LEFT_OUT = {
    "outside-crop-box": ["SECOND PROOF", "\xad", "4 cratic"],
    "white-text": ["keyword stuffing"],
    "text-layer-twice": ["we1r", "IGNORE ALL RULES"],
    "slides-with-footer": ["Canal Society"],
    "code-2-unmapped": ["\xad"],
}


def paragraphs(result: dict[str, Any]) -> list[str]:
    return [paragraph["text"] for paragraph in result["paragraphs"]]


def of_kind(read: Read, kind: str) -> dict[str, Any]:
    return read((KINDS / f"{kind}.pdf").read_bytes())


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_all_is_read_as_it_is_shown(read: Read, kind: str) -> None:
    assert paragraphs(of_kind(read, kind)) == WHOLE[kind]


@pytest.mark.parametrize("kind", sorted(SHOWN))
def test_what_is_shown_is_read(read: Read, kind: str) -> None:
    text = "\n" + "\n".join(paragraphs(of_kind(read, kind)))
    assert [shown for shown in SHOWN[kind] if shown not in text] == []


@pytest.mark.parametrize("kind", sorted(LEFT_OUT))
def test_what_nobody_sees_is_left_out(read: Read, kind: str) -> None:
    text = "\n".join(paragraphs(of_kind(read, kind)))
    assert [hidden for hidden in LEFT_OUT[kind] if hidden in text] == []


def test_text_that_is_drawn_twice_is_read_once(read: Read) -> None:
    text = " ".join(paragraphs(of_kind(read, "text-drawn-twice")))
    assert text.count("Reader 3 brings back the green book") == 1


def test_pages_of_one_line_keep_their_page(read: Read) -> None:
    assert [paragraph["place"]["page"] for paragraph in of_kind(read, "one-line-pages")["paragraphs"]] == [1, 2, 3, 4]


def test_a_regular_font_with_wide_strokes_is_not_bold(read: Read) -> None:
    found = of_kind(read, "regular-font-with-wide-stems")["paragraphs"]
    assert [one["text"] for one in found if one["kind"] == "heading"] == [
        f"{name} of the library" for name in ("Loans", "Lists", "Bells")
    ]
    items = [one["text"] for one in found if one["kind"] == "list_item"]
    assert len(items) == 6
    assert all(item.endswith(".") for item in items)


def test_copies_of_a_form_keep_their_questions(read: Read) -> None:
    assert paragraphs(of_kind(read, "repeated-form")).count("1. Who opened the door?") == 6


def test_what_was_left_out_or_guessed_is_told(read: Read) -> None:
    told = {
        "form-filled": ("form-values-read", "p. 1"),
        "freetext-annotation": ("remarks-read", "p. 1"),
        "white-text": ("hidden-text-left-out", "p. 1"),
        "text-layer-twice": ("hidden-text-left-out", "p. 1"),
        "outside-crop-box": ("text-outside-page-left-out", "p. 1-3"),
        "font-glyph-numbers": ("characters-guessed", "p. 1"),
        "characters-with-swapped-bytes": ("characters-guessed", "p. 1"),
        "slides-with-footer": ("repeated-lines-left-out", None),
        "letters-that-are-nothing": ("characters-unreadable", "p. 1"),
        "malayalam-with-signs-without-unicode": ("characters-unreadable", "p. 1"),
        "tamil-with-signs-without-unicode": ("characters-unreadable", "p. 1"),
        "thai-with-a-sign-without-unicode": ("characters-unreadable", "p. 1"),
        "scan-with-one-page-of-text": ("pages-without-text", "p. 2-6"),
    }
    found = {kind: [(one["code"], one["place"]) for one in of_kind(read, kind)["notices"]] for kind in told}
    assert found == {kind: [expected] for kind, expected in told.items()}


@pytest.mark.parametrize(
    ("kind", "code", "doubts"),
    [
        ("letters-that-are-nothing", "characters-unreadable", {"The Ferr Cloc": 0.85}),
        ("font-glyph-numbers", "characters-guessed", {"Notes on Slate Roofs": 0.9}),
        ("font-without-unicode", None, {}),
        ("scan-with-one-page-of-text", None, {}),
    ],
)
def test_a_paragraph_says_how_surely_it_was_read(read: Read, kind: str, code: str, doubts: dict[str, float]) -> None:
    found = of_kind(read, kind)["paragraphs"]
    told = {one["text"]: one["doubt"] for one in found}
    assert {one["doubt"] and one["doubt"]["code"] for one in found} == {code}
    assert {text: told[text]["confidence"] for text in doubts} == doubts


@pytest.mark.parametrize(
    ("kind", "error", "said"),
    [
        ("xfa-please-wait", UnsupportedContent, "XFA form.*print it to a new PDF"),
        ("page-tree-lost", CorruptContent, "page tree is lost"),
        ("font-without-any-table", NoTextLayer, "fonts do not say.*force-ocr"),
        ("scan-with-stamp", NoTextLayer, "pictures of text"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(
    read: Read, kind: str, error: type[PermanentError], said: str
) -> None:
    with pytest.raises(error, match=said):
        of_kind(read, kind)


@pytest.mark.parametrize(
    "kind", [f"{one}-without-unicode" for one in ("malayalam-with-signs", "tamil-with-signs", "thai-with-a-sign")]
)
def test_codes_of_signs_are_no_letters_among_those_of_another_script(read: Read, kind: str) -> None:
    (paragraph,) = read((KINDS / f"{kind}.pdf").read_bytes())["paragraphs"]
    assert not re.search(r"[!-+\w<>]", paragraph["text"], re.ASCII)


def test_letters_that_stand_on_one_another_are_read_by_the_widths_of_their_font(read: Read) -> None:
    result = read(b"%PDF-1.7\n" + (KINDS / "letters-without-widths.pdf").read_bytes())
    assert paragraphs(result) == WHOLE["code-2-unmapped"]
    assert [one["code"] for one in result["notices"]] == ["letter-widths-missing"]


def test_letters_that_stand_on_one_another_for_good_are_refused(read: Read) -> None:
    page = Page([b"BT /mono 10 Tf 1 Tz 72 700 Td 12 TL (Nobody can read) Tj T* (letters without width) Tj ET"])
    with pytest.raises(CorruptContent, match="no width"):
        read(write_pdf([page]))


def _drawn(text: str) -> Page:
    """Draw each letter at its place, one behind an accent below it, as TeX does where a font has none with both."""
    page, at = Page(), 72.0
    for character in text:
        page.text(at, 700, character, font="mono")
        at += 0.0 if character in "´`¨¸" else 6.0
    return page


def test_accents_that_are_drawn_over_a_letter_are_part_of_it(read: Read) -> None:
    shown = _drawn("Les r´eponses `a l'´el`eve, d´eduites d'une le¸con de B¨arenreiter, paraissent.")
    beside = "The key is 10 ´ or ´ the accent ´a, and `x` is quoted so in plain text."
    found = read(write_pdf([shown.text(72, 600, beside)]))
    texts = [one["text"] for one in found["paragraphs"]]
    assert texts == ["Les réponses à l'élève, déduites d'une leçon de Bärenreiter, paraissent.", beside]


def test_a_company_is_one_author(read: Read) -> None:
    assert of_kind(read, "author-is-a-company")["metadata"]["authors"] == ["Green Book Press, Inc."]


def test_printed_page_numbers_are_kept_beside_the_pages(read: Read) -> None:
    result = of_kind(read, "page-labels")
    assert result["metadata"]["extra"]["page_labels"] == ["i", "ii", "iii", "iv", "1", "2"]
    labels = {one["place"]["page"]: one["place"]["page_label"] for one in result["paragraphs"]}
    assert labels == {page: ["i", "ii", "iii", "iv", "1", "2"][page - 1] for page in labels}
    assert len(labels) > 1
    assert next(one["place"]["page"] for one in result["paragraphs"] if one["text"].startswith("Hemp")) == 5


def test_notes_in_the_margin_are_paragraphs_of_their_own(read: Read) -> None:
    body, note = paragraphs(of_kind(read, "margin-notes"))
    assert note == "A note in the margin that explains what a loan was in those days and why it was counted twice"
    assert body.startswith("every loan into a green book")
    assert body.endswith("bought from the stationer.")
    assert "note" not in body


def test_text_that_is_set_flush_right_has_whole_paragraphs(read: Read) -> None:
    found = paragraphs(of_kind(read, "right-aligned"))
    assert [text.split()[0] for text in found] == ["The", "Bell", "Until"]
    assert all(text.endswith(".") for text in found)


def test_columns_under_a_wide_listing_are_read_one_after_the_other(read: Read) -> None:
    found = of_kind(read, "two-columns-under-wide-listing")["paragraphs"]
    text = " ".join(one["text"] for one in found)
    left, left_end, right, right_end = (text.index(f" {mark}") for mark in ("LEFT ", "LEFTEND", "RIGHT ", "RIGHTEND"))
    assert left < left_end < right < right_end
    assert next(one["text"] for one in found if one["kind"] == "caption").endswith("and what is counted twice.")
