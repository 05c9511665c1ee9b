"""Writes the conversation from the sources' paragraphs."""

from __future__ import annotations

from williams.domain.content import Paragraph, ParagraphKind
from williams.plugin import Library, Query, Source
from williams.plugin.engines import Dialogue, DialogueBrief, Passage, SourceBrief
from williams_export_podcast.models import GUEST, HOST, PodcastParameters, PodcastScript, ScriptLine

SPOKEN_WORDS_PER_MINUTE = 150
DEFAULT_LANGUAGE = "en"
_LONGEST_TITLE = 120
_UNTOLD = {ParagraphKind.REFERENCE, ParagraphKind.FOOTNOTE, ParagraphKind.TABLE_ROW, ParagraphKind.CODE}


def _passage(source: Source, paragraph: Paragraph) -> Passage:
    return Passage(
        content_id=source.content_id,
        paragraph_id=paragraph.paragraph_id,
        text=paragraph.text,
        section=paragraph.section,
        page=paragraph.page,
    )


def _source_brief(source: Source, paragraphs: list[Paragraph]) -> SourceBrief:
    passages = [_passage(source, each) for each in paragraphs if each.kind not in _UNTOLD]
    return SourceBrief(content_id=source.content_id, title=source.title, authors=source.authors, passages=passages)


def episode_title(parameters: PodcastParameters, query: Query) -> str:
    """Return the wanted title, or one made of the sources' titles."""
    if parameters.title:
        return parameters.title
    first = query.sources[0].title
    others = len(query.sources) - 1
    title = (
        first if not others else f"{first} and {others} more" if others > 1 else f"{first} and {query.sources[1].title}"
    )
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"


def brief_of(parameters: PodcastParameters, query: Query, library: Library) -> DialogueBrief:
    """Return what the writer is asked for."""
    languages = [source.language for source in query.sources if source.language]
    return DialogueBrief(
        title=episode_title(parameters, query),
        style=parameters.style,
        language=parameters.language or (languages[0] if languages else DEFAULT_LANGUAGE),
        words=max(40, round(parameters.minutes * SPOKEN_WORDS_PER_MINUTE)),
        speakers=[HOST] if parameters.style == "lecture" else [HOST, GUEST],
        sources=[_source_brief(source, library.paragraphs(source.content_id)) for source in query.sources],
    )


def script_of(parameters: PodcastParameters, brief: DialogueBrief, dialogue: Dialogue) -> PodcastScript:
    """Return the script, with each speaker's voice."""
    voices = {HOST: parameters.voice, GUEST: parameters.guest_voice}
    lines = [
        ScriptLine(
            ordinal=ordinal,
            speaker=line.speaker,
            voice=voices[line.speaker],
            text=line.text,
            section=line.section,
            citations=line.citations,
        )
        for ordinal, line in enumerate(dialogue.lines)
    ]
    return PodcastScript(
        title=brief.title, language=brief.language, lines=lines, model=dialogue.model, cost_usd=dialogue.cost_usd
    )
