"""Media types from bytes."""

from __future__ import annotations

import io
import zipfile

import pytest

from williams.adapters.fetch.sniff import sniff


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "application/epub+zip" if name == "mimetype" else "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"%PDF-1.4\n", "application/pdf"),
        (b"\n\njunk before it\n%PDF-1.4\n", "application/pdf"),
        (b"x" * 2000 + b"%PDF-1.4", "text/plain"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00????", "application/octet-stream"),
        (b"ID3\x04\x00", "audio/mpeg"),
        (b"\x00\x00\x00\x20ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
        (b"\x1aE\xdf\xa3", "video/webm"),
        (zipped("mimetype", "META-INF/container.xml"), "application/epub+zip"),
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
