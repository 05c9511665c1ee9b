"""JATS becomes paragraphs, references and a record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from williams_import_paper.text.jats import read_jats

from tests.unit.import_paper.jats import PROLOG, SPACES, article
from williams.domain.errors import CorruptContent, EmptyContent, UnsupportedContent

Reading = dict[str, Any]


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def reading(text: str) -> Reading:
        path = tmp_path / "paper.xml"
        path.write_text(text, encoding="utf-8")
        return read_jats(path, lambda *_: None)

    return reading


def shown(reading: Reading) -> list[tuple[str, str]]:
    return [(each["kind"], each["text"]) for each in reading["paragraphs"]]


def body_of(reading: Reading) -> list[tuple[str, str]]:
    """Without the abstract and the references."""
    return [each for each in shown(reading)[2:] if each[0] != "reference"]


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        ("<sec><label>2</label><title>Means</title><p>Ink.</p></sec>", [("heading", "2 Means"), ("body", "Ink.")]),
        ("<p>Shown<sup><xref ref-type='bibr' rid='r1'>1,2</xref></sup> before.</p>", [("body", "Shown before.")]),
        ("<p>By Roe [<xref ref-type='bibr' rid='r1'>1</xref>].</p>", [("body", "By Roe [1].")]),
        (
            "<p>Ink<fn id='n'><p>Of oak.</p></fn> <xref ref-type='fn' rid='n'>a</xref>lasts.</p>",
            [("body", "Ink lasts."), ("footnote", "Of oak.")],
        ),
        (
            "<p>So <inline-formula><tex-math>\\documentclass{x}\\begin{document}$$E=mc^2$$\\end{document}"
            "</tex-math></inline-formula> holds.</p>",
            [("body", "So \\(E=mc^2\\) holds.")],
        ),
        (
            "<p>Then <disp-formula><label>(3)</label><alternatives><mml:math><mml:mi>a</mml:mi></mml:math>"
            "<tex-math>a_1</tex-math></alternatives></disp-formula> where a is.</p>",
            [("body", "Then"), ("body", "\\[a_1\\] (3)"), ("body", "where a is.")],
        ),
        (
            "<disp-formula><mml:math><mml:mfrac><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mfrac></mml:math>"
            "</disp-formula>",
            [("body", "\\[\\frac{a}{b}\\]")],
        ),
        (
            "<fig id='f'><label>Figure 1</label><caption><title>Marks.</title><p>From above.</p></caption>"
            "<graphic xlink:href='f.jpg'/></fig>",
            [("caption", "Figure 1. Marks. From above.")],
        ),
        (
            "<fig><label>Figure 2</label><caption><p>Ink.</p></caption><permissions><copyright-statement>&#169; 1999 "
            "Roe</copyright-statement><copyright-year>1999</copyright-year><license xlink:href='https://e.org/by'/>"
            "</permissions></fig>",
            [("caption", "Figure 2. Ink. © 1999 Roe https://e.org/by")],
        ),
        (
            "<table-wrap><label>Table 1.</label><caption><p>Counts</p></caption><table><thead><tr><th>A</th><th>B</th>"
            "</tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table><table-wrap-foot><p>Of 3.</p>"
            "</table-wrap-foot></table-wrap>",
            [("caption", "Table 1. Counts"), ("table_row", "A | B"), ("table_row", "1 | 2"), ("body", "Of 3.")],
        ),
        ("<list><list-item><label>a)</label><p>One.</p></list-item></list>", [("list_item", "a) One.")]),
        ("<p>1990&ndash;2000 &nosuch; on</p>", [("body", "1990–2000 \ufffd on")]),
        ("<boxed-text><title>Box</title><p>Small.</p></boxed-text>", [("heading", "Box"), ("body", "Small.")]),
        ("<preformat>a\n  b</preformat>", [("code", "a\n  b")]),
        ("<code>a = 1\nb = 2</code>", [("code", "a = 1\nb = 2")]),
        ("<p>Call <code>a()</code>.</p>", [("body", "Call a().")]),
        (
            "<array><tbody><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></tbody></array>",
            [("table_row", "A | 1"), ("table_row", "B | 2")],
        ),
        (
            "<statement><label>Theorem 1</label><p>All ink lasts.</p></statement>",
            [("heading", "Theorem 1"), ("body", "All ink lasts.")],
        ),
        (
            "<boxed-text><label>Box 1</label><caption><title>Ink</title></caption><p>Small.</p></boxed-text>",
            [("heading", "Box 1 Ink"), ("body", "Small.")],
        ),
        (
            "<fig-group><caption><title>Marks.</title></caption><fig><label>Figure 1</label><caption><p>One.</p>"
            "</caption></fig></fig-group>",
            [("caption", "Marks."), ("caption", "Figure 1. One.")],
        ),
    ],
)
def test_each_element_is_the_paragraph_that_it_is(read: Any, body: str, paragraphs: list[tuple[str, str]]) -> None:
    assert body_of(read(article(body))) == paragraphs


def test_places_lead_to_ids_and_sections(read: Any) -> None:
    reading = read(article("<sec id='s1'><title>Means</title><p id='p1'>Ink.</p></sec>"))
    assert reading["paragraphs"][3]["place"] == {"anchor": "p1", "section": "Means"}


def test_it_says_of_itself_what_it_is(read: Any) -> None:
    record = read(article("<p>Ink.</p>"))["record"]
    assert {name: record[name] for name in ("doi", "pmcid", "pmid", "title", "published", "venue", "language")} == {
        "doi": "10.5555/marks.1",
        "pmcid": "PMC123456",
        "pmid": "11237011",
        "title": "Marks in Old Books",
        "published": "2021-05-03",
        "venue": "Journal of Marks",
        "language": "en",
    }
    assert record["authors"] == ["Jane A. Roe", "The Book Group"]
    assert record["licenses"][0]["stated"] == "https://creativecommons.org/licenses/by/4.0/"
    assert record["abstract"] == "We count marks."
    assert record["changes"] == [{"kind": "retraction", "source": "JATS", "notice": "doi:10.5555/marks.9"}]


def test_references_have_their_identifiers(read: Any) -> None:
    reading = read(article("<p>Ink.</p>"))
    assert [(each["text"], each["works"]) for each in reading["record"]["references"]] == [
        ("1. Smith J. (2001). On marks. J Marks. 5. 10–12. 10.1000/xyz", ["doi:10.1000/xyz"]),
        ("2. Doe J. Things. arXiv:1706.03762v2 (2017).", ["arxiv:1706.03762"]),
        ("3. A letter, 1900.", []),
    ]
    assert [each["place"]["section"] for each in reading["paragraphs"] if each["kind"] == "reference"] == [
        "References"
    ] * 3


def test_what_is_left_out_or_garbled_is_said(read: Any) -> None:
    more = "<sub-article article-type='reviewer-report'><body><p>Weak.</p></body></sub-article>"
    reading = read(article("<p>One &nosuch; two.</p>", more))
    assert "Weak." not in str(reading["paragraphs"])
    assert [each["code"] for each in reading["notices"]] == ["part-left-out", "characters-garbled"]
    assert "reviewer-report" in reading["notices"][0]["message"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("<article>", CorruptContent),
        ("<html><body/></html>", UnsupportedContent),
        ("<article><front/><body/></article>", EmptyContent),
    ],
)
def test_what_is_no_paper_is_refused(read: Any, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(text)


def test_a_section_ends_where_its_element_does(read: Any) -> None:
    body = (
        "<p>First.</p><sec><title>Means</title><p>Ink.</p><sec><title>Oak</title><p>Galls.</p></sec>"
        "<boxed-text><title>Box</title><p>Small.</p></boxed-text><p>More ink.</p></sec><p>Last.</p>"
    )
    placed = [(each["text"], each["place"]["section"]) for each in read(article(body))["paragraphs"]]
    assert placed[:-3] == [
        ("Abstract", None),
        ("We count marks.", "Abstract"),
        ("First.", None),
        ("Means", None),
        ("Ink.", "Means"),
        ("Oak", "Means"),
        ("Galls.", "Oak"),
        ("Box", "Means"),
        ("Small.", "Box"),
        ("More ink.", "Means"),
        ("Last.", None),
    ]


def with_front(front: str, back: str = "") -> str:
    head = f"<front><article-meta>{front}</article-meta></front>"
    return f"{PROLOG}<article {SPACES}>{head}<body><p>Ink.</p></body>{back}</article>"


@pytest.mark.parametrize(
    ("contributor", "name"),
    [
        ("<name><surname>Roe</surname><given-names>Jane</given-names><suffix>Jr.</suffix></name>", "Jane Roe Jr."),
        ("<name name-style='eastern'><surname>王</surname><given-names>伟</given-names></name>", "王伟"),
        ("<name name-style='eastern'><surname>Wang</surname><given-names>Wei</given-names></name>", "Wang Wei"),
        (
            "<name-alternatives><name name-style='eastern'><surname>山田</surname><given-names>太郎</given-names>"
            "</name><name><surname>Yamada</surname><given-names>Taro</given-names></name></name-alternatives>",
            "山田太郎",
        ),
        ("<string-name>Jane Roe</string-name>", "Jane Roe"),
        (
            "<collab>The Ink Group<contrib-group><contrib contrib-type='author'><name><surname>Roe</surname>"
            "</name></contrib></contrib-group></collab>",
            "The Ink Group",
        ),
        ("<collab><institution>Ink Office</institution></collab>", "Ink Office"),
    ],
)
def test_authors_are_called_as_they_are(read: Any, contributor: str, name: str) -> None:
    front = f"<contrib-group><contrib contrib-type='author'>{contributor}</contrib></contrib-group>"
    assert read(with_front(front))["record"]["authors"] == [name]


@pytest.mark.parametrize(
    ("date", "published"),
    [
        (
            "<pub-date date-type='pub' iso-8601-date='2021-05-06'><string-date>May 6</string-date></pub-date>",
            "2021-05-06",
        ),
        ("<pub-date><day>6</day><month>May</month><year>2021</year></pub-date>", "2021-05-06"),
        ("<pub-date><month>September</month><year>2021</year></pub-date>", "2021-09"),
        (f"<pub-date><month>{'1' * 5000}</month><year>2021</year></pub-date>", "2021"),
        ("<pub-date><season>Spring</season><year>2021</year></pub-date>", "2021"),
    ],
)
def test_dates_are_read_in_figures_and_words(read: Any, date: str, published: str) -> None:
    assert read(with_front(date))["record"]["published"] == published


def test_a_title_has_its_subtitle_and_no_marks_of_notes(read: Any) -> None:
    front = (
        "<title-group><article-title>H<sub>2</sub>O<xref ref-type='fn' rid='n'>*</xref> and ink</article-title>"
        "<subtitle>A count</subtitle><trans-title-group><trans-title>Tinte</trans-title></trans-title-group>"
        "</title-group>"
    )
    assert read(with_front(front))["record"]["title"] == "H2O and ink: A count"


@pytest.mark.parametrize(
    ("link", "work"),
    [
        ("ext-link-type='doi' xlink:href='10.5555/marks.9'", "doi:10.5555/marks.9"),
        ("ext-link-type='uri' xlink:href='https://doi.org/10.5555/marks.9'", "doi:10.5555/marks.9"),
        ("ext-link-type='pubmed' xlink:href='11237011'", "pmid:11237011"),
    ],
)
def test_what_was_retracted_is_known_by_any_name(read: Any, link: str, work: str) -> None:
    of = read(with_front(f"<related-article related-article-type='retracted-article' {link}/>"))["record"]
    by = read(with_front(f"<related-article related-article-type='retraction-forward' {link}/>"))["record"]
    assert of["notice_of"] == [work]
    assert by["changes"] == [{"kind": "retraction", "source": "JATS", "notice": work}]


def test_references_are_one_each_with_what_their_links_name(read: Any) -> None:
    listed = (
        "<back><ref-list><ref><citation-alternatives><element-citation><person-group><collab>Ink Office</collab><etal/>"
        "</person-group><source>Report</source><year>2001</year></element-citation><mixed-citation>Ink Office. Report."
        "</mixed-citation></citation-alternatives></ref><ref><mixed-citation>Doe J. Things. <ext-link "
        "ext-link-type='uri' xlink:href='https://doi.org/10.1000/xyz'>link</ext-link></mixed-citation></ref><ref>"
        "<mixed-citation>Poe. PMID: 11237011</mixed-citation></ref></ref-list></back>"
    )
    assert [(each["text"], each["works"]) for each in read(with_front("", listed))["record"]["references"]] == [
        ("Ink Office, et al. (2001). Report", []),
        ("Doe J. Things. link", ["doi:10.1000/xyz"]),
        ("Poe. PMID: 11237011", ["pmid:11237011"]),
    ]


def test_jats_may_have_a_namespace_of_its_own(read: Any) -> None:
    text = article("<p>Ink<xref ref-type='bibr'><sup>1</sup></xref> lasts.</p>")
    named = read(text.replace("<article ", "<article xmlns='https://jats.nlm.nih.gov/ns' "))
    assert shown(named) == shown(read(text))
    assert named["record"] == read(text)["record"]
