"""Figures of sources that tests make up."""

from __future__ import annotations

from williams_publishing.figures import SourceFigure, figure_of
from williams_publishing.works import works_of

from williams.domain.content import ContentMetadata, ObjectRef, Paragraph, ParagraphKind
from williams.domain.figures import Figure
from williams.domain.places import Place
from williams_testing.factories import make_content
from williams_testing.library import OWNER


def figure(
    caption: str,
    *,
    content_id: str = "doc_1",
    section: str | None = None,
    ordinal: int = 0,
    width: int = 400,
    height: int = 300,
    sha256: str = "0",
) -> SourceFigure:
    """Return a figure of a source of its own."""
    file = ObjectRef(key="figure-1.png", media_type="image/png", size=1, sha256="0" * 64)
    content = make_content(OWNER, metadata=ContentMetadata(title="On Lamps", license="CC-BY-4.0"))
    content = content.model_copy(update={"content_id": content_id, "files": {"figure-1.png": file}})
    paragraph = Paragraph(
        paragraph_id=f"{content_id}.p{ordinal}",
        ordinal=ordinal,
        kind=ParagraphKind.FIGURE,
        text=caption,
        start=0,
        end=len(caption),
        place=Place(section=section, paragraph=ordinal + 1),
        figure=Figure(file="figure-1.png", media_type="image/png", width=width, height=height, sha256=sha256),
    )
    (work,) = works_of([content], "en")
    made = figure_of(work, paragraph)
    assert made is not None
    return made
