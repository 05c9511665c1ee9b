"""Files that cannot be read: each has its own error, which says what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from williams_import_document.plugin import DocumentImport, kind_of
from williams_import_document.word import package

from tests.unit.import_document.compound import compound
from tests.unit.import_document.files import FERRIES, docx, paragraph, read
from williams.adapters.fetch.sniff import sniff
from williams.domain.content import ObjectRef
from williams.domain.errors import (
    ContentTooLarge,
    CorruptContent,
    EmptyContent,
    EncryptedContent,
    PermanentError,
    UnsupportedContent,
)
from williams.plugin.importing import Download

OLDEST = b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS = "application/vnd.ms-word.document.macroEnabled.12"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def broken(data: bytes) -> bytes:
    """Change a byte within the text's compressed part."""
    place = data.index(b"word/document.xml") + 60
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


@pytest.mark.parametrize(
    ("name", "data", "error", "says"),
    [
        ("a.md", b"---\ntitle: x\n---\n \n", EmptyContent, "holds no text"),
        ("a.txt", b"\n \n***\n", EmptyContent, "holds no text"),
        ("a.html", b"<html><body><nav>Menu</nav></body></html>", EmptyContent, "holds no text"),
        ("a.docx", docx(""), EmptyContent, "holds no text"),
        ("a.rst", b"A word\n\n" + b"word " * 2001, ContentTooLarge, "Break it"),
        ("a.txt", bytes(range(256)) * 40, UnsupportedContent, "text"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedContent, "password"),
        ("a.docx", OLE + b"WordDocument", UnsupportedContent, r"older kind \(\.doc\)"),
        ("a.xls", compound({"WordDocument": bytes(600)}), UnsupportedContent, "no workbook"),
        ("a.docx", packed(readme=b"hello"), UnsupportedContent, "no Word document"),
        ("a.docx", FERRIES[: len(FERRIES) // 2], CorruptContent, "cannot be unpacked"),
        ("a.docx", broken(FERRIES), CorruptContent, "damaged|cannot be unpacked"),
        ("a.docx", docx("<w:p><unclosed>"), CorruptContent, "cannot be read"),
    ],
)
def test_each_has_its_own_error(tmp_path: Path, name: str, data: bytes, error: type[PermanentError], says: str) -> None:
    with pytest.raises(error, match=says):
        read(tmp_path, name, data)


def test_a_package_that_swells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_MOST_BYTES_AT_ALL", 1 << 20)
    with pytest.raises(ContentTooLarge, match="over 1 MB"):
        read(tmp_path, "a.docx", docx(paragraph("x"), more={"word/media/a.bin": bytes(2 << 20)}))


def download(filename: str, media_type: str, size: int = 9, declared: str | None = None) -> Download:
    stored = ObjectRef(key="k", media_type=media_type, size=size, sha256="0" * 64)
    return Download(object=stored, url=f"upload://up_1/{filename}", filename=filename, declared_type=declared)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (download("A.MD", "text/plain"), "document.md"),
        (download("a.markdown", "text/html"), "document.md"),
        (download("a.htm", "text/html"), "document.html"),
        (download("a.txt", "application/octet-stream"), "document.txt"),
        (download("a.docx", WORD), "document.docx"),
        (download("notes", "text/plain", declared="text/markdown; charset=utf-8"), "document.md"),
        (download("notes", "text/plain"), "document.txt"),
        (download("minutes.docm", WORD), "document.docm"),
        (download("letter.DOTX", WORD), "document.dotx"),
        (download("letter.dotm", "application/zip"), "document.dotm"),
        (download("a.txt", WORD), "document.docx"),
        (download("notes", WORD), "document.docx"),
        (download("notes", "application/zip", declared=MACROS), "document.docx"),
        (download("README.md", "text/html", declared="text/html; charset=utf-8"), "document.html"),
        (download("README.md", "text/plain", declared="text/html"), "document.md"),
        (download("README.md", "text/plain", declared="text/plain"), "document.md"),
        (download("README.txt", "text/plain", declared="text/markdown"), "document.md"),
        (download("a.docx", "application/rtf"), "document.rtf"),
        (download("talk.PPSX", "application/zip"), "document.ppsx"),
        (download("sums.xls", "application/x-ole-storage"), "document.xls"),
        (download("sums.tsv", "text/plain"), "document.tsv"),
        (download("talk", "application/vnd.oasis.opendocument.presentation"), "document.odp"),
        (download("feed", "text/plain", declared="application/json"), "document.json"),
        (download("a.vtt", "text/plain", declared="text/vtt"), "document.vtt"),
    ],
)
def test_the_original_is_kept_under_its_ending(given: Download, stored: str) -> None:
    assert DocumentImport().stored_as(given) == stored


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        (download("a.md", "text/plain", size=0), EmptyContent, "no bytes"),
        (download("a.txt", "application/pdf"), UnsupportedContent, r"type: import\.pdf"),
        (download("a.txt", "image/png", declared="text/plain"), UnsupportedContent, "no .txt file but image/png"),
        (download("a.xls", sniff(OLDEST)), UnsupportedContent, "form of Excel 4 or older.* LibreOffice"),
        (download("a.docx", "image/png"), UnsupportedContent, "no .docx file but image/png"),
        (download("a.xyz", "image/png"), UnsupportedContent, r"end in \.md, "),
    ],
)
def test_what_its_name_or_bytes_do_not_allow(given: Download, error: type[PermanentError], says: str) -> None:
    with pytest.raises(error, match=says):
        kind_of(given)


@pytest.mark.parametrize(
    ("url", "handled"),
    [
        ("upload://up_1/a.md", True),
        ("upload://up_1/a.html", True),
        ("upload://up_1/A.DOCX", True),
        ("upload://up_1/a.docm", True),
        ("https://example.org/a.dotx", True),
        ("https://example.org/a.md?raw=1", True),
        ("https://example.org/a.txt", True),
        ("https://example.org/a.html", False),
        ("https://example.org/", False),
        ("upload://up_1/a.pdf", False),
        ("ftp://example.org/a.md", False),
        ("http://[bad/a.md", False),
    ],
)
async def test_which_urls_it_takes(url: str, handled: bool) -> None:
    assert await DocumentImport().can_handle(url) is handled
