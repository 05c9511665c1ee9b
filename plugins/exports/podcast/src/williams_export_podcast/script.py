"""Writes the conversation from the sources' paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from williams_writing.titles import plain_title

from williams.domain.notices import Notice
from williams.plugin import Source
from williams.plugin.engines import Written
from williams_export_podcast.conversation.brief import Credit
from williams_export_podcast.conversation.dialogue import Dialogue
from williams_export_podcast.conversation.task import Conversation
from williams_export_podcast.models import GUEST, HOST, WORDS_PER_MINUTE, PodcastParameters, PodcastScript, ScriptLine
from williams_export_podcast.telling import Told

_LONGEST_TITLE = 120


def _credit(told: Told, source: Source) -> Credit:
    return Credit(
        content_id=source.content_id,
        title=source.title,
        authors=tuple(source.authors),
        language=told.foreign.get(source.content_id),
    )


def episode_title(parameters: PodcastParameters, sources: Sequence[Source]) -> str:
    """Return the wanted title, or one made of the sources' titles."""
    if parameters.title:
        return parameters.title
    titles = [plain_title(source.title) for source in sources]
    first = titles[0]
    others = len(sources) - 1
    title = first if not others else f"{first} and {others} more" if others > 1 else f"{first} and {titles[1]}"
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"


def conversation_of(parameters: PodcastParameters, told: Told) -> Conversation:
    """Return what the writer is asked for."""
    return Conversation(
        passages=tuple(passage for passages in told.passages.values() for passage in passages),
        language=told.language,
        title=episode_title(parameters, told.sources),
        style=parameters.style,
        words=max(40, round(parameters.minutes * WORDS_PER_MINUTE)),
        speakers=(HOST,) if parameters.style == "lecture" else (HOST, GUEST),
        credits=tuple(_credit(told, source) for source in told.sources),
    )


def script_of(
    parameters: PodcastParameters, task: Conversation, written: Written[Dialogue], notices: list[Notice]
) -> PodcastScript:
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
            language=line.language,
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
        notices=notices,
    )
