"""Which content is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict


class SearchFilters(TypedDict, total=False):
    """Which content to look into: of several values one must fit, and every filter. Days are ``2026-11-25``.

    ``collection`` holds ids or names. Older versions of sources are passed over, unless ``all_versions`` is set.
    """

    content_id: Sequence[str]
    content_type: Sequence[str]
    language: Sequence[str]
    license: Sequence[str]
    author: str | None
    published_from: str | None
    published_to: str | None
    tier: Sequence[str]
    collection: Sequence[str]
    tag: Sequence[str]
    all_versions: bool
