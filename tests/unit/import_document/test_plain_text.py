"""Plain text as it is wrapped: what only begins like an item of a list keeps its words and its number."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.import_document.files import read, told

CHAT = [("body", "[12.03.24, 10:11:12] Ada: Hi"), ("body", "[12.03.24, 10:12:01] Bo: Yes of course")]
TRACE = 'Traceback (most recent call last):\n  File "a.py"\nError: no'
LONG = "I came into this world on a Sunday, and it was the"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LONG}\n3. Mai of that year.", [("body", f"{LONG} 3. Mai of that year.")]),
        (f"{LONG}\n12. That was the day.", [("body", f"{LONG} 12. That was the day.")]),
        (f"{LONG}\nz. B. one of many.", [("body", f"{LONG} z. B. one of many.")]),
        (f"{LONG}\n- he said then - first.", [("body", f"{LONG} - he said then - first.")]),
        (f"{LONG}\n1. Mai of that year.", [("body", f"{LONG} 1. Mai of that year.")]),
        ("12. That was the end of it.", [("body", "12. That was the end of it.")]),
        ("1. one\n2. two\n3. three", [("list_item", "1. one"), ("list_item", "2. two"), ("list_item", "3. three")]),
        (
            "Words before.\n\n1. one\n\n2. two",
            [("body", "Words before."), ("list_item", "1. one"), ("list_item", "2. two")],
        ),
        ("(a) one\n(b)  two", [("list_item", "(a) one"), ("list_item", "(b) two")]),
        (f"{LONG}\n- boat\n- oar", [("body", LONG), ("list_item", "boat"), ("list_item", "oar")]),
        (
            "2024-03-01 gate open\n2024-03-02 gate shut\n2024-03-03 rain",
            [("body", "2024-03-01 gate open"), ("body", "2024-03-02 gate shut"), ("body", "2024-03-03 rain")],
        ),
        (
            "Name:  Ada\nBorn in:  1815\nDied:  1852",
            [("body", "Name: Ada"), ("body", "Born in: 1815"), ("body", "Died: 1852")],
        ),
        (
            "1911 was wet,\n1912 was dry and\nnobody knew why.",
            [("body", "1911 was wet, 1912 was dry and nobody knew why.")],
        ),
        ("To buy:\n- boat", [("body", "To buy:"), ("list_item", "boat")]),
        ("川を渡るための船は\n江戸時代から続いている。", [("body", "川を渡るための船は江戸時代から続いている。")]),
        ("a" * 200 + "\nshort", [("body", "a" * 200), ("body", "short")]),
        ("The Weaver\n\nThe loom goes over.", [("heading", "The Weaver"), ("body", "The loom goes over.")]),
        ("He slept.\n\nHe woke.", [("body", "He slept."), ("body", "He woke.")]),
        ("ID3 is old.\n\n%PDF-1.7 is older.", [("body", "ID3 is old."), ("body", "%PDF-1.7 is older.")]),
    ],
)
def test_what_begins_like_an_item(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert told(read(tmp_path, "a.txt", text.encode())) == expected


KOREAN = [
    "이 우물을 팠다. 그리고 여자들",
    "은 아침마다 왔다. 물은 차고 달",
    "았으며 아무도 그 깊이를 모른다",
    "고 한다.",
]

KOREAN_WHOLE = "이 우물을 팠다. 그리고 여자들은 아침마다 왔다. 물은 차고 달았으며 아무도 그 깊이를 모른다고 한다."


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["마을 사람들은 이 우물을", "팠다. 물은 차고,", "깊었다."],
            "마을 사람들은 이 우물을 팠다. 물은 차고, 깊었다.",
        ),
        (KOREAN, KOREAN_WHOLE),
        (["ชาวบ้านขุดบ่อน้ำนี้ไว้และใช้ต่อ", "มาจนถึงทุกวันนี้"], "ชาวบ้านขุดบ่อน้ำนี้ไว้และใช้ต่อมาจนถึงทุกวันนี้"),
        (["គេជីកអណ្តូងនេះនៅ", "ជ្រលងភ្នំ។", "គេមក។"], "គេជីកអណ្តូងនេះនៅជ្រលងភ្នំ។ គេមក។"),
        (["每年清明之前，用 Python", "写的程序"], "每年清明之前，用 Python 写的程序"),
        (
            ["The har-", "bour is a harbour in Baden-", "Württemberg, a well-", "known one."],
            "The harbour is a harbour in Baden-Württemberg, a well-known one.",
        ),
        (["Vor-", "und Nachteile der Fähre"], "Vor- und Nachteile der Fähre"),
        (["The har\u00ad", "bour"], "The harbour"),
        (["It was dark--", "and cold."], "It was dark--and cold."),
    ],
)
def test_lines_are_joined_as_their_script_has_it(tmp_path: Path, lines: list[str], expected: str) -> None:
    assert told(read(tmp_path, "a.txt", "\n".join(lines).encode())) == [("body", expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Words.\n\n    def f(n):\n        go(n)\n\n        return n\n\nMore.",
            [("body", "Words."), ("code", "def f(n):\n    go(n)\n    return n"), ("body", "More.")],
        ),
        ("Run it:\n\n  $ make a\n  $ make b", [("body", "Run it:"), ("code", "$ make a\n$ make b")]),
        ("As here:\ndef f(x):\n    return 1", [("body", "As here:"), ("code", "def f(x):\n    return 1")]),
        ("# Gates\n[gate]\nopen = 06:00", [("code", "# Gates\n[gate]\nopen = 06:00")]),
        (
            "He wrote:\n\n    The ice came early, and nobody\n    crossed the river on foot.",
            [("body", "He wrote:"), ("body", "The ice came early, and nobody crossed the river on foot.")],
        ),
        (
            "The tide comes in, the tide goes out,\n    The boats lie on the sand;\n"
            "And no one knows what it's about,\n    And no one lends a hand.",
            [
                (
                    "body",
                    "The tide comes in, the tide goes out,\nThe boats lie on the sand;\n"
                    "And no one knows what it's about,\nAnd no one lends a hand.",
                )
            ],
        ),
        (
            f"Harbour Office\n12 Quay Street\nWhitby\n\n{LONG} third\nof March.",
            [("body", "Harbour Office\n12 Quay Street\nWhitby"), ("body", f"{LONG} third of March.")],
        ),
        (
            "Day        High\n---------  -------\nMonday     4.2 m\nTuesday    4.4 m",
            [("table_row", "Day | High"), ("table_row", "Monday | 4.2 m"), ("table_row", "Tuesday | 4.4 m")],
        ),
        ("+---+---+\n| a | b |\n+---+---+\n| c | d |\n+---+---+", [("table_row", "a | b"), ("table_row", "c | d")]),
        ("Ada\tLondon\nBo\tYork", [("table_row", "Ada | London"), ("table_row", "Bo | York")]),
        (
            "On Monday Bo wrote:\n> Did you see it? It\n> was open.\n>\n>> I told you.\nYes.",
            [
                ("body", "On Monday Bo wrote:"),
                ("body", "Did you see it? It was open."),
                ("body", "I told you."),
                ("body", "Yes."),
            ],
        ),
        (
            "Q: Who shuts it?\nA: The keeper, and\nthe boy.",
            [("body", "Q: Who shuts it?"), ("body", "A: The keeper, and the boy.")],
        ),
        (
            "10.0.0.1 - - [10/Oct] a\n10.0.0.1 - - [10/Oct] b\nOct 10 13:55:36 c",
            [("body", "10.0.0.1 - - [10/Oct] a"), ("body", "10.0.0.1 - - [10/Oct] b"), ("body", "Oct 10 13:55:36 c")],
        ),
        (
            "[INFO] 2024 up\n[WARN] 2024 slow\n[INFO] 2024 down",
            [("body", "[INFO] 2024 up"), ("body", "[WARN] 2024 slow"), ("body", "[INFO] 2024 down")],
        ),
        (
            "   It was night, and the gate was shut by\nthe keeper.\n   The boy came in at four, and he had a\nletter.",
            [
                ("body", "It was night, and the gate was shut by the keeper."),
                ("body", "The boy came in at four, and he had a letter."),
            ],
        ),
        ("gate\n    what is opened,\n    and shut", [("list_item", "gate"), ("list_item", "what is opened, and shut")]),
        ("NAME\n       gate - open a gate", [("heading", "NAME"), ("body", "gate - open a gate")]),
        (
            "[1] A. Smith, On\n    gates.\n[2] B. Lee.",
            [("list_item", "[1] A. Smith, On gates."), ("list_item", "[2] B. Lee.")],
        ),
        ("I. First\nII. Second", [("list_item", "I. First"), ("list_item", "II. Second")]),
        ("1. One\n  1.1 Of it\n2. Two", [("list_item", "1. One"), ("list_item", "1.1 Of it"), ("list_item", "2. Two")]),
        ("一、第一\n二、第二", [("list_item", "一、第一"), ("list_item", "二、第二")]),
        ("A. Smith\nKeeper", [("body", "A. Smith Keeper")]),
        ("Надо:\nа) лодку\nб) весло", [("body", "Надо:"), ("list_item", "а) лодку"), ("list_item", "б) весло")]),
        ("א. סירה\nב. משוט", [("list_item", "א. סירה"), ("list_item", "ב. משוט")]),
        ("・一つ目\n・二つ目", [("list_item", "一つ目"), ("list_item", "二つ目")]),
        (
            "—¿Vienes? —preguntó\nella.\n—No —dijo él.",
            [("body", "—¿Vienes? —preguntó ella."), ("body", "—No —dijo él.")],
        ),
        ("[12.03.24, 10:11:12] Ada: Hi\n[12.03.24, 10:12:01] Bo: Yes\nof course", CHAT),
        ("<ada> hi\n<bo> yes", [("body", "<ada> hi"), ("body", "<bo> yes")]),
        (
            "1:1 In the beginning\nit was.\n1:2 And so.",
            [("body", "1:1 In the beginning it was."), ("body", "1:2 And so.")],
        ),
        ("a;b;c\nd;e;f\ng;h;i", [("table_row", "a | b | c"), ("table_row", "d | e | f"), ("table_row", "g | h | i")]),
        ("Kapitel 2\n\nEs war Nacht.", [("heading", "Kapitel 2"), ("body", "Es war Nacht.")]),
        ("Es war.\n\n第一章 門\n\n門。", [("body", "Es war."), ("heading", "第一章 門"), ("body", "門。")]),
        ("Article 2\nIt is shut.", [("heading", "Article 2"), ("body", "It is shut.")]),
        ("He said —\nand left.\nShe did—\nand ran.", [("body", "He said — and left. She did—and ran.")]),
        ("$5 was paid,\n$6 is owed.", [("body", "$5 was paid, $6 is owed.")]),
        ("== Parts ==\nIt has two.", [("heading", "Parts"), ("body", "It has two.")]),
        ("It is old.[1] It is grey.[2]\n\nSo.", [("body", "It is old.[1] It is grey.[2]"), ("body", "So.")]),
        ('Traceback (most recent call last):\n  File "a.py"\nError: no', [("code", TRACE)]),
        ("* One\n** Of it\n* Two", [("list_item", "One"), ("list_item", "Of it"), ("list_item", "Two")]),
        (
            "              Harbour Law\n       Version 2, March 1911\n           In force today",
            [("body", "Harbour Law\nVersion 2, March 1911\nIn force today")],
        ),
        (
            "He wrote:\n\n    It was cold.  The ice came\n    early.  Nobody crossed.",
            [("body", "He wrote:"), ("body", "It was cold. The ice came early. Nobody crossed.")],
        ),
        (
            "Words.\n\n~~~~~\nNotes\n~~~~~\n\n## More\n\nEnd.",
            [("body", "Words."), ("heading", "Notes"), ("heading", "More"), ("body", "End.")],
        ),
        ("One.\u2029Two.\n\u00a0\nThree.", [("body", "One."), ("body", "Two."), ("body", "Three.")]),
    ],
)
def test_what_blocks_are_by_their_layout(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert told(read(tmp_path, "a.txt", text.encode())) == expected


PAGE = """   The gate is shut by message {0}, and the keeper
   answers it.

   It is open until

Smith            Informational            [Page {0}]
\f
RFC 9999          Gates          March 2011

   the tide.

"""


def test_lines_at_the_edges_of_pages_are_left_out_and_told(tmp_path: Path) -> None:
    found = read(tmp_path, "a.txt", "".join(PAGE.format(number) for number in (1, 2, 3)).encode())
    whole = ["The gate is shut by message {0}, and the keeper answers it.", "It is open until the tide."]
    assert [text for _, text in told(found)] == [text.format(number) for number in (1, 2, 3) for text in whole]
    assert [each["code"] for each in found["notices"]] == ["repeated-lines-left-out"]


SIMPLE = """
  Right     Left     Center     Default
-------     ------ ----------   -------
     12     12        12            12
      1     1          1             1
"""
MULTILINE = """
-------------------------------------------------------------
 Centered   Default           Right Left
  Header    Aligned         Aligned Aligned
----------- ------- --------------- -------------------------
   First    row                12.0 Example of a row that
                                    spans lines.

  Second                        5.0 Another one.
-------------------------------------------------------------

Behind it.
"""
GRID = """
+-----------+-------+--------------------+
| Fruit     | Price | Advantages         |
+===========+=======+====================+
| Bananas   | $1.34 | built-in wrapper,  |
| and other |       | bright color       |
+-----------+-------+--------------------+
| Oranges   |       | cures scurvy       |
+-----------+-------+--------------------+
"""
OF_A_DATABASE = """
 name | age
------+-----
 Ada  |  40
 Ben  |
(2 rows)
"""
DAMAGED = """
-------------------------------------------------------------
 Name       Default
----------- -------
   First    row

No rule stands below it.
"""


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (SIMPLE, ["Right | Left | Center | Default", "12 | 12 | 12 | 12", "1 | 1 | 1 | 1"]),
        (
            MULTILINE,
            [
                "Centered Header | Default Aligned | Right Aligned | Left Aligned",
                "First | row | 12.0 | Example of a row that spans lines.",
                "Second | – | 5.0 | Another one.",
                "Behind it.",
            ],
        ),
        (
            GRID,
            [
                "Fruit | Price | Advantages",
                "Bananas and other | $1.34 | built-in wrapper, bright color",
                "Oranges | – | cures scurvy",
            ],
        ),
        (OF_A_DATABASE, ["name | age", "Ada | 40", "Ben", "(2 rows)"]),
        (DAMAGED, ["Name | Default", "First | row", "No rule stands below it."]),
        ("Ein Satz davor.\n\n    a    b\n    ---- ----\n    1    2", ["Ein Satz davor.", "a | b", "1 | 2"]),
    ],
)
def test_rules_tell_where_columns_and_rows_of_a_table_end(tmp_path: Path, text: str, rows: list[str]) -> None:
    assert [said for _, said in told(read(tmp_path, "a.txt", text.encode()))] == rows


def test_lines_across_the_columns_of_a_rule_are_no_rows(tmp_path: Path) -> None:
    text = "What is said here goes across.\n---- ----\nAnd so does this line of it."
    assert "table_row" not in {kind for kind, _ in told(read(tmp_path, "a.txt", text.encode()))}


@pytest.mark.parametrize("mark", ["{}", "- {} -", "                    {}", "[{}]", "Page {}"])
@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("The gate is shut by a message, and the keeper who", "has it answers at once."),
        ("图书馆成立于一八〇一年，由一位没有继承人的商人建立，他把", "所有的书都留给了城市。"),
        ("पुस्तकालय की स्थापना सन १८०१ में एक व्यापारी ने की थी", "जिसका कोई वारिस नहीं था।"),
        ("تأسست المكتبة في عام 1801 على يد تاجر لم يكن له", "ورثة وترك كل كتبه للمدينة."),
    ],
)
def test_numbers_of_pages_between_lines_are_left_out_and_told(tmp_path: Path, mark: str, first: str, last: str) -> None:
    pages = (f"{first}\n\n{mark.format(number)}\n\n{last}" for number in (11, 12, 13))
    found = read(tmp_path, "a.txt", "\n\n".join(pages).encode())
    joined = f"{first}{'' if '图' in first else ' '}{last}"
    assert [text for _, text in told(found)] == [joined] * 3
    (said,) = (each["message"] for each in found["notices"])
    assert "3 numbers of pages were left out" in said


@pytest.mark.parametrize(
    "text",
    [
        "1\n\nIt was night, and the keeper of the gate slept.\n\n2\n\nIt was day.\n\n3\n\nIt was night again.",
        "A line that is as long as lines of prose are\n\n1\n\ngoes on, and no other number stands here.",
        "A line that is as long as lines of prose are\n\n5\n\ngoes on\n\n17\n\nand on\n\n40\n\nand on.",
    ],
)
def test_other_numbers_alone_are_kept(tmp_path: Path, text: str) -> None:
    numbers = [each for each in text.split() if each.isdecimal()]
    assert [said for _, said in told(read(tmp_path, "a.txt", text.encode())) if said.isdecimal()] == numbers


def test_a_book_of_project_gutenberg_is_the_book(tmp_path: Path) -> None:
    text = (
        "The Project Gutenberg eBook of Gates\n\nTitle: Gates\n\nAuthor: Ada Smith\n\nLanguage: English\n\n"
        "*** START OF THE PROJECT GUTENBERG EBOOK GATES ***\n\nCHAPTER I.\n\nIt was night.\n\n"
        "*** END OF THE PROJECT GUTENBERG EBOOK GATES ***\n\nUpdated editions will replace it."
    )
    found = read(tmp_path, "a.txt", text.encode())
    assert told(found) == [("heading", "CHAPTER I."), ("body", "It was night.")]
    assert (found["metadata"]["title"], found["metadata"]["authors"]) == ("Gates", ["Ada Smith"])
    assert [each["code"] for each in found["notices"]] == ["part-left-out"]
