"""Brackets without end: for each one, the parser looks at all that follow, which made to harm takes minutes."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from williams.isolation.notices import Said, notice

_MOST_BRACKETS = 1_000
"""In one paragraph, marks of footnotes not counted. A bibliography in one has hundreds."""
_BRACKET = re.compile(r"\[(?!\^[^\s\[\]]+\])")


def leave_brackets(renderer: MarkdownIt, notices: list[Said]) -> None:
    """Let a paragraph with too many brackets stand as it is written, and say so in ``notices``."""

    def leave(state: StateCore) -> None:
        for token in state.tokens:
            if token.type == "inline" and _has_too_many(token.content):
                token.children = [Token("text", "", 0, content=token.content)]
                token.content = ""
                message = f"A paragraph has over {_MOST_BRACKETS} brackets: links and emphasis in it stand as text."
                notices.append(notice("markup-passed-over", message, _place(token)))

    renderer.core.ruler.before("inline", "leave_brackets", leave)


def _has_too_many(text: str) -> bool:
    return text.count("[") > _MOST_BRACKETS and len(_BRACKET.findall(text)) > _MOST_BRACKETS


def _place(token: Token) -> str | None:
    return f"line {token.map[0] + 1} of the text" if token.map else None
