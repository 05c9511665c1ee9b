"""Which captions of a video are read: people's before a machine's, in the language that was asked for or is spoken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from williams.domain.language_codes import primary_language

FORMATS: Final = ("json3", "vtt", "srt")
"""The first that a site has is read: the first has the time of each word."""
_ORIGINAL: Final = "-orig"
_NO_SPEECH: Final = frozenset({"live_chat", "rechat", "comments", "danmaku"})
_UNTOLD: Final = "und"


@dataclass(frozen=True)
class Captions:
    """``source`` is yt-dlp's entry; ``language`` is a BCP 47 tag, or ``und`` where the site does not tell."""

    language: str
    automatic: bool
    source: dict[str, Any]

    @property
    def format(self) -> str:
        return str(self.source["ext"])


@dataclass(frozen=True)
class Choice:
    """``captions`` is None where there are none that fit; ``languages`` are those that there are, people's and heard.

    ``spoken`` is the language of the speech as far as the site says.
    """

    captions: Captions | None
    languages: tuple[str, ...]
    spoken: str | None


def chosen_captions(info: Mapping[str, Any], wanted: str | None) -> Choice:
    """Choose among ``subtitles`` and ``automatic_captions`` of what yt-dlp says of a video.

    Of automatic captions only those count that were heard: a machine's translations of them are none.
    """
    manual = _readable(info.get("subtitles"), automatic=False)
    heard = _heard(info)
    spoken = _spoken(info, heard)
    languages = tuple(dict.fromkeys(each.language for each in (*manual, *heard)))
    language = wanted or spoken
    for candidates in (manual, heard):
        found = _in_language(candidates, language) if language else next(iter(candidates), None)
        if found:
            return Choice(found, languages, spoken)
    return Choice(None, languages, spoken)


def _heard(info: Mapping[str, Any]) -> list[Captions]:
    automatic = info.get("automatic_captions") or {}
    originals = {name: entries for name, entries in automatic.items() if name.endswith(_ORIGINAL)}
    if not originals and info.get("extractor_key") == "Youtube":
        spoken = info.get("language")
        originals = {name: entries for name, entries in automatic.items() if name == spoken or len(automatic) == 1}
    return _readable(originals or (automatic if info.get("extractor_key") != "Youtube" else {}), automatic=True)


def _readable(tracks: Mapping[str, Iterable[Mapping[str, Any]]] | None, automatic: bool) -> list[Captions]:
    found = []
    for name, entries in (tracks or {}).items():
        if name in _NO_SPEECH:
            continue
        by_format = {entry.get("ext"): entry for entry in entries if entry.get("url") or entry.get("data")}
        entry = next((by_format[each] for each in FORMATS if each in by_format), None)
        if entry is not None:
            found.append(Captions(name.removesuffix(_ORIGINAL), automatic, dict(entry)))
    return found


def _spoken(info: Mapping[str, Any], heard: list[Captions]) -> str | None:
    said = info.get("language")
    if isinstance(said, str) and said != _UNTOLD:
        return said
    return heard[0].language if len(heard) == 1 and heard[0].language != _UNTOLD else None


def _in_language(candidates: list[Captions], language: str) -> Captions | None:
    """The same tag before another of the same language: ``pt`` takes ``pt-BR``, if there is no ``pt``."""
    exact = (each for each in candidates if each.language.lower() == language.lower())
    related = (each for each in candidates if primary_language(each.language) == primary_language(language))
    return next(exact, None) or next(related, None)
