"""A page's title: the one that readers see, without the site's name."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement

from williams_html import jsonld
from williams_html.escaped import unescaped
from williams_html.hosts import without_host
from williams_html.paragraphs import Block
from williams_html.tree import plain, tidy

_TITLES: Final = ("citation_title", "dcterms.title", "dc.title", "og:title")
_SEPARATOR: Final = r" *[|\u2502\uff5c\u2013\u2014\u00b7\u2022»«:›/~-]+ *"
_SOUNDS: Final = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014", "''\"\"--")
_LONGEST_SITE: Final = 60
"""Characters. What is longer after a separator is part of the title."""
_FRAMES: Final = ("article", "main")
_SITE_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:(?:site|blog)[-_]?(?:title|name|heading|branding)|logo|brand|blog_?title)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HOME: Final = re.compile(r"(?:https?://[^/?#]+)?/?(?:index\.\w{2,5})?")
_BELOW: Final = ("h2", "h3")
_KICKERS: Final = re.compile(
    r"(?:^|[\s_-])(?:kicker|overline|roof-?line|dachzeile|eyebrow|spitzmarke|(?:top|super|pre|over)-?(?:title|headline|line)"
    r"|sur-?titre|ante-?titulo|occhiello)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""What is set above a headline within the same heading is called."""
_EDGES: Final = " |:\u2013\u2014\u00b7\u2022/-"


def title_of(
    root: HtmlElement,
    metas: dict[str, list[str]],
    article: dict[str, Any],
    site: str | None = None,
    host: str | None = None,
) -> str | None:
    """Return the heading that the page shows for what it declares, else the declared title without the site's name."""
    named = root.find(".//title")
    declared = [text for key in _TITLES for text in metas.get(key, [])]
    declared += [*jsonld.texts(article.get("headline")), *jsonld.texts(article.get("name"))]
    browser = str(named.text_content()) if named is not None else ""
    titles = [title for each in [*declared, browser] if (title := unescaped(tidy(each)))]
    names = [site or "", *(plain(each) for each in root.iter("h1", "h2") if _names_site(each))]
    shown = _shown_heading(root, titles, [name for name in names if name])
    if shown or not titles:
        return shown
    return without_host(without_site(titles[0], site), host)


def without_site(title: str, site: str | None) -> str:
    """Return a title without the site's name before or after it."""
    if not site:
        return title
    name = re.escape(site.removeprefix("The "))
    cut = re.sub(rf"^(.{{3,}}?){_SEPARATOR}(?:The )?{name}\.?$|^(?:The )?{name}{_SEPARATOR}(.{{3,}})$", r"\1\2", title)
    return cut.strip() or title


def own_title(declared: str | None, blocks: list[Block]) -> str | None:
    """Return the text's first heading where the declared title is that and the site's name, as most titles are."""
    first = next((block.text for block in blocks if block.kind == "heading"), None)
    return first if first and (not declared or _is_title_of(first, declared)) else declared


def _names_site(heading: HtmlElement) -> bool:
    """True for a heading that leads to the site's front page, or is called its name."""
    around = [heading, *islice(heading.iterancestors(), 2)]
    if any(_SITE_NAMES.search(f"{each.get('class') or ''} {each.get('id') or ''}") for each in around):
        return True
    links = [link.get("href") or "#" for link in [*heading.iter("a"), *heading.iterancestors("a")]]
    return any(_HOME.fullmatch(link) for link in links)


def _shown_heading(root: HtmlElement, titles: list[str], names: list[str]) -> str | None:
    """Return the first h1 that a title begins with, else the only one of the article; never one of the site's names.

    Where the h1 is one of them, what stands below it is the title.
    """
    headings = [(each, _headline(each, titles)) for each in root.iter("h1")]
    others = [(each, text) for each, text in headings if text and not any(_same(text, name) for name in names)]
    below = [] if len(others) == len(headings) else [(each, plain(each)) for each in root.iter(*_BELOW)]
    for title in titles:
        for _, text in [*others, *below]:
            if _is_title_of(text, title) and not any(_same(text, name) for name in names):
                return text
    if titles and titles[0] and len(others) == 1:
        element, text = others[0]
        if " " in text and any(frame.tag in _FRAMES for frame in element.iterancestors()):
            return text
    return others[0][1] if others and not titles else None


def _headline(heading: HtmlElement, titles: list[str]) -> str:
    """Return what a heading says without a rubric or topic set before it, by its name or by the declared titles."""
    text = plain(heading)
    element = heading
    while not (element.text or "").strip():
        first = next((each for each in element.iterchildren(etree.Element) if plain(each)), None)
        if first is None or not text.startswith(topic := plain(first)):
            return text
        if topic != text:
            rest = text.removeprefix(topic).strip(_EDGES)
            declared = any(_same(rest, title) or _begins_title(rest, title) for title in titles)
            return rest if rest and (declared or _KICKERS.search(first.get("class") or "")) else text
        element = first
    return text


def _begins_title(heading: str, title: str) -> bool:
    """True where a title is the heading and a site's name after it."""
    return _sound(title).startswith(_sound(heading)) and _is_title_of(heading, title)


def _is_title_of(heading: str, title: str) -> bool:
    """True where a title is the heading, perhaps with a site's name after or before it."""
    short, long = _sound(heading), _sound(title)
    if short == long:
        return True
    if len(short) < 3 or short not in long:
        return False
    parts = r"|".join(
        (
            rf"{re.escape(short)}{_SEPARATOR}.{{1,{_LONGEST_SITE}}}",
            rf".{{1,{_LONGEST_SITE}}}{_SEPARATOR}{re.escape(short)}",
        )
    )
    return re.fullmatch(parts, long) is not None


def _same(one: str, other: str) -> bool:
    return _sound(one) == _sound(other)


def _sound(text: str) -> str:
    return tidy(text).translate(_SOUNDS).casefold()
