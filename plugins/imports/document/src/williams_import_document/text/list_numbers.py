"""The numbers of Markdown's ordered lists: they are part of what an item says, since other sentences speak of them."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_LISTS = ("ordered_list", "bullet_list")
_NO_WORDS = frozenset({"fence", "code_block", "html_block", "hr", "list_item_close"})


def number_items(renderer: MarkdownIt) -> None:
    """Let each item of an ordered list begin with its number, as it would be shown."""
    renderer.core.ruler.push("list_numbers", _number)


def _number(state: StateCore) -> None:
    following: list[int | None] = []
    label = ""
    for token in state.tokens:
        if token.type.startswith(_LISTS):
            _open_or_close(token, following)
        elif token.type == "list_item_open":
            label = _count(token, following)
        elif token.type == "inline" and label:
            token.children = [Token("text", "", 0, content=label), *(token.children or [])]
            label = ""
        elif token.type in _NO_WORDS:
            label = ""


def _open_or_close(token: Token, following: list[int | None]) -> None:
    """``following`` has the next number of each open list, None for one with bullets."""
    if token.nesting < 0:
        following.pop()
        return
    start = token.attrGet("start")
    following.append(None if token.type.startswith("bullet") else 1 if start is None else int(start))


def _count(token: Token, following: list[int | None]) -> str:
    number = following[-1]
    if number is None:
        return ""
    following[-1] = number + 1
    return f"{number}{token.markup} "
