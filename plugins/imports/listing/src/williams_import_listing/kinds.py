"""Which kind of listing bytes are, by how they begin; cheap, and without any library."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

HEAD_BYTES: Final = 4096

_ROOT: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(opml|rss|feed|RDF|urlset|sitemapindex|plist)[\s>/]")
_SHORTCUT: Final = re.compile(rb"^\s*\[(InternetShortcut|Desktop Entry)\]", re.IGNORECASE | re.MULTILINE)
_JSON_FEED: Final = re.compile(rb'"version"\s*:\s*"https?://(?:www\.)?jsonfeed\.org/version/')


class Kind(StrEnum):
    OPML = "outline (OPML)"
    FEED = "feed (RSS or Atom)"
    JSON_FEED = "JSON feed"
    SITEMAP = "sitemap"
    SHORTCUT = "shortcut (.url)"
    WEBLOC = "shortcut (.webloc)"


_ROOTS: Final = {
    b"opml": Kind.OPML,
    b"rss": Kind.FEED,
    b"feed": Kind.FEED,
    b"RDF": Kind.FEED,
    b"urlset": Kind.SITEMAP,
    b"sitemapindex": Kind.SITEMAP,
    b"plist": Kind.WEBLOC,
}


def kind_of(head: bytes) -> Kind | None:
    """Return what the first bytes show; None for what is no listing.

    Elements of a page are none, whatever its text quotes: the listing's own element comes first.
    """
    if head.startswith(b"bplist"):
        return Kind.WEBLOC
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode()
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begins.startswith(b"{"):
        return Kind.JSON_FEED if _JSON_FEED.search(begins) else None
    if begins.startswith(b"["):
        return Kind.SHORTCUT if _SHORTCUT.match(begins) else None
    return _root_of(begins) if begins.startswith(b"<") else None


def _root_of(text: bytes) -> Kind | None:
    """What stands before the first element is a declaration, a remark or a processing instruction."""
    first = re.sub(rb"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>", b"", text, flags=re.DOTALL).lstrip()
    found = _ROOT.match(first)
    return _ROOTS[found.group(1)] if found else None
