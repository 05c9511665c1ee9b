"""The language of a source that does not say it, or says it wrongly."""

from __future__ import annotations

import pytest
from williams_import_pdf import PdfImport

from williams.domain.content import ContentMetadata, ContentType
from williams.pipeline.import_stages import ImportStages
from williams.pipeline.language import language_of
from williams.plugin.importing import ImportRequest, ParagraphDraft, RawContent
from williams_testing.factories import WHEN
from williams_testing.library import OWNER, MemoryLibrary

TEXTS = {
    "en": "A library keeps books so that readers can find them again after many years of waiting.",
    "de": "Eine Bibliothek bewahrt Bücher auf, damit Leserinnen und Leser sie nach Jahren wiederfinden.",
    "es": "Una biblioteca guarda los libros para que los lectores puedan encontrarlos muchos años después.",
    "he": "ספרייה שומרת את הספרים כדי שהקוראים יוכלו למצוא אותם שוב אחרי שנים רבות של המתנה.",
    "fr": "Une bibliothèque garde les livres pour que les lecteurs puissent les retrouver des années plus tard.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_text_tells_its_language(language: str) -> None:
    assert language_of(["1.", TEXTS[language], "Fig. 2"]) == language


def test_crumbs_tell_nothing() -> None:
    assert language_of(["1.", "x = 2"]) is None
    assert language_of(["Shopping", *(f"item {number}" for number in range(40))]) is None


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("es", None, "es"),
        ("es", "en-US", "es"),
        ("es", "es-MX", "es-MX"),
        ("es", "ES", "es"),
        ("es", "spa", "spa"),
        ("he", None, "he"),
        ("he", "he-IL", "he-IL"),
        ("he", "en", "he"),
    ],
)
async def test_a_declared_language_holds_unless_the_text_is_in_another(
    text: str, declared: str | None, language: str
) -> None:
    request = ImportRequest(
        job_id="job_1", owner=OWNER, content_id="doc_1", url="upload://up_1/a.pdf",
        content_type=ContentType.DOCUMENT, requested_at=WHEN,
    )  # fmt: skip
    raw = RawContent(metadata=ContentMetadata(language=declared), paragraphs=[ParagraphDraft(text=TEXTS[text])])
    processed = await ImportStages(PdfImport(), MemoryLibrary().toolbox).process(request, raw)
    assert processed.metadata.language == language
