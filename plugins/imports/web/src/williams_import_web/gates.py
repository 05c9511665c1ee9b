"""Pages that stand before a text, or in its place, and how they are known.

Each rule needs words of the kind where the page is short, since texts about robots, cookies and consent have them too:
in a heading that says nothing else, or in a text that says little besides. What the rules are, and how often they err:
``docs/explanation/web-pages.md``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement
from williams_html.paragraphs import Block
from williams_html.tree import plain, tidy

from williams.domain.errors import EmptyContent, Forbidden, NeedsBrowser, NotFound, PermanentError
from williams.domain.sentence_ends import ENDS, STOPS
from williams_import_web import gate_words
from williams_import_web.consent import agreeing, kinds_of_words
from williams_import_web.frames import prose_in, script_root

_SAVE: Final = "Open it in a browser, save the page there (complete, or as PDF) and import that file."
_CHECK_LENGTH: Final = 1500
_MISSING_LENGTH: Final = 800
_CONSENT_LENGTH: Final = 6000
_LITTLE: Final = 200
"""Characters. A page that shows less than this, and runs programs, shows its text by them."""

_MOST_CONSENT: Final = 0.5
"""Of a consent page's text: how much of it stands in paragraphs that speak of consent."""
_ENOUGH_CONSENT: Final = 4
_MUCH_CONSENT: Final = 7
"""Of the eight kinds of words about consent: how many a page has that is headed with it, and one that is not."""
_HARDLY_ELSE: Final = 0.6
"""Of a heading's letters: how many the words for a kind of page have where the heading says that alone."""
_OTHERS: Final = 2.0
"""Times what is said in sentences with the words for a kind of page: what others may say at most."""
_SENTENCE: Final = 60
"""Characters. What is shorter is a label or a link. A sentence as long as a page that shows little says more."""
_ENDED: Final = re.compile(rf"(?<=[{ENDS}])\s+|(?<=[{STOPS}])")
_TITLE_PARTS: Final = re.compile(r"\s+[|\u2013\u2014\u2022\u00b7»«-]+\s+")


def check_gate(
    root: HtmlElement, blocks: list[Block], title: str | None, url: str, rendered: bool = False, asked: bool = False
) -> None:
    """Refuse a page that stands in the place of a text.

    ``rendered`` is one whose programs have run, ``asked`` one out of which a dialogue about consent was taken.

    Raises:
        Forbidden: it asks for consent, cookies, an address, an age, another browser or place, or a sign that its
            reader is no program.
        NotFound: it says that there is nothing.
        NeedsBrowser: it builds itself in the browser.
        EmptyContent: it says that its site is at fault.
    """
    if asked and not any(len(block.text) > _SENTENCE for block in blocks):
        raise _consent(url)
    refusal = _refusal(root, blocks, title, url, rendered)
    if refusal is not None:
        raise refusal


def _consent(url: str) -> Forbidden:
    return Forbidden(f"{url} asks for consent to cookies in the place of the page. {_SAVE}")


def needs_browser(url: str, rendered: bool) -> NeedsBrowser:
    """Return what is said of a page that shows its text by programs only."""
    if rendered:
        return NeedsBrowser(f"{url} shows no text in the browser either that this library runs such pages in. {_SAVE}")
    return NeedsBrowser(
        f"{url} shows its text only in a browser that runs JavaScript. Save the page from your browser (as a complete "
        "web page or PDF) and import that file, or have this library run such pages: WILLIAMS_RENDER_PROVIDER names "
        "the engine that does."
    )


def needs_programs(root: HtmlElement) -> bool:
    """True for a page that says that it runs programs, or has an element for them to fill."""
    told = any("javascript" in (note.text_content() or "").lower() for note in root.iter("noscript"))
    return told or (script_root(root) is not None and root.find(".//script") is not None)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a page shows: its title's parts and first headings, its main text, else all that it says."""

    heads: tuple[str, ...]
    text: str
    blocks: list[Block]

    def is_headed(self, words: re.Pattern[str]) -> bool:
        """True where a title or heading says these words and hardly any others."""
        return any(_letters("".join(words.findall(head))) > _HARDLY_ELSE * _letters(head) for head in self.heads)

    def speaks_of(self, words: re.Pattern[str]) -> bool:
        """True where these words are said in a heading or in the text, and little besides them."""
        if words.search("\n".join([*self.heads, self.text])) is None:
            return False
        sentences = (sentence for block in self.blocks for sentence in _ENDED.split(block.text))
        others = (len(each) for each in sentences if len(each) >= _LITTLE or words.search(each) is None)
        return sum(length for length in others if length > _SENTENCE) < _LITTLE

    def is_for(self, words: re.Pattern[str]) -> bool:
        """True for a page that is headed with these words, or has no heading with them and says hardly anything else.

        "The bridge is closed for maintenance, says the mayor" heads a text about it.
        """
        return self.is_headed(words) or (not any(map(words.search, self.heads)) and self.is_told(words))

    def is_told(self, words: re.Pattern[str]) -> bool:
        """True where most of the text stands in sentences with these words."""
        sentences = [each for block in self.blocks if block.kind != "heading" for each in _ENDED.split(block.text)]
        said = sum(len(each) for each in sentences if words.search(each) is not None)
        return said > 0 and sum(map(len, sentences)) - said < min(_LITTLE, _OTHERS * said)


def _shown(root: HtmlElement, blocks: list[Block], title: str | None) -> _Shown:
    body = root.find(".//body")
    text = "\n".join(block.text for block in blocks) or (plain(body) if body is not None else "")
    headings = (next(map(plain, root.iter(tag)), "") for tag in ("h1", "h2"))
    heads = [*_TITLE_PARTS.split(title or ""), title or "", *headings]
    return _Shown(tuple(filter(None, heads)), text, blocks)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _refusal(
    root: HtmlElement, blocks: list[Block], title: str | None, url: str, rendered: bool
) -> PermanentError | None:
    shown = _shown(root, blocks, title)
    short = len(shown.text) < _MISSING_LENGTH
    if _is_check(root, shown):
        return Forbidden(f"{url} shows a check for robots in the place of the page. {_SAVE}")
    if short and shown.speaks_of(gate_words.NO_COOKIES):
        return Forbidden(f"{url} asks for cookies to be switched on in the place of the page. {_SAVE}")
    if _is_consent(root, shown):
        return _consent(url)
    if short and _is_missing(root, shown):
        return NotFound(f"{url} says that there is no such page, though the site sends one. Check the address.")
    if _is_shell(root, blocks, shown.text):
        return needs_browser(url, rendered)
    if short and root.find(".//article") is None:
        return _notice_in_place(root, shown, url)
    return _account(root, shown, url) if short else None


def _account(root: HtmlElement, shown: _Shown, url: str) -> PermanentError | None:
    if _asks_for_mail(root) and shown.speaks_of(gate_words.MAIL):
        return Forbidden(f"{url} asks for an e-mail address or an account before it shows the text. {_SAVE}")
    return None


def _is_missing(root: HtmlElement, shown: _Shown) -> bool:
    kinds = (gate_words.MISSING, gate_words.LOST)
    if shown.is_headed(gate_words.MISSING):
        return True
    return any(map(shown.is_told if root.find(".//article") is not None else shown.speaks_of, kinds))


def _notice_in_place(root: HtmlElement, shown: _Shown, url: str) -> PermanentError | None:
    if next(root.iter("button", "select"), None) is not None and shown.is_for(gate_words.AGE):
        return Forbidden(f"{url} asks how old its reader is in the place of the page. {_SAVE}")
    if shown.is_for(gate_words.ELSEWHERE):
        return Forbidden(f"{url} says that it is not shown in the country that it was asked from. {_SAVE}")
    if shown.is_for(gate_words.BROWSERS):
        return Forbidden(f"{url} asks for another browser, or one without its blockers. {_SAVE}")
    if shown.is_for(gate_words.DOWN):
        return EmptyContent(f"{url} says that the site is at fault or closed in the place of the page. Try it later.")
    return _account(root, shown, url)


def _is_check(root: HtmlElement, shown: _Shown) -> bool:
    length = len(shown.text)
    if length < _CHECK_LENGTH and shown.is_headed(gate_words.CHECKS):
        return True
    if length >= _MISSING_LENGTH:
        return False
    if root.find(".//article") is None and shown.is_for(gate_words.CHECKS):
        return True
    marks = [
        told
        for told in map(_told, root.iter("script", "form", "iframe", "div"))
        if gate_words.CHECK_MARKUP.search(told)
    ]
    if marks and shown.speaks_of(gate_words.CHECKS):
        return True
    says_nothing = length < _LITTLE and script_root(root) is None
    return says_nothing and any(map(gate_words.CHALLENGE.search, marks))


def _told(element: HtmlElement) -> str:
    names = ("src", "action", "id", "class")
    return " ".join([*((element.get(name) or "") for name in names), (element.text or "")[:_LITTLE]])


def _is_consent(root: HtmlElement, shown: _Shown) -> bool:
    if len(shown.text) > _CONSENT_LENGTH:
        return False
    lines = [block.text for block in shown.blocks] or [shown.text]
    about = sum(len(line) for line in lines if any(words.search(line) for words in gate_words.CONSENT))
    if about <= _MOST_CONSENT * len(shown.text) or _is_document(root):
        return False
    if not agreeing(root):
        return False
    buttons = (tidy(each.text_content() or each.get("value") or "") for each in root.iter("button", "a", "input"))
    labels = [label for label in buttons if len(label) <= _LITTLE]
    headed = any(map(gate_words.CONSENT_TITLE.search, shown.heads))
    return kinds_of_words("\n".join([shown.text, *labels])) >= (_ENOUGH_CONSENT if headed else _MUCH_CONSENT)


def _is_document(root: HtmlElement) -> bool:
    """True for a page whose text stands in a frame for texts, and no button in that: a policy, an imprint."""
    frames = [*root.iter("main", "article")]
    return any(map(prose_in, frames)) and all(frame.find(".//button") is None for frame in frames)


def _is_shell(root: HtmlElement, blocks: list[Block], text: str) -> bool:
    """An empty place for programs to fill, and nothing else but what stands at the foot of every page."""
    asked = len(text) < _MISSING_LENGTH and gate_words.SCRIPTS_ASKED.search(text) is not None
    if asked and (needs_programs(root) or (len(text) < _LITTLE * 2 and root.find(".//article") is None)):
        return True
    if gate_words.LOADING.fullmatch(text.strip()) and root.find(".//script") is not None:
        return True
    mounted = script_root(root)
    if (
        mounted is None
        or root.find(".//script") is None
        or len(plain(mounted)) >= _LITTLE
        or root.find(".//article") is not None
    ):
        return False
    footers = " ".join(plain(each) for each in root.iter("footer"))
    return all(block.text in footers for block in blocks)


def _asks_for_mail(root: HtmlElement) -> bool:
    fields = (
        f"{each.get('type') or ''} {each.get('name') or ''} {each.get('placeholder') or ''}"
        for each in root.iter("input")
    )
    return any(re.search(r"e-?mail|password", field, re.IGNORECASE) for field in fields)
