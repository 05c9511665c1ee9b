"""What a recording says of itself, as metadata."""

from __future__ import annotations

import re
from typing import Any, Final

from williams.domain.licenses import declared_license
from williams.plugin.engines import Recording

_AUTHORS: Final = ("artist", "album_artist", "author", "performer", "composer")
_DATES: Final = ("originaldate", "date", "year")
_RIGHTS: Final = ("license", "copyright", "rights")
_KEPT: Final = ("album", "comment", "description", "publisher", "genre")
_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_ALMOST_A_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")


def metadata_of(about: Recording, stem: str, language: str | None) -> dict[str, Any]:
    """Return it for ContentMetadata. ``language`` is what was heard, which counts before what the tags say."""
    tags = {name.replace(" ", "_"): value for name, value in about.tags.items() if value}
    artist = _first(tags, _AUTHORS)
    rights = _first(tags, _RIGHTS)
    said: dict[str, Any] = {
        "title": tags.get("title") or stem,
        "authors": [name.strip() for name in re.split(r"[;/\0]", artist) if name.strip()] if artist else [],
        "published_date": _date(_first(tags, _DATES)),
        "license": declared_license(rights) if rights else None,
        "language": language or tags.get("language") or about.language,
        "extra": {name: tags[name] for name in _KEPT if name in tags},
    }
    if rights:
        said["extra"]["stated_license"] = rights
    if about.seconds is not None:
        said["extra"]["seconds"] = round(about.seconds, 1)
    return {name: value for name, value in said.items() if value}


def _first(tags: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((tags[name] for name in names if name in tags), None)


def _date(text: str | None) -> str | None:
    """Return the day in ISO 8601; a year alone is its first day."""
    spelled = _ALMOST_A_DATE.sub(r"\1-\2-\3", text or "", count=1)
    found = _DATE.match(spelled)
    return f"{found[0]}-01-01"[:10] if found and len(found[0]) < 10 else found and found[0]
