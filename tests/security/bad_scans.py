"""PDFs whose pages harm who draws them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

from tests.security.readings import Attack
from tests.unit.import_pdf.writer import Page, assembled

_SIDE = 60_000


def _stream(entries: str, data: bytes) -> bytes:
    return f"<< {entries} /Length {len(data)} >>".encode() + b"\nstream\n" + data + b"\nendstream"


def _sheet(box: str = "0 0 612 792", resources: str = "/XObject << /picture 20 0 R >>") -> bytes:
    return f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 101 0 R /Resources << {resources} >> >>".encode()


def _showing(picture: bytes, box: str = "0 0 612 792", others: Mapping[int, bytes] = MappingProxyType({})) -> bytes:
    return assembled([Page().picture()], b"", {100: _sheet(box), 20: picture, **others})


def _image(filtered: str, data: bytes, width: int = _SIDE, height: int = _SIDE, bits: int = 1) -> bytes:
    kind = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray"
    return _stream(f"{kind} /BitsPerComponent {bits} /Filter {filtered}", data)


def _deflated(size: int) -> bytes:
    """So many zeros, in a thousandth of their length."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    return b"".join([*parts, packer.flush()])


def _jpx(width: int, height: int) -> bytes:
    """A codestream's header that announces so many pixels."""
    size = struct.pack(">HHIIIIIIIIH", 41, 0, width, height, 0, 0, width, height, 0, 0, 1) + b"\x07\x01\x01"
    return b"\xff\x4f\xff\x51" + size + b"\xff\xd9"


def _jbig2(width: int, height: int) -> bytes:
    """A segment with the information of a page that announces so many pixels."""
    return struct.pack(">IBBBI", 0, 48, 0, 1, 19) + struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)


def _nested() -> bytes:
    """A form that draws itself."""
    return _showing(_form(20).replace(b"/picture Do /picture Do", b"q /picture Do Q        "))


def _form(following: int) -> bytes:
    resources = f"/Resources << /XObject << /picture {following} 0 R >> >>"
    return _stream(f"/Type /XObject /Subtype /Form /BBox [0 0 612 792] {resources}", b"/picture Do /picture Do")


def _doubling() -> bytes:
    """Each of six forms draws the next one twice."""
    chain = {number: _form(number + 1) for number in range(1000, 1006)}
    return _showing(_form(1000), others={**chain, 1006: _PLAIN})


def _drawn(name: str, data: Callable[[], bytes]) -> Attack:
    return Attack(name, "a.scan", data)


_PLAIN = _image("/FlateDecode", zlib.compress(bytes(100)), 10, 10, 8)
ATTACKS = [
    _drawn("picture-bomb", lambda: _showing(_image("/FlateDecode", _deflated(_SIDE * _SIDE // 8)))),
    _drawn("picture-bomb-twice-packed", lambda: _showing(
        _image("[/FlateDecode /FlateDecode]", zlib.compress(_deflated(_SIDE * _SIDE // 8), 9)))),
    _drawn("jpx-bomb", lambda: _showing(_image("/JPXDecode", _jpx(_SIDE, _SIDE)))),
    _drawn("jpx-overflow", lambda: _showing(_image("/JPXDecode", _jpx(2**32 - 1, 2**32 - 1), 10, 10))),
    _drawn("jbig2-bomb", lambda: _showing(_image("/JBIG2Decode", _jbig2(_SIDE, _SIDE)))),
    _drawn("jbig2-overflow", lambda: _showing(_image("/JBIG2Decode", _jbig2(2**32 - 1, 2**31), 10, 10))),
    _drawn("fax-bomb", lambda: _showing(_image("/CCITTFaxDecode", bytes(100)))),
    _drawn("huge-sheet", lambda: _showing(_PLAIN, "0 0 1000000000 1000000000")),
    _drawn("thin-sheet", lambda: _showing(_PLAIN, "0 0 1000000000 0.001")),
    _drawn("sheet-without-a-size", lambda: _showing(_PLAIN, "0 0 0 0")),
    _drawn("sheet-that-is-no-number", lambda: _showing(_PLAIN, "0 0 1e400 nan")),
    _drawn("form-that-draws-itself", _nested),
    _drawn("forms-that-double", _doubling),
]  # fmt: skip
