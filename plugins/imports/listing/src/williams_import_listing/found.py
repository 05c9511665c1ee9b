"""What a listing names, as it is found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from williams.domain.fitting import LONGEST_URL, fits_line

NO_ADDRESS: Final = "has no address"
ELSEWHERE: Final = "does not lead to the web"
_SCHEMES: Final = frozenset({"http", "https"})
_LONGEST_VERSION: Final = 200


@dataclass
class Found:
    """What a listing names, as it was found; ``take`` resolves addresses against ``base``."""

    base: str
    title: str | None = None
    next_page: str | None = None
    entries: list[dict[str, str | None]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def take(self, address: str | None, title: str | None = None, version: str | None = None) -> None:
        source = self.resolved(address)
        if source is None:
            self.left_out[ELSEWHERE if (address or "").strip() else NO_ADDRESS] += 1
            return
        self.entries.append(
            {"source": source, "title": title or None, "version": (version or "")[:_LONGEST_VERSION] or None}
        )

    def resolved(self, address: str | None) -> str | None:
        """Return an address of the web without its fragment, which names a place and no other source."""
        if not address or not address.strip():
            return None
        try:
            source = urldefrag(urljoin(self.base, address.strip().replace(" ", "%20"))).url
            leads = urlsplit(source).scheme in _SCHEMES and urlsplit(source).hostname
        except ValueError:
            return None
        return source if leads and fits_line(source, LONGEST_URL) else None
