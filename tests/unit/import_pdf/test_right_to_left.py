"""Names, numbers and brackets within lines that are read from right to left."""

from __future__ import annotations

import pytest
from williams_import_pdf.embedded import as_read


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("חברת Sons & Smith מלונדון", "חברת Smith & Sons מלונדון"),
        ("معيار 9001 ISO الجديد", "معيار ISO 9001 الجديد"),
        ("إلى Ltd Company Light Cape بعد", "إلى Cape Light Company Ltd بعد"),
        ("بين 1887 - 1890 فقط", "بين 1887 - 1890 فقط"),
        ("ראו Smith - הוא", "ראו Smith - הוא"),
        ("שומר )אברהם כהן( הדליק", "שומר (אברהם כהן) הדליק"),
        ("שומר (אברהם כהן), הדליק", "שומר (אברהם כהן), הדליק"),
        ("בשנת )1887(. אז", "בשנת (1887). אז"),
        ("شركة Sons & Smith( لندن( المصنع", "شركة Smith & Sons (لندن) المصنع"),
        ("سنة ،1911 وباعته", "سنة 1911، وباعته"),
    ],
)
def test_a_line_from_its_right_end_is_said_as_it_is_read(shown: str, said: str) -> None:
    words = shown.split()
    lefts = [100.0 - 10 * number for number in range(len(words))]
    assert " ".join(as_read(words, lefts)) == said
