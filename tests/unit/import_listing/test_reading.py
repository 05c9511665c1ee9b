"""What listings of every kind name, and what of strangers' files is refused."""

from __future__ import annotations

import gzip
import plistlib
from pathlib import Path
from typing import Any

import pytest
from williams_import_listing import ListingImport
from williams_import_listing.found import ELSEWHERE, NO_ADDRESS
from williams_import_listing.kinds import Kind, kind_of
from williams_import_listing.reading import LARGEST_BYTES, read_listing

from williams.domain.errors import ContentTooLarge, CorruptContent, EmptyContent, PermanentError, UnsupportedContent

BASE = "https://a.test/lists/it"
RSS = b"""<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>News &amp; views</title><link>https://a.test/</link><atom:link rel="next" href="it?page=2"/>
<item><title>One</title><link>/one#top</link><pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate></item>
<item><title>Two</title><guid isPermaLink="true">https://a.test/two</guid><description>Said of two.</description></item>
<item><title>Heard</title><enclosure url="https://a.test/three.mp3" type="audio/mpeg" length="1"/></item>
<item><title>Nowhere</title></item><item><link>mailto:a@a.test</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.test/"><title>Atoms</title>
<entry><title>A</title><link rel="self" href="x"/><link href="a"/><updated>2026-11-02T10:00:00Z</updated></entry>
</feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><title>Old</title></channel><item><title>A</title><link>https://a.test/a</link></item></rdf:RDF>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "J", "next_url": "/2", "items": [
{"url": "/a", "title": "A", "date_modified": "2026"}, {"external_url": "https://b.test/b"}, {"title": 3}]}"""
OPML = b"""<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Folder"><outline text="F" type="rss" xmlUrl="https://a.test/feed.xml" htmlUrl="https://a.test/"/></outline>
<outline text="Page" type="link" url="https://b.test/p"/><outline text="Nothing"/></body></opml>"""
SITEMAP = b"""<!-- made today --><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> https://a.test/a </loc><lastmod>2026-11-02</lastmod></url><url><loc>https://a.test/b</loc></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://a.test/sitemap-1.xml.gz</loc></sitemap></sitemapindex>"""
SHORTCUT = b"[InternetShortcut]\r\nIconIndex=0\r\nurl=https://a.test/a\r\n"
WEBLOC = plistlib.dumps({"URL": "https://a.test/a"})
ONE = ["https://a.test/a"]

READ: dict[str, tuple[bytes, Kind, list[str], str | None, dict[str, int]]] = {
    "rss": (
        RSS,
        Kind.FEED,
        ["https://a.test/one", "https://a.test/two", "https://a.test/three.mp3"],
        "News & views",
        {NO_ADDRESS: 1, ELSEWHERE: 1},
    ),
    "atom": (ATOM, Kind.FEED, ["https://b.test/a"], "Atoms", {}),
    "rdf": (RDF, Kind.FEED, ONE, "Old", {}),
    "json feed": (JSON, Kind.JSON_FEED, ["https://a.test/a", "https://b.test/b"], "J", {NO_ADDRESS: 1}),
    "opml": (OPML, Kind.OPML, ["https://a.test/feed.xml", "https://b.test/p"], "Mine", {NO_ADDRESS: 1}),
    "sitemap": (SITEMAP, Kind.SITEMAP, ["https://a.test/a", "https://a.test/b"], None, {}),
    "index": (INDEX, Kind.SITEMAP, ["https://a.test/sitemap-1.xml.gz"], None, {}),
    "packed": (gzip.compress(SITEMAP), Kind.SITEMAP, ["https://a.test/a", "https://a.test/b"], None, {}),
    "utf-16": (
        OPML.decode().encode("utf-16"),
        Kind.OPML,
        ["https://a.test/feed.xml", "https://b.test/p"],
        "Mine",
        {NO_ADDRESS: 1},
    ),
    "url": (SHORTCUT, Kind.SHORTCUT, ONE, None, {}),
    "desktop": (b"[Desktop Entry]\nType=Link\nURL=https://a.test/a\n", Kind.SHORTCUT, ONE, None, {}),
    "webloc": (WEBLOC, Kind.WEBLOC, ONE, None, {}),
    "binary webloc": (plistlib.dumps({"URL": "https://a.test/a"}, fmt=plistlib.FMT_BINARY), Kind.WEBLOC, ONE, None, {}),
    "a shortcut into the machine": (
        b"[InternetShortcut]\nURL=file:///etc/passwd\n",
        Kind.SHORTCUT,
        [],
        None,
        {ELSEWHERE: 1},
    ),
}


def reading(data: bytes, tmp_path: Path) -> dict[str, Any]:
    file = tmp_path / "listing"
    file.write_bytes(data)
    return read_listing(file, lambda done, total: None, BASE)  # noqa: ARG005  # nobody watches


@pytest.mark.parametrize(("data", "kind", "sources", "title", "left_out"), READ.values(), ids=READ)
def test_what_it_names(
    data: bytes, kind: Kind, sources: list[str], title: str | None, left_out: dict[str, int], tmp_path: Path
) -> None:
    assert data[:2] == b"\x1f\x8b" or kind_of(data) is kind
    found = reading(data, tmp_path)
    assert [entry["source"] for entry in found["entries"]] == sources
    assert (found["title"], found["left_out"]) == (title, left_out)


def test_how_it_is_known_that_an_entry_changed(tmp_path: Path) -> None:
    versions = [entry["version"] for entry in reading(RSS, tmp_path)["entries"]]
    assert versions[0] == "Mon, 02 Nov 2026 10:00:00 GMT"
    changed = [entry["version"] for entry in reading(RSS.replace(b"Said of two", b"More of two"), tmp_path)["entries"]]
    assert [one == other for one, other in zip(versions, changed, strict=True)] == [True, False, True]
    assert [entry["version"] for entry in reading(SITEMAP, tmp_path)["entries"]] == ["2026-11-02", None]


@pytest.mark.parametrize(
    ("data", "following"), [(RSS, "https://a.test/lists/it?page=2"), (JSON, "https://a.test/2"), (ATOM, None)]
)
def test_where_it_goes_on(data: bytes, following: str | None, tmp_path: Path) -> None:
    assert reading(data, tmp_path)["next_page"] == following


_LAUGHS = b"<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>%s]>" % b"".join(
    b"<!ENTITY %c '%s'>" % (99 + n, b"&%c;" % (98 + n) * 10) for n in range(9)
)
_FILE = b"<!DOCTYPE urlset [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
REFUSED: dict[str, tuple[bytes, type[PermanentError]]] = {
    "empty": (b"", EmptyContent),
    "a page": (
        b"<!DOCTYPE html><html><head><title>rss</title></head><body>&lt;rss&gt;</body></html>",
        UnsupportedContent,
    ),
    "a page that quotes one": (b"<html><body><rss version='2.0'></rss></body></html>", UnsupportedContent),
    "json": (b'{"items": []}', UnsupportedContent),
    "torn gzip": (gzip.compress(SITEMAP)[:4] + b"torn" * 9, CorruptContent),
    "a gzip bomb": (gzip.compress(b" " * (LARGEST_BYTES + 1)), ContentTooLarge),
    "torn json feed": (JSON[:-5], CorruptContent),
    "torn webloc": (WEBLOC[:-30], CorruptContent),
    "a webloc with entities": (WEBLOC.replace(b"<plist", b"<!DOCTYPE p [<!ENTITY a 'b'>]><plist"), CorruptContent),
}


@pytest.mark.parametrize(("data", "error"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_listing_is_refused(data: bytes, error: type[PermanentError], tmp_path: Path) -> None:
    with pytest.raises(error) as refused:
        reading(data, tmp_path)
    assert refused.value.detail


@pytest.mark.parametrize(
    "data",
    [
        _FILE + b"<urlset><url><loc>https://a.test/&x;</loc></url></urlset>",
        _LAUGHS.replace(b"rss", b"urlset", 1) + b"<urlset><url><loc>https://a.test/&j;</loc></url></urlset>",
        _LAUGHS.replace(b"rss", b"opml", 1) + b"<opml><body><outline url='https://a.test/x' text='&j;'/></body></opml>",
        _LAUGHS
        + b"<rss version='2.0'><channel><item><link>https://a.test/x</link><title>&j;</title></item></channel></rss>",
        _FILE.replace(b"urlset", b"rss") + b"<rss version='2.0'><channel><title>&x;</title></channel></rss>",
    ],
    ids=["a file in a sitemap", "laughs in a sitemap", "laughs in an outline", "laughs in a feed", "a file in a feed"],
)
def test_entities_are_not_followed(data: bytes, tmp_path: Path) -> None:
    try:
        found = reading(data, tmp_path)
    except PermanentError:
        return
    said = str(found)
    assert "root:" not in said
    assert len(said) < 1000
    assert "hahaha" not in said


@pytest.mark.parametrize(
    ("url", "lists"),
    [
        ("https://a.test/sitemap.xml", True),
        ("https://a.test/sitemap_index.xml.gz", True),
        ("https://a.test/post-sitemap.xml?x=1", True),
        ("https://a.test/blog/feed.xml", True),
        ("upload://up_1/mine.OPML", True),
        ("upload://up_1/a%20link.webloc", True),
        ("https://a.test/feed/", False),
        ("https://a.test/about-rss.html", False),
        ("https://a.test/data.xml", False),
        ("file:///x.opml", False),
    ],
)
async def test_which_addresses_say_that_they_list(url: str, lists: bool) -> None:
    assert await ListingImport().lists(url) is lists
