"""Whether a stream may break off is told by the bytes of the file, and never denied where they do not tell."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from williams_import_pdf.streams import may_break_off

WHOLE = zlib.compress(b"BT (A word.) Tj ET " * 200)
CUT = WHOLE[:-20]
FLATE = b"/Filter /FlateDecode"


def _object(dictionary: bytes, data: bytes, line_end: bytes = b"\n") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< " + dictionary + b" >>\nstream" + line_end + data + b"\nendstream\nendobj\n"


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (_object(FLATE, WHOLE), False),
        (_object(FLATE, CUT), True),
        (_object(FLATE, CUT, b"\r\n"), True),
        (_object(FLATE, CUT, b"\r"), True),
        (_object(FLATE + b" /Note (" + b"x" * 3000 + b")", CUT), True),
        (_object(b"/Subtype /Image " + FLATE, CUT), False),
        (_object(b"/Length 20", CUT), False),
    ],
    ids=["whole", "cut", "cut-crlf", "cut-cr", "cut-after-a-long-dictionary", "cut-picture", "not-compressed"],
)
def test_a_stream_that_breaks_off(tmp_path: Path, file: bytes, expected: bool) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(file)
    with path.open("rb") as opened:
        assert may_break_off(opened) is expected
