"""The newsletter as the HTML of a mail: written in MJML, which is compiled into what mail clients show alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Final

from lxml import etree
from williams_publishing.directions import direction_of
from williams_publishing.figures import SourceFigure

from williams_export_newsletter.issue.addresses import HEADER
from williams_export_newsletter.issue.letter import Lead, Letter, SetStory
from williams_export_newsletter.issue.markup import Element, el, joined, spoken_in

WIDTH: Final = 600
_MARGIN: Final = 28
_HIGHEST: Final = 600
"""Pixels: a figure that is higher would fill a screen with itself."""
_FONTS: Final = "Helvetica Neue, Helvetica, Arial, Noto Sans, sans-serif"
_SHEET: Final = "#ffffff"
_INK: Final = "#1f2328"
_PAGE: Final = "#eef1f4"


def mail_html(letter: Letter, addresses: Mapping[str, str], unsubscribe: str | None = None) -> str:
    """Return the HTML. ``addresses`` are those of the pictures by their names; it shows no others."""
    import mjml

    return mjml.mjml2html(mail_mjml(letter, addresses, unsubscribe), fonts={})


def mail_mjml(letter: Letter, addresses: Mapping[str, str], unsubscribe: str | None = None) -> str:
    """Return the MJML, which people can edit and compile again."""
    sections = [
        _head(letter, addresses.get(HEADER)),
        *(_story(letter, story, addresses) for story in letter.stories),
        _foot(letter, unsubscribe),
    ]
    body = el("mj-body", *sections, width=f"{WIDTH}px", background_color=_PAGE, css_class="page")
    root = el("mjml", _settings(letter), body, lang=letter.language, dir=direction_of(letter.language))
    written: str = etree.tostring(root, encoding="unicode")
    title: str = etree.tostring(root[0][0], encoding="unicode")
    return written.replace(title, title.replace('"', "&quot;"), 1)  # it becomes an attribute's value as it stands


def shown_width(figure: SourceFigure) -> int:
    """Return the pixels that a figure takes in the mail: no more than it has."""
    wide, high = figure.figure.width, figure.figure.height
    return max(1, min(WIDTH - 2 * _MARGIN, wide, _HIGHEST * wide // high))


def _settings(letter: Letter) -> Element:
    scheme = "light dark"
    return el(
        "mj-head",
        el("mj-title", letter.title),
        el("mj-preview", _preview(letter)),
        el(
            "mj-attributes",
            el("mj-all", font_family=_FONTS),
            el("mj-text", font_size="16px", line_height="1.5", color=_INK, align=_start(letter.language)),
        ),
        el(
            "mj-raw",
            el("meta", name="color-scheme", content=scheme),
            el("meta", name="supported-color-schemes", content=scheme),
        ),
        el("mj-style", (files(__package__) / "mail.css").read_text(encoding="utf-8")),
    )


def _preview(letter: Letter) -> str:
    """What an inbox shows beside the subject."""
    told = [*letter.intro, *letter.inside] or letter.stories[0].sentences
    return " · ".join(told)[:200]


def _head(letter: Letter, picture: str | None) -> Element:
    blocks = []
    if picture:
        blocks.append(el("mj-image", src=picture, alt="", width=f"{WIDTH}px", padding="0"))
    blocks.append(_text(el("h1", letter.title, class_="ink"), letter, padding="24px 28px 8px"))
    blocks += [_text(el("p", line, class_="ink"), letter, padding="4px 28px") for line in letter.intro]
    if letter.inside:
        items = [
            spoken_in(el("li", el("bdi", story.heading)), story.language, letter.language)
            for story in letter.stories
            if story.heading
        ]
        inside = [_labelled(el("p", letter.sayings.inside, class_="faint"), letter), el("ul", *items, class_="ink")]
        blocks.append(_text(inside, letter, padding="8px 28px 16px"))
    return _section(blocks, letter)


def _story(letter: Letter, story: SetStory, addresses: Mapping[str, str]) -> Element:
    said = [el("p", joined([*story.below.values()]), class_="ink")]
    blocks = []
    if story.heading:
        said.insert(0, el("h2", story.heading, class_="ink"))
        blocks.append(el("mj-divider", border_width="1px", border_color="#d0d7de", padding="0 28px"))
    words = [spoken_in(each, story.language, letter.language) for each in said]
    blocks.append(_text(words, letter, padding="20px 28px 0" if story.heading else "0 28px"))
    if story.figure and story.figure.name in addresses:
        blocks += _figure(letter, story.figure, addresses[story.figure.name])
    blocks.append(_text(el("p", *_linked(story.leads), class_="faint"), letter, padding="6px 28px 20px"))
    return _section(blocks, letter)


def _figure(letter: Letter, figure: SourceFigure, address: str) -> list[Element]:
    """Return the picture, and below it its caption and whose it is."""
    alt = " ".join(figure.alt.split())
    picture = el("mj-image", src=address, alt=alt, width=f"{shown_width(figure)}px", css_class="figure")
    picture.set("padding", f"16px {_MARGIN}px 4px")
    caption = spoken_in(el("p", figure.caption, class_="faint"), figure.work.language, letter.language)
    credit = el("p", *_linked([Lead(figure.credit, figure.link)]), class_="faint small")
    return [picture, _text([caption, credit], letter, padding=f"0 {_MARGIN}px 8px")]


def _foot(letter: Letter, unsubscribe: str | None) -> Element:
    sayings = letter.sayings
    credits = [el("li", *_linked([lead])) for lead in letter.references]
    lines = [
        _labelled(el("h2", sayings.sources, class_="faint small"), letter),
        el("ul", *credits, class_="faint small"),
        *(_labelled(el("p", line, class_="faint small"), letter) for line in letter.small),
    ]
    ways = [(sayings.web, letter.web_url), (sayings.unsubscribe, unsubscribe)]
    links = [el("a", words, href=url, class_="link") for words, url in ways if url]
    if links:
        between = [piece for link in links for piece in (" · ", link)][1:]
        lines.append(_labelled(el("p", *between, class_="faint small"), letter))
    return _section([_text(lines, letter, padding="24px 28px")], letter)


def _section(blocks: Sequence[Element], letter: Letter) -> Element:
    column = el("mj-column", *blocks)
    direction = direction_of(letter.language)
    return el("mj-section", column, background_color=_SHEET, padding="0", css_class="sheet", direction=direction)


def _text(content: Element | Sequence[Element], letter: Letter, padding: str) -> Element:
    inside = content if isinstance(content, list) else [content]
    return el("mj-text", el("div", *inside, dir=direction_of(letter.language)), padding=padding)


def _labelled(element: Element, letter: Letter) -> Element:
    return spoken_in(element, letter.sayings.language, letter.language)


def _linked(leads: Sequence[Lead]) -> list[str | Element]:
    pieces: list[str | Element] = []
    for lead in leads:
        named = el("bdi", lead.words)
        pieces += ["; " if pieces else "", el("a", named, href=lead.url, class_="link") if lead.url else named]
    return pieces


def _start(language: str) -> str:
    return "right" if direction_of(language) == "rtl" else "left"
