"""What programs that publish Markdown (Quarto, MyST, Hugo, Jekyll, Pandoc) write beyond it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from williams.isolation.notices import Said, notice

_DIVISION: Final = re.compile(r":{3,}[ \t]*(.*)")
_OPTION: Final = re.compile(r"[ \t]*(?::[\w-]{1,40}:(?:[ \t].*)?|#\|.*)")
_DIRECTIVE: Final = re.compile(r"\{([a-z][\w:+-]{0,40})\}[ \t]*(.*)")
_TITLE: Final = re.compile(r"\btitle=\"([^\"]{1,200})\"")
_SHORTCODE: Final = re.compile(
    r"\{\{[<%][ \t]*/?\*?[ \t]*([\w./-]*)(.{0,500}?)[%>]\}\}|\{%-?[ \t]*([\w-]+)(.{0,500}?)%\}"
)
_SHOWN: Final = re.compile(r"\b(?:title|caption)=\"([^\"]{1,300})\"")
_LISTING: Final = re.compile(r"\{%-?[ \t]*(highlight|raw|comment)\b.*%\}[ \t]*$|\{::(comment|nomarkdown)\}[ \t]*$")
_ROLE: Final = re.compile(r"\{([a-z][\w:+-]{0,40})\}(`+)(?!`)(.{1,500}?)(?<!`)\2(?!`)")
_TARGET: Final = re.compile(r"(.+?)[ \t]*<[^<>]+>")
_PAIRS: Final = r"(?:[ \t]+[^\s{}][^{}\n]{0,300})?"
_ATTRIBUTES: Final = re.compile(rf"\{{:?[ \t]*[#.][A-Za-z][\w:.-]*{_PAIRS}\}}|\{{(?:-|:[^{{}}\n]{{0,300}})\}}")
_OF_A_PICTURE: Final = re.compile(rf"\{{[\w-]+=(?:\"[^\"{{}}]*\"|[^\s\"{{}}]+){_PAIRS}\}}")
_SPAN: Final = re.compile(rf"\[([^\[\]]{{1,300}})\](?:{_ATTRIBUTES.pattern})")
_SAID_TO_A_PROGRAM: Final = re.compile(
    r"\[TOC\]|\[\[_TOC_\]\]|\([\w-]{1,60}\)=|\+\+\+|--8<--.*"
    r"|\\(?:newpage|pagebreak|clearpage|tableofcontents|maketitle|bigskip)"
)
_TEXTS: Final = (
    "note warning tip important caution attention danger error hint seealso admonition topic sidebar epigraph"
    " pull-quote figure dropdown card tab-item tab-set grid grid-item margin aside exercise solution theorem proof"
    " definition example abstract versionadded versionchanged deprecated todo glossary"
)
_PROSE: Final = frozenset(_TEXTS.split())
"""Directives that hold text; the others hold a program's, or nothing that is read."""
_SILENT: Final = frozenset(
    {"toctree", "tableofcontents", "contents", "index", "include", "bibliography", "raw", "only"}
)
_PICTURES: Final = frozenset({"figure"})
_MOST_LEVELS: Final = 4
_NAMED_AT_MOST: Final = 5
_MAY_STOP: Final[RuleOptionsType] = {"alt": ["paragraph", "reference", "blockquote", "list"]}


class SiteMarks:
    """Reads what such programs would show, and knows what only they can fill."""

    def __init__(self, renderer: MarkdownIt) -> None:
        self._left_out: list[str] = []
        self._unclosed: set[str] = set()
        renderer.block.ruler.before("fence", "division", _division, _MAY_STOP)
        renderer.block.ruler.before("fence", "template_block", self._template_block, _MAY_STOP)
        renderer.inline.ruler.before("escape", "shortcode", self._shortcode)
        renderer.inline.ruler.before("escape", "role", _role)
        renderer.core.ruler.after("block", "directives", self._directives)
        renderer.core.ruler.after("inline", "attributes", _without_attributes)

    def notices(self) -> Iterator[Said]:
        """Yield what was left out."""
        if self._left_out:
            names = ", ".join(dict.fromkeys(self._left_out[: 20 * _NAMED_AT_MOST]))
            message = f"{len(self._left_out)} marks that a site's program fills were left out: {names[:200]}."
            yield notice("markup-passed-over", message)

    def _shortcode(self, state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] != "{":
            return False
        found = _SHORTCODE.match(state.src, state.pos, state.posMax)
        if not found:
            return False
        if not silent:
            shown = _SHOWN.search(found.group())
            if shown:
                state.push("text", "", 0).content = shown[1]
            elif not found.group().lstrip("{<% ").startswith(("/", "end")):
                self._left_out.append(found[1] or found[3] or "{{…}}")
        state.pos = found.end()
        return True

    def _template_block(self, state: StateBlock, first: int, last: int, silent: bool) -> bool:
        """A listing or a comment between two marks of Liquid or kramdown."""
        found = _LISTING.fullmatch(_line(state, first))
        if not found:
            return False
        name = found[1] or found[2]
        if name in self._unclosed:
            return False
        ends = (f"{{% end{name}", f"{{%- end{name}", f"{{:/{name}")
        end = next((at for at in range(first + 1, last) if _line(state, at).startswith((*ends, "{:/}"))), None)
        if end is None:
            self._unclosed.add(name)
            return False
        if not silent:
            if name in ("highlight", "raw"):
                token = state.push("fence", "code", 0)
                token.content, token.map = state.getLines(first + 1, end, state.blkIndent, True), [first, end + 1]
            else:
                self._left_out.append(name)
            state.line = end + 1
        return True

    def _directives(self, state: StateCore) -> None:
        state.tokens[:] = self._expanded(state, state.tokens, 0)

    def _expanded(self, state: StateCore, tokens: list[Token], level: int) -> list[Token]:
        """Fences of directives are what they hold: text, a formula, a program, or nothing that is shown."""
        found: list[Token] = []
        for token in tokens:
            directive = _DIRECTIVE.fullmatch(token.info.strip()) if token.type == "fence" else None
            if token.type == "fence" and token.info.strip() == "math":
                found.append(_formula(token.content))
            elif directive is None:
                found.append(token)
            elif directive[1] in _SILENT:
                self._left_out.append(directive[1])
            else:
                content = _without_options(token.content)
                if directive[1] == "math":
                    found.append(_formula(content))
                elif directive[1] in _PROSE and level < _MOST_LEVELS:
                    inner: list[Token] = []
                    title = "" if directive[1] in _PICTURES else directive[2]
                    state.md.block.parse(f"{title}\n\n{content}", state.md, state.env, inner)
                    found += self._expanded(state, inner, level + 1)
                else:
                    token.content = content
                    found.append(token)
        return found


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


def _division(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """The marks of a division go, and its title becomes a paragraph."""
    found = _DIVISION.fullmatch(_line(state, first))
    if not found:
        return False
    if not silent:
        following = first + 1
        while found[1] and following < last and _OPTION.fullmatch(_line(state, following)):
            following += 1
        if title := _title_of(found[1].strip(" :")):
            state.push("paragraph_open", "p", 1).map = [first, following]
            inline = state.push("inline", "", 0)
            inline.content, inline.map, inline.children = title, [first, following], []
            state.push("paragraph_close", "p", -1)
        state.line = following
    return True


def _title_of(info: str) -> str:
    if directive := _DIRECTIVE.fullmatch(info):
        return directive[2]
    if info.startswith("{"):
        said = _TITLE.search(info)
        return said[1] if said else ""
    kind, _, title = info.partition(" ")
    return title.strip(" []") if kind[:1].islower() else info if title else ""


def _formula(content: str) -> Token:
    return Token("math_block", "math", 0, content=content, block=True)


def _without_options(content: str) -> str:
    """Lines at the beginning of a directive say to the program how to show it."""
    lines = content.splitlines()
    while lines and (not lines[0].strip() or _OPTION.fullmatch(lines[0])):
        lines.pop(0)
    return "\n".join(lines)


def _role(state: StateInline, silent: bool) -> bool:
    """The words that a role shows: a formula, a reference's own, or what it leads to."""
    if state.src[state.pos] != "{":
        return False
    found = _ROLE.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        titled = _TARGET.fullmatch(found[3])
        if found[1] in ("math", "eq"):
            state.push("math_inline", "math", 0).content = found[3]
        else:
            state.push("text", "", 0).content = titled[1] if titled else found[3]
    state.pos = found.end()
    return True


def _without_attributes(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "inline" or not token.children:
            continue
        if _SAID_TO_A_PROGRAM.fullmatch(token.content.strip()):
            token.children = []
        for before, child in pairwise((token, *token.children)):
            if child.type != "text" or "{" not in child.content:
                continue
            if before.type in ("image", "link_close", "code_inline") and (found := _OF_A_PICTURE.match(child.content)):
                child.content = child.content[found.end() :]
            child.content = _ATTRIBUTES.sub("", _SPAN.sub(r"\1", child.content))
