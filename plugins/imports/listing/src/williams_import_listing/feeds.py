"""RSS, Atom and JSON Feed."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Mapping
from typing import Any, Final

from williams.domain.errors import CorruptContent
from williams_import_listing.found import Found

_REFERENCE: Final = re.compile(rb"&#([xX][0-9a-fA-F]{1,64}|[0-9]{1,64});?")


def read(data: bytes, found: Found) -> None:
    """An entry is the page that it leads to; one that leads to none, what it encloses. Raises CorruptContent."""
    import feedparser

    try:
        # Bytes, never a text: that could be taken for an address and fetched.
        feed = feedparser.parse(
            _REFERENCE.sub(_possible, data), response_headers={"content-location": found.base}, sanitize_html=False
        )
    except ValueError as error:  # of a namespace with a blank in it
        raise CorruptContent(f"The feed cannot be read: {error}. Check its namespaces.") from error
    if feed.bozo and not feed.version:
        raise CorruptContent(f"The feed cannot be read: {feed.bozo_exception}.")
    found.title = feed.feed.get("title")
    links = feed.feed.get("links", [])
    found.next_page = found.resolved(next((link.get("href") for link in links if link.get("rel") == "next"), None))
    for entry in feed.entries:
        found.take(_address(entry), entry.get("title"), _version(entry))


def _possible(reference: re.Match[bytes]) -> bytes:
    """Return the reference; nothing for one to half a pair or beyond the last character: feedparser fails at it."""
    number = reference[1].lower()
    character = int(number[1:], 16) if number.startswith(b"x") else int(number)
    return b"" if 0xD800 <= character < 0xE000 or character > sys.maxunicode else reference[0]


def _address(entry: Mapping[str, Any]) -> str | None:
    enclosed = [each.get("href") for each in entry.get("enclosures", [])]
    permanent = entry.get("id") if entry.get("guidislink") else None
    return entry.get("link") or permanent or next(filter(None, enclosed), None)


def _version(entry: dict[str, Any]) -> str:
    """When it was changed; where the feed does not say so, what it says of the entry."""
    # Past feedparser's own get(), which gives one date for the other and warns of it.
    dated = dict.get(entry, "updated") or dict.get(entry, "published")
    said = [entry.get("title"), entry.get("summary"), *(part.get("value") for part in entry.get("content", []))]
    return dated or hashlib.sha256("\n".join(each or "" for each in said).encode()).hexdigest()


def read_json(data: bytes, found: Found) -> None:
    """Raises CorruptContent for what is no JSON Feed."""
    try:
        feed = json.loads(data)
        entries = [entry for entry in feed["items"] if isinstance(entry, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CorruptContent(f"The JSON feed cannot be read: {error}.") from None
    found.title = _text(feed, "title")
    found.next_page = found.resolved(_text(feed, "next_url"))
    for entry in entries:
        version = _text(entry, "date_modified") or _text(entry, "date_published")
        found.take(_text(entry, "url") or _text(entry, "external_url"), _text(entry, "title"), version)


def _text(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name)
    return value if isinstance(value, str) else None
