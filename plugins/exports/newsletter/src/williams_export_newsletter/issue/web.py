"""The web version: one page of HTML that needs nothing else, whose stories and sentences have anchors."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Final

from lxml import etree
from williams_publishing.directions import direction_of
from williams_publishing.figures import SourceFigure

from williams_export_newsletter.issue.addresses import HEADER
from williams_export_newsletter.issue.letter import Lead, Letter, SetStory
from williams_export_newsletter.issue.markup import Element, between, el, spoken_in

DOCTYPE: Final = "<!DOCTYPE html>"
INTRO: Final = "intro"


def web_page(letter: Letter, pictures: Mapping[str, bytes]) -> bytes:
    """Return the page, which holds its ``pictures``, by their names; it shows no others."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", letter.title),
        el("style", (files(__package__) / "web.css").read_text(encoding="utf-8")),
    )
    told = el("main", *(_story(letter, each, pictures) for each in letter.stories))
    body = el("body", _header(letter, pictures), told, _footer(letter))
    root = el("html", head, body, lang=letter.language, dir=direction_of(letter.language))
    page: bytes = etree.tostring(root, method="html", encoding="utf-8", doctype=DOCTYPE)
    return page


def _header(letter: Letter, pictures: Mapping[str, bytes]) -> Element:
    header = el("header")
    if HEADER in pictures:
        header.append(_held(pictures[HEADER], "image/png", alt=""))
    header.append(el("h1", letter.title))
    header.extend([el("p", line) for line in letter.intro[:-1]])
    header.extend([el("p", line, id=INTRO) for line in letter.intro[-1:]])
    if letter.inside:
        heading = spoken_in(el("h2", letter.sayings.inside), letter.sayings.language, letter.language)
        items = [
            el("li", spoken_in(el("a", story.heading, href=f"#{story.anchor}"), story.language, letter.language))
            for story in letter.stories
            if story.heading
        ]
        header.append(el("nav", heading, el("ul", *items)))
    return header


def _story(letter: Letter, story: SetStory, pictures: Mapping[str, bytes]) -> Element:
    words = el("p")
    for number, sentence in story.below.items():
        piece = el("span", sentence, id=story.anchor_of(number))
        piece.tail = between(sentence) if number < len(story.sentences) else None
        words.append(piece)
    heading = [el("h2", story.heading)] if story.heading else []
    if story.is_headed_by_itself:
        heading[0].set("id", story.anchor_of(1))
    told = [spoken_in(each, story.language, letter.language) for each in (*heading, words)]
    if story.figure and story.figure.name in pictures:
        told.append(_figure(letter, story.figure, pictures[story.figure.name], story.figure_anchor))
    return el(
        "article" if heading else "section", *told, el("p", *_linked(story.leads), class_="source"), id=story.anchor
    )


def _figure(letter: Letter, figure: SourceFigure, picture: bytes, anchor: str) -> Element:
    shown = _held(picture, figure.figure.media_type, alt=figure.alt)
    caption = spoken_in(el("div", figure.caption, id=anchor), figure.work.language, letter.language)
    credit = el("div", *_linked([Lead(figure.credit, figure.link)]))
    return el("figure", shown, el("figcaption", caption, credit))


def _held(picture: bytes, media_type: str, alt: str) -> Element:
    return el("img", src=f"data:{media_type};base64,{base64.b64encode(picture).decode()}", alt=alt)


def _footer(letter: Letter) -> Element:
    sayings = letter.sayings
    own = [el("h2", sayings.sources), *(el("p", line) for line in letter.small)]
    heading, *lines = [spoken_in(each, sayings.language, letter.language) for each in own]
    return el("footer", heading, el("ul", *(el("li", *_linked([lead])) for lead in letter.references)), *lines)


def _linked(leads: Sequence[Lead]) -> list[str | Element]:
    pieces: list[str | Element] = []
    for lead in leads:
        named = el("bdi", lead.words)
        pieces += ["; " if pieces else "", el("a", named, href=lead.url) if lead.url else named]
    return pieces
