"""The address that a page calls its own: one page under several addresses is one content."""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from williams.domain.errors import InvalidRequest
from williams.domain.urls import web_url

_HEAD: Final = 512 * 1024
"""Bytes in which a page's head ends."""
_LINK: Final = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_CANONICAL: Final = re.compile(r"\brel\s*=\s*[\"']?\s*canonical\b", re.IGNORECASE)
_HREF: Final = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title\b[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_ALIKE: Final = re.compile(r"^(?:www|m|mobile|amp)\.")


def canonical_address(page: bytes, url: str) -> str | None:
    """Return the page's own address where that is another than ``url``, on the same site; else None.

    Many sites name their front page on every page by mistake: that is no page's own address but its own.
    """
    links = (link[0] for link in _LINK.finditer(_head(page)) if _CANONICAL.search(link[0]))
    stated = (_HREF.search(link) for link in links)
    href = next((found[1] or found[2] or found[3] or "" for found in stated if found), "")
    try:
        address = web_url(urljoin(url, html.unescape(href).strip())) if href else url
    except (InvalidRequest, ValueError):
        return None
    here, there = urlsplit(web_url(url)), urlsplit(address)
    if address == web_url(url) or _site(here.netloc) != _site(there.netloc):
        return None
    return None if there.path in ("", "/") and not there.query else address


def is_same_page(one: bytes, other: bytes) -> bool:
    """True for pages of the same title."""
    titles = [_TITLE.search(_head(page)) for page in (one, other)]
    first, second = (" ".join(title[1].split()) if title else None for title in titles)
    return first is not None and first == second


def _head(page: bytes) -> str:
    return page[:_HEAD].decode("utf-8", "replace")


def _site(netloc: str) -> str:
    return _ALIKE.sub("", netloc)
