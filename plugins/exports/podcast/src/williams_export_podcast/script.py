"""Writes the conversation from the sources' paragraphs."""

from __future__ import annotations

from williams_writing.titles import plain_title

from williams.domain.content import Paragraph, ParagraphKind
from williams.plugin import Library, Query, Source
from williams.plugin.engines import Passage, Written
from williams_export_podcast.conversation.brief import Credit
from williams_export_podcast.conversation.dialogue import Dialogue
from williams_export_podcast.conversation.task import Conversation
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
        title=source.title,
        place=paragraph.place,
    )


def _passages(source: Source, paragraphs: list[Paragraph]) -> list[Passage]:
    return [_passage(source, each) for each in paragraphs if each.kind not in _UNTOLD]


def _credit(source: Source) -> Credit:
    return Credit(content_id=source.content_id, title=source.title, authors=tuple(source.authors))


def episode_title(parameters: PodcastParameters, query: Query) -> str:
    """Return the wanted title, or one made of the sources' titles."""
    if parameters.title:
        return parameters.title
    titles = [plain_title(source.title) for source in query.sources]
    first = titles[0]
    others = len(query.sources) - 1
    title = first if not others else f"{first} and {others} more" if others > 1 else f"{first} and {titles[1]}"
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"


def conversation_of(parameters: PodcastParameters, query: Query, library: Library) -> Conversation:
    """Return what the writer is asked for."""
    languages = [source.language for source in query.sources if source.language]
    told = [_passages(source, library.paragraphs(source.content_id)) for source in query.sources]
    return Conversation(
        passages=tuple(passage for passages in told for passage in passages),
        language=parameters.language or (languages[0] if languages else DEFAULT_LANGUAGE),
        title=episode_title(parameters, query),
        style=parameters.style,
        words=max(40, round(parameters.minutes * SPOKEN_WORDS_PER_MINUTE)),
        speakers=(HOST,) if parameters.style == "lecture" else (HOST, GUEST),
        credits=tuple(map(_credit, query.sources)),
    )


def script_of(parameters: PodcastParameters, task: Conversation, written: Written[Dialogue]) -> PodcastScript:
    """Return the script, with each speaker's voice."""
    voices = {HOST: parameters.voice, GUEST: parameters.guest_voice}
    lines = [
        ScriptLine(
            ordinal=ordinal,
            speaker=line.speaker,
            voice=voices[line.speaker],
            text=line.said.text,
            section=line.section,
            citations=list(line.said.citations),
        )
        for ordinal, line in enumerate(written.answer.lines)
    ]
    return PodcastScript(
        title=task.title,
        language=task.language,
        lines=lines,
        model=written.engine,
        cost_usd=written.cost_usd,
        dropped=written.dropped,
    )
