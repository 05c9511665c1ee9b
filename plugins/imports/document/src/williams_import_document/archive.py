"""Packages (ZIP) of parts, opened within bounds on what comes out of them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from lxml import etree
from williams_html.xml import parse_xml

from williams.domain.errors import ContentTooLarge, CorruptContent, EncryptedContent
from williams.isolation.zip_errors import ZIP_ERRORS

MOST_BYTES_AT_ALL: Final = 300 << 20
"""Unpacked. The file itself has at most 50 MB; pictures hardly shrink, so honest documents stay far below."""
MOST_BYTES_OF_XML: Final = 96 << 20
_MOST_PARTS: Final = 20_000
_XML: Final = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx")
_LOCKED: Final = 0x1
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_XML_ID: Final = re.compile(rb"(<[^<>]*?)\sxml:id\s*=\s*(?:\"[^\"]*\"|'[^']*')")
"""Programs write ids that are none; nothing here asks for them."""
ADVICE: Final = "Save it anew with the program it was made with, and import that."


@contextmanager
def opened(source: Path, what: str) -> Iterator[zipfile.ZipFile]:
    """Open a package, which error messages call ``what`` ("The presentation").

    Raises:
        EncryptedContent: it wants a password.
        CorruptContent: it is no package, is damaged, or names a part twice. Also raised while it is read.
        ContentTooLarge: it has too many parts, or too much comes out of them.
    """
    with source.open("rb") as file:
        if file.read(len(_OLE)) == _OLE and _ENCRYPTED_PACKAGE in source.read_bytes():
            raise EncryptedContent(f"{what} wants a password. Save a copy without one and import that.")
    try:
        with zipfile.ZipFile(source) as package:
            _check(package, what)
            yield package
    except ZIP_ERRORS as error:
        raise CorruptContent(f"{what} cannot be unpacked: {error}. {ADVICE}") from error


def xml_of(data: bytes, what: str) -> etree._Element:
    """Parse a part; entities are not resolved, nothing is fetched. Raises CorruptContent."""
    try:
        return parse_xml(data)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.DTD_XMLID_VALUE and (without := _XML_ID.sub(rb"\1", data)) != data:
            return xml_of(without, what)
        raise CorruptContent(f"{what} holds XML that cannot be read: {error}. {ADVICE}") from error


def _check(package: zipfile.ZipFile, what: str) -> None:
    """The sizes are those that the package claims: zipfile never unpacks more than that, and checks the sum."""
    parts = package.infolist()
    if len(parts) > _MOST_PARTS:
        raise ContentTooLarge(f"{what} has over {_MOST_PARTS} parts: it is made to harm. {ADVICE}")
    if len({part.filename for part in parts}) < len(parts):
        raise CorruptContent(f"{what} holds parts of the same name. {ADVICE}")
    if any(part.flag_bits & _LOCKED for part in parts):
        raise EncryptedContent(f"{what} wants a password. Save a copy without one and import that.")
    if sum(part.file_size for part in parts) > MOST_BYTES_AT_ALL:
        raise ContentTooLarge(
            f"Unpacked, {what[0].lower()}{what[1:]} has over {MOST_BYTES_AT_ALL >> 20} MB: it is made to harm, or full "
            "of pictures. Save it without pictures and import that."
        )
    if sum(part.file_size for part in parts if part.filename.lower().endswith(_XML)) > MOST_BYTES_OF_XML:
        raise ContentTooLarge(f"Unpacked, the text has over {MOST_BYTES_OF_XML >> 20} MB. Split it.")
