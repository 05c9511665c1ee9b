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
    "audio/aac": "aac",
    "audio/ac3": "ac3",
    "audio/aiff": "aiff",
    "audio/amr": "amr",
    "audio/basic": "au",
    "audio/vnd.dts": "dts",
    "audio/x-ape": "ape",
    "audio/x-caf": "caf",
    "audio/x-musepack": "mpc",
    "audio/x-tta": "tta",
    "audio/x-voc": "voc",
    "audio/x-w64": "w64",
    "audio/x-wavpack": "wv",
    "application/mxf": "mxf",
    "application/vnd.rn-realmedia": "rm",
    "video/mp2t": "ts",
    "video/mp4": "mp4",
    "video/mpeg": "mpg",
    "video/webm": "webm",
    "video/x-flv": "flv",
    "video/x-ms-asf": "wmv",
    "video/x-msvideo": "avi",
}
_ALIKE: Final = {
    "mp3": frozenset({"mp2", "mpa", "mpga", "m2a"}),
    "ogg": frozenset({"opus", "oga", "ogm", "ogv", "ogx", "spx"}),
    "mp4": frozenset({"m4v", "mov", "m4a", "3gp", "3g2", "f4v", "qt"}),
    "m4a": frozenset({"m4b"}),
    "ac3": frozenset({"eac3", "ec3"}),
    "aiff": frozenset({"aif", "aifc"}),
    "amr": frozenset({"awb"}),
    "au": frozenset({"snd"}),
    "dts": frozenset({"dtshd"}),
    "rm": frozenset({"ra", "rmvb"}),
    "ts": frozenset({"m2t", "m2ts", "mts", "tp", "trp"}),
    "mpg": frozenset({"mpeg", "vob", "m2p"}),
    "webm": frozenset({"mkv", "mka"}),
    "wmv": frozenset({"wma", "asf"}),
}
"""Endings of files that begin with the same bytes."""
_UNSHOWN: Final = frozenset(
    ("gsm", "qcp", "dss", "oma", "thd", "mlp", "latm", "tak", "shn", "dsf", "sph", "dv", "gxf", "nut", "wtv")
)
"""Endings of files whose bytes are known to the decoder alone."""
_FILM: Final = frozenset(
    (
        *("avi", "flv", "mpg", "mpeg", "vob", "m2p", "mp4", "m4v", "mov", "qt", "3gp", "3g2", "f4v", "mxf", "ogm"),
        *("ogv", "rm", "rmvb", "ts", "m2t", "m2ts", "mts", "tp", "trp", "webm", "mkv", "wmv", "asf", "dv", "gxf"),
        *("nut", "wtv"),
    )
)
ENDINGS: Final = frozenset({*_BY_TYPE.values(), *_UNSHOWN}.union(*_ALIKE.values()))
_OF_OTHERS: Final = frozenset(("ts", "mts", "tp", "dts", "au", "snd", "rm", "ra", "qt", "ape", "mpa", "dv", "sph"))
"""Endings that addresses of pages have as well: of programs (TypeScript), of countries and their domains."""
ENDINGS_ON_THE_WEB: Final = ENDINGS - _OF_OTHERS


def ending_of(download: Download) -> str:
    """Return the ending of what the bytes show, or else the name. Raises EmptyContent, UnsupportedContent."""
    if not download.object.size:
        raise EmptyContent("The file has no bytes. Check that the download or upload was complete.")
    named = download.filename.rpartition(".")[2].lower()
    shown = download.object.media_type
    if shown == "application/octet-stream" and named in ENDINGS:
        return named
    ending = _BY_TYPE.get(shown)
    if ending is None:
        raise UnsupportedContent(f"{download.filename} is {shown}, and no recording. Import a file of sound or film.")
    return named if named in _ALIKE.get(ending, ()) else ending


def stored_name(download: Download) -> str:
    """Return ``video.mp4``, ``audio.mp3``: by what such files hold, whatever this one does."""
    ending = ending_of(download)
    return f"{'video' if ending in _FILM else 'audio'}.{ending}"
