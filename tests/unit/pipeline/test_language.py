"""The language of a source that does not say it, or says it wrongly."""

from __future__ import annotations

import pytest
from williams_import_pdf import PdfImport

from williams.domain.content import ContentMetadata, ContentType
from williams.pipeline.import_stages import ImportStages
from williams.plugin.importing import ImportRequest, ParagraphDraft, RawContent
from williams.plugin.language import language_of
from williams.plugin.processing import _with_language
from williams_testing.factories import WHEN
from williams_testing.library import OWNER, MemoryLibrary

TEXTS = {
    "en": "A library keeps books so that readers can find them again after many years of waiting.",
    "de": "Eine Bibliothek bewahrt Bücher auf, damit Leserinnen und Leser sie nach Jahren wiederfinden.",
    "es": "Una biblioteca guarda los libros para que los lectores puedan encontrarlos muchos años después.",
    "he": "הספרייה שומרת על הספרים כדי שהקוראים יוכלו למצוא אותם שוב גם אחרי שנים רבות של המתנה.",
    "hi": "पुस्तकालय किताबों को सँभालकर रखता है ताकि पाठक उन्हें बहुत वर्षों के बाद भी फिर से पा सकें।",
    "fr": "Une bibliothèque garde les livres pour que les lecteurs puissent les retrouver des années plus tard.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_text_tells_its_language(language: str) -> None:
    assert language_of(["1.", TEXTS[language], "Fig. 2"]) == language


def test_crumbs_tell_nothing() -> None:
    assert language_of(["1.", "x = 2"]) is None
    assert language_of(["Shopping", *(f"item {number}" for number in range(40))]) is None


@pytest.mark.parametrize(
    "line",
    [
        "2024-03-{n:02} 09:01:11 INFO gate={n} open=true user=warden latency_ms={n}7",
        '10.0.0.{n} - - [10/Oct/2000:13:55:{n:02} -0700] "GET /a{n}.gif HTTP/1.0" 200 23{n}',
        "def f{n}(x): return g(x) + {n} if x > {n} else h(x, y={n})",
    ],
)
def test_logs_and_programs_are_in_no_language(line: str) -> None:
    assert language_of(["\n".join(line.format(n=number) for number in range(40))]) is None


@pytest.mark.parametrize(("declared", "language"), [("iw-IL", "he-IL"), ("ger", "de"), (None, None), ("qaa", "qaa")])
def test_a_declared_language_goes_by_its_usual_code(declared: str | None, language: str | None) -> None:
    assert _with_language(ContentMetadata(language=declared), None).language == language


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("es", None, "es"),
        ("es", "en-US", "es"),
        ("es", "es-MX", "es-MX"),
        ("es", "ES", "es"),
        ("es", "spa", "es"),
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
