"""Plain text that is no running prose: laws, and what else has a form of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.import_document.files import read, told


def _told(folder: Path, text: str) -> list[tuple[str, str]]:
    return told(read(folder, "a.txt", text.encode()))


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("Article 1", "Article 2", "Article 2a"),
        ("Article 1er", "Article 2", "Article 3"),
        ("Artículo 1.º", "Artículo 2.º", "Artículo 3.º"),
        ("المادة 1", "المادة 2", "المادة 3"),
        ("ماده ۱", "ماده ۲", "ماده ۳"),
        ("धारा १", "धारा २", "धारा ३"),
        ("Điều 1.", "Điều 2.", "Điều 3."),
        ("§ 1 Zweck", "§ 2 Abgaben", "§ 3"),
        ("Madde 1 Amaç", "Madde 2 Vergi", "Madde 3"),
        ("1 §", "2 §", "3 §"),
        ("1. §", "2. §", "3. §"),
        ("第一条", "第二条", "第三条"),
        ("제1조 목적", "제2조 세금", "제3조"),
    ],
)
def test_articles_stand_above_their_text_in_any_language(tmp_path: Path, first: str, second: str, third: str) -> None:
    one = f"{first}\nThe mill belongs to the village, and to nobody\nelse."
    text = f"{one}\n{second}\nWhoever grinds pays.\n\n{third}\nIt lasts."
    said = ["The mill belongs to the village, and to nobody else.", "Whoever grinds pays.", "It lasts."]
    expected = [
        each
        for name, body in zip((first, second, third), said, strict=True)
        for each in (("heading", name), ("body", body))
    ]
    assert _told(tmp_path, text) == expected


@pytest.mark.parametrize(
    "articles",
    [
        ["Art. 1. The mill is ours;", "Art. 2. It grinds as Art. 3 says.", "Art. 3. It lasts."],
        ["Madde 1 – Değirmen köyündür.", "Madde 2 – Öğüten öder.", "Madde 3 – Yürürlüktedir."],
        ["第一条 磨坊属于村庄。", "第二条 磨面的人付十分之一。", "第三条 本条例施行。"],
        ["제1조(목적) 마을의 것이다.", "제2조(세금) 십분의 일을 낸다.", "제3조(시행) 시행한다."],
    ],
)
def test_articles_with_their_text_are_paragraphs(tmp_path: Path, articles: list[str]) -> None:
    assert _told(tmp_path, "\n".join(articles)) == [("body", each) for each in articles]


@pytest.mark.parametrize(
    "text",
    [
        "He asks what stands in\nArticle 1 of it. I told him of\nArticle 2 of it, and he\nof the whole.",
        "They came by the mill, and stayed until\nMay 1 was over. Then they went on and on until\nMay 2 was over.",
    ],
)
def test_sentences_that_name_articles_go_on(tmp_path: Path, text: str) -> None:
    assert _told(tmp_path, text) == [("body", " ".join(text.split("\n")))]


def test_cases_of_a_program_are_no_articles(tmp_path: Path) -> None:
    text = "case 0:\n  a();\ncase 1:\n  b();\ncase 2:\n  c();\ncase 3:\n  d();"
    assert _told(tmp_path, text) == [("code", text)]


SAID = [
    ("The mill is old,", "and nobody knows who built it.", "We asked."),
    ("Мельница стара,", "и никто не знает, кто её построил.", "Мы спросили."),
    ("الطاحونة قديمة،", "ولا أحد يعرف من بناها.", "سألنا."),
]
TIMES = ["00:00:01,000 --> 00:00:03,000", "00:00:03,100 --> 00:00:05,000", "00:00:09,000 --> 00:00:11,000"]


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("", "{count}\n{times}\n{said}\n\n"),
        ("", "{times}\n{said}\n\n"),
        ("", "{count}\n{times}\n{said}\n"),
        ("WEBVTT\n\n", "{times}\n{said}\n\n"),
        ("WEBVTT - the mill\n\nNOTE of Ada's\n\n", "{count}\n{times}\n{said}\n\n"),
    ],
)
def test_pasted_subtitles_are_what_is_said(tmp_path: Path, header: str, form: str, said: tuple[str, ...]) -> None:
    cues = "".join(form.format(count=n, times=TIMES[n], said=each) for n, each in enumerate(said))
    found = read(tmp_path, "a.txt", f"{header}{cues}".encode())
    assert told(found) == [("body", f"{said[0]} {said[1]}"), ("body", said[2])]
    assert [each["place"]["seconds"] for each in found["paragraphs"]] == [1, 9]


def test_words_around_pasted_subtitles_are_kept(tmp_path: Path) -> None:
    cues = f"1\n{TIMES[0]}\nIt is old.\n\n2\n{TIMES[1]}\n<i>&nbsp;</i>"
    text = f"A film of the mill\n\n{cues}\n\nSeen on a Sunday.\n\n3\n{TIMES[2]}\n \n\nThen came 12."
    said = ["It is old.", "Seen on a Sunday.", "Then came 12."]
    assert _told(tmp_path, text) == [("heading", "A film of the mill"), *(("body", each) for each in said)]


@pytest.mark.parametrize("said", SAID)
def test_seconds_of_a_pasted_transcript_are_its_places(tmp_path: Path, said: tuple[str, ...]) -> None:
    found = read(tmp_path, "a.txt", f"0:01\n{said[0]}\n0:05\n{said[1]}\n1:09\n{said[2]}".encode())
    assert told(found) == [("body", " ".join(said))]
    assert found["paragraphs"][0]["place"]["seconds"] == 1


@pytest.mark.parametrize("times", [("9:00", "10:00", "11:30"), ("0:00", "2:30", "7:45"), ("0:05", "0:03", "0:09")])
def test_times_of_a_day_and_of_chapters_stay_in_the_text(tmp_path: Path, times: tuple[str, ...]) -> None:
    text = "\n".join(f"{time}\nThe mill" for time in times)
    said = " ".join(each for _, each in _told(tmp_path, text))
    assert all(time in said for time in times)


@pytest.mark.parametrize(
    "begins",
    [
        ("SPEAKER 1 (00:00:05): ", "SPEAKER 2 (00:00:15): "),
        ("SPEAKER 1 (00:00:05):\n", "SPEAKER 2 (00:00:15):\n"),
        ("00:01:15 Ada: ", "00:01:20 Bo: "),
        ("[00:01:15] ", "[00:01:20] "),
        ("[00:01:15 - 00:01:20] ", "[00:01:20 - 00:01:44] "),
        ("Ада Смит  0:05\n", "Бо Ли  0:12\n"),
        ("說話人一 00:05\n", "說話人二 00:12\n"),
        ("(00:00:05) ", "(00:00:15) "),
        ("रमेश: ", "सीता: "),
        ("5 March 2024: ", "6 March 2024: "),
        ("Tuesday, 5 March 2024\n", "Wednesday, 6 March 2024\n"),
        ("March 5, 2024\n", "March 6, 2024\n"),
        ("5. März 2024 – ", "6. März 2024 – "),
        ("5 de marzo de 2024: ", "6 de marzo de 2024: "),
        ("5 марта 2024 г. ", "6 марта 2024 г. "),
        ("5 मार्च 2024: ", "6 मार्च 2024: "),
        ("٥ مارس ٢٠٢٤: ", "٦ مارس ٢٠٢٤: "),
        ("2024年3月5日　", "2024年3月6日　"),
        ("2024-03-05 ", "2024-03-06 "),
        ("05.03.2024 ", "06.03.2024 "),
        ("5.3. ", "6.3. "),
    ],
)
def test_each_entry_of_a_transcript_or_a_diary_is_a_paragraph(tmp_path: Path, begins: tuple[str, str]) -> None:
    said = ("The mill, which is very old, stood still all\nday and night.", "It went.")
    text = "\n".join(f"{begin}{each}" for begin, each in zip(begins, said, strict=True))
    expected = [" ".join(f"{begin}{each}".split()) for begin, each in zip(begins, said, strict=True)]
    assert _told(tmp_path, text) == [("body", each) for each in expected]


@pytest.mark.parametrize(
    "terms",
    [
        ("loom -- a frame on which cloth is\n    woven", "heddle -- a loop", "shuttle -- carries the weft"),
        ("станок — рама", "челнок — несёт уток", "основа — нити вдоль"),
        ("נול – מסגרת", "מוט – לולאה", "סירה – נושאת"),
        ("织机 —— 织布的架子", "梭 —— 带纬线", "经 —— 竖线"),
        ("织机：织布的架子", "梭：带纬线", "经：竖线"),
        ("Loom - A frame\nthat stands.", "Heddle - A loop.", "Shuttle - It\ngoes over."),
    ],
)
def test_each_term_of_a_list_is_a_paragraph(tmp_path: Path, terms: tuple[str, ...]) -> None:
    assert _told(tmp_path, "\n".join(terms)) == [("body", " ".join(each.split())) for each in terms]


@pytest.mark.parametrize(
    "text",
    [
        "The mill -- it is very old -- stands at a river\nnobody -- as they say -- crossed, and the\nriver ran",
        "At the mill they met at 10:30 on a Sunday, and stayed until\n11:30 of the same day.",
        "5 March 2024 was the day on which the mill burnt down, and on\n6 March 2024 they built it again.",
        "2.5 loaves were left of what they had brought with them, and\n1.5 of them were dry.",
        "水车很旧，没有人知道：谁造了它，\n为什么造它。他问：\n谁知道？",
        "The old mill — a ruin now, a roof for years\nand years — was ours — and will be\nours again — as it was.",
    ],
)
def test_prose_with_times_dates_and_dashes_goes_on(tmp_path: Path, text: str) -> None:
    assert len(_told(tmp_path, text)) == 1


@pytest.mark.parametrize(
    ("header", "footer"),
    [
        ("MILL(1)          User Commands          MILL(1)", "GNU mill 1.2      March 2024      MILL(1)"),
        ("MILL(1)     General Commands Manual     MILL(1)", "Debian         March 5, 2024         Debian"),
        ("MILL(1)         Команды пользователя          MILL(1)", "GNU mill 1.2   март 2024   MILL(1)"),
        ("mill(3ssl)              OpenSSL              mill(3ssl)", "3.0          2024-03-05          mill(3ssl)"),
        ("MILL(1)           用户命令           MILL(1)", "MILL(1)"),
    ],
)
def test_a_manual_page_is_its_text_and_is_called_by_its_name(tmp_path: Path, header: str, footer: str) -> None:
    page = (
        f"{header}\n\nNAME\n       mill - grind corn\n\nDESCRIPTION\n       See  rye(1)\n       in  it.\n\n{footer}\n"
    )
    found = read(tmp_path, "a.txt", f"{page}\n{page}".encode())
    assert [text for _, text in told(found)] == ["NAME", "mill - grind corn", "DESCRIPTION", "See rye(1) in it."] * 2
    assert found["metadata"]["title"] == header.split()[0]
    (said,) = (each["message"] for each in found["notices"])
    assert said.startswith("4 lines above and below pages of a manual")


def test_a_text_that_names_a_manual_page_keeps_its_lines(tmp_path: Path) -> None:
    text = "MILL(1)  is like  RYE(1)\n\nIt  grinds  as RYE(1)\n\nMILL(1)"
    assert [" ".join(said.split()) for _, said in _told(tmp_path, text)] == [
        "MILL(1) is like RYE(1)",
        "It grinds as RYE(1)",
        "MILL(1)",
    ]


@pytest.mark.parametrize(
    ("one", "two", "answer"),
    [
        ("The mill is old, and", "nobody knows who built it.", "I know it."),
        ("Мельница стара, и", "никто не знает, кто её построил.", "Я знаю."),
        ("الطاحونة قديمة", "ولا أحد يعرف من بناها.", "أنا أعرف."),
    ],
)
def test_what_news_quote_behind_colons_is_a_quotation(tmp_path: Path, one: str, two: str, answer: str) -> None:
    assert _told(tmp_path, f": {one}\n: {two}\n{answer}") == [("body", f"{one} {two}"), ("body", answer)]


def test_a_colon_before_one_line_is_no_quotation(tmp_path: Path) -> None:
    said = _told(tmp_path, "loom\n: a frame of wood\nshuttle\n: it goes over")
    assert {kind for kind, _ in said} == {"body"}


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ("The old\u2010\nest mill is the oldest.", "The oldest mill is the oldest."),
        ("Die Müh\u2010\nle ist eine Mühle.", "Die Mühle ist eine Mühle."),
        ("Мель\u2010\nница есть мельница.", "Мельница есть мельница."),
        ("In Baden\u2010\nWürttemberg.", "In Baden\u2010Württemberg."),
    ],
)
def test_words_that_a_hyphen_of_its_own_parts_are_whole(tmp_path: Path, lines: str, whole: str) -> None:
    assert _told(tmp_path, lines) == [("body", whole)]


ADDRESSES = "\n".join(f"   {number}. https://mill.example/{number}" for number in range(1, 7))


@pytest.mark.parametrize(
    ("title", "lines", "said"),
    [
        ("The old mill", "The mill is [5]old and stands\n   at a [6]river.", "The mill is old and stands at a river."),
        ("Старая мельница", "Мельница [5]стара и стоит\n   у [6]реки.", "Мельница стара и стоит у реки."),
        ("旧水车", "水车[5]很旧，在\n   [6]河边。", "水车很旧，在河边。"),
    ],
)
@pytest.mark.parametrize("label", ["Visible links", "Видимые ссылки:", ""])
def test_a_page_of_lynx_has_no_numbers_before_its_links(
    tmp_path: Path, label: str, title: str, lines: str, said: str
) -> None:
    head = f"   #[1]alternate [2]next\n\n   [3]Home [4]About\n\n                         {title}\n\n   {lines}\n\n"
    found = read(tmp_path, "a.txt", f"{head}References\n\n   {label}\n{ADDRESSES}\n".encode())
    assert told(found)[:4] == [("list_item", "Home"), ("list_item", "About"), ("heading", title), ("body", said)]
    assert told(found)[-1] == ("list_item", "6. https://mill.example/6")
    assert found["metadata"]["title"] == title
    assert "“#[1]alternate [2]next”" in found["notices"][0]["message"]


@pytest.mark.parametrize("mark", ["old [1] and [2] dry, [3] dark [4], as [5] says [6].", "old[1]. It is[2], as[3] all"])
def test_numbers_of_notes_are_kept(tmp_path: Path, mark: str) -> None:
    text = f"The mill is {mark}\n\nReferences\n\n{ADDRESSES}\n"
    assert _told(tmp_path, text)[0][1].endswith(mark)


LEFT = ["The mill is old and stands", "at a river which nobody has", "ever crossed, because there", "is no bridge."]
RIGHT = [
    "whoever grinds there pays a",
    "tenth of what he grinds, and",
    "the miller keeps it in a box",
    "which is locked.",
]
CYRILLIC = ["Мельница стара и стоит у", "реки, которую никто ещё не", "переходил, потому что здесь", "нет моста."]
IDEOGRAPHS = ["水车很旧，站在一条从来没", "有人渡过的河边，因为这里", "一直没有桥，也没有船可以", "渡过去。"]


def _side_by_side(left: list[str], right: list[str]) -> str:
    wide = [line + " " * (36 - len(line) * (2 if line in IDEOGRAPHS else 1)) for line in left]
    return "\n".join(map("".join, zip(wide, right, strict=True)))


@pytest.mark.parametrize(
    ("left", "right"), [(LEFT, RIGHT), (CYRILLIC, LEFT), (IDEOGRAPHS, IDEOGRAPHS), (RIGHT, CYRILLIC)]
)
def test_two_columns_of_prose_are_read_one_after_the_other(tmp_path: Path, left: list[str], right: list[str]) -> None:
    said = [("" if column is IDEOGRAPHS else " ").join(column) for column in (left, right)]
    assert _told(tmp_path, _side_by_side(left, right)) == [("body", each) for each in said]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ("The mill is old and it grinds.", "Die Mühle ist alt und mahlt gut."),
            ("It stands at a river, alone.", "Sie steht am Fluss, allein."),
        ],
        [("to grind the corn of a village", "mahlen"), ("to pay, as whoever grinds there", "zahlen")],
        [("mill", "what grinds the corn of a village"), ("box", "what the miller keeps locked, as")],
        [("水车磨坊属于村庄所有人", "磨面的人付给十分之一的"), ("河边没有桥也没有渡船只", "磨坊主人把它锁在箱子里")],
    ],
)
def test_rows_of_a_table_stay_rows(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    text = _side_by_side(*map(list, zip(*rows * 2, strict=True)))
    assert {kind for kind, _ in _told(tmp_path, text)} == {"table_row"}


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("The mill* is old, and it stands at the river.", "* A mill of water."),
        ("Мельница* стара и стоит у реки.", "* Водяная мельница."),
        ("تقف الطاحونة* عند النهر.", "* طاحونة مائية."),
    ],
)
def test_an_asterisk_before_a_note_is_kept(tmp_path: Path, text: str, note: str) -> None:
    assert _told(tmp_path, f"{text}\n\n{note}") == [("body", text), ("body", note)]


@pytest.mark.parametrize("text", ["What to buy:", "It is *new* and *dry*:", "A note* on it:"])
def test_an_asterisk_before_an_item_is_its_mark(tmp_path: Path, text: str) -> None:
    assert _told(tmp_path, f"{text}\n\n* boat\n* oar")[1:] == [("list_item", "boat"), ("list_item", "oar")]


def test_a_letter_behind_its_neighbour_is_no_roman_numeral(tmp_path: Path) -> None:
    lines = [f"{letter}. the {letter} of the gates" for letter in "abcdefghij"]
    assert _told(tmp_path, "\n".join(lines)) == [("list_item", line) for line in lines]


def test_a_roman_numeral_behind_letters_begins_its_own_list(tmp_path: Path) -> None:
    lines = [*(f"{letter}. gates" for letter in "abcdefgh"), "i. lower", "ii. upper"]
    assert _told(tmp_path, "\n".join(lines)) == [("list_item", line) for line in lines]
