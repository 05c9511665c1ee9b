"""Word documents as Word and its relatives write them: names of parts, styles, equations, fields."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from williams_import_document.word.equations import tex

from tests.unit.import_document.files import docx, paragraph, read, table, told

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:styleId="Nzev"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel2"><w:name w:val="Mein Titel"/><w:basedOn w:val="Nzev"/></w:style>
<w:style w:type="paragraph" w:styleId="Nadpis1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Kapitola"><w:name w:val="Kapitola"/><w:basedOn w:val="Nadpis1"/></w:style>
<w:style w:type="paragraph" w:styleId="Outlined"><w:name w:val="Part"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Unlisted"><w:name w:val="Plain"/><w:basedOn w:val="Nadpis1"/>
<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="paragraph" w:styleId="Obsah1"><w:name w:val="toc 1"/></w:style>
</w:styles>"""


def text(words: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{words}</w:t></w:r>"


def maths(inside: str) -> str:
    return f'<m:oMath xmlns:m="{M}">{inside}</m:oMath>'


def run(letters: str) -> str:
    return f"<m:r><m:t>{letters}</m:t></m:r>"


def styled(folder: Path, body: str) -> dict[str, Any]:
    return read(folder, "a.docx", docx(body, more={"word/styles.xml": STYLES.encode()}))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (paragraph("Words", "Nadpis1"), "heading"),
        (paragraph("Words", "Kapitola"), "heading"),
        (paragraph("Words", "Outlined"), "heading"),
        (paragraph("Words", "Titel2"), "heading"),
        (f'<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{text("Words")}</w:p>', "heading"),
        (f'<w:p><w:pPr><w:outlineLvl w:val="8"/></w:pPr>{text("Words")}</w:p>', "heading"),
        (f'<w:p><w:pPr><w:pStyle w:val="Nadpis1"/><w:outlineLvl w:val="9"/></w:pPr>{text("Words")}</w:p>', "body"),
        (paragraph("Words", "Unlisted"), "body"),
        (paragraph("Words", "Loop"), "body"),
        (paragraph("Words", "NoSuchStyle"), "body"),
    ],
)
def test_headings_are_told_by_outline_and_ancestry(tmp_path: Path, body: str, kind: str) -> None:
    assert told(styled(tmp_path, body)) == [(kind, "Words")]


def test_levels_of_headings_make_sections(tmp_path: Path) -> None:
    body = paragraph("Part", "Kapitola") + paragraph("Chapter", "Outlined") + paragraph("Words.")
    sections = [
        each["place"]["section"] for each in styled(tmp_path, body + paragraph("Next", "Nadpis1"))["paragraphs"]
    ]
    assert sections == [None, "Part", "Chapter", None]


def test_a_table_of_contents_is_no_text(tmp_path: Path) -> None:
    reading = styled(tmp_path, paragraph("Chapter 3", "Obsah1") + paragraph("Chapter", "Nadpis1") + paragraph("Words."))
    assert told(reading) == [("heading", "Chapter"), ("body", "Words.")]
    assert reading["notices"] == []


@pytest.mark.parametrize("target", ["word/document2.xml", "/word/document2.xml", "text/main.xml"])
def test_the_main_part_is_found_by_its_relationship(tmp_path: Path, target: str) -> None:
    one = f'<Relationship Id="r1" Type="{KINDS}/officeDocument" Target="{target}"/>'
    related = f'<Relationships xmlns="{PACKAGE}">{one}</Relationships>'
    body = f'<w:document xmlns:w="{W}"><w:body>{paragraph("Words.")}</w:body></w:document>'
    more = {"_rels/.rels": related.encode(), target.lstrip("/"): body.encode()}
    assert told(read(tmp_path, "a.docx", docx(paragraph("Not this."), more=more))) == [("body", "Words.")]


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        (run("F·a=L·b"), r"F\cdot a=L\cdot b"),
        (f"<m:f><m:num>{run('F')}</m:num><m:den>{run('2L')}</m:den></m:f>", r"\frac{F}{2L}"),
        (
            f"<m:f><m:fPr><m:type m:val='noBar'/></m:fPr><m:num>{run('n')}</m:num><m:den>{run('k')}</m:den></m:f>",
            r"{n \atop k}",
        ),
        (f"<m:sSup><m:e>{run('x')}</m:e><m:sup>{run('2')}</m:sup></m:sSup>", "x^{2}"),
        (
            f"<m:sSubSup><m:e>{run('ab')}</m:e><m:sub>{run('i')}</m:sub><m:sup>{run('n')}</m:sup></m:sSubSup>",
            "{ab}_{i}^{n}",
        ),
        (f"<m:rad><m:deg/><m:e>{run('k')}</m:e></m:rad>", r"\sqrt{k}"),
        (f"<m:rad><m:deg>{run('3')}</m:deg><m:e>{run('k')}</m:e></m:rad>", r"\sqrt[3]{k}"),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{run("i=1")}</m:sub><m:sup>{run("n")}</m:sup>'
            f"<m:e>{run('x')}</m:e></m:nary>",
            r"\sum_{i=1}^{n} x",
        ),
        (f"<m:d><m:e>{run('a')}</m:e></m:d>", r"\left(a\right)"),
        (
            f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val=""/></m:dPr><m:e>{run("a")}</m:e></m:d>',
            r"\left[a\right.",
        ),
        (f"<m:func><m:fName>{run('sin')}</m:fName><m:e>{run('α')}</m:e></m:func>", r"\sin \alpha"),
        (f"<m:acc><m:e>{run('v')}</m:e></m:acc>", r"\hat{v}"),
        (
            f"<m:m><m:mr><m:e>{run('a')}</m:e><m:e>{run('b')}</m:e></m:mr><m:mr><m:e>{run('c')}</m:e></m:mr></m:m>",
            r"\begin{matrix}a & b \\ c\end{matrix}",
        ),
        (f"<m:box><m:e>{run('50%')}</m:e></m:box>", r"50\%"),
    ],
)
def test_equations_are_tex(equation: str, expected: str) -> None:
    assert tex(etree.fromstring(maths(equation))) == expected


def test_a_sentence_keeps_its_equations(tmp_path: Path) -> None:
    shown = f'<w:p><m:oMathPara xmlns:m="{M}">{maths(run("a=b"))}</m:oMathPara></w:p>'
    reading = styled(tmp_path, f"<w:p>{text('It holds when ')}{maths(run('a=b'))}{text(', as known.')}</w:p>{shown}")
    assert told(reading) == [("body", "It holds when $a=b$, as known."), ("body", "$$a=b$$")]
    assert reading["notices"] == []


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (
            f"{text('He ')}<w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:ins>{text('often ')}</w:ins>",
            "He often",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{text("17")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "17",
        ),
        (f"<w:sdt><w:sdtContent>{text('In a control')}</w:sdtContent></w:sdt>", "In a control"),
    ],
)
def test_what_stands_within_a_paragraph(tmp_path: Path, inside: str, expected: str) -> None:
    assert told(styled(tmp_path, f"<w:p>{inside}</w:p>")) == [("body", expected)]


NUMBERING = f"""<w:numbering xmlns:w="{W}">
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="§ %1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="9"><w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText
 w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="9"/></w:num>
<w:abstractNum w:abstractNumId="10">
<w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="Art. %1"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="11"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText
 w:val="第%1条"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="12"><w:styleLink w:val="Ours"/><w:lvl w:ilvl="0"><w:numFmt
 w:val="decimalEnclosedCircle"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="13"><w:numStyleLink w:val="Ours"/></w:abstractNum>
<w:num w:numId="6"><w:abstractNumId w:val="10"/></w:num>
<w:num w:numId="7"><w:abstractNumId w:val="11"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="13"/></w:num>
<w:num w:numId="9"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:numFmt
 w:val="upperLetter"/><w:lvlText w:val="[%1]"/></w:lvl></w:lvlOverride></w:num>
<w:abstractNum w:abstractNumId="14"><w:styleLink w:val="Own"/><w:numStyleLink w:val="Own"/><w:lvl w:ilvl="0"><w:lvlText
 w:val="(%1)"/></w:lvl></w:abstractNum>
<w:num w:numId="10"><w:abstractNumId w:val="14"/></w:num>
<w:abstractNum w:abstractNumId="15"><w:lvl w:ilvl="0"><w:start w:val="{"9" * 5000}"/><w:lvlText
 w:val="%1!"/></w:lvl></w:abstractNum>
<w:num w:numId="11"><w:abstractNumId w:val="15"/><w:lvlOverride w:ilvl="3"><w:startOverride
 w:val="5"/></w:lvlOverride></w:num>
<w:abstractNum w:abstractNumId="16"><w:lvl w:ilvl="0"><w:numFmt w:val="ordinal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:num w:numId="12"><w:abstractNumId w:val="16"/></w:num>
</w:numbering>"""


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([(1, 0), (1, 0), (1, 0)], ["§ 1 x", "§ 2 x", "§ 3 x"]),
        ([(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)], ["§ 1 x", "1.a) x", "1.b) x", "§ 2 x", "2.a) x"]),
        ([(1, 0), (1, 0), (2, 0), (2, 0)], ["§ 1 x", "§ 2 x", "§ 1 x", "§ 2 x"]),
        ([(1, 0), (3, 0), (1, 0)], ["§ 1 x", "x", "§ 2 x"]),
        ([(4, 0), (4, 0)], ["IV. x", "V. x"]),
        ([(5, 0), (1, 3)], ["x", "x"]),
        ([(6, 0), (6, 0), (6, 1)], ["Art. I x", "Art. II x", "2.1 x"]),
        ([(7, 0)] * 12, [f"第{each}条 x" for each in (*"一二三四五六七八九十", "十一", "十二")]),
        ([(8, 0), (8, 0)], ["① x", "② x"]),
        ([(9, 0), (9, 0)], ["[A] x", "[B] x"]),
        ([(10, 0), (10, 0)], ["(1) x", "(2) x"]),
        ([(11, 0), (11, 3), (11, 0)], ["1! x", "x", "2! x"]),
    ],
)
def test_the_numbers_that_word_counts_are_written_out(
    tmp_path: Path, items: list[tuple[int, int]], expected: list[str]
) -> None:
    assert numbered(tmp_path, items) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en-GB", ["1st. x", "1st.1 x", "2nd. x", "3rd. x", *(f"{number}th. x" for number in range(4, 21)), "21st. x"]),
        ("de-DE", ["1. x", "1.1 x", *(f"{number}. x" for number in range(2, 22))]),
    ],
)
def test_ordinals_are_written_in_english(tmp_path: Path, language: str, expected: list[str]) -> None:
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults>'
    )
    styles = f'<w:styles xmlns:w="{W}">{defaults}</w:styles>'
    assert numbered(tmp_path, [(12, 0), (12, 1), *[(12, 0)] * 20], {"word/styles.xml": styles.encode()}) == expected


def numbered(tmp_path: Path, items: list[tuple[int, int]], parts: Mapping[str, bytes] | None = None) -> list[str]:
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr></w:pPr>{text("x")}</w:p>'
        for num, level in items
    )
    related = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{KINDS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r2" Type="{KINDS}/numbering" Target="numbering.xml"/></Relationships>'
    )
    more = {"word/numbering.xml": NUMBERING.encode(), "word/_rels/document.xml.rels": related.encode()}
    reading = read(tmp_path, "a.docx", docx(body, more={**more, **(parts or {})}))
    return [each for _, each in told(reading)]


def test_a_table_within_a_cell_leaves_the_row_around_it_whole(tmp_path: Path) -> None:
    innermost = f"<w:tbl><w:tr><w:tc>{table(('Bow', 'Stern'))}<w:p/></w:tc></w:tr></w:tbl>"
    inner = f"<w:tc>{table(('Inner crew', 'Outer crew'))}{innermost}<w:p/></w:tc>"
    body = f"<w:tbl><w:tr><w:tc>{paragraph('Four')}</w:tc>{inner}</w:tr></w:tbl>"
    assert told(styled(tmp_path, body)) == [("table_row", "Four | Inner crew Outer crew Bow Stern")]


def box(words: str) -> str:
    return f"<w:txbxContent>{paragraph(words)}</w:txbxContent>"


def drawing(inside: str) -> str:
    return f"<w:drawing><wps:wsp xmlns:wps='urn:wps'><wps:txbx>{inside}</wps:txbx></wps:wsp></w:drawing>"


def alternatives(choice: str, fallback: str) -> str:
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    inside = f"<mc:Choice>{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>"
    return f'<mc:AlternateContent xmlns:mc="{space}">{inside}</mc:AlternateContent>'


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (text("Fig. ") + f"<w:fldSimple w:instr=' SEQ '><w:fldData/>{text('7')}</w:fldSimple>", ["Fig. 7"]),
        (f"<w:dir w:val='rtl'><w:bdo w:val='rtl'>{text('يريد')}</w:bdo></w:dir>", ["يريد"]),
        (
            f"<w:r><w:ruby><w:rubyPr/><w:rt>{text('きょう')}</w:rt><w:rubyBase>{text('今日')}</w:rubyBase></w:ruby></w:r>",
            ["今日"],
        ),
        (text("Before.") + f"<w:r>{drawing(box('In a box.'))}</w:r>", ["Before.", "In a box."]),
        (f"<w:r>{alternatives(drawing(box('In a box.')), '<w:pict/>')}</w:r>", ["In a box."]),
        (f"<w:r>{alternatives(drawing(box('New.')), '<w:pict>' + box('Old.') + '</w:pict>')}</w:r>", ["Old."]),
        (text("Noted.") + "<w:r><w:footnoteReference w:id='9'/></w:r>", ["Noted."]),
    ],
)
def test_what_the_library_passes_over_is_read(tmp_path: Path, inside: str, expected: list[str]) -> None:
    reading = read(tmp_path, "a.docx", docx(f"<w:p>{inside}</w:p>"))
    assert ([words for _, words in told(reading)], reading["notices"]) == (expected, [])


def test_charts_and_diagrams_are_told(tmp_path: Path) -> None:
    drawn = "<c:chart xmlns:c='urn:c' r:id='r7' xmlns:r='urn:r'/><d:relIds xmlns:d='urn:d' />"
    body = paragraph("Words.") + f"<w:p><w:r><w:drawing>{drawn}</w:drawing></w:r></w:p>"
    reading = read(tmp_path, "a.docx", docx(body))
    assert [notice["code"] for notice in reading["notices"]] == ["charts-left-out", "diagrams-left-out"]


def test_a_style_without_a_name_or_type_costs_no_document(tmp_path: Path) -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style/><w:style w:styleId="a"><w:name w:val="heading 1"/></w:style></w:styles>'
    )
    reading = read(tmp_path, "a.docx", docx(paragraph("Ferries", "a"), more={"word/styles.xml": styles.encode()}))
    assert told(reading) == [("heading", "Ferries")]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Überschrift 1", "heading"),
        ("标题 2", "heading"),
        ("Titre 3", "heading"),
        ("Заголовок 1", "heading"),
        ("見出し 1", "heading"),
        ("Titel", "heading"),
        ("Source Code", "code"),
        ("HTML Preformatted", "code"),
        ("Textkörper", "body"),
    ],
)
def test_styles_are_told_by_their_names_in_other_languages(tmp_path: Path, name: str, kind: str) -> None:
    style = f'<w:style w:type="paragraph" w:styleId="a"><w:name w:val="{name}"/></w:style>'
    more = {"word/styles.xml": f'<w:styles xmlns:w="{W}">{style}</w:styles>'.encode()}
    reading = read(tmp_path, "a.docx", docx(paragraph("Words", "a") + paragraph("More."), more=more))
    assert told(reading) == [(kind, "Words"), ("body", "More.")]


def test_lines_of_a_program_are_one_listing(tmp_path: Path) -> None:
    style = '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="Code"/></w:style>'
    more = {"word/styles.xml": f'<w:styles xmlns:w="{W}">{style}</w:styles>'.encode()}
    lines = f"{paragraph('def f(x):', 'c')}<w:p><w:pPr><w:pStyle w:val='c'/></w:pPr>{text('    return x')}</w:p>"
    assert told(read(tmp_path, "a.docx", docx(lines, more=more))) == [("code", "def f(x):\n    return x")]


HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>never</w:t></w:r>"
SHOWN = HIDDEN.replace("vanish", 'vanish w:val="0"')
CONTENTS = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC 1-3 </w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{text("One 3")}</w:p><w:p>{text("Two 4")}'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
END_OF_FIELD = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
ONCE_HIDDEN = HIDDEN.replace("<w:vanish/>", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")
CONTROL = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{text('Click here.')}</w:sdtContent></w:sdt>"
DELETED = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:tc></w:tr>"
LINKED = f'xmlns:r="{KINDS}" r:id="r99"'


@pytest.mark.parametrize(
    ("body", "expected", "codes"),
    [
        (f"<w:p>{text('Seen.')}{HIDDEN}</w:p>", ["Seen."], ["hidden-text-left-out"]),
        (f"<w:p>{text('Seen.')}{SHOWN}</w:p>", ["Seen.never"], []),
        (f"<w:p>{text('Seen.')}{ONCE_HIDDEN}</w:p>", ["Seen.never"], []),
        (f"{CONTENTS}{paragraph('Words.')}", ["Words."], []),
        (
            CONTENTS.replace(END_OF_FIELD, END_OF_FIELD.replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"))
            + paragraph("Words."),
            ["Words."],
            [],
        ),
        (CONTENTS.replace(END_OF_FIELD, "") + paragraph("Words."), ["One 3", "Two 4", "Words."], []),
        (f"<w:p>{text('Name: ')}{CONTROL}</w:p>", ["Name:"], []),
        (table(("a", "b")).replace("</w:tbl>", f"{DELETED}</w:tbl>"), ["a | b"], ["changes-accepted"]),
        (f"<w:p><w:hyperlink {LINKED}>{text('linked')}</w:hyperlink></w:p>", ["linked"], []),
        (f"{paragraph('Words.')}<w:altChunk {LINKED}/>", ["Words."], ["part-left-out"]),
        (
            f'<w:p>{text("Words.")}<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" '
            f'ProgID="Excel.Sheet.12" {LINKED}/></w:object></w:r></w:p>',
            ["Words."],
            ["attachments-left-out"],
        ),
        (f"<w:p>{text('one')}<w:r><w:cr/></w:r>{text('two')}</w:p>", ["one two"], []),
    ],
)
def test_what_word_does_not_show_is_no_text(tmp_path: Path, body: str, expected: list[str], codes: list[str]) -> None:
    reading = styled(tmp_path, body)
    assert [each for _, each in told(reading)] == expected
    assert [each["code"] for each in reading["notices"]] == codes
