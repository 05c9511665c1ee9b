"""The beginning of a text that a site gives to subscribers: told, and without the call to subscribe."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml.html import HtmlElement
from williams_html.jsonld import article_of
from williams_html.paragraphs import Block
from williams_html.tree import is_unread, plain

from williams.domain.errors import Forbidden
from williams.isolation.notices import Said, notice

_CALLS: Final = re.compile(
    r"(?:article|story|content|text|post|episode|issue|page) is (?:reserved )?(?:for|available to) "
    r"(?:\w+ ){0,2}(?:subscribers|members)"
    r"|for subscribers only"
    r"|already (?:a )?(?:subscriber|member|subscribed|have an account)|subscribe (?:now )?to (?:continue|read"
    r"|keep|unlock|get)"
    r"|(?:sign|log) in to (?:continue|read|keep|unlock)|(?:continue|keep) reading (?:with|for|by)"
    r"|read the (?:whole|full|rest)"
    r"|(?:register|create an? (?:free )?account) to (?:continue|read|keep|unlock)|unlock (?:this|the) (?:article|story)"
    r"|you(?:.ve| have) (?:reached|read|used) (?:your|all)|members? only|enter your e-?mail .{0,40}(?:read"
    r"|continue|unlock)"
    r"|nur für (?:abonnent|mitglieder)|jetzt (?:weiterlesen|abonnieren|testen)|mit .{0,20}abo (?:weiter)?lesen"
    r"|bereits abonnent|noch kein abo\b|pas encore abonné|no eres suscriptor|nog geen abonnee"
    r"|weiterlesen mit|artikel ist (?:exklusiv|nur)|réservé (?:aux|à nos) abonnés"
    r"|il vous reste .{0,20}% de cet article|déjà abonné"
    r"|abonnez-vous pour|(?:contenido )?exclusivo para suscriptores|suscríbete para|ya eres suscriptor"
    r"|riservato agli abbonati"
    r"|abbonati per|alleen voor abonnees|log in om .{0,20}lezen|exklusiv för prenumeranter"
    r"|subscribe from .{0,20}(?:month|week|year)|dostępn[ay] dla prenumeratorów"
    r"|wykup prenumeratę|有料会員限定|会員登録すると|exclusivo para assinantes|assine para|доступен только подписчикам"
    r"|оформите подписку|available to our .{0,20}subscribers",
    re.IGNORECASE,
)
_WALL: Final = re.compile(
    r"pay-?wall|reg-?wall|premium-?wall|subscri(?:ber|ption|be)s?-?(?:only|wall|gate)", re.IGNORECASE
)
_LONGEST_CALL: Final = 400
_REMEDY: Final = "Log in with a browser, save the page there (complete, or as PDF) and import that file."
_CUT: Final = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")
_SHORT: Final = 1500
"""Characters. A text with more than this that nothing cuts is given in full, whatever its page declares."""


def without_calls(root: HtmlElement, blocks: list[Block], url: str) -> tuple[list[Block], list[Said]]:
    """Return the blocks before a call to subscribe, and the notice that they are a beginning alone.

    Raises:
        Forbidden: nothing but the call is shown.
    """
    if root.find(".//article") is None and _is_call_alone(blocks):
        raise Forbidden(f"{url} asks to subscribe in the place of the text. {_REMEDY}")
    called = next((number for number, block in enumerate(blocks) if _is_call(block)), None)
    declared = _is_for_subscribers(root) or _is_walled(root)
    if called is None and not declared:
        return blocks, []
    kept = [block for block in blocks if not _is_call(block)]
    behind = sum(len(block.text) for block in kept[called:] if block.kind == "body") if called is not None else 0
    length = sum(len(block.text) for block in kept)
    last = next((block.text for block in reversed(kept) if block.kind == "body"), "")
    if _CUT.search(last) is None and (behind > _LONGEST_CALL or length > _SHORT or not (declared or called)):
        return blocks, []
    while kept and kept[-1].kind == "heading":
        kept.pop()
    message = f"The site shows the beginning of this text alone, {length} characters; the rest is for subscribers."
    return kept, [notice("teaser", message, "at the end", _REMEDY)]


def _is_call_alone(blocks: list[Block]) -> bool:
    """True where a short page begins with a call to subscribe."""
    first = next((number for number, block in enumerate(blocks) if _is_call(block)), None)
    return first == 0 and sum(len(block.text) for block in blocks) <= _LONGEST_CALL


def _is_call(block: Block) -> bool:
    return len(block.text) <= _LONGEST_CALL and _CALLS.search(block.text) is not None


def _is_walled(root: HtmlElement) -> bool:
    """True where the page shows a call in a frame that is named for it, which extractors cut out."""
    named = (
        each for each in root.iter("div", "section", "aside") if _WALL.search(_called(each)) and not is_unread(each)
    )
    return any(len(text) <= _LONGEST_CALL and _CALLS.search(text) for text in map(plain, named))


def _called(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _is_for_subscribers(root: HtmlElement) -> bool:
    tiers = (meta.get("content") or "" for meta in root.iter("meta") if meta.get("property") == "article:content_tier")
    stated: Any = article_of(root).get("isAccessibleForFree")
    return str(stated).rpartition("/")[2].lower() == "false" or any(tier in ("locked", "metered") for tier in tiers)
