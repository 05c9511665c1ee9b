"""Puts the newsletter together: its files, and what each sentence stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from williams_publishing.figures import SourceFigure
from williams_publishing.fonts import FontCase
from williams_publishing.works import Work, works_of

from williams.domain.errors import PluginDefect
from williams.domain.notices import Notice
from williams.domain.places import Place
from williams.domain.provenance import Citation, Part
from williams.plugin import Composition, ExportRequest, Query, StageContext
from williams_export_newsletter.illustrating import Illustrations, PictureOf, illustrations_of
from williams_export_newsletter.issue.addresses import HEADER, addresses_of
from williams_export_newsletter.issue.clients import CLIPPED, troubles
from williams_export_newsletter.issue.letter import PAGE, Letter, letter_of
from williams_export_newsletter.issue.mail import mail_html, mail_mjml
from williams_export_newsletter.issue.message import Envelope, message_bytes
from williams_export_newsletter.issue.picture import draw_card, draw_strip
from williams_export_newsletter.issue.plain import plain_text
from williams_export_newsletter.issue.shrinking import shrunk
from williams_export_newsletter.issue.web import INTRO, web_page
from williams_export_newsletter.models import Issue, NewsletterParameters

LABEL: Final = "Story"
MESSAGE: Final = "newsletter.eml"
PREVIEW: Final = "preview.png"
TEXT: Final = "newsletter.txt"
_ROOM: Final = CLIPPED - 6 * 1024
"""Bytes for the HTML: an address to unsubscribe can be 4 KB long, and stands in it once."""


def compose(
    request: ExportRequest, parameters: NewsletterParameters, query: Query, script: Issue, ctx: StageContext
) -> Composition:
    """Return the finished newsletter with its files and parts."""

    def picture_of(figure: SourceFigure) -> bytes:
        return shrunk(ctx.scratch.open(figure.file).read_bytes())

    whole, illustrations = letter_from(parameters, query, script, ctx, picture_of)
    letter = fitting(whole, parameters)
    strip, card = (ctx.scratch.path(f"pictures/{name}") for name in (HEADER, PREVIEW))
    draw_strip(letter, strip.parent, strip)
    fonts = FontCase(ctx.model_files, ctx.scratch.path("fonts/one").parent)
    notices = draw_card(letter, fonts, card.parent, card)
    pictures = {HEADER: strip.read_bytes()}
    pictures |= {each.name: illustrations.pictures[each.name] for each in letter.figures}
    files = _files(request, parameters, letter, pictures)
    files |= {each.name: (pictures[each.name], each.figure.media_type) for each in letter.figures}
    files |= {HEADER: (strip, "image/png"), PREVIEW: (card, "image/png")}
    notices += illustrations.notices(letter.figures)
    if len(letter.stories) < len(whole.stories):
        notices.append(_shortened(whole, letter))
    return Composition(
        title=script.title,
        files={
            name: ctx.scratch.save(f"compose/{name}", data, media_type) for name, (data, media_type) in files.items()
        },
        primary=MESSAGE,
        preview=PREVIEW,
        roles={"newsletter": MESSAGE, "html": PAGE, "text": TEXT},
        parts=_parts(request, script, letter),
        models=[script.model],
        metadata={
            "language": script.language,
            "stories": len(letter.stories),
            "cost_usd": round(script.cost_usd, 6),
            "texts_left_out": script.dropped,
            "notices": [notice.model_dump() for notice in notices],
        },
    )


def letter_from(
    parameters: NewsletterParameters, query: Query, script: Issue, ctx: StageContext, picture_of: PictureOf
) -> tuple[Letter, Illustrations]:
    """Return all that was written as it is set, and which figures it shows."""
    contents = [ctx.library.content(source.content_id) for source in query.sources]
    works: Mapping[str, Work] = {work.content_id: work for work in works_of(contents, script.language)}
    illustrations = illustrations_of(parameters, works, script, ctx.library, picture_of)
    return letter_of(parameters, script, works, illustrations.beside), illustrations


def fitting(letter: Letter, parameters: NewsletterParameters) -> Letter:
    """Return the letter with as many of its stories as clients show. Raises PluginDefect for HTML that they do not."""
    html = mail_html(letter, addresses_of(parameters, letter))
    while len(html.encode()) > _ROOM and len(letter.stories) > 1:
        letter = letter.shortened(len(letter.stories) - 1)
        html = mail_html(letter, addresses_of(parameters, letter))
    if found := troubles(html):
        raise PluginDefect(f"The mail has what clients do not show: {'; '.join(map(str, found))}.")
    return letter


def _files(
    request: ExportRequest, parameters: NewsletterParameters, letter: Letter, pictures: Mapping[str, bytes]
) -> dict[str, tuple[bytes | Path, str]]:
    addresses = addresses_of(parameters, letter)
    travelling = pictures if parameters.pictures == "embedded" else {}
    return {
        MESSAGE: (
            message_bytes(letter, Envelope(request.requested_at), addresses, travelling),
            "message/rfc822",
        ),
        PAGE: (web_page(letter, {name: pictures[name] for name in addresses}), "text/html; charset=utf-8"),
        TEXT: (plain_text(letter).encode(), "text/plain; charset=utf-8"),
        "newsletter.mjml": (mail_mjml(letter, addresses).encode(), "text/plain; charset=utf-8"),
    }


def _parts(request: ExportRequest, script: Issue, letter: Letter) -> list[Part]:
    """One for each sentence and figure; the page has the anchor of each."""
    return [
        Part(
            part_id=f"{request.artifact_id}.s{ordinal}",
            label=LABEL,
            ordinal=ordinal,
            text=told.text,
            heading=told.heading,
            role=told.role,
            place=Place(anchor=f"{PAGE}#{told.anchor}"),
            citations=list(told.citations),
        )
        for ordinal, told in enumerate(_told(script, letter))
    ]


@dataclass(frozen=True)
class _Told:
    """What is said or shown under a heading, and its anchor on the page."""

    role: str
    heading: str | None
    anchor: str
    text: str
    citations: Sequence[Citation]


def _told(script: Issue, letter: Letter) -> Iterator[_Told]:
    """Yield it in the order in which it is read."""
    if script.intro:
        yield _Told("intro", letter.title, INTRO, script.intro.text, script.intro.citations)
    for story, written in zip(letter.stories, script.stories, strict=False):
        for number, each in enumerate(written.sentences, start=1):
            yield _Told("story", story.heading, story.anchor_of(number), each.text, each.citations)
        if figure := story.figure:
            yield _Told("figure", story.heading, story.figure_anchor, figure.caption, [figure.citation])


def _shortened(whole: Letter, letter: Letter) -> Notice:
    return Notice(
        code="stories-left-out",
        message=f"{len(whole.stories) - len(letter.stories)} of {len(whole.stories)} stories are left out: Gmail hides "
        "what a mail has beyond 102 KB.",
        remedy="Ask for fewer stories, or choose fewer sources.",
    )
