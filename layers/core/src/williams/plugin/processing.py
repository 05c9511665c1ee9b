"""From what was extracted to the library's standard form: the usual work of an import's stage ``process``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from williams.domain import ids
from williams.domain.content import ContentMetadata, Paragraph, ParagraphKind, Tier
from williams.domain.errors import EmptyContent
from williams.domain.language_codes import primary_language, usual_tag
from williams.domain.licenses.evidence import BY_REQUEST
from williams.domain.licenses.parts import kept_parts, part_licenses, parts_notices
from williams.domain.licenses.statements import FOUND_IN
from williams.domain.notices import bounded
from williams.domain.places import Place
from williams.plugin.importing import ImportRequest, ParagraphDraft, ProcessedContent, RawContent
from williams.plugin.language import language_of
from williams.plugin.legible import require_legible
from williams.plugin.lengths import cut_notices, in_parts

PARAGRAPH_SEPARATOR: Final = "\n\n"
FIRST_VERSION: Final = 1
_CAPTIONS: Final = frozenset({ParagraphKind.FIGURE, ParagraphKind.CAPTION})


def processed(request: ImportRequest, raw: RawContent) -> ProcessedContent:
    """Give every paragraph its place in the extracted text; for a plugin that has its own ``process``.

    Raises EmptyContent or CorruptContent for what holds no text, or mostly garbage.
    """
    read = [draft for draft in raw.paragraphs if draft.text.strip()]
    if not read:
        raise EmptyContent("The source holds no text. Import one that does.")
    require_legible([draft.text for draft in read])
    drafts = in_parts(read)
    places = _places(drafts)
    paragraphs: list[Paragraph] = []
    start = 0
    for ordinal, draft in enumerate(drafts):
        end = start + len(draft.text)
        name = ids.paragraph_id(request.content_id, FIRST_VERSION, ordinal)
        paragraphs.append(
            Paragraph(
                paragraph_id=name,
                ordinal=ordinal,
                kind=draft.kind,
                text=draft.text,
                start=start,
                end=end,
                place=places[ordinal],
                doubt=draft.doubt,
                figure=draft.figure,
            )
        )
        start = end + len(PARAGRAPH_SEPARATOR)
    spoken = language_of(draft.text for draft in drafts if draft.kind is not ParagraphKind.CODE)
    metadata = _with_overrides(_with_language(raw.metadata, spoken), request.metadata)
    captions = ((each.ordinal + 1, each.text) for each in paragraphs if each.kind in _CAPTIONS)
    parts = list(part_licenses(captions, metadata.license))
    metadata.extra |= kept_parts(parts)
    text = PARAGRAPH_SEPARATOR.join(draft.text for draft in drafts)
    return ProcessedContent(
        metadata=metadata,
        paragraphs=paragraphs,
        text=text,
        tier=raw.tier or tier_of(metadata),
        notices=bounded([*raw.notices, *cut_notices(read), *parts_notices(parts)]),
        files=raw.files,
        works=raw.works,
        references=raw.references,
    )


def _places(drafts: Sequence[ParagraphDraft]) -> list[Place]:
    """Return the drafts' places with their numbers; what a footnote notes is found by the number that its draft had."""
    numbers: dict[int | None, int] = {}
    for number, draft in enumerate(drafts, 1):
        numbers.setdefault(draft.place.paragraph, number)
    return [
        draft.place.model_copy(
            update={"paragraph": number, "notes": draft.place.notes and numbers.get(draft.place.notes)}
        )
        for number, draft in enumerate(drafts, 1)
    ]


def tier_of(metadata: ContentMetadata) -> Tier:
    """Return v2's tier: how well what is made from the source can be attributed."""
    named = bool(metadata.authors)
    if named and metadata.published_date and metadata.license:
        return Tier.TOP
    return Tier.MIDDLE if named or metadata.license else Tier.GENERAL


def _with_overrides(metadata: ContentMetadata, overrides: dict[str, object]) -> ContentMetadata:
    """Return the metadata with what the request states in its place; of a license it is noted that it is from there."""
    made = ContentMetadata.model_validate(metadata.model_dump() | overrides)
    if overrides.get("license") and made.license:
        made.extra = {**made.extra, FOUND_IN: BY_REQUEST}
    return made


def _with_language(metadata: ContentMetadata, spoken: str | None) -> ContentMetadata:
    """Return the metadata in the language that the text is in: a template's language is often left in a file."""
    declared = metadata.language and usual_tag(metadata.language)
    holds = spoken is None or primary_language(declared) == primary_language(spoken)
    return metadata.model_copy(update={"language": declared if holds else spoken})
