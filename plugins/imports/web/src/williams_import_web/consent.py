"""Dialogues that ask for consent: frames with words about it and a button that agrees, whoever made them."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from lxml import etree
from lxml.html import HtmlElement
from williams_html.tree import tidy

from williams.domain.sentence_ends import ENDS, STOPS
from williams_import_web import gate_words

_CONTROLS: Final = etree.XPath(
    "descendant::*[self::button or @role='button' or self::input[@type='submit' or @type='button']"
    " or self::a[not(@href) or starts-with(@href, '#') or starts-with(@href, 'javascript:')]]"
)
"""What acts on the page that it stands on, and leads to no other."""
_LABELLED: Final = etree.XPath("descendant::*[self::button or @role='button' or self::a]")
_TEXTS: Final = frozenset({"html", "body", "main", "article"})
"""What holds a page's own text, and is no dialogue."""
_LABEL: Final = 40
"""Characters. What says more is no label of a button."""
_MOST_CONTROLS: Final = 20
_MOST_LEVELS: Final = 12
_LONGEST: Final = 3000
_LEAST: Final = 60
"""Characters. What is shorter is a label or a heading."""
_ENOUGH: Final = 3
"""Of the eight kinds of words about consent."""
_ELSE: Final = 0.5
"""Of a frame's text: sentences about something else. With more of them it holds another text than a dialogue's."""
_ENDED: Final = re.compile(rf"(?<=[{ENDS}])\s+|(?<=[{STOPS}])")


def drop_dialogues(root: HtmlElement) -> bool:
    """Take the dialogues that ask for consent out of the page; True if there were any."""
    dialogues = [dialogue for each in agreeing(root) if (dialogue := _around(each)) is not None]
    for dialogue in dialogues:
        if dialogue.getparent() is not None:
            dialogue.drop_tree()
    return bool(dialogues)


def agreeing(root: HtmlElement) -> list[HtmlElement]:
    """Return the first buttons by which a reader agrees to something."""
    return list(islice(filter(_agrees, _CONTROLS(root)), _MOST_CONTROLS))


def kinds_of_words(text: str) -> int:
    """Return how many of the eight kinds of words about consent the text has."""
    return sum(words.search(text) is not None for words in gate_words.CONSENT)


def _agrees(control: HtmlElement) -> bool:
    label = tidy(control.text_content() or control.get("value") or "")
    return 0 < len(label) <= _LABEL and gate_words.AGREE.search(label) is not None


def _around(control: HtmlElement) -> HtmlElement | None:
    """Return the dialogue that a control belongs to, with the frames that say nothing but more about consent.

    It begins with the first frame that says anything besides what its controls do.
    """
    dialogue: HtmlElement | None = None
    length, kinds = 0, 0
    for frame in islice(control.iterancestors(), _MOST_LEVELS):
        if frame.tag in _TEXTS or any(frame.find(f".//{tag}") is not None for tag in ("article", "main")):
            return None if frame.tag == "article" else dialogue
        text = _said(frame)
        said = kinds_of_words(text) if len(text) <= _LONGEST else 0
        if dialogue is not None and said <= kinds and len(text) - length > _LEAST:
            return dialogue
        if len(text) > _LEAST and said >= _ENOUGH and _else_in(text) <= _ELSE * len(text):
            dialogue, length, kinds = frame, len(text), said
        elif dialogue is None and len(text) - sum(len(_said(each)) + 1 for each in _LABELLED(frame)) > 0:
            return None
    return dialogue


def _said(element: HtmlElement) -> str:
    return tidy(" ".join(element.itertext()))


def _else_in(text: str) -> int:
    others = (each for each in _ENDED.split(text) if len(each) > _LEAST and kinds_of_words(each) == 0)
    return sum(map(len, others))
