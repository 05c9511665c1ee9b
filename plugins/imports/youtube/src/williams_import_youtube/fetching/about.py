"""What a site says of a video, as far as it stays the same: no counts, no addresses that expire."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from williams.domain.licenses import declared_license

_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YOUTUBES: Final = "creative commons attribution license (reuse"
_MOST_CHAPTERS: Final = 1000
_MOST_TAGS: Final = 100
_LONGEST_DESCRIPTION: Final = 20_000


def about(info: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``metadata``, with the fields of ContentMetadata, ``chapters`` and ``seconds`` of what yt-dlp tells.

    A chapter has a ``title`` and the seconds at which it ``starts`` and ``ends``.
    """
    license = _line(info.get("license"))
    extra = {
        "canonical_url": info.get("webpage_url") or info.get("original_url"),
        "site": info.get("extractor_key"),
        "video_id": str(info.get("id")),
        "duration_seconds": info.get("duration"),
        "channel": _line(info.get("channel")),
        "channel_url": info.get("channel_url") or info.get("uploader_url"),
        "description": str(info.get("description") or "")[:_LONGEST_DESCRIPTION] or None,
        "tags": [str(tag)[:100] for tag in info.get("tags") or []][:_MOST_TAGS],
        "series": _line(info.get("series")),
        "stated_license": license,
        "for_adults": True if (info.get("age_limit") or 0) >= 18 else None,
    }
    return {
        "metadata": {
            "title": _line(info.get("title")),
            "authors": _authors(info),
            "published_date": _published(info),
            "license": _license(license),
            "extra": {name: value for name, value in extra.items() if value not in (None, [])},
        },
        "chapters": chapters(info),
        "seconds": info.get("duration"),
    }


def chapters(info: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the chapters in the order of time; what has no title or time is none."""
    found = []
    for each in (info.get("chapters") or [])[:_MOST_CHAPTERS]:
        title, starts = _line(each.get("title")), each.get("start_time")
        if title and isinstance(starts, int | float) and not title.startswith("<Untitled"):
            found.append({"title": title, "starts": float(starts), "ends": each.get("end_time")})
    return sorted(found, key=lambda chapter: float(chapter["starts"]))


def _license(stated: str | None) -> str | None:
    """YouTube has one Creative Commons license, and names it without its version."""
    if stated is None:
        return None
    return "CC-BY-3.0" if stated.lower().startswith(_YOUTUBES) else declared_license(stated)


def _authors(info: Mapping[str, Any]) -> list[str]:
    """Who made it, before who put it there."""
    for name in ("artists", "creators"):
        said = [line for line in map(_line, info.get(name) or []) if line]
        if said:
            return said
    said = [line for line in (_line(info.get("channel")), _line(info.get("uploader"))) if line]
    return said[:1]


def _published(info: Mapping[str, Any]) -> str | None:
    for name in ("release_timestamp", "timestamp"):
        moment = info.get(name)
        if isinstance(moment, int | float):
            return datetime.fromtimestamp(moment, UTC).isoformat()
    for name in ("release_date", "upload_date"):
        day = _DAY.fullmatch(str(info.get(name) or ""))
        if day:
            return "-".join(day.groups())
    return None


def _line(text: object) -> str | None:
    return " ".join(text.split()) or None if isinstance(text, str) else None
