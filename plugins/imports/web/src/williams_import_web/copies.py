"""A page out of an archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from williams.domain.errors import ContentTooLarge
from williams.isolation.notices import Said

if TYPE_CHECKING:
    from williams_html.saved import Origin

LARGEST_PAGE: Final = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Copy:
    """A page's bytes, its ``Content-Type``, where and when they came from, and what of the archive was left out."""

    data: bytes
    declared_type: str | None
    origin: Origin
    notices: list[Said] = field(default_factory=list)


def bounded(data: bytes) -> bytes:
    """Return a page's bytes. Raises ContentTooLarge for more than a page has."""
    if len(data) > LARGEST_PAGE:
        raise ContentTooLarge(f"The archive's page has more than {LARGEST_PAGE} bytes. Save its text and import that.")
    return data
