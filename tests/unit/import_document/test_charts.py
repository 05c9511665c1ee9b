"""Charts of slides, texts and OpenDocument: their titles and what they draw, as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.import_document.binary_workbooks import packed_workbook
from tests.unit.import_document.files import docx, paragraph, read, told
from tests.unit.import_document.office_files import open_document, packed, presentation, unpacked, workbook
from tests.unit.import_document.test_word import KINDS, PACKAGE

MAIN = "http://schemas.openxmlformats.org/drawingml/2006"
BEGIN, END = ("body", "Before."), ("body", "After.")
EXPECTED = [
    ("caption", "Traffic. Crossings"),
    ("table_row", "Year | Boats | Carts"),
    ("table_row", "1900 | 3"),
    ("table_row", "1901 | 4 | 7"),
]


def _title(words: str) -> str:
    return f"<c:title><c:tx><c:rich><a:p><a:r><a:t>{words}</a:t></a:r></a:p></c:rich></c:tx></c:title>"


def _cache(part: str, *values: str) -> str:
    points = "".join(f'<c:pt idx="{place}"><c:v>{value}</c:v></c:pt>' for place, value in enumerate(values) if value)
    return f"<c:{part}><c:strRef><c:strCache>{points}</c:strCache></c:strRef></c:{part}>"


def _series(name: str, *values: str) -> str:
    return f"<c:ser>{_cache('tx', name)}{_cache('cat', '1900', '1901')}{_cache('val', *values)}</c:ser>"


def drawing_ml() -> bytes:
    axes = f"<c:catAx>{_title('Year')}</c:catAx><c:valAx>{_title('Crossings')}</c:valAx>"
    plot = f"<c:barChart>{_series('Boats', '3', '4')}{_series('Carts', '', '7')}</c:barChart>"
    spaces = f'xmlns:c="{MAIN}/chart" xmlns:a="{MAIN}/main"'
    chart = f"<c:chart>{_title('Traffic')}<c:plotArea>{plot}{axes}</c:plotArea></c:chart>"
    return f"<c:chartSpace {spaces}>{chart}</c:chartSpace>".encode()


def word(chart: bytes | None) -> bytes:
    related = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{KINDS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r7" Type="{KINDS}/chart" Target="charts/chart1.xml"/></Relationships>'
    )
    drawn = f'<w:drawing><c:chart xmlns:c="{MAIN}/chart" xmlns:r="urn:r" r:id="r7"/></w:drawing>'
    text = f"{paragraph('Before.')}<w:p><w:r>{drawn}</w:r></w:p>{paragraph('After.')}"
    more = {"word/_rels/document.xml.rels": related.encode(), **({"word/charts/chart1.xml": chart} if chart else {})}
    return docx(text, more=more)


LOCAL_TABLE = "".join(
    f"<table:table-row>{''.join(f'<table:table-cell><text:p>{cell}</text:p></table:table-cell>' for cell in row)}"
    "</table:table-row>"
    for row in (("Year", "Boats", "Carts"), ("1900", "3", ""), ("1901", "4", "7"))
)
OPEN_CHART = (
    "<chart:chart><chart:title><text:p>Traffic</text:p></chart:title><chart:plot-area><chart:axis "
    'chart:dimension="y"><chart:title><text:p>Crossings</text:p></chart:title></chart:axis></chart:plot-area>'
    f"<table:table>{LOCAL_TABLE}</table:table></chart:chart>"
)
FRAME = '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image xlink:href="./Replaced"/></draw:frame>'


def open_chart(kind: str, body: str) -> bytes:
    space = 'xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0"'
    chart = open_document(OPEN_CHART.replace("<chart:chart>", f"<chart:chart {space}>"), "chart")
    return open_document(body, kind, {"Object 1/content.xml": unpacked(chart)["content.xml"]})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", word(drawing_ml())),
        ("a.odt", open_chart("text", f"<text:p>Before.</text:p><text:p>{FRAME}</text:p><text:p>After.</text:p>")),
        (
            "a.odp",
            open_chart(
                "presentation", f"<draw:page><text:p>Before.</text:p>{FRAME}<text:p>After.</text:p></draw:page>"
            ),
        ),
    ],
)
def test_a_chart_is_its_titles_and_a_table(tmp_path: Path, name: str, data: bytes) -> None:
    reading = read(tmp_path, name, data)
    assert (told(reading), reading["notices"]) == ([BEGIN, *EXPECTED, END], [])


def test_titles_of_axes_are_read_in_slides_too(tmp_path: Path) -> None:
    parts = unpacked(presentation())
    (chart,) = (name for name in parts if "/charts/chart" in name and name.endswith(".xml"))
    assert told(read(tmp_path, "a.pptx", packed({**parts, chart: drawing_ml()})))[-5:-1] == EXPECTED


@pytest.mark.parametrize("chart", [None, b"<torn", b"<x/>", drawing_ml().replace(b"c:ser", b"c:no")])
def test_a_chart_that_cannot_be_read_is_told_and_costs_no_text(tmp_path: Path, chart: bytes | None) -> None:
    reading = read(tmp_path, "a.docx", word(chart))
    assert told(reading) == [BEGIN, END]
    assert codes(reading) == ["charts-left-out"]


def test_charts_of_too_many_points_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("williams_import_document.word.charts._MOST_CELLS", 8)
    assert codes(read(tmp_path, "a.docx", word(drawing_ml()))) == ["charts-left-out"]


def codes(reading: dict[str, Any]) -> list[str]:
    return [notice["code"] for notice in reading["notices"]]


CX = "http://schemas.microsoft.com/office/drawing/2014/chartex"
NEWER = f"""<cx:chartSpace xmlns:cx="{CX}" xmlns:a="{MAIN}/main"><cx:chartData><cx:data id="0"><cx:strDim type="cat">
<cx:lvl ptCount="2"><cx:pt idx="0">Sheep</cx:pt><cx:pt idx="1">Carts</cx:pt></cx:lvl>
<cx:lvl ptCount="2"><cx:pt idx="0">Spring</cx:pt></cx:lvl></cx:strDim>
<cx:numDim type="val"><cx:lvl ptCount="2"><cx:pt idx="0">3</cx:pt><cx:pt idx="1">-4</cx:pt></cx:lvl></cx:numDim>
</cx:data></cx:chartData><cx:chart><cx:title><cx:tx><cx:txData><cx:v>Tolls</cx:v></cx:txData></cx:tx></cx:title>
<cx:plotArea><cx:plotAreaRegion><cx:series layoutId="waterfall"><cx:tx><cx:txData>
<cx:v>Pence</cx:v></cx:txData></cx:tx>
<cx:dataId val="0"/></cx:series></cx:plotAreaRegion></cx:plotArea></cx:chart></cx:chartSpace>""".encode()
NEWER_READ = [
    ("caption", "Tolls"),
    ("table_row", "– | – | Pence"),
    ("table_row", "Spring | Sheep | 3"),
    ("table_row", "– | Carts | -4"),
]


def test_a_chart_of_the_newer_form_in_a_text(tmp_path: Path) -> None:
    reading = read(tmp_path, "traffic.docx", word(NEWER))
    assert (told(reading), reading["notices"]) == ([BEGIN, *NEWER_READ, END], [])


def test_a_chart_of_the_newer_form_on_a_slide(tmp_path: Path) -> None:
    frame = (
        '<p:graphicFrame xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        f'xmlns:a="{MAIN}/main"><p:nvGraphicFramePr><p:cNvPr id="9" name="C"/><p:cNvGraphicFramePr/><p:nvPr/>'
        f'</p:nvGraphicFramePr><p:xfrm/><a:graphic><a:graphicData uri="{CX}"><cx:chart xmlns:cx="{CX}" '
        f'xmlns:r="{KINDS}" r:id="rId9"/></a:graphicData></a:graphic></p:graphicFrame>'
    )
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="cx1">{frame}</mc:Choice></mc:AlternateContent>'
    )
    parts = unpacked(presentation())
    slide, related = "ppt/slides/slide1.xml", "ppt/slides/_rels/slide1.xml.rels"
    parts[slide] = parts[slide].replace(b"</p:spTree>", f"{both}</p:spTree>".encode())
    target = '<Relationship Id="rId9" Type="urn:chartEx" Target="../charts/chartEx1.xml"/></Relationships>'
    parts[related] = parts[related].replace(b"</Relationships>", target.encode())
    parts["ppt/charts/chartEx1.xml"] = NEWER
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", b'<Override PartName="/ppt/charts/chartEx1.xml" ContentType="application/xml"/></Types>'
    )
    lines = told(read(tmp_path, "talk.pptx", packed(parts)))
    place = lines.index(NEWER_READ[0])
    assert lines[place : place + 4] == NEWER_READ


DIAGRAM = f"""<d:dataModel xmlns:d="{MAIN}/diagram" xmlns:a="{MAIN}/main"><d:ptLst>
<d:pt><d:t><a:p><a:r><a:t>Load</a:t></a:r></a:p></d:t></d:pt><d:pt type="pres"/>
<d:pt><d:t><a:p><a:r><a:t>Cross</a:t></a:r></a:p></d:t></d:pt></d:ptLst></d:dataModel>""".encode()


def test_a_diagram_in_a_text_says_its_words(tmp_path: Path) -> None:
    parts = unpacked(word(None))
    parts["word/document.xml"] = (
        parts["word/document.xml"].replace(b"c:chart ", b"c:relIds ").replace(b"r:id=", b"r:dm=")
    )
    assert read(tmp_path, "steps.docx", packed(parts))["notices"][0]["code"] == "diagrams-left-out"
    related = "word/_rels/document.xml.rels"
    parts[related] = parts[related].replace(b"charts/chart1.xml", b"diagrams/data1.xml")
    parts["word/diagrams/data1.xml"] = DIAGRAM
    reading = read(tmp_path, "steps.docx", packed(parts))
    assert (told(reading), reading["notices"]) == ([BEGIN, ("body", "Load"), ("body", "Cross"), END], [])


@pytest.mark.parametrize(
    ("name", "data", "sheet"),
    [
        ("a.xlsx", workbook(), "sheet1.xml"),
        ("a.xlsb", packed_workbook("Tolls 1900", [(0, 0, "", 3.0)]), "sheet1.bin"),
    ],
)
def test_a_diagram_on_a_sheet_says_its_words(tmp_path: Path, name: str, data: bytes, sheet: str) -> None:
    def related(kind: str, target: str) -> str:
        inside = f'<Relationship Id="rId1" Type="{KINDS}/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'

    more: dict[str, str | bytes] = {
        f"xl/worksheets/_rels/{sheet}.rels": related("drawing", "../drawings/drawing1.xml"),
        "xl/drawings/drawing1.xml": "<wsDr/>",
        "xl/drawings/_rels/drawing1.xml.rels": related("diagramData", "../diagrams/data1.xml"),
        "xl/diagrams/data1.xml": DIAGRAM,
    }
    lines = told(read(tmp_path, name, packed({**unpacked(data), **more})))
    place = lines.index(("body", "Load"))
    assert lines[place + 1] == ("body", "Cross")
