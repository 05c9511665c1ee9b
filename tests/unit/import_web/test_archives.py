"""Archived copies of pages: MHTML, WARC, and what browsers save, are read like the page that they are a copy of."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from williams_import_document import DocumentImport
from williams_import_web import WebImport

from tests.unit.import_web.kinds import SENTENCES, TITLE, story
from williams.domain.content import Content
from williams.domain.errors import ContentTooLarge, CorruptContent, EmptyContent, UnsupportedContent
from williams.domain.ids import new_id
from williams.plugin.importing import ImportPlugin
from williams_testing.library import OWNER, MemoryLibrary

PAGE = story(shown="<nav><a href='/'>All our stories</a></nav>")
ADDRESS = "https://cape.example/story?id=7"
AT = "2024-03-05T09:30:00+00:00"
_BOUNDARY = "----MultipartBoundary--x"
Answer = tuple[str, str, str, bytes]
"""An address, a status, a content type, a body."""


def mhtml(
    page: bytes = PAGE, snapshot: str = f"Snapshot-Content-Location: {ADDRESS}\r\n", content_type: str = "text/html"
) -> bytes:
    head = (
        f"From: <Saved by Blink>\r\n{snapshot}Subject: {TITLE}\r\nDate: Tue, 05 Mar 2024 09:30:00 -0000\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{_BOUNDARY}"'
        "\r\n\r\n"
    )
    part = (
        f"--{_BOUNDARY}\r\nContent-Type: {content_type}\r\nContent-Transfer-Encoding: 8bit\r\n"
        f"Content-Location: {ADDRESS}\r\n\r\n"
    )
    style = f"\r\n--{_BOUNDARY}\r\nContent-Type: text/css\r\n\r\np {{ color: red }}\r\n--{_BOUNDARY}--\r\n"
    return head.encode() + part.encode() + page + style.encode()


def warc(*answers: Answer, packed: bool = False) -> bytes:
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "a crawler"}))
    for address, status, content_type, body in answers:
        headers = [("Content-Type", content_type)]
        if body.startswith(b"\x1f\x8b"):
            headers.append(("Content-Encoding", "gzip"))
        told = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        named = {"WARC-Date": "2024-03-05T09:30:00Z"}
        record = writer.create_warc_record(
            address, "response", payload=io.BytesIO(body), http_headers=told, warc_headers_dict=named
        )
        writer.write_record(record)
    return file.getvalue()


def wacz(*archives: bytes, first: str = "", method: int = zipfile.ZIP_STORED) -> bytes:
    """A package whose list of pages begins with ``first``; without it there is no list."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as package:
        package.writestr("indexes/index.cdx.gz", b"")
        for number, archive in enumerate(archives):
            package.writestr(f"archive/data-{number}.warc.gz", archive)
        if first:
            package.writestr("pages/pages.jsonl", f'{{"format": "json-pages-1.0"}}\nnone\n{{"url": "{first}"}}\n')
        package.writestr("datapackage.json", '{"profile": "data-package", "wacz_version": "1.1.1"}')
    return file.getvalue()


def damaged(package: bytes, name: bytes = b"warc.gz", keeping: int = 20) -> bytes:
    """A package whose first archive, or another part, cannot be unpacked beyond its first bytes."""
    begin = package.index(name) + len(name) + keeping
    return package[:begin] + bytes(byte ^ 0xFF for byte in package[begin : begin + 40]) + package[begin + 40 :]


def har(*answers: Answer, encoding: str | None = None) -> bytes:
    def entry(address: str, status: str, content_type: str, body: bytes) -> dict[str, Any]:
        text = base64.b64encode(body).decode() if encoding else body.decode()
        content = {"size": len(body), "mimeType": content_type, "text": text}
        answered = {"status": int(status.split()[0]), "content": content | ({"encoding": encoding} if encoding else {})}
        return {"startedDateTime": "2024-03-05T09:30:00.000Z", "request": {"url": address}, "response": answered}

    return json.dumps({"log": {"version": "1.2", "entries": [entry(*each) for each in answers]}}, indent=2).encode()


FIRST: Answer = (ADDRESS, "200 OK", "text/html; charset=utf-8", PAGE)
AROUND: tuple[Answer, ...] = (
    ("https://cape.example/old", "301 Moved", "text/html", b"<p>Moved.</p>"),
    ("https://cape.example/a.css", "200 OK", "text/css", b"p {}"),
)
SINGLE_FILE = (
    b"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://cape.example/story?id=7 \n"
    b" saved date: Tue Mar 05 2024 10:30:00 GMT+0100 (heure normale d\xe2\x80\x99Europe centrale)\n-->"
)
SAVED_FROM = b"<!DOCTYPE html>\n<!-- saved from url=(0031)https://cape.example/story?id=7 -->\n"


async def imported(data: bytes, url: str, plugin_class: type[ImportPlugin] = WebImport) -> tuple[Content, list[str]]:
    library = MemoryLibrary({url: data})
    plugin = plugin_class()
    library.bind(plugin)
    content_id = await plugin.import_content(url, new_id("job"))
    paragraphs = library.catalog.paragraphs(OWNER, content_id)
    return library.catalog.content(OWNER, content_id), [paragraph.text for paragraph in paragraphs]


@pytest.mark.parametrize(
    ("name", "data", "stored", "at"),
    [
        ("story.mhtml", mhtml(), "page.mhtml", AT),
        ("story.mht", mhtml(snapshot=""), "page.mhtml", AT),
        ("story.warc", warc(*AROUND, FIRST), "page.warc", AT),
        ("story.warc.gz", warc(*AROUND, FIRST, packed=True), "page.warc.gz", AT),
        ("story.wacz", wacz(warc(*AROUND), warc(FIRST, packed=True)), "page.wacz", AT),
        ("story.har", har(*AROUND, FIRST), "page.har", AT),
        ("bytes.har", har((*FIRST[:2], "text/html", PAGE), encoding="base64"), "page.har", AT),
        ("packed.warc", warc((*FIRST[:3], gzip.compress(PAGE, mtime=0))), "page.warc", AT),
        ("story.html", SINGLE_FILE + PAGE, "page.html", "2024-03-05T10:30:00+01:00"),
        ("story.htm", SAVED_FROM + PAGE, "page.html", None),
    ],
)
async def test_a_copy_is_read_like_its_page(name: str, data: bytes, stored: str, at: str | None) -> None:
    assert await WebImport().can_handle(f"upload://up_1/{name}")
    content, texts = await imported(data, f"upload://up_1/{name}")
    assert texts == list(SENTENCES)
    assert (content.metadata.title, set(content.files)) == (TITLE, {stored, "extracted.txt"})
    assert content.metadata.extra.get("canonical_url") == ADDRESS
    assert content.metadata.extra.get("archived_at") == at
    assert content.notices == []


async def test_an_archive_at_an_address_is_known_by_its_bytes() -> None:
    content, texts = await imported(mhtml(), "https://archive.example/7")
    assert texts == list(SENTENCES)
    assert content.metadata.extra["canonical_url"] == ADDRESS


async def test_what_the_page_itself_calls_its_address_comes_first() -> None:
    page = story(head="<link rel=canonical href='/stories/lamp'>")
    content, _ = await imported(mhtml(page), "upload://up_1/story.mhtml")
    assert content.metadata.extra["canonical_url"] == "https://cape.example/stories/lamp"


async def test_a_page_that_lives_is_not_taken_for_a_copy() -> None:
    content, _ = await imported(SAVED_FROM.replace(b"cape", b"other") + PAGE, ADDRESS)
    assert content.metadata.extra.get("canonical_url") is None


async def test_further_pages_are_told() -> None:
    others: list[Answer] = [(f"https://cape.example/{n}", "200 OK", "text/html", PAGE) for n in (8, 9)]
    content, texts = await imported(warc(FIRST, *others), "upload://up_1/two.warc")
    assert texts == list(SENTENCES)
    (told,) = content.notices
    assert (told.code, told.place) == ("further-pages", "https://cape.example/8")
    assert "2 further pages" in told.message


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("two.wacz", wacz(warc((f"{ADDRESS}0", *FIRST[1:3], b"<p>Another.")), warc(FIRST), first=ADDRESS)),
        ("two.har", har(FIRST, (f"{ADDRESS}0", *FIRST[1:3], b"<p>Another."))),
    ],
)
async def test_the_page_that_was_meant_is_read_and_the_others_told(name: str, data: bytes) -> None:
    content, texts = await imported(data, f"upload://up_1/{name}")
    assert texts == list(SENTENCES)
    assert [(each.code, each.place) for each in content.notices] == [("further-pages", f"{ADDRESS}0")]


async def test_a_further_page_at_what_is_no_address_is_counted() -> None:
    odd = har(FIRST, ("https://cape.example/odd", *FIRST[1:])).replace(b"example/odd", b"example/\\ud801")
    content, _ = await imported(odd, "upload://up_1/story.har")
    assert [(notice.code, notice.place) for notice in content.notices] == [("further-pages", None)]


@pytest.mark.parametrize("data", [wacz(warc(FIRST)), har(FIRST)])
async def test_a_package_and_a_recording_at_an_address_are_known_by_their_bytes(data: bytes) -> None:
    content, texts = await imported(data, "https://archive.example/download/7")
    assert texts == list(SENTENCES)
    assert content.metadata.extra["canonical_url"] == ADDRESS


async def test_a_saved_file_imported_as_a_document_says_where_it_came_from() -> None:
    content, texts = await imported(SINGLE_FILE + PAGE, "upload://up_1/story.html", DocumentImport)
    assert SENTENCES[0] in texts
    assert content.metadata.extra["canonical_url"] == ADDRESS
    assert content.metadata.extra["archived_at"] == "2024-03-05T10:30:00+01:00"


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("none.warc", warc(*AROUND), EmptyContent),
        ("none.mhtml", mhtml(content_type="text/css"), EmptyContent),
        ("large.mhtml", mhtml(b"<p>" + b"x" * (20 << 20)), ContentTooLarge),
        ("bomb.warc.gz", warc((*FIRST[:3], b"x" * (21 << 20)), packed=True), ContentTooLarge),
        ("bomb.warc", warc((*FIRST[:3], gzip.compress(b"x" * (200 << 20), mtime=0))), ContentTooLarge),
        ("cut.warc.gz", warc(FIRST, packed=True)[:200] + b"\x1f\x8b" + b"\xff" * 99, CorruptContent),
        ("other.warc.gz", gzip.compress(b"no web archive", mtime=0), UnsupportedContent),
        ("none.wacz", wacz(warc(*AROUND)), EmptyContent),
        ("cut.wacz", wacz(warc(FIRST))[:-60], CorruptContent),
        ("damaged.wacz", damaged(wacz(warc(FIRST), method=zipfile.ZIP_LZMA)), CorruptContent),
        *(
            (
                "damaged.wacz",
                damaged(wacz(warc(FIRST), first=ADDRESS, method=method), b"pages.jsonl", 0),
                CorruptContent,
            )
            for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
        ),
        ("bomb.wacz", wacz(warc((*FIRST[:3], b"x" * (21 << 20))), method=zipfile.ZIP_DEFLATED), ContentTooLarge),
        ("without-contents.har", har((*FIRST[:3], b"")), EmptyContent),
        ("strange.har", b'{"log": {"entries": [7]}}', CorruptContent),
        ("deep.har", b'{"log": {"entries": ' + b"[" * 99_999, CorruptContent),
        ("undecodable.har", har(FIRST).replace(b'"text"', b'"encoding": "base64", "text"'), CorruptContent),
        ("a.mhtml", b"\x89PNG\r\n\x1a\n" + b"x" * 99, UnsupportedContent),
    ],
)
async def test_what_cannot_be_read_is_refused(name: str, data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        await imported(data, f"upload://up_1/{name}")
