"""Where a page sends its readers on by itself."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin

from williams.domain.errors import InvalidRequest
from williams.domain.urls import web_url

LARGEST_REFRESH: Final = 64 * 1024
"""Bytes. A page that sends its readers on is small."""
_MOST_SECONDS: Final = 30
_LITTLE: Final = 600
"""Characters. What shows more is a page to read, which takes its readers on when they have."""
_UNSHOWN: Final = re.compile(r"<!--.*?-->|<(noscript|script|style|title)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_META: Final = re.compile(r"<meta\b[^>]*>", re.IGNORECASE)
_REFRESH: Final = re.compile(r"http-equiv\s*=\s*[\"']?\s*refresh\b", re.IGNORECASE)
_CONTENT: Final = re.compile(r"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_TARGET: Final = re.compile(r"\s*(\d+)(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=\s*)?[\"']?\s*([^\"'\s]+)", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^>]*>")


def refreshed_to(page: bytes, url: str) -> str | None:
    """Return the address that a page's ``meta`` element sends its readers to; None for a page that stays.

    Raises:
        InvalidRequest: it sends them where nothing is fetched.
    """
    text = _UNSHOWN.sub(" ", page.decode("utf-8", "replace"))
    stated = (_CONTENT.search(meta[0]) for meta in _META.finditer(text) if _REFRESH.search(meta[0]))
    content = next((found[1] or found[2] or found[3] or "" for found in stated if found), "")
    target = _TARGET.match(content)
    if target is None or int(target[1]) > _MOST_SECONDS or len(" ".join(_TAG.sub(" ", text).split())) > _LITTLE:
        return None
    where = target[2].replace("&amp;", "&")
    try:
        address = web_url(urljoin(url, where))
    except (InvalidRequest, ValueError) as error:
        raise InvalidRequest(f"{url} sends its readers to where nothing is fetched: {where[:200]!r}.") from error
    return address if address != web_url(url) else None
