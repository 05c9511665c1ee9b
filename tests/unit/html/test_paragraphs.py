"""What becomes a paragraph, of which kind, in which section."""

from __future__ import annotations

import pytest
from williams_html.paragraphs import paragraphs_of
from williams_html.tree import parse

from williams.domain.content import ParagraphKind
from williams.domain.errors import EmptyContent


def read(source: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in paragraphs_of(parse(source).root)]


def test_headings_make_sections() -> None:
    source = "<h1>Book</h1><p>Preface.</p><h2>One</h2><p>First.</p><h3>Deep</h3><p>Deeper.</p><h2>Two</h2><p>Last.</p>"
    blocks = paragraphs_of(parse(source).root)
    assert [(block.text, block.section) for block in blocks] == [
        ("Book", None),
        ("Preface.", "Book"),
        ("One", "Book"),
        ("First.", "One"),
        ("Deep", "One"),
        ("Deeper.", "Deep"),
        ("Two", "Book"),
        ("Last.", "Two"),
    ]


@pytest.mark.parametrize(
    ("source", "anchors"),
    [
        ("<p>A</p><h2 id=one>B</h2><p>C</p><p id=own>D</p><p>E</p>", [None, "one", "one", "own", "one"]),
        ("<h2><span id=Old>B</span></h2><p>C</p><h2>D</h2><p>E</p>", ["Old"] * 4),
        ("<h2><a name=older></a>B</h2><p>C</p>", ["older"] * 2),
        ("<h2 id=one>B <a id=permalink>link</a></h2><p>C</p>", ["one"] * 2),
        ("<section id=part><h2>B</h2><p>C</p></section>", ["part"] * 2),
        ("<div id=app><div id=content><p>A</p></div></div>", [None]),
        ("<h2 id=one>B</h2><p>C <sup id=ref-1>1</sup></p><p>D</p>", ["one"] * 3),
        ("<ul><li id=i>A<div>B<p>C</p></div><li>D</ul>", ["i", "i", "i", None]),
        ("<table id=t><tr><td>1<td>2</table><pre id=p>x = 1</pre><p>E</p>", ["t", "p", None]),
    ],
)
def test_the_nearest_element_that_a_link_can_lead_to(source: str, anchors: list[str | None]) -> None:
    assert [block.anchor for block in paragraphs_of(parse(source).root)] == anchors


def test_every_kind_is_one_of_the_librarys() -> None:
    source = "<h1>H</h1>B<ul><li>L</ul><figure><figcaption>C</figcaption></figure><table><tr><th>R</th></tr></table>"
    kinds = {kind for kind, _ in read(source + "<pre>P</pre><div role='doc-endnotes'><p>F</p></div>")}
    assert kinds == {"heading", "body", "list_item", "caption", "table_row", "code", "footnote"}
    assert kinds <= set(ParagraphKind)


def test_inline_markup_and_white_space_make_no_difference() -> None:
    source = "<p>One\n <b>bo</b>ld&nbsp;<a href='/x'>link</a>,\t<q>quoted</q> H<sub>2</sub>O soft\u00adhyphen</p>"
    assert read(source) == [("body", "One bold link, “quoted” H2O softhyphen")]


def test_text_outside_of_paragraphs_is_kept_in_its_place() -> None:
    assert read("<div>Before<p>Inside</p>After<div>Deep</div>End</div>") == [
        ("body", text) for text in ("Before", "Inside", "After", "Deep", "End")
    ]


def test_two_line_breaks_part_paragraphs_and_one_does_not() -> None:
    assert read("<p>One<br>line<br> <br>Two</p>") == [("body", "One line"), ("body", "Two")]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (
            ["Roses are red,", "Violets are blue,", "and sugar is sweet,", "Says the one", "Who wrote it", "For you."],
            False,
        ),
        (["Cape Museum", "12 Harbour Street", "4711 Cape"], False),
        (["Only two", "Lines"], True),
        (["A message that was wrapped", "by the program that", "somebody wrote it in."], True),
        (
            ["The first line.", "A second one, which is much longer than any line of verse would ever be.", "Third."],
            True,
        ),
    ],
)
def test_verse_and_addresses_keep_their_lines_and_wrapped_prose_does_not(lines: list[str], joined: bool) -> None:
    assert read(f"<p>{'<br>'.join(lines)}</p>") == [("body", (" " if joined else "\n").join(lines))]


@pytest.mark.parametrize("name", ["thumbcaption", "wp-caption-text", "wide image-caption", "figure__caption"])
def test_captions_are_known_by_their_classes(name: str) -> None:
    assert read(f"<div><p>Text.</p><div class='{name}'>A lamp.</div></div>") == [
        ("body", "Text."),
        ("caption", "A lamp."),
    ]


def test_nested_lists_and_definitions() -> None:
    source = "<ul><li>A<ol><li>A1<li><p>A2</p><p>more</p></ol>tail<li>B</ul><dl><dt>Term<dd>Meaning</dl>"
    assert read(source) == [("list_item", text) for text in ("A", "A1", "A2", "more", "tail", "B", "Term", "Meaning")]


def test_table_rows_with_their_caption() -> None:
    source = """<table><caption>Books</caption><thead><tr><th>Name<th>Year</thead>
    <tr><td>First <b>one</b><td>1490<td></tr><tr><td></td><td>1501</td></tr><tr><td></td></tr></table>"""
    assert read(source) == [
        ("caption", "Books"),
        ("table_row", "Name | Year"),
        ("table_row", "First one | 1490"),
        ("table_row", "– | 1501"),
    ]


def test_cells_that_reach_down_are_said_in_each_row() -> None:
    source = """<table><tr><th>Boat<th>Day<th>Crew</tr><tr><td rowspan=2>Eight<td>Monday<td>Red</tr>
    <tr><td>Friday<td>Blue</tr><tr><td colspan=2>Four<td rowspan=0>Nobody</tr><tr><td>Two<td>Sunday</tr>
    <tr><td rowspan=1000000000>Raft</tr><tr></tr></table>"""
    assert [text for _, text in read(source)] == [
        *("Boat | Day | Crew", "Eight | Monday | Red", "Eight | Friday | Blue", "Four | Nobody"),
        *("Two | Sunday | Nobody", "Raft | Nobody"),
    ]


def test_cells_that_reach_down_do_not_make_a_text_without_end() -> None:
    wide = "".join(f"<td rowspan=1000>{'x' * 300}</td>" for _ in range(100))
    rows = read(f"<table><tr>{wide}</tr>{'<tr><td>y</td></tr>' * 900}</table>")
    assert len(rows) == 901
    assert sum(len(text) for _, text in rows) < 2_000_000


@pytest.mark.parametrize(
    "source",
    [
        "<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>",
        "<table role=presentation><tr><td>One.</td><td>Two.</td></tr></table>",
        "<table><tr><td>One.</td><td><table><tr><td>Two.</td></tr></table></td></tr></table>",
        f"<table><tr><td>One.</td><td>{'Two. ' * 200}</td></tr></table>",
        "<table><tr><td rowspan=2><img alt='[Note]'><th>One.</tr><tr><td><p>Two.</p></tr></table>",
    ],
)
def test_a_table_that_lays_out_a_page_is_no_table(source: str) -> None:
    found = read(source)
    assert [text[:4] for _, text in found] == ["One.", "Two."]
    assert {kind for kind, _ in found} == {"body"}


def test_a_listing_keeps_its_lines() -> None:
    source = "<pre><code>    def <b>f</b>():\n\n        return 1\n</code></pre><pre>a<br>b</pre><pre> \n </pre>"
    assert read(source) == [("code", "def f():\n    return 1"), ("code", "a\nb")]


def test_footnotes_are_parted_from_the_text() -> None:
    source = """<p>A claim.<sup><a href="#fn1">1</a></sup> And x<sup>2</sup>.</p>
    <section class="footnotes"><ol><li id="fn1"><p>The proof. <a href="#r1">↩</a></p></li></ol></section>"""
    assert read(source) == [("body", "A claim. And x2."), ("footnote", "The proof.")]


def test_what_nobody_reads_is_left_out() -> None:
    source = """<head><title>T</title></head><nav>Home</nav><script>s</script><style>s</style><p hidden>h</p>
    <div class="navheader"><table><tr><th>Chapter 1</tr><tr><td>Prev<td>Next</tr></table></div>
    <p style="display: none">n</p><div role="navigation">N</div><button>B</button><svg><text>v</text></svg>
    <h2>Real<a class="headerlink" href="#real">¶</a></h2><!-- c --><noscript>no</noscript><p>Text.</p>"""
    assert read(source) == [("heading", "Real"), ("body", "Text.")]


def test_a_paragraph_without_a_letter_or_digit_is_none() -> None:
    assert read("<p>* * *</p><hr><p>Text.</p>") == [("body", "Text.")]


def test_a_page_of_ten_thousand_nested_elements_is_read() -> None:
    assert read("<div>" * 10_000 + "Deep.") in ([("body", "Deep.")], [])


@pytest.mark.parametrize("source", ["", "  \n", "<!-- only a comment -->"])
def test_nothing_at_all(source: str) -> None:
    with pytest.raises(EmptyContent):
        parse(source)


def test_an_xml_declaration_does_not_disturb() -> None:
    assert read('<?xml version="1.0" encoding="utf-16"?><html><body><p>Text.</p></body></html>') == [("body", "Text.")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("川を渡る\n船", "川を渡る船"),
        ("每年清明，\n采茶。", "每年清明，采茶。"),
        ("用 Python\n写的", "用 Python 写的"),
        ("이 우물을\n팠다", "이 우물을 팠다"),
        ("ต่อ\nมา", "ต่อมา"),
        ("អណ្តូង។\nស្ត្រី", "អណ្តូង។ ស្ត្រី"),
        ("har\u00ad\nbour", "harbour"),
        ("two\nwords", "two words"),
    ],
)
def test_a_line_break_in_the_source_is_a_blank_where_the_script_has_some(source: str, expected: str) -> None:
    (block,) = paragraphs_of(parse(f"<p>{source}</p>").root)
    assert block.text == expected
