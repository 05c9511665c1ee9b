"""Unpacks the parts of a Word document that hold text, within bounds on what comes out of them."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from williams.domain.errors import ContentTooLarge, CorruptContent, EncryptedContent, UnsupportedContent
from williams.isolation.embedded_pictures import MOST_PICTURE_BYTES
from williams.isolation.zip_errors import ZIP_ERRORS
from williams_import_document.properties import PROPERTIES

_DOCUMENT, _RELATIONSHIPS = "word/document.xml", "_rels/.rels"
_MAIN = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_TARGET = re.compile(r"\bTarget\s*=\s*[\"']/?([^\"']+)[\"']")
_OTHER_OFFICE: Final = ("ppt/", "xl/", "visio/")
ADVICE = "Open it in a word processor, save it as .docx again and import that."
MOST_BYTES = 48 << 20
"""Of XML, unpacked. The text of a book of a thousand pages is a third of it."""
_MOST_BYTES_AT_ALL = 300 << 20
"""Unpacked. The file itself has at most 50 MB; pictures hardly shrink, so honest documents stay far below."""
_MOST_DRAWN_BYTES = 1 << 20
_DRAWN: Final = ("/charts/", "/diagrams/data")
_MOST_PARTS = 10_000
_XML = (".xml", ".rels")
_WITHOUT_TEXT = (
    *("customXml/", "docProps/", "word/activeX/", "word/charts/", "word/diagrams/", "word/embeddings/"),
    *("word/glossary/", "word/theme/"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def unpack(source: Path) -> tuple[dict[str, bytes], str]:
    """Return the properties and the XML parts that may hold text or say what it looks like, and the main one's name.

    Raises:
        EncryptedContent: it wants a password.
        UnsupportedContent: it is an older .doc, or no Word document.
        CorruptContent: it cannot be unpacked, or names a part twice.
        ContentTooLarge: it has too many parts, or too much comes out of them.
    """
    _check_container(source)
    try:
        with zipfile.ZipFile(source) as package:
            _check(package)
            main = str(main_part(package))
            return {part.filename: package.read(part) for part in _read_parts(package)}, main
    except ZIP_ERRORS as error:
        raise CorruptContent(f"The Word document cannot be unpacked: {error}. {ADVICE}") from error


def media(source: Path) -> dict[str, bytes]:
    """Return the pictures of a package that was unpacked already, but for what is larger than any that is kept."""
    return _parts_in(source, "/media/", MOST_PICTURE_BYTES)


def drawn(source: Path) -> dict[str, bytes]:
    """Return charts and diagrams of a package that was unpacked already, but for those larger than any that is read."""
    return {each: data for folder in _DRAWN for each, data in _parts_in(source, folder, _MOST_DRAWN_BYTES).items()}


def _parts_in(source: Path, folder: str, most_bytes: int) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(source) as package:
            return {
                part.filename: package.read(part)
                for part in package.infolist()
                if folder in part.filename and part.file_size <= most_bytes
            }
    except ZIP_ERRORS as error:
        raise CorruptContent(f"The Word document cannot be unpacked: {error}. {ADVICE}") from error


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    """Return a package of these parts and no others."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    file.seek(0)
    return file


def main_part(package: zipfile.ZipFile) -> str | None:
    """Return the name of the part with the text: by the package's relationships, else its usual one."""
    names = set(package.namelist())
    related = package.read(_RELATIONSHIPS).decode("utf-8", "replace") if _RELATIONSHIPS in names else ""
    for relationship in _MAIN.findall(related):
        target = _TARGET.search(relationship)
        if '/officeDocument"' in relationship.replace("'", '"') and target:
            name = posixpath.normpath(target[1])
            return None if name.startswith(_OTHER_OFFICE) or name not in names else name
    return _DOCUMENT if _DOCUMENT in names else None


def _check_container(source: Path) -> None:
    with source.open("rb") as file:
        if file.read(len(_OLE)) != _OLE:
            return
    if _ENCRYPTED_PACKAGE in source.read_bytes():
        raise EncryptedContent("The Word document wants a password. Save a copy without one and import that.")
    raise UnsupportedContent(f"This is a Word document of the older kind (.doc). {ADVICE}")


def _read_parts(package: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    for part in package.infolist():
        name = part.filename
        if name == PROPERTIES or (name.lower().endswith(_XML) and not name.startswith(_WITHOUT_TEXT)):
            yield part


def _check(package: zipfile.ZipFile) -> None:
    """The sizes are those that the package claims: zipfile never unpacks more than that, and checks the sum."""
    parts = package.infolist()
    names = {part.filename for part in parts}
    if len(parts) > _MOST_PARTS:
        raise ContentTooLarge(f"The Word document has over {_MOST_PARTS} parts: it is made to harm. {ADVICE}")
    if len(names) < len(parts):
        raise CorruptContent(f"The Word document holds parts of the same name. {ADVICE}")
    if main_part(package) is None:
        raise UnsupportedContent("The file is no Word document: it is a package without a text. Check the file.")
    if sum(part.file_size for part in parts) > _MOST_BYTES_AT_ALL:
        raise ContentTooLarge(
            f"Unpacked, the Word document has over {_MOST_BYTES_AT_ALL >> 20} MB: it is made to harm, or full of "
            "pictures. Save it without pictures and import that."
        )
    if sum(part.file_size for part in _read_parts(package)) > MOST_BYTES:
        raise ContentTooLarge(f"Unpacked, the Word document's text has over {MOST_BYTES >> 20} MB. Split it.")
