"""LaTeX and Org: structure and words, formulas as they are, own macros written out within bounds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pylatexenc.latexwalker import LatexWalker, get_default_latex_context_db
from williams_import_document.latex.macros import MOST_WRITTEN, written_out
from williams_import_document.latex.walker import TextWalker

from tests.unit.import_document.files import read, told
from williams.domain.errors import CorruptContent

LATEX = r"""
\documentclass{article}
\title{On \emph{Locks}\thanks{By grace}}
\author{Ada Smith\inst{1} \and Bo L\'ee}
\date{5 March 2024}
\newcommand{\pair}[2][x]{(#1, #2)} % a pair
\def\who#1{Lock #1}
\begin{document}
\maketitle
\begin{abstract}We look at locks.\end{abstract}
\section{First things}\label{sec:a}
\who{7} rises by $10\,\%$, see~\cite{smith,lee}.\footnote{A \textbf{note}.}
It is ``good''---or \pair{y}, \pair[z]{w}. Stra\ss e, 100\% sure, \LaTeX. % hidden

A second \textit{paragraph}. \input{chapter2}
\begin{align}a &= b\end{align}
\begin{itemize}
\item one $a_1$
\item[key] two
\end{itemize}
\begin{table}[ht]\caption{Prices}
\begin{tabular}{l|c}\hline what & pence \\ sheep & \textbf{3}\\ \end{tabular}\end{table}
\begin{verbatim}
x = {1: 2} % kept
\end{verbatim}
\begin{figure}\includegraphics[width=1cm]{a.png}\caption{A picture}\end{figure}
\href{http://a.org}{the site}
\begin{thebibliography}{9}\bibitem{smith} Smith: \emph{Locks}.\end{thebibliography}
\end{document}
behind the end
"""
ORG = """#+TITLE: On Ferries
#+AUTHOR: Ada Smith
#+DATE: <2024-03-05 Tue>
# a comment
Intro *bold* and /it/ with [[http://a.org][a link]], =code=, a_b, 1/2/3, $x*y*z$.[fn:1]

* TODO First heading :tag:
:PROPERTIES:
:ID: 5
:END:
Words that
go on.
- one
  goes on
- [X] term :: what it is
#+CAPTION: Prices
| what  | pence |
|-------+-------|
| sheep | 3     |
#+BEGIN_SRC python
print("*x*")
,* no heading
#+END_SRC
#+begin_comment
hidden
#+end_comment
** Second
#+INCLUDE: "other.org"
* COMMENT hidden
hidden too
* Notes
[fn:1] The note.
"""


def test_a_text_about_latex_quotes_its_ends(tmp_path: Path) -> None:
    text = r"""\begin{document}Type
\begin{verbatim}
\end{document}
\end{verbatim}
and run it: \section{Then \verb|a|} Done.\end{document}"""
    words = [text for _, text in told(read(tmp_path, "a.tex", text.encode()))]
    assert words[:2] == ["Type", r"\end{document}"]
    assert words[-1] == "Done."


def test_a_macro_without_its_arguments_costs_nothing_else(tmp_path: Path) -> None:
    text = r"\title{On \href}\begin{document}\textbf{a \verb}, then b.\end{document}"
    reading = read(tmp_path, "a.tex", text.encode())
    assert reading["metadata"]["title"] == "On"
    assert "then b." in " ".join(text for _, text in told(reading))


def test_latex(tmp_path: Path) -> None:
    found = read(tmp_path, "a.tex", LATEX.encode())
    assert told(found) == [
        ("heading", "Abstract"),
        ("body", "We look at locks."),
        ("heading", "First things"),
        (
            "body",
            r"Lock 7 rises by $10\,\%$, see [smith,lee].[1] It is “good”—or (x, y), (z, w). Straße, 100% sure, LaTeX.",
        ),
        ("body", "A second paragraph."),
        ("body", r"\begin{align}a &= b\end{align}"),
        ("list_item", "one $a_1$"),
        ("list_item", "key two"),
        ("caption", "Prices"),
        ("table_row", "what | pence"),
        ("table_row", "sheep | 3"),
        ("code", "x = {1: 2} % kept"),
        ("caption", "A picture"),
        ("body", "the site"),
        ("body", "[smith] Smith: Locks."),
        ("footnote", "A note."),
    ]
    about = found["metadata"]
    assert (about["title"], about["authors"]) == ("On Locks", ["Ada Smith", "Bo Lée"])
    assert about["published_date"].startswith("2024-03-05")
    assert {each["code"] for each in found["notices"]} == {"includes-left-out", "pictures-left-out"}


@pytest.mark.parametrize(
    "text",
    [
        LATEX,
        "",
        " \n\n a  \n \n\n b ",
        r"a-b--c---d ?!?`!` 'e' ``f''`g' h&i~~j",
        r"\emph a b \frac12 \sqrt[3] {x} \sqrt[a]b \section* [x [y]] {z} \\ [2pt] ]",
        "a [b] $c$ d $$e$$ f\\(g\\) h $ i $$j$ k % l\n m\\verb|n{|\n\no",
        r"a } b \end{c} d {e",
        r"\begin{quote} a \begin {b} c \end{quote} d $e",
        "\u2003a\u00a0b\x1cc\td \\",
    ],
)
def test_text_in_pieces_is_what_it_is_by_the_letter(text: str) -> None:
    context = get_default_latex_context_db()
    ways = (LatexWalker(text, latex_context=context, tolerant_parsing=True), TextWalker(text, context))
    by_letter, in_pieces = (re.sub("<parsing state [0-9]+>", "", repr(way.get_latex_nodes())) for way in ways)
    assert in_pieces == by_letter


def test_org(tmp_path: Path) -> None:
    found = read(tmp_path, "a.org", ORG.encode())
    assert told(found) == [
        ("body", "Intro bold and it with a link, code, a_b, 1/2/3, $x*y*z$.[1]"),
        ("heading", "First heading"),
        ("body", "Words that go on."),
        ("list_item", "one goes on"),
        ("list_item", "[X] term: what it is"),
        ("caption", "Prices"),
        ("table_row", "what | pence"),
        ("table_row", "sheep | 3"),
        ("code", 'print("*x*")\n* no heading'),
        ("heading", "Second"),
        ("heading", "Notes"),
        ("footnote", "The note."),
    ]
    about = found["metadata"]
    assert (about["title"], about["authors"], about["published_date"][:10]) == (
        "On Ferries",
        ["Ada Smith"],
        "2024-03-05",
    )
    assert [each["code"] for each in found["notices"]] == ["includes-left-out"]


@pytest.mark.parametrize(
    "bomb",
    [
        r"\def\a{x\a}\a",
        r"\def\a#1{#1#1\a{#1#1}}\a{lol}",
        "".join(
            rf"\def\{chr(97 + n)}{{{chr(92)}{chr(98 + n)}\{chr(98 + n)}\{chr(98 + n)}\{chr(98 + n)}}}"
            for n in range(20)
        )
        + r"\a",
        r"\newcommand{\a}{\b}\newcommand{\b}{\a\a}\a",
    ],
    ids=["for ever", "doubling", "laughs", "in turn"],
)
def test_macros_that_never_end_do(bomb: str) -> None:
    plain, notices = written_out(bomb)
    assert len(plain) <= 2 * MOST_WRITTEN
    assert [each["code"] for each in notices] == ["macros-not-written-out"]


@pytest.mark.parametrize(("name", "text"), [("a.tex", "{" * 20_000), ("a.tex", r"\footnote{" * 5000)])
def test_what_is_nested_too_deep_is_told(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(CorruptContent, match="nested too deep"):
        read(tmp_path, name, text.encode())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.org", "The ferry leaves <2024-13-05>."),
        ("a.org", "The ferry left [2024-02-30 Fri 25:00] and came back <2024-02-28>."),
    ],
)
def test_what_the_library_fails_at_stays_as_it_is(tmp_path: Path, name: str, text: str) -> None:
    assert [said for _, said in told(read(tmp_path, name, text.encode()))] == [text]


def test_long_and_unended_lines_of_org_keep_their_words(tmp_path: Path) -> None:
    words = "word " * 200 + "on <2024-03-05 Tue>: *end*"
    text = f"* {words}\nDEADLINE: <2024-03-05 Tue>\n{words}\n:A:\n#+begin_quote\n* a: b :tag:\n"
    plain = words.replace("*", "")
    assert told(read(tmp_path, "a.org", text.encode())) == [
        ("heading", plain),
        ("body", f"{plain} :A: #+begin_quote"),
        ("heading", "a: b"),
    ]
