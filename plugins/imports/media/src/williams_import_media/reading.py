"""From what was heard in pieces to paragraphs, notices and a transcript to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from williams_recording.paragraphs import SpokenParagraph, spoken_paragraphs

from williams.domain.citing import in_words
from williams.domain.content import ContentMetadata, ParagraphKind
from williams.domain.doubts import Doubt
from williams.domain.errors import EmptyContent
from williams.domain.notices import Notice
from williams.domain.places import Place
from williams.plugin.context import StageContext
from williams.plugin.engines import Chapter, Utterance
from williams.plugin.importing import Download, ParagraphDraft, RawContent
from williams_import_media.models import HeardPiece, Listened
from williams_import_media.tags import metadata_of

TRANSCRIBED: Final = "speech-transcribed"
TRANSCRIPT: Final = "transcript.txt"
_SURE: Final = 0.7
"""From here on an engine that says how sure it is mostly has the words right."""
_MISSING_SECONDS: Final = 3.0
_MISSING_SHARE: Final = 0.02
_UNHEARD: Final = "und"


def content_of(download: Download, listened: Listened, heard: Sequence[HeardPiece], ctx: StageContext) -> RawContent:
    """Raises EmptyContent where nobody speaks."""
    utterances = [each for piece in heard for each in _moved(piece)]
    if not utterances:
        raise EmptyContent(
            f"Nobody was heard to speak in {download.filename}: it is music or noise. If it does hold speech, state "
            "its language and import it again."
        )
    language = _language(heard)
    chapters = listened.about.chapters
    spoken = list(spoken_paragraphs(utterances, language or "en", [chapter.starts_at for chapter in chapters]))
    drafts = list(_drafts(spoken, chapters))
    text = "\n".join(f"[{in_words(draft.place)}] {draft.text}" for draft in drafts) + "\n"
    return RawContent(
        metadata=ContentMetadata.model_validate(metadata_of(listened.about, download.stem, language)),
        paragraphs=drafts,
        notices=[*_damage(listened), _told(drafts, heard)],
        files={TRANSCRIPT: ctx.scratch.save(f"extract/{TRANSCRIPT}", text.encode(), "text/plain; charset=utf-8")},
    )


def _moved(piece: HeardPiece) -> Iterator[Utterance]:
    """Yield what was said with times of the whole recording."""
    for each in piece.transcript.utterances:
        yield each.model_copy(
            update={"starts_at": each.starts_at + piece.starts_at, "ends_at": each.ends_at + piece.starts_at}
        )


def _language(heard: Sequence[HeardPiece]) -> str | None:
    """Return the language in which most is said."""
    said: Counter[str] = Counter()
    for piece in heard:
        said[piece.transcript.language] += sum(len(each.text) for each in piece.transcript.utterances)
    said.pop(_UNHEARD, None)
    return said.most_common(1)[0][0] if said else None


def _drafts(spoken: Sequence[SpokenParagraph], chapters: Sequence[Chapter]) -> Iterator[ParagraphDraft]:
    ahead = list(chapters)
    section: str | None = None
    for each in spoken:
        while ahead and ahead[0].starts_at <= each.starts_at + 0.5:
            section = ahead[0].title
            yield _heading(ahead.pop(0))
        unsure = each.certainty is not None and each.certainty < _SURE
        yield ParagraphDraft(
            text=each.text,
            place=Place(seconds=round(each.starts_at, 2), until=round(each.ends_at, 2), section=section),
            doubt=Doubt(code=TRANSCRIBED, confidence=round(each.certainty or 0, 2)) if unsure else None,
        )
    yield from map(_heading, ahead)


def _heading(chapter: Chapter) -> ParagraphDraft:
    place = Place(seconds=chapter.starts_at, until=chapter.ends_at, section=chapter.title)
    return ParagraphDraft(text=chapter.title, kind=ParagraphKind.HEADING, place=place)


def _told(drafts: Sequence[ParagraphDraft], heard: Sequence[HeardPiece]) -> Notice:
    model = heard[0].transcript.engine
    spoken = [draft for draft in drafts if draft.kind is ParagraphKind.BODY]
    doubtful = sum(1 for draft in spoken if draft.doubt)
    return Notice(
        code=TRANSCRIBED,
        message=f"All text was heard in a recording, by {model.provider}/{model.name}; {doubtful} of {len(spoken)} "
        "paragraphs are not sure.",
        remedy="Listen to what you cite: names and numbers above all may be misheard.",
    )


def _damage(listened: Listened) -> Iterator[Notice]:
    stated = listened.about.seconds or 0.0
    missing = stated - listened.seconds
    if missing > max(_MISSING_SECONDS, _MISSING_SHARE * stated):
        yield Notice(
            code="recording-breaks-off",
            message=f"The recording says that it has {stated:.0f} seconds; {listened.seconds:.0f} could be decoded.",
            remedy="Fetch the file again, or save it anew.",
        )
    elif listened.damaged:
        yield Notice(
            code="recording-damaged",
            message="Parts of the recording could not be decoded. What is said there is missing.",
            remedy="Fetch the file again, or save it anew.",
        )
