"""An Anki package: the same notes at the same time are the same bytes."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genanki import Note

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_FIRST_DECK_ID = 1 << 40
_DECK_IDS = 1 << 40


def apkg(
    title: str, description: str, notes: Sequence[Note], changed: datetime, media: Mapping[str, bytes] | None = None
) -> bytes:
    """Return an ``.apkg`` of one deck. ``changed`` is when its notes last changed: Anki takes over what is newer.

    ``media`` are the files that the notes name.
    """
    import genanki

    deck = genanki.Deck(_deck_id(title), title.replace("::", ":"), description)
    for note in notes:
        deck.add_note(note)
    package = genanki.Package(deck)
    connection = sqlite3.connect(":memory:")
    try:
        seconds = int(changed.timestamp())
        package.write_to_db(connection.cursor(), seconds, itertools.count(seconds * 1000))
        connection.commit()
        return _zipped({"collection.anki2": connection.serialize(), **_numbered(media or {})})
    finally:
        connection.close()


def _numbered(media: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files under their numbers, and the list of their names."""
    names = {str(number): name for number, name in enumerate(sorted(media))}
    return {**{number: media[name] for number, name in names.items()}, "media": json.dumps(names).encode()}


def _deck_id(title: str) -> int:
    return _FIRST_DECK_ID + int.from_bytes(hashlib.sha256(title.encode()).digest()[:8], "big") % _DECK_IDS


def _zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _NO_TIME), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
