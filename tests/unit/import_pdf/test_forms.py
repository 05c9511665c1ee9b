"""What lies on top of a page is read, and the page itself stays what it is."""

from __future__ import annotations

import pytest

from tests.unit.import_pdf.conftest import Read
from tests.unit.import_pdf.writer import Page, assembled

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Cape /Encoding << /Differences [88 /t] >> >>"
_REMARK = b"<< /Type /Annot /Subtype /FreeText /Rect [72 500 300 520] /F 4 /AP << /N 62 0 R >> >>"
_SHOWN = b"BT /own 10 Tf 0 5 Td (A remark.) Tj ET"
_RESOURCES = b"/Resources << /Font << /cape 30 0 R /mono 10 0 R >> /XObject << /picture 20 0 R >> >>"


@pytest.mark.parametrize(("of_tree", "of_page"), [(_RESOURCES, b""), (b"", _RESOURCES)])
def test_a_page_with_a_remark_keeps_what_it_has_from_the_page_tree(read: Read, of_tree: bytes, of_page: bytes) -> None:
    page = Page().text(72, 700, "Xhe clocks of Xhe library sXruck one.", font="cape").picture()
    appearance = b"<< /Type /XObject /Subtype /Form /BBox [0 0 228 20] /Resources << /Font << /own 10 0 R >> >>"
    objects = {
        2: b"<< /Type /Pages /Count 1 /Kids [100 0 R] " + of_tree + b" >>",
        30: _FONT,
        61: _REMARK,
        62: appearance + b" /Length %d >>\nstream\n%s\nendstream" % (len(_SHOWN), _SHOWN),
        100: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 101 0 R /Annots [61 0 R] "
        + of_page
        + b" >>",
    }
    result = read(assembled([page], b"", objects))
    assert [one["text"] for one in result["paragraphs"]] == ["the clocks of the library struck one.", "A remark."]
    assert "remarks-read" in [notice["code"] for notice in result["notices"]]
