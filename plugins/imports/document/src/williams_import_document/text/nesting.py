"""Lists and quotations within each other, without end: the parser leaves out the rest of the text; this keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock

from williams.isolation.notices import Said, notice

MOST_LEVELS: Final = 100
"""Of blocks in blocks; a list and its item are two."""


class KeepingBlocks(ParserBlock):
    """What stands deeper than the renderer's ``maxNesting`` becomes paragraphs, one of each line."""

    def __init__(self) -> None:
        super().__init__()
        self._too_deep: list[int] = []

    @classmethod
    def of(cls, renderer: MarkdownIt) -> KeepingBlocks:
        """Put one in the place of the renderer's own, with its rules."""
        blocks = cls()
        blocks.ruler = renderer.block.ruler
        renderer.block = blocks
        return blocks

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        if state.level < state.md.options.maxNesting:
            super().tokenize(state, startLine, endLine)
            return
        line = startLine
        while line < endLine and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
            if not state.isEmpty(line):
                self._keep(state, line)
            line += 1
        state.line = line

    def _keep(self, state: StateBlock, line: int) -> None:
        self._too_deep.append(line)
        state.push("paragraph_open", "p", 1)
        inline = state.push("inline", "", 0)
        inline.content = state.getLines(line, line + 1, state.blkIndent, False).strip()
        inline.map, inline.children = [line, line + 1], []
        state.push("paragraph_close", "p", -1)

    def notices(self) -> Iterator[Said]:
        """Yield what to say about lines that stood too deep."""
        if self._too_deep:
            message = (
                f"{len(self._too_deep)} lines stand in too many lists or quotations: they were read as plain text."
            )
            yield notice("nesting-flattened", message, f"line {self._too_deep[0] + 1} of the text")
