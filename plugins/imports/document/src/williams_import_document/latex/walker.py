"""LatexWalker, which takes one character after the other, made to take plain text in one piece."""

from __future__ import annotations

import re
from typing import Any, Final

from pylatexenc import latexwalker as tex

_OF_TEXT: Final = {"include_brace_chars", "parsing_state"}
"""What :meth:`get_token` is asked with where running text may come; an argument is one character."""


class TextWalker(tex.LatexWalker):  # type: ignore[misc]  # the library has no types
    """Gives the same nodes as its base class: characters that mean nothing come as one token where text is read."""

    def __init__(self, text: str, context: Any) -> None:
        super().__init__(text, latex_context=context, tolerant_parsing=True)
        specials = {chars for name in context.categories() for chars in context.d[name]["specials"]}
        self._specials = "".join(f"(?!{re.escape(chars)})" for chars in sorted(specials))
        self._runs: dict[str, re.Pattern[str]] = {}

    def get_token(self, pos: int, *further: Any, **named: Any) -> Any:
        if named.keys() == _OF_TEXT and not further:
            brackets = "".join(map("".join, named["include_brace_chars"] or ()))
            if run := self._run(brackets).match(self.s, pos):
                return tex.LatexToken("char", run.group(), pos, run.end() - pos, "")
        return super().get_token(pos, *further, **named)

    def _run(self, brackets: str) -> re.Pattern[str]:
        """White space before the first character stays with the base class, which finds paragraphs' ends in it."""
        if brackets not in self._runs:
            plain = rf"{self._specials}[^\\%{{}}${re.escape(brackets)}]"
            self._runs[brackets] = re.compile(rf"(?!\s){plain}(?:{plain})*")
        return self._runs[brackets]
