"""Formulas in Markdown stay as they are written, in TeX between their dollars: emphasis has no say in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

_IN_BACKTICKS: Final = re.compile("`[^`]+`")
"""As GitHub has it, within the dollars."""
_BRACKETS: Final = (
    (re.compile(r"\\\(((?:[^\\\n]|\\[^()\n]){1,500})\\\)"), "math_inline"),
    (re.compile(r"\\\[((?:[^\\]|\\[^\[\]]){1,2000})\\\]"), "math_inline_double"),
)
_SIGNS: Final = re.compile(r"[\\^_=<>+]|[\d)][*/-]|^\s*\w\s*$")
"""Of a formula: a remark or a stage direction in brackets has none."""


def keep_maths(renderer: MarkdownIt) -> None:
    """Teach the renderer formulas. A dollar beside a digit or a blank is money."""
    renderer.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True, allow_labels=True)
    renderer.use(amsmath_plugin)
    renderer.inline.ruler.before("escape", "tex_brackets", _brackets)
    renderer.add_render_rule("math_inline", _inline)
    renderer.add_render_rule("math_inline_double", _display)
    for name in ("math_block", "math_block_label"):
        renderer.add_render_rule(name, _block)
    renderer.add_render_rule("amsmath", _environment)


def _brackets(state: StateInline, silent: bool) -> bool:
    r"""Formulas in TeX's own brackets, ``\(a\)`` and ``\[a\]``.

    Others write ``\[`` for a bracket that is no link: a formula in these has a paragraph to itself, and signs.
    """
    if state.src[state.pos] != "\\":
        return False
    for pattern, kind in _BRACKETS:
        found = pattern.match(state.src, state.pos, state.posMax)
        alone = found and state.pos == 0 and found.end() == state.posMax and _SIGNS.search(found[1])
        if found and (kind == "math_inline" or alone):
            if not silent:
                state.push(kind, "math", 0).content = found[1].strip()
            state.pos = found.end()
            return True
    return False


def _inline(_: RendererHTML, tokens: Sequence[Token], place: int, *__: Any) -> str:
    content = tokens[place].content
    bare = content[1:-1] if _IN_BACKTICKS.fullmatch(content) else content
    return f"${escape(bare)}$"


def _display(_: RendererHTML, tokens: Sequence[Token], place: int, *__: Any) -> str:
    return f"$${escape(tokens[place].content)}$$"


def _block(_: RendererHTML, tokens: Sequence[Token], place: int, *__: Any) -> str:
    return f"<p>$$ {escape(tokens[place].content.strip())} $$</p>\n"


def _environment(_: RendererHTML, tokens: Sequence[Token], place: int, *__: Any) -> str:
    return f"<p>{escape(tokens[place].content.strip())}</p>\n"
