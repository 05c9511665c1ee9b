"""Media types from bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from williams.adapters.fetch.sniff import sniff, sniff_file

OPEN_DOCUMENTS = [f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "presentation", "spreadsheet")]


def zipped(*names: str, kind: str = "application/epub+zip") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, kind if name == "mimetype" else "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"%PDF-1.4\n", "application/pdf"),
        (b"\n\n%PDF-1.4\nnothing more", "application/pdf"),
        (b"junk before it\n%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n", "application/pdf"),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n\x00", "application/pdf"),
        (b"# On PDF\n\nEach begins with `%PDF-1.7` and a line of odd bytes.\n", "text/plain"),
        (b"%PDF-1.7 is what such a file begins with.\n", "text/plain"),
        (b"A file begins so:\n\n    %PDF-1.4\n    1 0 obj\n    endobj\n\nand ends with its trailer.\n", "text/plain"),
        (b"A file begins so:\n\n```\n%PDF-1.4\n1 0 obj\n```\n\nThat is all.\n", "text/plain"),
        (b"ID3 is an old way to grow a decision tree.\n", "text/plain"),
        (b"OggS are the first letters of each page.\n", "text/plain"),
        (b"fLaC begins a stream.\n", "text/plain"),
        (b"GIF89a came two years after GIF87a.\n", "text/plain"),
        (b"RIFF is what WAVE files begin with.\n", "text/plain"),
        (b"The ftyp box comes first.\n", "text/plain"),
        (b"PK are the letters of Phil Katz.\n", "text/plain"),
        (b"BM and MZ begin bitmaps and programs.\n", "text/plain"),
        (b"%!PS is how a page in PostScript begins.\n", "text/plain"),
        (b"{\\rtf is how rich text begins.}\n", "text/plain"),
        (b"%!PS-Adobe-3.0\n", "application/postscript"),
        (b"{\\rtf1\\ansi words}", "application/rtf"),
        (b"GIF89a\x01\x00\x01\x00", "image/gif"),
        (b"OggS\x00\x02", "audio/ogg"),
        (b"x" * 2000 + b"%PDF-1.4", "text/plain"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00????", "application/octet-stream"),
        (b"ID3\x04\x00\x00\x00\x00\x02\x01", "audio/mpeg"),
        (b"\x00\x00\x00\x20ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x20ftypheic", "image/heic"),
        (b"\x00\x00\x00\x20ftypavif", "image/avif"),
        (b"BM\x36\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00", "image/bmp"),
        (b"II+\x00\x08\x00\x00\x00", "image/tiff"),
        (b"\x1aE\xdf\xa3", "video/webm"),
        (b"\xff\xfd\xe0\xc4", "audio/mpeg"),
        (b"\xff\xfea\x00", "text/plain"),
        (b"\xff\xf1P@", "audio/aac"),
        (b"\x0bwxb", "audio/ac3"),
        (b"\x7f\xfe\x80\x01", "audio/vnd.dts"),
        (b"\x00\x00\x01\xbaD\x00", "video/mpeg"),
        (b"\x06\x0e+4\x02\x05\x01\x01\x0d", "application/mxf"),
        (b"0&\xb2u\x8ef\xcf\x11\xa6", "video/x-ms-asf"),
        (b"riff.\x91\xcf\x11\xa5", "audio/x-w64"),
        (b"RF64\xff\xff\xff\xffWAVEds64\x00", "audio/wav"),
        (b"FORM\x00\x02\xb1>AIFFCOMM", "audio/aiff"),
        (b"#!AMR\n<\x00", "audio/amr"),
        (b"#!AMR\nis what such a file begins with.\n", "text/plain"),
        (b".snd\x00\x00\x00\x18", "audio/basic"),
        (b"caff\x00\x01\x00\x00", "audio/x-caf"),
        (b"wvpk\x0c\x02\x00\x00", "audio/x-wavpack"),
        (b"TTA1\x01\x00\x01\x00", "audio/x-tta"),
        ((b"G" + b"\x00" * 187) * 5, "video/mp2t"),
        ((b"\x00" * 4 + b"G" + b"\x00" * 187) * 5, "video/mp2t"),
        (b"G" * 2000, "text/plain"),
        (b"G" + b"\x00" * 187, "application/octet-stream"),
        (b"II*\x00\x08\x00\x00\x00", "image/tiff"),
        (b"MM\x00*\x00\x00\x00\x08", "image/tiff"),
        (zipped("mimetype", "META-INF/container.xml"), "application/epub+zip"),
        *((zipped("mimetype", kind=kind), kind) for kind in OPEN_DOCUMENTS),
        (
            zipped("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (zipped("a.txt"), "application/zip"),
        (b"<!DOCTYPE html><html>", "text/html"),
        (b"\xef\xbb\xbf  <HTML lang=de>", "text/html"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "text/html"),
        (b'<?xml version="1.0"?>\n<rss>', "application/xml"),
        ("Grüße".encode(), "text/plain"),
        ("Grüße".encode()[:3], "text/plain"),
        ("Grüße".encode("utf-16"), "text/plain"),
        ("Grüße".encode("latin-1") + b" und mehr", "application/octet-stream"),
        (b"a\x00b", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_what_the_bytes_show(head: bytes, media_type: str) -> None:
    assert sniff(head) == media_type


def test_the_end_of_a_file_tells_a_late_header_from_words_about_it(tmp_path: Path) -> None:
    file = tmp_path / "file"
    late = b"Received: by mail\n%PDF-1.4\n1 0 obj\n(" + b"x" * 5000 + b")\nendobj\n"
    file.write_bytes(late + b"trailer\nstartxref\n9\n%%EOF\n")
    assert sniff_file(file) == "application/pdf"
    file.write_bytes(late + b"and this is how it goes on in words, up to the end of the text.\n" * 40)
    assert sniff_file(file) == "text/plain"
