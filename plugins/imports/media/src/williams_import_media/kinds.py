"""Which files are recordings, and under which name each is kept."""

from __future__ import annotations

from typing import Final

from williams.domain.errors import EmptyContent, UnsupportedContent
from williams.plugin.importing import Download

_BY_TYPE: Final = {
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/flac": "flac",
    "audio/wav": "wav",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "video/x-msvideo": "avi",
}
_ALIKE: Final = {
    "ogg": frozenset({"opus", "oga", "spx", "ogv"}),
    "mp4": frozenset({"m4v", "mov", "m4a", "3gp"}),
    "m4a": frozenset({"m4b"}),
    "webm": frozenset({"mkv", "mka"}),
}
"""Endings of files that begin with the same bytes."""
_UNSHOWN: Final = frozenset({"aac", "amr", "aiff", "aif", "caf", "wma", "wmv", "flv", "mpg", "mpeg"})
"""Endings of files whose bytes are known to the decoder alone."""
_SOUND: Final = frozenset(
    ("mp3", "m4a", "m4b", "ogg", "opus", "oga", "spx", "flac", "wav", "mka", "aac", "amr", "aiff", "aif", "caf", "wma")
)
ENDINGS: Final = frozenset({*_BY_TYPE.values(), *_UNSHOWN}.union(*_ALIKE.values()))


def ending_of(download: Download) -> str:
    """Return the ending of what the bytes show. Raises EmptyContent, UnsupportedContent."""
    if not download.object.size:
        raise EmptyContent("The file has no bytes. Check that the download or upload was complete.")
    named = download.filename.rpartition(".")[2].lower()
    shown = download.object.media_type
    if shown == "application/octet-stream" and named in _UNSHOWN:
        return named
    ending = _BY_TYPE.get(shown)
    if ending is None:
        raise UnsupportedContent(
            f"{download.filename} is {shown}, no recording that is read here ({', '.join(sorted(ENDINGS))})."
        )
    return named if named in _ALIKE.get(ending, ()) else ending


def stored_name(download: Download) -> str:
    """Return ``video.mp4``, ``audio.mp3``: by what such files hold, whatever this one does."""
    ending = ending_of(download)
    return f"{'audio' if ending in _SOUND else 'video'}.{ending}"
