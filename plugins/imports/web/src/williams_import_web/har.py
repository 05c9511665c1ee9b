"""What a browser's developer tools recorded of a page (HAR 1.2): each request and, mostly, what was answered."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from williams_html.head import first_date
from williams_html.saved import Origin, page_address

from williams.domain.errors import CorruptContent, EmptyContent
from williams.isolation.notices import notice
from williams_import_web.copies import Copy, bounded

_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_OK: Final = 200
_AS_UTF_8: Final = "text/html; charset=utf-8"


def page_of(source: Path) -> Copy:
    """Return the first page that was answered, with a notice of further ones.

    Raises:
        EmptyContent: none was, or the recording has no contents.
        CorruptContent: it is no JSON, or not as HAR has it.
        ContentTooLarge: the page is larger than any.
    """
    pages = list(_pages(source))
    if not pages:
        raise EmptyContent(
            "The recording holds no page that a server gave. Record it anew, and save it with its contents."
        )
    found = _copy(pages[0])
    if others := pages[1:]:
        message = f"The recording holds {len(others)} further pages, which were left out."
        address = page_address(str(others[0]["request"]["url"])) or ""
        found.notices.append(notice("further-pages", message, address[:100] or None, "Import each by its own address."))
    return found


def _pages(source: Path) -> Iterator[dict[str, Any]]:
    """Yield what was recorded of pages that came whole. Raises CorruptContent."""
    try:
        entries = json.loads(source.read_text("utf-8-sig"))["log"]["entries"]
        for entry in entries:
            content = entry["response"].get("content") or {}
            kind = str(content.get("mimeType") or "").partition(";")[0].strip().lower()
            if entry["response"].get("status") == _OK and kind in _PAGES and content.get("text"):
                entry["request"]["url"]  # else it is damaged
                yield entry
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise CorruptContent("The recording is damaged, or none. Save it anew from the developer tools.") from error


def _copy(entry: dict[str, Any]) -> Copy:
    content = entry["response"]["content"]
    origin = Origin(page_address(str(entry["request"]["url"])), first_date([str(entry.get("startedDateTime") or "")]))
    if content.get("encoding") != "base64":
        # Its letters are known by now, whatever the server's head or the page itself says of its bytes.
        return Copy(bounded(str(content["text"]).encode("utf-8", "replace")), _AS_UTF_8, origin)
    try:
        data = base64.b64decode("".join(str(content["text"]).split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise CorruptContent("The recording is damaged: its page cannot be decoded. Save it anew.") from error
    return Copy(bounded(data), str(content["mimeType"]), origin)
