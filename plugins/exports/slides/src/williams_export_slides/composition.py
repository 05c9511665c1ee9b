"""Puts the slides together: a presentation, a PDF, a preview, and what each statement stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from williams_publishing.crediting import authors_of, terms_in_words
from williams_publishing.figures import SourceFigure, figures_of
from williams_publishing.fonts import FontCase
from williams_publishing.labels import Labels, labels_for
from williams_publishing.placing import placed, unshown
from williams_publishing.tables import SourceTable, tables_of
from williams_publishing.typesetting import Unprintable
from williams_publishing.works import Work, works_of

from williams.domain.content import ObjectRef
from williams.domain.notices import Notice
from williams.domain.places import Place
from williams.domain.provenance import Citation, Part
from williams.plugin import Composition, ExportRequest, Query, StageContext
from williams.plugin.engines import PICTURES
from williams_export_slides.deck.layout import SetSlide, first_slide, list_slides, told_slide
from williams_export_slides.deck.measures import Point
from williams_export_slides.deck.paper import print_slides
from williams_export_slides.deck.picturing import PictureOf
from williams_export_slides.deck.presentation import MEDIA_TYPE, write_presentation
from williams_export_slides.deck.sayings import Sayings, sayings_for
from williams_export_slides.deck.tabling import is_good
from williams_export_slides.models import SlidesParameters, Talk, WrittenSlide
from williams_export_slides.planning import Planned, planned, planned_alone, told_on

LABEL: Final = "Slide"
PRESENTATION, PAPER, PREVIEW = "slides.pptx", "slides.pdf", "preview.png"
_PREVIEW_SIZE: Final = (1280, 720)
_FIGURES_ALONE: Final = Notice(
    code="figures-alone",
    message="The sources have no sentence that a slide can say: the slides show their figures alone.",
    remedy="Choose a source with running text beside them, if words are wanted.",
)


async def compose(
    request: ExportRequest, parameters: SlidesParameters, query: Query, script: Talk, ctx: StageContext
) -> Composition:
    """Return the finished slides with their files and parts."""
    contents = [ctx.library.content(source.content_id) for source in query.sources]
    works = {work.content_id: work for work in works_of(contents, script.language)}
    figures = [
        figure for work in works.values() for figure in figures_of(work, ctx.library.paragraphs(work.content_id))
    ]
    tables = [table for work in works.values() for table in tables_of(work, ctx.library.paragraphs(work.content_id))]
    plans = _plans(script, figures, list(filter(is_good, tables)), parameters)
    slides = list(_slides(script, plans, works, ctx.scratch.open))
    modified = max(content.updated_at for content in contents)
    authors = authors_of(works.values())
    deck = ctx.scratch.path(PRESENTATION)
    write_presentation(slides, script.title, ", ".join(authors), script.language, modified, deck)
    files = {PRESENTATION: ctx.scratch.save(f"compose/{PRESENTATION}", deck, MEDIA_TYPE)}
    notices = unshown(figures, [[plan.figure for plan in plans if plan.figure]], "the slides")
    notices += [] if script.slides else [_FIGURES_ALONE]
    if parameters.pdf:
        fonts = FontCase(ctx.model_files, ctx.scratch.path("fonts/one").parent)
        paper, folder = ctx.scratch.path(PAPER), ctx.scratch.path("paper/slides.typ").parent
        try:
            print_slides(slides, script.title, authors, script.language, modified, paper, folder, fonts)
            files[PAPER] = ctx.scratch.save(f"compose/{PAPER}", paper, "application/pdf")
        except Unprintable as error:
            notices.append(_not_on_paper(str(error)))
    files[PREVIEW] = await _preview(slides, ctx)
    return Composition(
        title=script.title,
        files=files,
        primary=PRESENTATION,
        preview=PREVIEW,
        roles={"slides": PRESENTATION} | ({"pdf": PAPER} if PAPER in files else {}),
        parts=_parts(request, plans),
        models=[script.model] if script.model else [],
        metadata={
            "language": script.language,
            "slides": len(slides),
            "cost_usd": round(script.cost_usd, 6),
            "texts_left_out": script.dropped,
            "notices": [notice.model_dump() for notice in notices],
        },
    )


def _slides(
    talk: Talk, plans: Sequence[Planned], works: Mapping[str, Work], picture_of: PictureOf
) -> Iterator[SetSlide]:
    labels, sayings, every = labels_for(talk.language), sayings_for(talk.language), list(works.values())
    made = _made(talk, labels, sayings)
    yield first_slide(talk, every, " ".join(made))
    for number, slide in enumerate(plans, start=2):
        yield told_slide(number, slide, works, picture_of)
    credits = [Point(work.reference, labels.language, work.link) for work in every]
    figures = [plan.figure for plan in plans if plan.figure]
    terms = [Point(line, labels.language) for line in (*terms_in_words(every, labels, figures), *made)]
    yield from list_slides(len(plans) + 2, sayings.sources, sayings.language, [*credits, *terms])


def _plans(
    talk: Talk, figures: Sequence[SourceFigure], tables: Sequence[SourceTable], parameters: SlidesParameters
) -> list[Planned]:
    if not talk.slides:
        return list(planned_alone(figures, parameters.figures))
    cited = [_cited(each) for each in talk.slides]
    shown, tabled = placed(figures, cited, parameters.figures), placed(tables, cited, parameters.tables)
    return list(planned(talk.slides, shown, tabled))


def _made(talk: Talk, labels: Labels, sayings: Sayings) -> list[str]:
    """Say how it was written, if it was."""
    if talk.model is None:
        return []
    how = sayings.quoted if talk.model.prompt is None else sayings.written
    made = [how, labels.made.format(engine=f"{talk.model.provider}/{talk.model.name}")]
    return [*made, labels.left_out.format(count=talk.dropped)] if talk.dropped else made


def _cited(slide: WrittenSlide) -> list[Citation]:
    return [cited for statement in slide.statements for cited in statement.citations]


async def _preview(slides: Sequence[SetSlide], ctx: StageContext) -> ObjectRef:
    """Have the first slide drawn."""
    first = slides[0]
    words = "\n".join([first.title, *(point.text for point in first.points)])
    drawn = await ctx.engine(PICTURES).draw(words, *_PREVIEW_SIZE)
    return ctx.scratch.save(f"compose/{PREVIEW}", drawn.png, "image/png")


def _parts(request: ExportRequest, plans: Sequence[Planned]) -> list[Part]:
    """One for each statement and figure; its place is the slide, and its number on that where there are several."""
    told = [
        (number, point, slide.title, each)
        for number, slide in enumerate(plans, start=2)
        for point, each in enumerate(told_on(slide), start=1)
    ]
    return [
        Part(
            part_id=f"{request.artifact_id}.s{ordinal}",
            label=LABEL,
            ordinal=ordinal,
            text=each.text,
            heading=heading,
            role=each.role,
            place=Place(slide=number, anchor=f"{PAPER}#page={number}&point={point}"),
            citations=list(each.citations),
        )
        for ordinal, (number, point, heading, each) in enumerate(told)
    ]


def _not_on_paper(text: str) -> Notice:
    return Notice(
        code="not-on-paper",
        message=f"There is no PDF: its fonts lack {text[:100]!r}.",
        remedy="Open the presentation: programs that show it bring fonts of their own.",
    )
