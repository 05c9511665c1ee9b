"""What a browser writes into a page that it saves: where the page came from, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from williams.domain.errors import InvalidRequest
from williams.domain.urls import web_url

_WITHIN: Final = 4096
"""Characters in which a saved page says that it is one."""
_SAVED_FROM: Final = re.compile(r"<!--\s*saved from url=\(\d{4,}\)(\S+)\s*-->", re.IGNORECASE)
_SINGLE_FILE: Final = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)\s+saved date:\s*([^\n]*?)\s*(?:-->|\n)", re.IGNORECASE
)
_DATE: Final = "%a %b %d %Y %H:%M:%S GMT%z"


@dataclass(frozen=True, slots=True)
class Origin:
    """``url`` is a web page's address, ``at`` the moment of saving in ISO 8601; None where it is not told."""

    url: str | None = None
    at: str | None = None

    def told(self, extra: dict[str, Any]) -> dict[str, Any]:
        """Return what a page says of itself, and of its copy; its own word on its address comes first."""
        own = {"canonical_url": self.url, "archived_at": self.at}
        return {name: value for name, value in own.items() if value} | extra


def origin_of(text: str) -> Origin:
    """Return where a saved page says that it came from; nothing for any other page."""
    head = text[:_WITHIN]
    if single := _SINGLE_FILE.search(head):
        return Origin(page_address(single[1]), _moment(single[2]))
    saved = _SAVED_FROM.search(head)
    return Origin(page_address(saved[1])) if saved else Origin()


def page_address(stated: str | None) -> str | None:
    """Return an address on the web; None for any other."""
    try:
        return web_url((stated or "").strip())
    except InvalidRequest:
        return None


def _moment(stated: str) -> str | None:
    """JavaScript's dates are English, whatever the reader's language, with the zone's name behind its offset."""
    try:
        return datetime.strptime(stated.split(" (")[0], _DATE).isoformat()
    except ValueError:
        return None
