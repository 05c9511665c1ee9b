"""Directives and roles that programs add to reStructuredText, Sphinx above all: what they hold is read as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.languages import en

_DIRECTIVE: Final = re.compile(r"^[ \t]*\.\. ([a-z][\w:+.-]*?)::(?=\s)", re.MULTILINE | re.IGNORECASE)
_ROLE: Final = re.compile(r"(?::([a-z][\w:+.-]{0,60}):)?`(?::([a-z][\w:+.-]{0,60}):)?", re.IGNORECASE)
_SHORT: Final = re.compile(r"~(?:.*[./])?(.+)", re.DOTALL)
_SAID: Final = {
    "versionadded": "Added in version",
    "versionchanged": "Changed in version",
    "deprecated": "Deprecated since version",
    "seealso": "See also:",
    "centered": "",
    "tab": "",
    "tab-item": "",
    "dropdown": "",
}
"""Directives that have prose behind their names, and the words that they stand for."""
_CODE: Final = frozenset(
    {"doctest", "testcode", "testoutput", "ipython", "prompt", "console", "productionlist", "graphviz", "digraph"}
    | {"mermaid", "plantuml", "uml"}
)
_SILENT: Final = frozenset(
    {"toctree", "index", "highlight", "module", "currentmodule", "py:module", "py:currentmodule", "tabularcolumns"}
    | {"default-domain", "program", "testsetup", "testcleanup", "sectionauthor", "codeauthor", "moduleauthor"}
)
"""What is said to a program, or lists other files."""
_AROUND: Final = frozenset({"only", "ifconfig", "grid", "grid-item", "tab-set", "tabs", "hlist", "glossary"})
"""Directives of which only the content is text."""
_ELSEWHERE: Final = re.compile(r"literalinclude|auto[a-z]+|plot|click|argparse|doxygen\w+")


class _AnyOption(dict[str, Callable[[Any], Any]]):
    """Takes an option of any name as it is."""

    def __missing__(self, _: str) -> Callable[[Any], Any]:
        unchanged: Callable[[Any], Any] = directives.unchanged
        return unchanged


class _Foreign(Directive):  # type: ignore[misc]  # the library has no types
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = _AnyOption(name=directives.unchanged)

    def run(self) -> list[nodes.Node]:
        if self.name in _SILENT or _ELSEWHERE.fullmatch(self.name):
            return []
        if self.name in _CODE:
            on_its_line = self.block_text.partition("::")[2].partition("\n")[0].strip()  # a language, a name
            lines = [*self.content] if on_its_line else [*self.arguments, *self.content]
            return [nodes.literal_block("", "\n".join(lines))] if lines else []
        inner = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, inner)
        return [*self._named(), *inner.children]

    def _named(self) -> list[nodes.Node]:
        """What stands behind the name: prose, or the signature of what is described."""
        said = self.arguments[0] if self.arguments else ""
        if self.name in _AROUND:
            return []
        if self.name not in _SAID:
            return [nodes.paragraph("", line) for line in said.splitlines()]
        words, messages = self.state.inline_text(said, self.lineno)
        lead = [nodes.Text(f"{_SAID[self.name]} ")] if _SAID[self.name] else []
        return [nodes.paragraph("", "", *lead, *words), *messages] if lead or words else []


def _words(_name: str, _raw: str, text: str, *_: Any, **__: Any) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """A reference's title, else what it leads to, as far as a reader would see it."""
    plain = text.replace("\x00", "").removeprefix("!")
    title, opened = plain.rpartition("<")[:2]
    if opened and title.strip() and plain.endswith(">"):
        return [nodes.Text(title.rstrip())], []
    found = _SHORT.fullmatch(plain)
    return [nodes.Text(found[1] if found else plain)], []


def let_read(text: str) -> list[str]:
    """Let docutils read what is foreign to it in a text; return the directives of which the content is elsewhere."""
    names = {each.lower() for each in _DIRECTIVE.findall(text)} - en.directives.keys()
    for name in names:
        directives.register_directive(name, _Foreign)
    for name in {(before or behind).lower() for before, behind in _ROLE.findall(text)} - en.roles.keys() - {""}:
        roles.register_local_role(name, _words)
    return sorted(name for name in names if _ELSEWHERE.fullmatch(name))
