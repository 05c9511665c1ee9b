"""What note-taking programs (Obsidian, Logseq, Zettlr) write beyond Markdown: links to notes, comments, callouts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.tasklists import tasklists_plugin

from williams.isolation.notices import Said, notice

_LINK = re.compile(r"(!?)\[\[([^\[\]\n]{1,500})\]\]")
_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
_HIGHLIGHT = re.compile(r"(==|\^\^)(?=\S)([^=^\n]+?)(?<=\S)\1")
_CALLOUT = re.compile(r"\[![\w-]+(?:\|[^\]\n]*)?\][+-]?[ \t]*([^\n]*)\n?")
_BLOCK_ID = re.compile(r"(?:^|(?<=\s))\^[A-Za-z0-9][A-Za-z0-9-]{2,}\s*$")
_PROPERTY: Final = (
    r"id|collapsed|created-at|updated-at|heading|background-color|icon|logseq\.[\w.-]+|ls-type|card-[\w-]+"
)
_OF_THE_PROGRAM: Final = re.compile(
    rf"^[ \t]*(?:(?:{_PROPERTY})::.*|(?:SCHEDULED|DEADLINE|CLOCK|CLOSED):[ \t]*[<\[]\d{{4}}.*"
    r"|:(?:LOGBOOK|END|PROPERTIES):|#\+(?:BEGIN|END)_\w+.*)(?:\n|$)",
    re.MULTILINE,
)
"""Lines that an outliner keeps with a block for itself."""
_ASKED: Final = re.compile(r"\{\{(?:\[\[)?(embed|query|renderer|video|youtube|pdf|tweet)\b[^{}\n]{0,300}\}\}")
_TASK: Final = re.compile(r"\{\{\[\[(TODO|DONE)\]\]\}\}")
_BLOCK: Final = re.compile(
    r"(?<!\$)\(\((?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?![a-zA-Z]?[a-z]+\)|[A-Z]+\))[\w-]{9})\)\)", re.ASCII
)
"""The identifier of a block: it is no word in brackets, and nothing that a shell counts."""
_MARKED: Final = re.compile(r"\[[-><!?/*\"lbiIpcfkwud]\][ \t]+")
"""The box of a task in one of the states that themes of note-taking programs have."""
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".avif")
_NAMED_AT_MOST: Final = 5


class Notes:
    """Reads what notes have beyond Markdown, and knows what of it was left out."""

    def __init__(self, renderer: MarkdownIt) -> None:
        self._comments = 0
        self._embedded: list[str] = []
        renderer.use(tasklists_plugin)
        renderer.inline.ruler.before("escape", "note_comment", self._comment)
        renderer.inline.ruler.before("escape", "note_link", self._link)
        renderer.inline.ruler.before("escape", "note_highlight", _highlight)
        renderer.inline.ruler.before("escape", "note_asked", self._asked)
        stopped: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
        renderer.block.ruler.before("fence", "note_comment", self._comment_block, stopped)
        renderer.core.ruler.after("block", "note_callouts", _callouts)

    def notices(self) -> Iterator[Said]:
        """Yield what was left out."""
        if self._comments:
            yield notice("comments-left-out", f"{self._comments} comments that the writer kept private were left out.")
        if self._embedded:
            names = ", ".join(self._embedded[:_NAMED_AT_MOST])
            message = f"{len(self._embedded)} other notes that are shown in this one were left out: {names}."
            yield notice("embeds-left-out", message, remedy="Import them too.")

    def _comment(self, state: StateInline, silent: bool) -> bool:
        found = _COMMENT.match(state.src, state.pos, state.posMax)
        if not found:
            return False
        self._comments += not silent
        state.pos = found.end()
        return True

    def _comment_block(self, state: StateBlock, first: int, last: int, silent: bool) -> bool:
        """A comment that begins a line and goes on over others, blank ones too."""
        begin = state.bMarks[first] + state.tShift[first]
        if not state.src.startswith("%%", begin):
            return False
        end = state.src.find("%%", begin + 2, state.eMarks[last - 1])
        if end < 0 or (rest := state.src[end + 2 :].partition("\n")[0]).strip():
            return False
        if not silent:
            self._comments += 1
            state.line = first + state.src.count("\n", begin, end + 2 + len(rest)) + 1
        return True

    def _link(self, state: StateInline, silent: bool) -> bool:
        found = _LINK.match(state.src, state.pos, state.posMax)
        if not found:
            return False
        if not silent:
            if found[1]:
                self._embed(found[2])
            else:
                state.push("text", "", 0).content = _label(found[2])
        state.pos = found.end()
        return True

    def _asked(self, state: StateInline, silent: bool) -> bool:
        """What an outliner would fetch from elsewhere; a task's mark is a word."""
        if state.src[state.pos] != "{":
            return False
        found = _ASKED.match(state.src, state.pos, state.posMax)
        task = None if found else _TASK.match(state.src, state.pos, state.posMax)
        if not (found or task):
            return False
        if not silent:
            if found:
                self._embedded.append(found[1])
            elif task:
                state.push("text", "", 0).content = task[1]
        state.pos = found.end() if found else task.end() if task else state.pos
        return True

    def _embed(self, inside: str) -> None:
        name = inside.replace("\\|", "|").partition("|")[0].strip()
        if not name.lower().endswith(_PICTURES):
            self._embedded.append(name)


def _label(inside: str) -> str:
    """The words that a link shows: those behind its bar, else the note and the heading in it."""
    target, bar, label = inside.replace("\\|", "|").partition("|")
    if bar and label.strip():
        return label.strip()
    parts = [part.strip() for part in target.split("#") if part.strip() and not part.strip().startswith("^")]
    return " > ".join(parts)


def _highlight(state: StateInline, silent: bool) -> bool:
    found = _HIGHLIGHT.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        end, state.posMax, state.pos = state.posMax, found.end(2), found.start(2)
        state.md.inline.tokenize(state)
        state.posMax = end
    state.pos = found.end()
    return True


def _callouts(state: StateCore) -> None:
    """A callout's mark goes, and its title becomes a paragraph; so do the names that paragraphs have for links."""
    tokens: list[Token] = []
    for place, token in enumerate(state.tokens):
        if token.type == "inline":
            token.content = _BLOCK_ID.sub("", _of_words(token, state.tokens[place - 2 : place]))
            if place > 1 and state.tokens[place - 2].type == "blockquote_open":
                tokens += _titled(token, state.tokens[place - 1])
        tokens.append(token)
    state.tokens[:] = tokens


def _of_words(token: Token, opening: list[Token]) -> str:
    """Return a paragraph's source without what an outliner keeps there for itself."""
    content = _OF_THE_PROGRAM.sub("", token.content)
    content = _BLOCK.sub("", content) if "((" in content else content
    in_item = len(opening) > 1 and opening[0].type == "list_item_open"
    return _MARKED.sub("", content, count=1) if in_item and _MARKED.match(content) else content


def _titled(token: Token, opening: Token) -> list[Token]:
    found = _CALLOUT.match(token.content)
    if not found:
        return []
    token.content = token.content[found.end() :]
    if not token.content or not found[1].strip():
        token.content = token.content or found[1]
        return []
    title = Token("inline", "", 0, content=found[1].strip(), map=token.map, level=token.level, children=[])
    closing = Token("paragraph_close", "p", -1, level=opening.level, block=True)
    return [title, closing, opening.copy()]
