"""Why a recording cannot be read, in words for whoever imports it."""

from __future__ import annotations

from typing import Final

from williams.domain.errors import CorruptContent

_CAUSES: Final = (
    ("moov atom not found", "its table of contents is missing, as when a download or a camera is stopped too early"),
    ("matches no streams", "it has no track of sound"),
    ("Format not on whitelist", "it is of a kind that is not opened, such as subtitles or a list of files"),
    ("Invalid data found", "its bytes are not those of a recording, or they are damaged"),
)
"""What ffmpeg says, the more telling first."""
_UNKNOWN: Final = "it is damaged, or of a kind that is not known"


def unreadable(said: str) -> CorruptContent:
    """Return the error for a file of which ffmpeg ``said`` this; that goes to the log alone."""
    cause = next((words for sign, words in _CAUSES if sign in said), _UNKNOWN)
    return CorruptContent(f"The recording cannot be read: {cause}. Save it anew as MP3 and import that.", said)
