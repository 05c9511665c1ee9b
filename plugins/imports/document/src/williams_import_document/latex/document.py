"""LaTeX, parsed by pylatexenc: its words and structure as HTML, its formulas as the TeX that they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from html import escape
from typing import Any, Final

from pylatexenc import latexwalker as tex
from pylatexenc.macrospec import MacroSpec

from williams.domain.errors import CorruptContent
from williams.isolation.notices import Said, notice
from williams_import_document.latex.about import about, left_elsewhere, plain_text
from williams_import_document.latex.macros import written_out
from williams_import_document.latex.walker import TextWalker
from williams_import_document.reading import Reading

_BODY: Final = re.compile(r"\\begin\s*\{document\}(?:(.*)\\end\s*\{document\}|(.*))", re.DOTALL)
"""To the last end: texts about LaTeX quote others."""
_HEADINGS: Final = {"part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5}
_HEADINGS_TOO: Final = {"subparagraph": 6, "frametitle": 2, "framesubtitle": 3}
_LEVELS: Final = _HEADINGS | _HEADINGS_TOO
_LISTS: Final = {"itemize": "ul", "enumerate": "ol", "description": "ul", "compactitem": "ul", "compactenum": "ol"}
_MATHS: Final = frozenset(
    {"equation", "align", "gather", "multline", "eqnarray", "displaymath", "math", "flalign", "alignat", "dmath"}
)
_CODE: Final = frozenset({"verbatim", "lstlisting", "minted", "alltt", "Verbatim"})
_TABLES: Final = frozenset({"tabular", "tabularx", "tabulary", "longtable", "tabu"})
_BLOCKS: Final = {
    **dict.fromkeys(("quote", "quotation", "verse"), "blockquote"),
    **dict.fromkeys(("figure", "table", "wrapfigure", "SCfigure"), "figure"),
}
_WITH_OPTIONS: Final = frozenset(
    {"figure", "table", "wrapfigure", "SCfigure", "thebibliography", "multicols", "minipage"}
)
"""Environments that begin with a width, a place or a number."""
_LAST_COUNTS: Final = frozenset({"href", "textcolor", "multicolumn", "multirow", "parbox", "raisebox", "colorbox"})
"""Macros whose last argument is what is shown."""
_ACCENTS: Final = frozenset("'`^\"~=.uvHtcdbrk")
_NAMES: Final = {"LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "TeX": "TeX", "BibTeX": "BibTeX", "XeTeX": "XeTeX"}
_DRAWINGS: Final = frozenset({"tikzpicture", "picture", "pspicture", "pgfpicture"})
_CITES: Final = re.compile(r"\w*cite\w*|nocite")
_REFERENCES: Final = frozenset({"ref", "eqref", "cref", "Cref", "autoref", "pageref", "nameref", "vref"})
_SILENT: Final = frozenset(
    {"label", "title", "author", "date", "maketitle", "thanks", "bibliographystyle", "bibliography", "input", "include"}
    | {"usepackage", "documentclass", "vspace", "hspace", "pagestyle", "thispagestyle", "setlength", "setcounter"}
    | {"addtocounter", "index", "nocite", "hline", "toprule", "midrule", "bottomrule", "cline", "cmidrule", "noindent"}
    | {"centering", "tableofcontents", "listoffigures", "listoftables", "newpage", "clearpage", "appendix", "keywords"}
    | {"addbibresource", "printbibliography", "hypersetup", "geometry", "tikzset", "graphicspath", "affil", "email"}
)
_SPECIALS: Final = {"~": " ", "``": "“", "''": "”", "--": "–", "---": "—", "?`": "¿", "!`": "¡", "&": " "}
_WITH_ARGUMENTS: Final = {
    **dict.fromkeys(
        ("citep", "citet", "citealp", "citealt", "citeauthor", "citeyear", "parencite", "textcite"), "*[[{"
    ),
    **dict.fromkeys(("autocite", "footcite", "fullcite", "supercite"), "[[{"),
    **dict.fromkeys(("cref", "Cref", "autoref", "pageref", "nameref", "vref", "index", "pagestyle", "keywords"), "{"),
    **dict.fromkeys(("thispagestyle", "hypersetup", "geometry", "tikzset", "graphicspath", "addbibresource"), "{"),
    **dict.fromkeys(("setcounter", "addtocounter", "setlength", "textcolor", "href"), "{{"),
    **dict.fromkeys(("frametitle", "framesubtitle", "bibitem", "caption", "email"), "[{"),
    **{
        "subparagraph": "*[{",
        "caption*": "[{",
        "multirow": "{{{",
        "multicolumn": "{{{",
        "affil": "[{",
        "cmidrule": "[{",
        "url": "{",
    },
}
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n\s*")


def read_latex(text: str) -> Reading:
    """Return the text between ``document``'s ends, or all of it; files that it takes in are told, and not read.

    Raises CorruptContent for what is nested too deep.
    """
    try:
        plain, notices = written_out(text.replace("\r\n", "\n").replace("\r", "\n"))
        match = _BODY.search(plain)
        writer = _Writer()
        writer.nodes(_parsed((match[1] or match[2] or "") if match else plain))
        html = writer.finished()
        said = about(plain)
    except RecursionError as error:
        raise CorruptContent("The LaTeX file is nested too deep to be read. Take some of its braces away.") from error
    return Reading.whole(html, said, [*notices, *left_elsewhere(plain), *writer.notices()])


def _parsed(text: str) -> list[Any]:
    known = tex.get_default_latex_context_db()
    specs = [MacroSpec(name, arguments) for name, arguments in _WITH_ARGUMENTS.items()]
    known.add_context_category("williams", macros=specs, prepend=True)
    try:
        nodes, _, _ = TextWalker(text, known).get_latex_nodes()
    except tex.LatexWalkerError as error:
        raise CorruptContent(f"The LaTeX file cannot be read: {error}. Check that it compiles.") from error
    return list(nodes)


class _Writer:
    """Writes nodes as HTML: a line grows until a paragraph ends."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._line: list[str] = []
        self._notes: list[str] = []
        self._left_out: Counter[str] = Counter()
        self._own: dict[str, Callable[[Any, list[Any]], None]] = {
            **dict.fromkeys(("footnote", "footnotetext", "endnote"), self._note),
            **dict.fromkeys(("caption", "caption*"), self._caption),
            **dict.fromkeys(("\\", "newline"), self._break),
            **dict.fromkeys(("verb", "verb*"), self._verb),
            "includegraphics": self._picture,
            "bibitem": self._cited_work,
            "par": self._paragraph,
        }

    def nodes(self, nodes: Iterable[Any]) -> None:
        for node in nodes:
            self._node(node)

    def finished(self) -> str:
        self._end()
        notes = "".join(f'<li class="footnote">{each}</li>' for each in self._notes)
        return "".join(self._blocks) + (f'<ol class="footnotes">{notes}</ol>' if notes else "")

    def notices(self) -> list[Said]:
        said = {"pictures": "pictures-left-out", "drawings": "drawings-left-out"}
        return [notice(said[what], f"{count} {what} were left out.") for what, count in self._left_out.items()]

    def _node(self, node: Any) -> None:
        match node:
            case tex.LatexCharsNode():
                self._text(node.chars)
            case tex.LatexMathNode():
                self._maths(node)
            case tex.LatexGroupNode():
                self.nodes(node.nodelist)
            case tex.LatexSpecialsNode():
                self._text("\n\n" if node.specials_chars.strip() == "" else _SPECIALS.get(node.specials_chars, ""))
            case tex.LatexMacroNode():
                self._macro(node)
            case tex.LatexEnvironmentNode():
                self._environment(node)

    def _text(self, text: str) -> None:
        first, *others = _PARAGRAPH.split(text)
        self._line.append(escape(first, quote=False))
        for each in others:
            self._end()
            self._line.append(escape(each, quote=False))

    def _end(self, tag: str = "p") -> None:
        line = "".join(self._line).strip()
        self._line = []
        if line:
            self._blocks.append(f"<{tag}>{line}</{tag}>")

    def _block(self, tag: str, nodes: Iterable[Any]) -> None:
        """Write nodes as a block of their own."""
        self._end()
        inner, self._blocks = self._blocks, []
        self.nodes(nodes)
        self._end()
        content, self._blocks = "".join(self._blocks), inner
        self._blocks.append(f"<{tag}>{content}</{tag}>")

    def _inline(self, nodes: Iterable[Any]) -> str:
        """Return nodes as the inside of one line."""
        line, self._line, blocks, self._blocks = self._line, [], self._blocks, []
        self.nodes(nodes)
        self._end("span")
        content, self._line, self._blocks = " ".join(self._blocks), line, blocks
        return content

    def _maths(self, node: Any) -> None:
        formula = escape(node.latex_verbatim(), quote=False)
        if node.displaytype == "display":
            self._end()
            self._blocks.append(f"<p>{formula}</p>")
        else:
            self._line.append(formula)

    def _macro(self, node: Any) -> None:
        name, arguments = node.macroname, _arguments(node)
        if name in _SILENT:
            return
        if name in _LEVELS:
            self._heading(_LEVELS[name], arguments)
        elif name in _REFERENCES or _CITES.fullmatch(name):
            self._line.append(f"[{self._words(arguments[-1:])}]")
        elif name in self._own:
            self._own[name](node, arguments)
        elif arguments and name not in _ACCENTS:
            self.nodes(arguments[-1:] if name in _LAST_COUNTS else arguments)
        else:
            self._text(_symbol(node))

    def _heading(self, level: int, arguments: list[Any]) -> None:
        self._end()
        self._line = [self._inline(arguments[-1:])]
        self._end(f"h{level}")

    def _note(self, _: Any, arguments: list[Any]) -> None:
        self._notes.append(self._inline(arguments[-1:]))
        self._line.append(f'<sup class="footnote-ref">[{len(self._notes)}]</sup>')

    def _caption(self, _: Any, arguments: list[Any]) -> None:
        self._block("figcaption", arguments[-1:])

    def _picture(self, *_: Any) -> None:
        self._left_out["pictures"] += 1

    def _cited_work(self, _: Any, arguments: list[Any]) -> None:
        self._end()
        self._line.append(f"[{self._words(arguments[-1:])}] ")

    def _break(self, *_: Any) -> None:
        self._text(" ")

    def _paragraph(self, *_: Any) -> None:
        self._end()

    def _verb(self, node: Any, _: list[Any]) -> None:
        said = getattr(node.nodeargd, "verbatim_text", None)
        self._line.append(f"<code>{escape(said or '')}</code>")

    def _environment(self, node: Any) -> None:
        name = node.environmentname.rstrip("*")
        if name in _LISTS:
            self._list(name, node.nodelist)
        elif name in _MATHS:
            self._written("p", node.latex_verbatim())
        elif name in _CODE:
            self._written("pre", _code(node))
        elif name in _TABLES:
            self._table(node.nodelist)
        elif name in _DRAWINGS:
            self._left_out["drawings"] += 1
        else:
            if name == "abstract":
                self._blocks.append("<h2>Abstract</h2>")
            nodes = _behind_options(node.nodelist) if name in _WITH_OPTIONS else node.nodelist
            self._block(_BLOCKS.get(name, "div"), nodes)

    def _written(self, tag: str, text: str) -> None:
        """Write text as a block, as it is."""
        self._end()
        self._blocks.append(f"<{tag}>{escape(text, quote=False)}</{tag}>")

    def _list(self, name: str, nodes: Iterable[Any]) -> None:
        items: list[list[Any]] = []
        for node in nodes:
            if isinstance(node, tex.LatexMacroNode) and node.macroname == "item":
                items.append(_arguments(node))
            elif items:
                items[-1].append(node)
        tag = _LISTS[name]
        self._end()
        self._blocks.append(f"<{tag}>")
        for item in items:
            self._block("li", item)
        self._blocks.append(f"</{tag}>")

    def _table(self, nodes: Iterable[Any]) -> None:
        rows: list[list[list[Any]]] = [[[]]]
        for node in _behind_options(nodes):
            if isinstance(node, tex.LatexSpecialsNode) and node.specials_chars == "&":
                rows[-1].append([])
            elif isinstance(node, tex.LatexMacroNode) and node.macroname in ("\\", "tabularnewline"):
                rows.append([[]])
            else:
                rows[-1][-1].append(node)
        self._end()
        cells = [[self._inline(cell) for cell in row] for row in rows]
        written = ("".join(f"<td>{cell}</td>" for cell in row) for row in cells if any(row))
        self._blocks.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in written)}</table>")

    def _words(self, nodes: Iterable[Any]) -> str:
        return re.sub(r"<[^>]+>", "", self._inline(nodes))


def _arguments(node: Any) -> list[Any]:
    found = node.nodeargd.argnlist if node.nodeargd is not None and node.nodeargd.argnlist else []
    return [each for each in found if each is not None and getattr(each, "chars", "") != "*"]


def _behind_options(nodes: Iterable[Any]) -> list[Any]:
    """Leave out the widths and places that some environments begin with."""
    found = list(nodes)
    while found and isinstance(found[0], tex.LatexGroupNode):
        found = found[1:]
    if found and isinstance(found[0], tex.LatexCharsNode):
        rest = re.sub(r"^\s*\[[^\]]*\]", "", found[0].chars)
        found[0] = tex.LatexCharsNode(rest)
    return found


def _code(node: Any) -> str:
    said = getattr(node.nodeargd, "verbatim_text", None)
    whole: str = node.latex_verbatim() if said is None else said
    inner = re.sub(r"\A\\begin\{[^}]*\}(?:\[[^\]]*\])?(?:\{[^}]*\})?|\\end\{[^}]*\}\Z", "", whole)
    return inner.strip("\n")


def _symbol(node: Any) -> str:
    if node.macroname in _NAMES:
        return _NAMES[node.macroname]
    return str(plain_text().nodelist_to_text([node]))
