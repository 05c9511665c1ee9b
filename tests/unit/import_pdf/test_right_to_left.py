"""Names, numbers and brackets within lines that are read from right to left."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from williams_import_pdf.embedded import Word, as_read, from_the_right
from williams_import_pdf.joiners import joined_at
from williams_import_pdf.scripts import holds_right_to_left


def drawn(line: str) -> tuple[list[Word], float]:
    """Return the words of a line, and the size of its font.

    ``line`` has its pieces from the right end of the line to the left one, each in the order of its letters; ``~``
    parts pieces that stand next to each other, ``|`` stands where the file parts its words.
    """
    right = 1000.0
    words: list[Word] = [Word("", [])]
    for piece in re.findall(r"[^ ~|]+|[ ~|]", line):
        if piece == "|":
            words.append(Word("", []))
        elif piece == " ":
            right -= 3
        elif piece != "~":
            lefts = [right - 5 * number for number in range(1, len(piece) + 1)]
            lefts = lefts if holds_right_to_left(piece) else lefts[::-1]
            words[-1] = Word(words[-1].text + piece, [*words[-1].spans, *((left, left + 5) for left in lefts)])
            right -= 5 * len(piece)
    return words, 10.0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("חברת |Sons |& |Smith |מלונדון", "חברת Smith & Sons מלונדון"),
        ("معيار |9001 |ISO |الجديد", "معيار ISO 9001 الجديد"),
        ("إلى |Ltd |Company |Light |Cape |بعد", "إلى Cape Light Company Ltd بعد"),
        ("بين |1887 |- |1890 |فقط", "بين 1887 - 1890 فقط"),
        ("שומר |)~אברהם |כהן~( |הדליק", "שומר (אברהם כהן) הדליק"),
        ("שומר |(~אברהם |כהן~)~, |הדליק", "שומר (אברהם כהן), הדליק"),
        ("تجريبي |)~مع |أقواس~( |يتحدث", "تجريبي (مع أقواس) يتحدث"),
        ("تجريبي )|~مع |أقواس~( |يتحدث", "تجريبي (مع أقواس) يتحدث"),
        ("يقول~: »~|المعرفة |نور~« |في", "يقول: «المعرفة نور» في"),
        ("الصفحة |12~[ |ويحتوي", "الصفحة 12] ويحتوي"),
        ("بعد |(~Sons |& |Smith~) |لندن", "بعد (Smith & Sons) لندن"),
        ("بعد |(~.Ltd |Smith~) |لندن", "بعد (Smith .Ltd) لندن"),
        ("شركة |(London) |Sons |لندن", "شركة Sons (London) لندن"),
        ("סְ~|פָרִ~|ים |רַבִּ~|ים", "סְפָרִים רַבִּים"),
        ("سنة |1911~، |وباعته", "سنة 1911، وباعته"),
        ("سنة |و~٢٠٢٠~. |كما", "سنة و٢٠٢٠. كما"),
        ("يوم |2020|~/|~05|~/|~12 |في", "يوم 12/05/2020 في"),
        ("بين |1887~|-|~1890 |فقط", "بين 1887-1890 فقط"),
        ("בין |1890~|-|~1887 |בלבד", "בין 1887-1890 בלבד"),
        ("ארה~-~2 |פעלה", "ארה-2 פעלה"),
        ("بنسبة |%12.5 |من", "بنسبة 12.5% من"),
        ("מספר |25% |ועוד", "מספר 25% ועוד"),
    ],
)
def test_a_line_from_its_right_end_is_said_as_it_is_read(line: str, said: str) -> None:
    assert " ".join(as_read(*drawn(line))) == said


@pytest.mark.parametrize(
    ("places", "joiner", "found"),
    [
        ([9, 8, 7, 6], 8.02, {2: "\u200c"}),
        ([6, 7, 8, 9], 8.02, {2: "\u200c"}),
        ([9, 8, 8, 6], 8, {3: "\u200c"}),
        ([9, 8, 7, 6], 6, {}),
        ([6, 7, 8, 9], 6, {}),
        ([9, 8, 7, 6], 7.5, {}),
    ],
    ids=[
        "from the right",
        "from the left",
        "behind a mark",
        "behind the last",
        "behind the last, from the left",
        "apart",
    ],
)
def test_joiners_stand_behind_the_letter_at_their_place(
    places: Sequence[float], joiner: float, found: dict[int, str]
) -> None:
    assert joined_at(places, [(joiner, "\u200c")]) == found


@pytest.mark.parametrize(
    ("drawn", "places", "said"),
    [
        ("ةميدقلا", range(7), "القديمة"),
        ("المنارة", range(7, 0, -1), "المنارة"),
        ("تينارغلا،", [*range(1, 9), 0], "الغرانيت،"),
        ("نيثالث", [0, 1, 2, 3, 3, 4], "ثلاثين"),
        ("بَتَك", [0, 0, 1, 1, 2], "كتَبَ"),
        ("١٩٨٧", range(4), "١٩٨٧"),
    ],
    ids=["from the left", "from the right", "with a comma", "two letters in one sign", "with marks", "a number"],
)
def test_words_that_are_drawn_from_the_left_are_read_from_the_right(
    drawn: str, places: Sequence[int], said: str
) -> None:
    assert from_the_right(drawn, places) == said
