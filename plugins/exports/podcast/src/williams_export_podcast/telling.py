"""Which of the sources are told, in which language, and by voices that speak it."""

from __future__ import annotations

from dataclasses import dataclass

from williams.domain.errors import InvalidRequest
from williams.domain.language_codes import primary_language
from williams.domain.notices import Notice
from williams.plugin import Library, Query, Source, StageContext
from williams.plugin.engines import Passage
from williams.plugin.exporting import WORDED
from williams_export_podcast.models import PodcastScript
from williams_export_podcast.parameters import PodcastParameters

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True)
class Told:
    """``passages`` and ``foreign``, the languages of sources that are not in the episode's, go by content id."""

    sources: list[Source]
    passages: dict[str, list[Passage]]
    language: str
    foreign: dict[str, str]
    notices: list[Notice]


def told_sources(parameters: PodcastParameters, query: Query, library: Library) -> Told:
    """Read the sources, each text once."""
    passages = {source.content_id: source.passages(library, WORDED) for source in query.sources}
    first: dict[tuple[str, ...], Source] = {}
    notices: list[Notice] = []
    for source in query.sources:
        same = first.setdefault(tuple(passage.text for passage in passages[source.content_id]), source)
        if same is not source:
            notices.append(_told_once(source, same))
    sources = list(first.values())
    language = hosts_language(parameters, [source.language for source in sources])
    others = {
        source.content_id: source.language
        for source in sources
        if source.language and primary_language(source.language) != primary_language(language)
    }
    if parameters.language:
        notices += [_read_as(source, language) for source in sources if source.content_id in others]
        others = {}
    return Told(sources, {each.content_id: passages[each.content_id] for each in sources}, language, others, notices)


def hosts_language(parameters: PodcastParameters, languages: list[str | None]) -> str:
    """Return the language of the hosts: the one that was asked for, or the first that a source is known to be in."""
    return parameters.language or next((each for each in languages if each), DEFAULT_LANGUAGE)


def check_voices(parameters: PodcastParameters, language: str, ctx: StageContext) -> None:
    """Raise InvalidRequest, with what can be done, where a voice that was chosen does not speak the language."""
    for voice in dict.fromkeys(parameters.voices.values()):
        ctx.speech.voice(voice, language)


def check_lines(script: PodcastScript, told: Told, ctx: StageContext) -> None:
    """Raise InvalidRequest, with what can be done, where a voice does not speak the language of a source it reads."""
    titles = {source.content_id: source.title for source in told.sources}
    spoken = {(line.voice, line.language): line for line in script.lines if line.language}
    for (voice, language), line in spoken.items():
        try:
            ctx.speech.voice(voice, language)
        except InvalidRequest as error:
            title = titles[line.citations[0].content_id]
            raise InvalidRequest(f"“{title[:200]}” is in {language!r}, and {voice!r} reads it: {error}") from error


def _told_once(source: Source, same: Source) -> Notice:
    return Notice(
        code="source-told-once",
        message=f"“{source.title[:200]}” ({source.content_id}) has the text of {same.content_id}: it is told once.",
    )


def _read_as(source: Source, language: str) -> Notice:
    return Notice(
        code="read-in-another-language",
        message=f"“{source.title[:200]}” is in {source.language!r}, and is read as {language!r}, as was asked for.",
        remedy="Leave out `language`: each source is then read in its own.",
    )
