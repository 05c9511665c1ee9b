"""Which of a page's text is its main text."""

from __future__ import annotations

import re

import pytest
from williams_html.figures import mark_figures
from williams_html.settling import settle
from williams_html.tree import parse
from williams_import_web.main_text import main_text

from tests.unit.import_web.kinds import FOOTER, SENTENCES, TITLE, paragraphs, site_page

BODY = list(SENTENCES)
FRAME = '<div class="grid"><div class="body article__body">{}</div><aside><p>Advertisement</p></aside></div>'


def read(body: str, head: str = "<title>A page</title>", title: str | None = None) -> list[tuple[str, str]]:
    root = parse(site_page(body, head).decode()).root
    return [(block.kind, block.text) for block in main_text(root, "https://cape.example/a", title)]


def texts(body: str, head: str = "<title>A page</title>") -> list[str]:
    return [text for kind, text in read(body, head) if kind != "heading"]


@pytest.mark.parametrize("name", ['id="infinite-scroll-wrap"', 'class="infinitescroll content"'])
def test_what_loads_further_articles_is_not_pruned(name: str) -> None:
    body = f"<div {name}><h1>{TITLE}</h1><article class='story'>{paragraphs()}</article></div>{FOOTER}"
    assert texts(body) == BODY


def test_one_article_in_several_frames_of_one_class() -> None:
    parts = [paragraphs().replace("</p>", f" Part {number}.</p>") for number in range(3)]
    frames = "".join(FRAME.format(part) for part in parts)
    found = texts(f"<main><article><h1>{TITLE}</h1><div>{frames}</div></article></main>{FOOTER}")
    assert found == [f"{text} Part {number}." for number in range(3) for text in SENTENCES]


@pytest.mark.parametrize("frame", ["nav class='navbar'", "header role='banner'", "div role='navigation'", "noscript"])
def test_a_frame_that_holds_the_article_is_no_furniture(frame: str) -> None:
    assert texts(f"<{frame}><h1>{TITLE}</h1>{paragraphs()}</{frame.split()[0]}>{FOOTER}") == BODY


def test_an_article_that_stands_in_the_page_as_data_alone() -> None:
    told = " ".join(SENTENCES)
    data = f'<script type="application/ld+json">{{"@type": "Article", "articleBody": "{told}"}}</script>'
    assert " ".join(texts("<div><a href='/'>Home</a></div>", f"<title>A page</title>{data}")) == told


def test_headings_captions_and_lists_are_put_back_where_they_stand() -> None:
    figure = "<figure><img src='a.png'><figcaption>The lamp at night</figcaption></figure>"
    items = "<ul><li>Stones from the quarry</li><li>Mules by name</li></ul>"
    body = (
        f"<article><h1>{TITLE}</h1>{paragraphs()}<h2>Stones</h2>{figure}{paragraphs()}{items}{paragraphs()}</article>"
    )
    kinds = [kind for kind, _ in read(f"{body}{FOOTER}")]
    six = ["body"] * 6
    assert kinds == ["heading", *six, "heading", "caption", *six, "list_item", "list_item", *six]


def test_docbooks_paragraphs_are_divisions_and_its_figures_have_titles() -> None:
    said = [f"<div class='para'>\n{text}<div class='url'>→ <a href='/x'>x</a></div></div>" for text in SENTENCES]
    picture = "<div class='figure-contents'><div class='mediaobject'><img src='a.png'/></div></div>"
    figure = f"<div class='figure'>{picture}<p class='title'><b>Figure 1.1. The lamp at night</b></p></div>"
    told = f"{''.join(said[:3])}{figure}<pre class='screen'>$ diff -u old new</pre>{''.join(said[3:])}"
    page = f"<div class='section'><h2 class='title'>{TITLE}</h2>{told}</div>{FOOTER}"
    root = parse(site_page(page, "<title>A page</title>").decode()).root
    mark_figures(root, alone=False)
    found = [each for each in main_text(root, "https://cape.example/a") if not each.text.startswith("→")]
    assert [each.text for each in found] == [
        *(TITLE, *SENTENCES[:3]),
        *("Figure 1.1. The lamp at night", "$ diff -u old new", *SENTENCES[3:]),
    ]
    assert [each.picture for each in found if each.kind == "caption"] == ["a.png"]


def test_paragraphs_that_are_parted_by_line_breaks() -> None:
    assert texts(f"<article><div>{'<br><br>'.join(SENTENCES)}</div></article>") == BODY


@pytest.mark.parametrize(
    "broken", ['<ahref="https://x.example">more', "<p {x}=1>", "<p {}=1>", '<p :class="a" @click="b">']
)
def test_names_that_are_none(broken: str) -> None:
    found = texts(f"<article>{paragraphs()}<p>The end {broken} of the story of the lamp.</p></article>")
    assert found[:6] == BODY
    assert re.search("The end.* of the story", " ".join(found[6:]))


def test_posts_that_a_text_quotes_are_part_of_it() -> None:
    post = (
        "<div class='social-media-embed'><blockquote class='twitter-tweet'><p>The lamp is on again.</p>&mdash; Ada "
        "Quill <a href='https://t.example/1'>March 2, 2021</a></blockquote></div>"
    )
    found = texts(f"<article><div>{paragraphs(after=post)}</div></article>")
    quoted = ["The lamp is on again.", "— Ada Quill March 2, 2021"]
    assert found == [text for sentence in SENTENCES for text in (sentence, *quoted)]


def test_lines_that_lead_away_are_left_out() -> None:
    away = "<p><a href='/x'><strong>TEN MORE LAMPS THAT OUR READERS LIKED</strong></a></p>"
    calls = "<p><a href='/app'>GET THE CAPE ON YOUR TELEPHONE</a></p><p>Like this story? Share it with a friend!</p>"
    assert texts(f"<article><h1>{TITLE}</h1>{paragraphs(after=away)}{calls}</article>") == BODY


def test_no_mark_is_left_in_what_is_read() -> None:
    found = " ".join(texts(f"<article>{paragraphs(3)}</article>"))
    assert found == " ".join(SENTENCES * 3)


def test_what_stands_behind_something_that_is_cut_out_of_its_line_is_text() -> None:
    first = "<p><span class='caption' aria-hidden='true'>© Cape Media</span> The lamp was lit in March.</p>"
    found = read(f"<article>{first}{paragraphs()}</article>{FOOTER}")
    assert "The lamp was lit in March." in found[0][1]


def test_a_list_among_paragraphs_is_text_though_an_extractor_passes_it_over() -> None:
    quotes = "".join(f"<li>{sentence}<p></p></li>" for sentence in SENTENCES[:3])
    found = read(f"<main><h1>{TITLE}</h1>{paragraphs()}<ul class='share-list'>{quotes}</ul>{paragraphs()}</main>")
    assert [text for kind, text in found if kind == "list_item"] == BODY[:3]


SECTIONS = "".join(f"<h2>{name}</h2>{paragraphs()}" for name in ("Stones", "Mules"))
SEE_ALSO = "<h2>{}</h2><ul><li><a href='/a'>Lamps</a></li><li><a href='/b'>Oil of herring</a></li></ul>"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"{SECTIONS}{SEE_ALSO.format('See also')}", True),
        (f"{SECTIONS}{SEE_ALSO.format('Siehe auch')}", True),
        (f"{SECTIONS}{SEE_ALSO.format('Our other stories')}", False),
        (f"{paragraphs(2)}{SEE_ALSO.format('See also')}", False),
    ],
)
def test_links_that_a_work_of_reference_gives_under_their_own_heading_are_text(text: str, kept: bool) -> None:
    found = [text for _, text in read(f"<article><h1>{TITLE}</h1>{text}</article>{FOOTER}")]
    assert ("Oil of herring" in found) is kept


VERSE = ("The sea is wide and grey,", "The gulls have gone away,", "The lamp that burned all night", "Is but a light.")


def test_verse_keeps_its_lines() -> None:
    body = f"<article><h1>{TITLE}</h1>{paragraphs()}<p>{'<br>'.join(VERSE)}</p>{paragraphs()}</article>"
    assert "\n".join(VERSE) in [text for _, text in read(body)]


ANSWER = "Rooms are let by the widow of the keeper in the yellow house."


@pytest.mark.parametrize(
    "panel",
    [
        "<div class='accordion-item'><h2 class='accordion-header'><button class='accordion-button collapsed' "
        "data-bs-target='#c'>Where can I stay?</button></h2><div id='c' class='accordion-collapse collapse'>"
        f"<div class='accordion-body'>{ANSWER}</div></div></div>",
        "<div class='panel panel-default'><div class='panel-heading'><h4 class='panel-title'><a data-toggle='collapse' "
        "href='#c'>Where can I stay?</a></h4></div><div id='c' class='panel-collapse collapse'>"
        f"<div class='panel-body'>{ANSWER}</div></div></div>",
    ],
)
def test_panels_that_a_style_sheet_closes_are_text_with_their_labels(panel: str) -> None:
    root = parse(site_page(f"<article><h1>{TITLE}</h1>{paragraphs()}{panel}{paragraphs()}</article>").decode()).root
    settle(root)
    found = [block.text for block in main_text(root, "https://cape.example/a")]
    assert found == [TITLE, *BODY, "Where can I stay?", ANSWER, *BODY]


def test_a_text_that_is_set_in_headings() -> None:
    told = "".join(f"<h4>{text}</h4>" for text in SENTENCES)
    assert texts(f"<article><h1>{TITLE}</h1><p>Three brothers, one lamp:</p>{told}</article>{FOOTER}")[-6:] == BODY


LEAD = "Where the cape ends, three brothers built a tower that nobody had asked for, and the herring went away."
BYLINE = "<div class='byline'>By Jane Roe</div>"


@pytest.mark.parametrize(
    "lead",
    [
        f"<header><h1>{TITLE}</h1><p>{LEAD}</p></header>{BYLINE}",
        f"<header><h1>{TITLE}</h1>{BYLINE}<div class='intro'>{LEAD}</div><time>10:30</time></header>",
        f"<h1>{TITLE}</h1><h2>{LEAD}</h2>{BYLINE}",
        f"<h1>{TITLE}</h1><p>{LEAD}</p><ul>{'<li>Share</li>' * 30}</ul>",
    ],
)
def test_the_lead_between_title_and_text_is_text(lead: str) -> None:
    found = texts(f"<main><article>{lead}<div class='article-body'>{paragraphs()}</div></article></main>{FOOTER}")
    assert found == [LEAD, *SENTENCES]


@pytest.mark.parametrize(
    "above",
    [
        "".join(f"<div><p>{LEAD} And {number} more.</p></div>" for number in range(5)),
        f"<figure><img src='a.png'><p>{LEAD}</p></figure>",
        f"<div class='photo-credit'>{LEAD}</div>",
        f"<p><a href='/other'>{LEAD}</a></p>",
        f"<p>10:30 | {LEAD}</p>",
        f"<p>{LEAD} Foto: Cape Media</p>",
    ],
)
def test_what_stands_between_title_and_text_and_is_no_lead(above: str) -> None:
    body = f"<header><h1>{TITLE}</h1>{above}</header><div class='article-body'>{paragraphs(2)}</div>"
    assert not [text for text in texts(f"<main><article>{body}</article></main>{FOOTER}") if LEAD in text]


def test_a_lead_may_tell_a_time_of_day() -> None:
    lead = f"{LEAD} They came back at 10:30 on the next morning."
    body = f"<header><h1>{TITLE}</h1><p>{lead}</p></header><div class='article-body'>{paragraphs()}</div>"
    assert texts(f"<main><article>{body}</article></main>{FOOTER}") == [lead, *SENTENCES]


def test_a_lead_stands_under_whatever_shows_the_title_that_a_page_declares() -> None:
    top = f"<header><h2>{TITLE}</h2><div class='teaser-text'><p>{LEAD}</p></div></header>"
    body = f"<main><div>{top}<div class='article-body'>{paragraphs()}</div></div></main>{FOOTER}"
    assert LEAD in [text for _, text in read(body, title=TITLE)]


ROW = "<div class='container topic'><div class='row'><div class='entry-content'>{}</div></div></div>"


def test_a_text_that_is_set_in_rows_of_one_kind_is_read_whole() -> None:
    parts = [paragraphs(), paragraphs().replace("</p>", " So they say.</p>")]
    picture = "<div class='container picture'><img src='a.png'></div>"
    body = f"<div class='container'><h1>{TITLE}</h1></div>{picture.join(ROW.format(part) for part in parts)}{FOOTER}"
    assert texts(body) == [*SENTENCES, *(f"{text} So they say." for text in SENTENCES)]


def test_rows_of_one_kind_under_another_title_are_another_text() -> None:
    other = paragraphs().replace("</p>", " So they say.</p>")
    rows = f"{ROW.format(paragraphs(2))}<h1>Another tower</h1>{ROW.format(other)}"
    assert not [text for text in texts(f"<h1>{TITLE}</h1>{rows}{FOOTER}") if text.endswith("So they say.")]


def test_a_header_that_holds_paragraphs_of_its_own_is_text() -> None:
    section = "<section class='part'><article class='picture-and-text'>{}</article></section>"
    first = section.format(f"<header class='words'>{paragraphs()}</header>")
    second = section.format(f"<div class='words'>{paragraphs(2)}</div>")
    assert set(SENTENCES) <= set(texts(f"<h2>{TITLE}</h2>{first}{second.replace('lamp', 'light')}{FOOTER}"))


REMARK = "My grandfather carried three of these stones himself, and told us of it on each Sunday of his life."


@pytest.mark.parametrize(
    "name",
    ["kommentar-text", "user-comment", "comentarios", "author-bio", "saboxplugin about-author", "newsletter-box"],
)
def test_what_is_called_furniture_and_is_little_is_none_of_the_text(name: str) -> None:
    found = texts(f"<article><h1>{TITLE}</h1>{paragraphs(2)}<div class='{name}'><p>{REMARK}</p></div></article>")
    assert found == BODY * 2


def test_what_is_called_furniture_and_is_most_of_a_page_is_its_text() -> None:
    posts = "".join(f"<div class='kommentar-text'><p>{text}</p></div>" for text in SENTENCES * 2)
    assert set(texts(f"<article><h1>{TITLE}</h1><div>{posts}</div></article>")) == set(SENTENCES)


def test_a_thread_keeps_its_short_posts_beside_long_ones() -> None:
    long, short = " ".join(SENTENCES[:4]), SENTENCES[4:]
    posts = "".join(f"<li class='comment depth-{n}'><p>{text}</p></li>" for n, text in enumerate((long, *short)))
    found = " ".join(texts(f"<article><h1>{TITLE}</h1><ul>{posts}</ul></article>"))
    assert all(text in found for text in (long, *short))


def test_a_text_without_prose_is_no_furniture_whatever_it_is_called() -> None:
    lines = [f"{number} lamps were lit" for number in range(20)]
    listed = "".join(f"<li>{line}</li>" for line in lines)
    assert texts(f"<main><h1>{TITLE}</h1><div class='newsletter'><ul>{listed}</ul></div></main>{FOOTER}")[-20:] == lines


@pytest.mark.parametrize("empty", ["<span id='n1'></span>", "<i class='icon'></i>", "<a name='n1'></a>", "<b></b>"])
def test_text_behind_an_empty_element_is_text(empty: str) -> None:
    said = [f"<p>{empty}{text}</p>" for text in SENTENCES]
    assert texts(f"<article><h1>{TITLE}</h1>{''.join(said)}</article>{FOOTER}") == BODY


def test_a_listing_among_paragraphs_is_text_in_whatever_frame_it_stands() -> None:
    listing = "<div class='code-toolbar'><pre><code>wait(20)\nring()</code></pre><div class='toolbar'></div></div>"
    found = read(f"<article><h1>{TITLE}</h1>{paragraphs()}{listing}{paragraphs()}</article>{FOOTER}")
    assert ("code", "wait(20)\nring()") in found


def test_frames_beside_the_text_are_none_of_it_though_they_have_its_class() -> None:
    beside = f"<aside><div class='text'><p>{REMARK}</p><p>{LEAD} {REMARK}</p></div></aside>"
    body = f"<article><h1>{TITLE}</h1><div class='text'>{paragraphs(2)}</div>{beside}</article>"
    assert texts(f"<main>{body}</main>{FOOTER}") == BODY * 2
