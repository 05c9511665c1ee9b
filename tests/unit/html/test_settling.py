"""What a page shows as text in other ways: collapsed panels, formulas, listings in tables."""

from __future__ import annotations

import pytest
from williams_html.paragraphs import paragraphs_of
from williams_html.settling import settle
from williams_html.tree import parse

from tests.processor import at_most

ANSWER = "A club of pensioners paints the gates every third spring."


def read(body: str) -> list[tuple[str, str]]:
    root = parse(f"<html><body>{body}</body></html>").root
    settle(root)
    return [(block.kind, block.text) for block in paragraphs_of(root)]


def texts(body: str) -> list[str]:
    return [text for _, text in read(body)]


@pytest.mark.parametrize(
    "panel",
    [
        f"<h3><button>Who?</button></h3><div hidden><p>{ANSWER}</p></div>",
        f"<h3><button>Who?</button></h3><div style='display: none'><p>{ANSWER}</p></div>",
        f"<h3>Who?</h3><div hidden='until-found'><p>{ANSWER}</p></div>",
        f"<button aria-expanded='false' aria-controls='p1'>Who?</button><div id='p1' hidden><p>{ANSWER}</p></div>",
        f"<p><a href='#p1' data-toggle='collapse'>Who?</a></p><div id='p1' style='display:none'>{ANSWER}</div>",
        f"<p>Who?</p><div role='tabpanel' aria-hidden='true' hidden><p>{ANSWER}</p></div>",
        f"<dl><dt>Who?</dt><dd hidden>{ANSWER}</dd></dl>",
        f"<p>Who?</p><div class='accordion-body collapse' style='display:none'>{ANSWER}</div>",
        f"<details><summary>Who?</summary>{ANSWER}</details>",
        f"<h2><button class='collapsed'>Who?</button></h2><div class='accordion-collapse collapse'>{ANSWER}</div>",
        f"<div role='button'>Who?</div><div class='su-spoiler-content su-clearfix'>{ANSWER}</div>",
        f"<div>Who?</div><div class='faq-answer' style='display:none'>{ANSWER}</div>",
        f"<p>Who?</p><div class='read-more-content' style='max-height:0;overflow:hidden'><p>{ANSWER}</p></div>",
        f"<p>Who?</p><div class='expander' style='height: 0px; opacity: 0'>{ANSWER}</div>",
        f"<main class='wide with-sidebar'><h3><button>Who?</button></h3><div hidden><p>{ANSWER}</p></div></main>",
        f"<div role='tablist'><p>Who?</p><div><p>{ANSWER}</p><p>{ANSWER * 2}</p></div></div>",
    ],
)
def test_collapsed_text_is_text(panel: str) -> None:
    found = texts(panel)
    assert found[:2] == ["Who?", ANSWER]


def test_the_rest_of_a_sentence_is_text() -> None:
    assert texts("<p>It is high<span id='more' style='display:none'> and light</span>.</p>") == [
        "It is high and light."
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        f"<div class='cookie-panel' hidden><p>{ANSWER}</p></div>",
        f"<nav><button aria-controls='m'>Menu</button><div id='m' hidden>{ANSWER}</div></nav>",
        f"<button aria-controls='m'>Log in</button><div id='m' class='modal' style='display:none'>{ANSWER}</div>",
        f"<p>Text.</p><div style='display:none'>{ANSWER}</div>",
        f"<p>Text.</p><div class='sr-only'>{ANSWER}</div>",
        f"<div hidden><h3><button>x</button></h3><div class='panel' hidden>{ANSWER}</div></div>",
    ],
)
def test_what_is_hidden_for_good_stays_hidden(hidden: str) -> None:
    assert ANSWER not in " ".join(texts(hidden))


@pytest.mark.parametrize("away", ["style='display: none'", "hidden"])
def test_parts_of_which_one_is_shown_at_a_time_are_text(away: str) -> None:
    first, second = (f"{ANSWER} The club has done so since year {number}, and so it will." for number in "12")
    shown = f"<div class='slide is-active'><p>{first}</p></div>"
    again = f"<div class='slide hidden' {away}><p>{first}</p></div>"
    assert texts(f"{shown}<div class='slide hidden' {away}><p>{second}</p></div>{again}") == [first, second]
    assert texts(f"{shown}<div class='note' {away}><p>{second}</p></div>") == [first]


MATHML = "<math><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></math>"
NOTED = (
    "<math alttext='{\\displaystyle h=2r}'><semantics><mrow><mi>h</mi></mrow>"
    "<annotation encoding='application/x-tex'>{\\displaystyle h=2r}</annotation></semantics></math>"
)


@pytest.mark.parametrize(
    ("formula", "tex"),
    [
        (f"<span class='katex'><span class='katex-mathml'>{NOTED}</span>"
         "<span class='katex-html' aria-hidden='true'>h=2r</span></span>", r"\(h=2r\)"),
        (f"<span class='katex-display'><span class='katex'>{NOTED}<span class='katex-html'>h=2r</span></span></span>",
         r"\[h=2r\]"),
        (f"<span class='mwe-math-element'><span style='display: none;'>{NOTED}</span>"
         "<img class='mwe-math-fallback-image-inline' alt='{\\displaystyle h=2r}'></span>", r"\(h=2r\)"),
        ("<span class='MathJax_Preview'>x</span><span class='MathJax'>drawn</span>"
         "<script type='math/tex'>x^2+1</script>", r"\(x^2+1\)"),
        ("<script type='math/tex; mode=display'>x^2</script>", r"\[x^2\]"),
        (f"<mjx-container display='true'><svg></svg><mjx-assistive-mml>{MATHML}</mjx-assistive-mml></mjx-container>",
         r"\[E = m c^2\]"),
        ("<mjx-container data-latex='h=2r'><mjx-math data-latex='h=2r'></mjx-math></mjx-container>", r"\(h=2r\)"),
        ("<mjx-container aria-label='h'><svg data-latex='h=2r'><g></g></svg></mjx-container>", r"\(h=2r\)"),
        (MATHML, r"\(E = m c^2\)"),
        ("<math><mfrac><mn>1</mn><msqrt><mi>x</mi></msqrt></mfrac></math>", r"\(\frac{1}{\sqrt{x}}\)"),
        ("<img class='latex' alt='a \\le b'>", r"\(a \le b\)"),
    ],
)  # fmt: skip
def test_formulas_are_tex(formula: str, tex: str) -> None:
    assert texts(f"<p>The height {formula} is known.</p>") == [f"The height {tex} is known."]


CODE = "wait(20)\nif late:\n    ring_bell()"
ROWS = "".join(
    f"<tr><td class='blob-num' data-line-number='{number}'></td><td class='blob-code'>{line}</td></tr>"
    for number, line in enumerate(CODE.splitlines(), 1)
)
LINES = "".join(f"<div class='line'>{line}</div>" for line in CODE.splitlines())
SHOWN_AS_LINES = "".join(f"<span style='display: block'>{line}</span>" for line in CODE.splitlines())


def numbered(line: str) -> str:
    return "".join(line.format(number, code) for number, code in enumerate(CODE.splitlines(), 1))


@pytest.mark.parametrize(
    "listing",
    [
        "<div class='highlight'><table><tr><td class='gutter'><pre>1\n2\n3</pre></td>"
        f"<td class='code'><pre>{CODE}</pre></td></tr></table></div>",
        f"<table class='highlight'>{ROWS}</table>",
        f"<div class='syntaxhighlighter'><table><tr><td class='gutter'><div>1</div><div>2</div><div>3</div></td>"
        f"<td class='code'><div class='container'>{LINES}</div></td></tr></table></div>",
        f"<pre>{CODE}</pre>",
        f"<pre>{LINES}</pre>",
        f"<pre><code><ol>{LINES.replace('div', 'li')}</ol></code></pre>",
        f"<pre><code>{LINES.replace('div', 'span')}</code></pre>",
        f"<pre>{LINES.replace('div', 'span').replace('</span><', '</span>' + chr(10) + '<')}</pre>",
        f"<pre>{SHOWN_AS_LINES}</pre>",
        f"<pre>{numbered('<span class=line><span class=ln>{}</span><span class=cl>{}<br></span></span>')}</pre>",
        f"<pre>{numbered('<div class=line><div class=gutter><div>{}</div></div><div>{}</div></div>')}</pre>",
        f"<div class='listing'><code>{CODE.replace(chr(10), '<br>')}</code></div>",
        "<pre>"
        + "\n".join(f"<span class='lineno'>{n}</span>{line}" for n, line in enumerate(CODE.split("\n"), 1))
        + "</pre>",
    ],
)
def test_listings_keep_their_lines(listing: str) -> None:
    assert read(listing) == [("code", CODE)]


MANY = 30_000


@pytest.mark.parametrize(
    "markup",
    [
        f"<pre>{'<div><b>x</b></div>' * MANY}</pre>",
        f"<div><div hidden class='x{'-' * MANY}y'><p>{ANSWER * 2}</p></div></div>",
        f"<div>{f'<div hidden class=s><p>{ANSWER * 2}</p></div>' * (MANY // 4)}</div>",
    ],
    ids=["lines", "dashes", "parts"],
)
def test_pages_made_to_take_long_do_not(markup: str) -> None:
    with at_most(10):
        settle(parse(f"<html><body>{markup}</body></html>").root)


def test_a_table_of_data_with_code_in_it_stays_one() -> None:
    table = "<table><tr><th>Call</th><th>Does</th></tr><tr><td><code>open()</code></td><td>Opens it</td></tr></table>"
    assert read(table) == [("table_row", "Call | Does"), ("table_row", "open() | Opens it")]


BRACKETS = "<span>[<a href='/w/index.php?title=X&amp;action=edit&amp;section=1'>{}</a>]</span>"
EDIT = "<span class='mw-editsection'>[<a href='/e'>edit</a>]</span>"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (f"<h2>History{EDIT}</h2>", "History"),
        (f"<div class='mw-heading'><h2>History</h2>{EDIT}</div>", "History"),
        ("<p>Some were caves.<sup class='noprint Template-Fact'>[<i><a href='/c'>citation needed</a></i>]</sup></p>",
         "Some were caves."),
        ("<p>Some were caves.<sup>[<a href='/wiki/When'>when?</a>]</sup></p>", "Some were caves."),
        ("<p>Some were caves.<sup>[carece de fontes?]</sup></p>", "Some were caves."),
        ("<p>Some were caves.<span class='citation-needed'>[<a href='/c'>citation needed</a>]</span></p>",
         "Some were caves."),
        ("<p>Some were caves.<sup class='reference'><a href='#n'>[1]</a></sup><sup class='reference'>: 23 </sup></p>",
         "Some were caves."),
        (f"<h2>History{BRACKETS.format('Bearbeiten')}</h2>", "History"),
        (f"<h2>History{BRACKETS.format('modifier le code').replace('span', 'small')}</h2>", "History"),
        (f"<div>{BRACKETS.format('編集')}</div><p>History</p>", "History"),
        ("<h2>History<a href='/w?veaction=edit'>edit source</a></h2>", "History"),
        ("<p>You may <a href='/w?action=edit'>edit it</a>.</p>", "You may edit it."),
        ("<p>Ions [<a href='/w/ion'>see there</a>] are <sup>[2+]</sup>.</p>", "Ions [see there] are [2+]."),
        ("<p>10 m<sup>2</sup> are dry.</p>", "10 m2 are dry."),
        ("<div class='hatnote'>For the town, see <a href='/x'>there</a>.</div><p>Ice.</p>", "Ice."),
    ],
)  # fmt: skip
def test_furniture_of_wikis_is_no_text(markup: str, text: str) -> None:
    assert texts(markup) == [text]
