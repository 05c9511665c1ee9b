"""Formulas in Markdown stay as they are written, in TeX between their dollars: emphasis has no say in them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin


def keep_maths(renderer: MarkdownIt) -> None:
    """Teach the renderer formulas. A dollar beside a digit or a blank is money."""
    renderer.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True, allow_labels=True)
    renderer.use(amsmath_plugin)
    renderer.add_render_rule("math_inline", _inline)
    renderer.add_render_rule("math_inline_double", _display)
    for name in ("math_block", "math_block_label"):
        renderer.add_render_rule(name, _block)
    renderer.add_render_rule("amsmath", _environment)


def _inline(_: RendererHTML, tokens: Sequence[Token], place: int, *__: Any) -> str:
    return f"${escape(tokens[place].content)}$"


def _display(_: RendererHTML, tokens: Sequence[Token], place: int, *__: Any) -> str:
    return f"$${escape(tokens[place].content)}$$"


def _block(_: RendererHTML, tokens: Sequence[Token], place: int, *__: Any) -> str:
    return f"<p>$$ {escape(tokens[place].content.strip())} $$</p>\n"


def _environment(_: RendererHTML, tokens: Sequence[Token], place: int, *__: Any) -> str:
    return f"<p>{escape(tokens[place].content.strip())}</p>\n"
