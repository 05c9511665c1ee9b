"""Lines within a text that lead away from it: links to other texts, calls to share it or to subscribe."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement
from williams_html.paragraphs import Block
from williams_html.tree import plain

_MOST: Final = 0.8
_FEW: Final = 3
"""Sentences. A text of fewer may be one of links."""
_SENTENCE_ENDS: Final = (".", "!", "?", "…", "。", "！", "？", "।", ":", '"', "\u201d", "»")
_CALLS: Final = re.compile(
    r"(?:like (?:this|what you)\b.{0,40}\?.*|share (?:this|it)\b.*|follow us\b.*|subscribe (?:to|now|today)\b.*"
    r"|sign up (?:for|to)\b.*|get the .{0,30}\bapp\b.*"
    r"|download (?:the|our) .{0,30}\bapp\b.*|read (?:more|next|also)\b:?.*"
    r"|(?:see|lesen sie|lies) (?:also|auch)\b.*|mehr zum thema\b.*|jetzt (?:teilen|abonnieren)\b.*|lire aussi\b.*"
    r"|abonnez-vous\b.*|lee (?:también|además)\b.*|leggi anche\b.*|lees ook\b.*"
    r"|advertisement|anzeige|werbung|publicité)",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_CALL: Final = 100


@dataclass(slots=True)
class Piece:
    """A paragraph, the block that its text stands in, and whether it belongs to the main text."""

    block: Block
    owner: HtmlElement
    chosen: bool


def drop_link_lines(pieces: list[Piece]) -> None:
    """Leave out paragraphs that are nothing but a link or a call, where there is other text."""
    body = [piece for piece in pieces if piece.chosen and piece.block.kind == "body"]
    away = [piece for piece in body if _leads_away(piece)]
    if len(body) - len(away) >= _FEW:
        for piece in away:
            piece.chosen = False


def is_mostly_links(element: HtmlElement) -> bool:
    """True where most of an element's text stands in links."""
    linked = sum(len(plain(link)) for link in element.iter("a"))
    return linked > _MOST * len(plain(element))


def _leads_away(piece: Piece) -> bool:
    text = piece.block.text
    if len(text) <= _LONGEST_CALL and _CALLS.fullmatch(text):
        return True
    return not text.endswith(_SENTENCE_ENDS) and is_mostly_links(piece.owner)
