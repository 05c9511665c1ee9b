"""Writes the conversation from the sources' paragraphs, as long as was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from williams_writing.spoken import count_words
from williams_writing.titles import joint_title

from williams.domain.notices import Notice
from williams.plugin import Source, StageContext
from williams.plugin.engines import SPEECH, TEXT, Written
from williams_export_podcast.casting import with_voices
from williams_export_podcast.conversation.brief import Credit
from williams_export_podcast.conversation.dialogue import Dialogue
from williams_export_podcast.conversation.task import Conversation
from williams_export_podcast.models import PodcastScript, ScriptLine
from williams_export_podcast.pace import Heard
from williams_export_podcast.parameters import WORDS_PER_MINUTE, PodcastParameters
from williams_export_podcast.telling import Told, check_lines

_FEWEST_WORDS = 40
_TRIALS = 5
_SMALLEST_STEP = 0.05
_CLOSE_ENOUGH = 0.03
_EXHAUSTED = 0.85  # fewer of the words than this: there are no more
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
    return parameters.title or joint_title([source.title for source in sources], _LONGEST_TITLE)


def conversation_of(parameters: PodcastParameters, told: Told, words: int) -> Conversation:
    """Return what the writer is asked for."""
    return Conversation(
        passages=tuple(passage for passages in told.passages.values() for passage in passages),
        language=told.language,
        title=episode_title(parameters, told.sources),
        style=parameters.style,
        words=max(_FEWEST_WORDS, words),
        speakers=tuple(parameters.voices),
        credits=tuple(_credit(told, source) for source in told.sources),
    )


async def timed_script(parameters: PodcastParameters, told: Told, ctx: StageContext) -> PodcastScript:
    """Return a script that is spoken in the minutes that were asked for, or as nearly as the sources allow.

    Where neither words nor voices cost anything, some lines are spoken, and the script is written again with more words
    or with fewer. Else it has as many words as one speaks in that time on average.
    """
    writer, wanted = ctx.engine(TEXT, parameters.writer), parameters.minutes * 60
    words = round(parameters.minutes * WORDS_PER_MINUTE)
    tried: dict[int, tuple[float, PodcastScript]] = {}
    heard = Heard()
    for _ in range(_TRIALS):
        task = conversation_of(parameters, told, words)
        script = script_of(parameters, task, await writer.write(task), told.notices)
        check_lines(script, told, ctx)
        script = with_voices(script, parameters.voice_quality, ctx)
        if writer.paid or any(ctx.engine(SPEECH, line.voice).paid for line in script.lines):
            return script
        await heard.listen(script, ctx)
        seconds = heard.seconds(script, parameters)
        said = sum(count_words(line.text) for line in script.lines)
        tried[words] = (abs(seconds - wanted), script)
        exhausted = seconds < wanted and said < _EXHAUSTED * words
        if abs(seconds - wanted) <= _CLOSE_ENOUGH * wanted or exhausted:
            break
        step = _SMALLEST_STEP * (words if seconds < wanted else -words)
        aims = [aim for aim in _aims(words + said * (wanted / seconds - 1), step) if aim not in tried]
        if not aims:
            break
        words = aims[0]
    return heard.taken_over(min(tried.values(), key=lambda trial: trial[0])[1])


def _aims(words: float, step: float) -> list[int]:
    """Return how many words to try next, the best guess first: sentences are whole, so two aims may give one script."""
    return [max(_FEWEST_WORDS, round(words + times * step)) for times in range(_TRIALS)]


def script_of(
    parameters: PodcastParameters, task: Conversation, written: Written[Dialogue], notices: list[Notice]
) -> PodcastScript:
    """Return the script, with each speaker's voice."""
    voices = parameters.voices
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
        speakers=list(task.speakers),
        lines=lines,
        model=written.engine,
        cost_usd=written.cost_usd,
        dropped=written.dropped,
        notices=notices,
    )
