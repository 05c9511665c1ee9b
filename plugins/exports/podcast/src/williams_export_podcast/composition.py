"""Lays the spoken lines out in time and puts the episode together."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path

from williams_publishing.labels import labels_for

from williams.domain.content import ObjectRef
from williams.domain.notices import Notice
from williams.domain.places import Place
from williams.domain.provenance import Part, VoiceUsed
from williams.plugin import Composition, ExportRequest, Query, StageContext
from williams.plugin.engines import AudioClip, Chapter, ComposedEpisode, Episode
from williams_export_podcast.captions import chapters_json, srt, transcript_json, webvtt
from williams_export_podcast.crediting import byline, show_notes, tags_of
from williams_export_podcast.models import PodcastScript, SpokenLine
from williams_export_podcast.pace import gaps_of
from williams_export_podcast.parameters import PodcastParameters
from williams_export_podcast.transcript import SCRIPT, script_text

LABEL = "PodcastSegment"
EPISODE, COVER = "podcast.mp3", "cover.jpg"
_MIX = "mix.wav"
_PARALLEL_DOWNLOADS = 8
_PROMISED = 0.1  # of the length that was asked for


def _episode(spoken: list[SpokenLine], parameters: PodcastParameters) -> Episode:
    return Episode(
        sample_rate=max(line.sample_rate for line in spoken),
        intro_music=parameters.add_intro,
        background_music=parameters.add_music,
    )


def _clips(script: PodcastScript, spoken: list[SpokenLine], ctx: StageContext) -> Iterator[AudioClip]:
    """Yield each line with the pause behind it, while those behind it are on their way."""
    gaps = gaps_of([line.section for line in script.lines])
    with ThreadPoolExecutor(_PARALLEL_DOWNLOADS) as carriers:
        coming = carriers.map(ctx.scratch.open, [line.audio for line in spoken])
        for path, gap in zip(coming, gaps, strict=True):
            yield AudioClip(path=path, gap_seconds=gap)


def parts_of(
    request: ExportRequest, script: PodcastScript, spoken: list[SpokenLine], starts: list[float]
) -> list[Part]:
    """Return one part per line with its time in the episode."""
    return [
        Part(
            part_id=f"{request.artifact_id}.s{line.ordinal}",
            label=LABEL,
            ordinal=line.ordinal,
            text=line.text,
            heading=line.section or script.title,
            role="host" if line.speaker == script.speakers[0] else "guest",
            speaker=line.speaker,
            place=Place(seconds=round(start, 3), until=round(start + audio.seconds, 3)),
            citations=line.citations,
        )
        for line, audio, start in zip(script.lines, spoken, starts, strict=True)
    ]


def chapters_of(parts: list[Part]) -> list[Chapter]:
    """Return one chapter per run of lines under the same heading; the first begins at 0."""
    runs = [(heading or "", list(run)) for heading, run in groupby(parts, key=lambda part: part.heading)]
    begins = [0.0, *(run[0].place.seconds or 0.0 for _, run in runs[1:])]
    ends = [*begins[1:], parts[-1].place.until or 0.0]
    return [
        Chapter(title=heading, starts_at=start, ends_at=end)
        for (heading, _), start, end in zip(runs, begins, ends, strict=True)
    ]


def _cover(query: Query, script: PodcastScript, ctx: StageContext) -> tuple[Path, list[Notice]]:
    path = ctx.scratch.path(COVER)
    notice = ctx.media.cover(script.title, byline(query, script), path)
    return path, [notice] if notice else []


def _files(
    composed: ComposedEpisode, cover: Path, texts: dict[str, tuple[str, str]], ctx: StageContext
) -> dict[str, ObjectRef]:
    contents: list[tuple[str, bytes | Path, str]] = [
        (EPISODE, composed.path, "audio/mpeg"),
        (COVER, cover, "image/jpeg"),
        *((name, text.encode(), media_type) for name, (text, media_type) in texts.items()),
    ]
    return {name: ctx.scratch.save(f"compose/{name}", data, media_type) for name, data, media_type in contents}


def _texts(
    parts: list[Part], spoken: list[SpokenLine], chapters: list[Chapter], query: Query, script: PodcastScript
) -> dict[str, tuple[str, str]]:
    titles = {source.content_id: source.title for source in query.sources}
    labels = labels_for(script.language)
    return {
        SCRIPT: (script_text(script.title, parts, titles, labels, script.dropped), "text/plain; charset=utf-8"),
        "transcript.vtt": (webvtt(parts), "text/vtt"),
        "transcript.srt": (srt(parts), "application/x-subrip"),
        "transcript.json": (transcript_json(parts, spoken), "application/json"),
        "chapters.json": (chapters_json(chapters), "application/json+chapters"),
    }


def _off(parameters: PodcastParameters, seconds: float) -> list[Notice]:
    """Say so where the episode is not as long as was asked for."""
    minutes = seconds / 60
    if abs(minutes - parameters.minutes) <= _PROMISED * parameters.minutes:
        return []
    short = minutes < parameters.minutes
    return [
        Notice(
            code="shorter-than-asked" if short else "longer-than-asked",
            message=f"The episode has {minutes:.1f} of the {parameters.minutes:g} minutes that were asked for."
            if short
            else f"The episode has {minutes:.1f} minutes; {parameters.minutes:g} were asked for.",
            remedy="Add sources with more running text, or ask for fewer minutes." if short else None,
        )
    ]


def _silent(script: PodcastScript) -> list[Notice]:
    """Name those who were to speak and have no line: the episode is too short for all of them."""
    heard = {line.speaker for line in script.lines}
    if not (silent := [name for name in script.speakers if name not in heard]):
        return []
    return [
        Notice(
            code="speakers-without-lines",
            message=f"The episode has no line for {', '.join(silent)}.",
            remedy="Ask for more minutes, or for fewer speakers.",
        )
    ]


def _speakers(parts: list[Part]) -> list[dict[str, str]]:
    """Return who speaks, in the order of their first lines."""
    roles = {part.speaker: part.role for part in parts if part.speaker and part.role}
    return [{"name": name, "role": role} for name, role in roles.items()]


def _voices(spoken: list[SpokenLine]) -> list[VoiceUsed]:
    return list(dict.fromkeys(line.voice for line in spoken))


def compose(
    request: ExportRequest,
    parameters: PodcastParameters,
    query: Query,
    script: PodcastScript,
    spoken: list[SpokenLine],
    ctx: StageContext,
) -> Composition:
    """Return the finished episode with its files and parts."""
    episode = _episode(spoken, parameters)
    # The cover is drawn meanwhile.
    with ThreadPoolExecutor(1) as painter:
        drawing = painter.submit(_cover, query, script, ctx)
        mix = ctx.media.mix(episode, _clips(script, spoken, ctx), ctx.scratch.path(_MIX))
        cover, notices = drawing.result()
    parts = parts_of(request, script, spoken, mix.clip_starts)
    chapters = chapters_of(parts)
    tags, target = tags_of(request, query, script), ctx.scratch.path(EPISODE)
    composed = ctx.media.compose_mp3(episode, mix, chapters, tags, cover, target)
    return Composition(
        title=script.title,
        files=_files(composed, cover, _texts(parts, spoken, chapters, query, script), ctx),
        primary=EPISODE,
        preview=COVER,
        roles={"audio": EPISODE, "script": SCRIPT},
        parts=parts,
        models=[script.model],
        voices=_voices(spoken),
        duration=composed.seconds,
        metadata={
            "chapters": [chapter.model_dump() for chapter in chapters],
            "loudness_lufs": composed.loudness_lufs,
            "true_peak_dbtp": composed.true_peak_dbtp,
            "cost_usd": round(script.cost_usd + sum(line.cost_usd for line in spoken), 6),
            "description": show_notes(query, script),
            "language": script.language,
            "license": tags.license,
            "sources": [{"title": source.title, "authors": source.authors} for source in query.sources],
            "speakers": _speakers(parts),
            "lines_left_out": script.dropped,
            "notices": [
                notice.model_dump()
                for notice in (*script.notices, *notices, *_silent(script), *_off(parameters, composed.seconds))
            ],
        },
    )
