"""What fuzzing found, and is mended: the parser, and the fewest bytes that show it."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Final

from compressed_rtf import compress
from PIL import Image

from tests.unit.import_document import test_figures as figures
from tests.unit.import_document.files import docx
from tests.unit.import_document.test_office import spread
from tests.unit.import_document.test_outlook import message
from tests.unit.import_image.pictures import saved
from tests.unit.import_listing.archives import archive

_RECORD_OF_NO_ADDRESS: Final = (
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 19\r\n\r\n"
    b"HTTP/1.1 200 OK\r\n\r\n\r\n\r\n"
)


def _second_page_of_no_width() -> bytes:
    page = Image.new("L", (2, 2))
    data = bytearray(saved(page, "TIFF", save_all=True, append_images=[page]))
    (first,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, first)
    (second,) = struct.unpack_from("<I", data, first + 2 + 12 * entries)
    place = data.index(struct.pack("<H", 0x100), second + 2)
    data[place : place + 2] = b"\xfe\xff"
    return bytes(data)


def _book_with_a_torn_picture() -> bytes:
    with zipfile.ZipFile(io.BytesIO(figures.epub(figures.picture(8)))) as package:
        data = bytearray(archive({part: package.read(part) for part in package.namelist()}))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        part = next(each for each in package.infolist() if each.filename.endswith(".png"))
    place = part.header_offset + 30 + len(part.filename)
    data[place : place + part.compress_size] = b"\xff" * part.compress_size
    return bytes(data)


KEPT: Final[list[tuple[str, bytes]]] = [
    # A tree holds no such character, however it is written.
    *(("page", f"<p>A ferry{each} crosses at noon, and comes back at nine.".encode()) for each in "\v\f\ufffe"),
    *(("page", f"<p>A ferry{each} crosses at noon, and comes.".encode()) for each in ("&#11;", "&#xfffe;", "&#27;")),
    ("page", b"<p title='a&#1;b' c\x0bd=e>A ferry crosses at noon."),
    ("md", b"A ferry&#12; crosses <i title='&#11;'>at noon</i>.\n"),
    ("listing", b'<?xml version="1.0" encoding="UDF-8"?><plist version="1.0"><dict/></plist>'),
    # One entry whose address cannot be kept is left out alone.
    ("listing", b"[InternetShortcut]\nURL=https://a.example/\x01x\n"),
    ("listing", b"[InternetShortcut]\nURL=https://a.example/" + b"x" * 5000),
    ("listing", b"<opml><body><outline text='a' xmlUrl='x&#xD800;'/></body></opml>"),
    # feedparser makes the character without asking whether there is one.
    *(
        ("listing", f"<rss version='2.0'><channel><title>a&#{each};".encode())
        for each in ("xD800", "1114112", "9" * 40)
    ),
    # A blank in the name of a namespace, which Python's parser of XML takes for the end of it.
    (
        "listing",
        b'<rdf:RDF xmlns:rdf="http://w0w.w3.org/1999/02/22-rdf-syntax-n\xed\xa0\x80#" xmlns="http://purl.org/rss/1.0/">'
        b"<channel/></rdf:RDF>",
    ),
    ("ris", "TY  - ELEC\nTI  - A\nUR  - https://a.example/\u202ex\nER  - \n".encode()),
    ("warc", _RECORD_OF_NO_ADDRESS),
    ("json3", b'{"events": [{"segs": [{"utf8": "the", "acAsrConf": -200}, {"utf8": " ferry", "acAsrConf": 900}]}]}'),
    # A day of no calendar, which orgparse makes a date of.
    ("org", b"A ferry.\n<2024-13-05>\n"),
    ("org", b"* Meet [2024-02-30 Fri 10:00]\n"),
    # Macros without the arguments that pylatexenc takes for granted.
    ("tex", rb"\title{\href}\textbf"),
    ("tex", rb"A ferry. \href"),
    # A namespace that is no URI: expat, which looks through it first, does not mind.
    ("docx", docx("<w:p/>", more={"word/footnotes.xml": b"<w:a xmlns:w='http://a.o[g/'/>"})),
    # An address that breaks off, behind which Python's parser of headers looks; a group in a group.
    ("eml", b"From: Ath <ada@\nSubject: x\n\nA ferry.\n"),
    ("eml", b"From: a: b: c@d;;\nSubject: x\n\nA ferry.\n"),
    ("mbox", b"From a Tue Mar  5 10:00:00 2024\nFrom: Ath <ada@\n\nA ferry.\n"),
    # compressed-rtf raises nothing but Exception.
    ("msg", message(**{"10090102": compress(b"{\\rtf1 A ferry.}").replace(b"LZFu", b"LZGu")})),
    # A count of bytes without a number.
    ("rtf", rb"{\rtf1 \uc A ferry.}"),
    # calamine makes room for all cells between two, and ends the process where it gets none.
    ("xlsx", spread((1_048_575, 16_383))),
    ("epub", _book_with_a_torn_picture()),
    ("picture", _second_page_of_no_width()),
]
