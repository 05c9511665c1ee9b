"""Bibliographies name papers by what can be imported best."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from williams_import_paper.bibliographies.entries import NAMELESS, UNREADABLE
from williams_import_paper.bibliographies.kinds import Kind, kind_of
from williams_import_paper.bibliographies.reading import read_bibliography
from williams_import_paper.bibliographies.zotero import page_of, zotero_library

from williams.domain.errors import CorruptContent, EmptyContent, UnsupportedContent

BIBTEX = r"""% Encoding: UTF-8
@string{jm = "Journal of Marks"}
@comment{jabref-meta: x}
@article{roe, title={Marks in {O}ld Books}, author={Roe, Jane and Doe, J}, year=2021, doi={10.5555/Marks.1}, journal=jm}
@misc{attention, title="Attention", eprint={1706.03762v2}, archivePrefix={arXiv}}
@online{page, title={A Page}, url={https://example.org/page}}
@book{turing, title={Computing Machinery and Intelligence}, author={Alan Turing}, year={1950}, publisher={Mind}}
@misc{nothing, title={Nothing}}
@book{locks, title={Locks}, author={Clewes, J}, year={1801}}
@article{broken, title={Never closed
"""
RIS = """TY  - JOUR
TI  - Marks in Old Books
AU  - Roe, Jane
PY  - 2021/05/03
DO  - https://doi.org/10.5555/marks.1
ER  -

TY  - ELEC
TI  - A Page
UR  - https://arxiv.org/abs/1706.03762
ER  -
"""
CSL = [
    {"id": "a", "type": "article-journal", "title": "Marks", "DOI": "10.5555/marks.1"},
    {"id": "b", "type": "article", "title": "Attention", "number": "arXiv:1706.03762"},
    {"id": "c", "type": "article-journal", "title": "An Old One", "PMID": "11237011"},
    {
        "id": "d",
        "type": "book",
        "title": "Computing Machinery and Intelligence",
        "author": [{"family": "Turing", "given": "A"}],
        "issued": {"date-parts": [[1950]]},
        "container-title": "Mind",
    },
    "no item",
]
CITATION = "Turing. Computing Machinery and Intelligence. Mind. 1950."


@pytest.mark.parametrize(
    ("name", "text", "sources", "left_out"),
    [
        (
            "my.bib",
            BIBTEX,
            [
                "doi:10.5555/marks.1",
                "arxiv:1706.03762v2",
                "https://example.org/page",
                "Alan Turing. Computing Machinery and Intelligence. 1950.",
            ],
            {NAMELESS: 2, UNREADABLE: 1},
        ),
        ("my.ris", RIS, ["doi:10.5555/marks.1", "arxiv:1706.03762"], {}),
        (
            "any.json",
            json.dumps(CSL),
            ["doi:10.5555/marks.1", "arxiv:1706.03762", "pmid:11237011", CITATION],
            {UNREADABLE: 1},
        ),
    ],
)
def test_entries_are_sources(
    tmp_path: Path, name: str, text: str, sources: list[str], left_out: dict[str, int]
) -> None:
    path = tmp_path / "listing"
    path.write_text(text)
    answer = read_bibliography(path, lambda *_: None, name)
    assert [each["source"] for each in answer["entries"]] == sources
    assert answer["left_out"] == left_out
    assert answer["entries"][0]["title"].startswith("Marks")


def entries_of(tmp_path: Path, name: str, text: str) -> list[tuple[str, str | None]]:
    path = tmp_path / "listing"
    path.write_text(text)
    answer = read_bibliography(path, lambda *_: None, name)
    return [(each["source"], each["title"]) for each in answer["entries"]]


@pytest.mark.parametrize(
    ("entry", "source"),
    [
        (
            r"@article{a, author={M{\"u}ller, J{\"o}rg}, title={{\"U}ber Stra{\ss}en \& 100\% der Wege}, year=2019}",
            "Müller. Über Straßen & 100% der Wege. 2019.",
        ),
        (
            r"@article{a, author={Erd{\H o}s, P. and R{\'e}nyi, A.}, title={On Graphs of {S}omething Else}, year=1959}",
            "Erdős. On Graphs of Something Else. 1959.",
        ),
        (
            "@book{a, author={{World Health Organization and Partners}}, title={On Health}, year=2020}",
            "World Health Organization and Partners. On Health. 2020.",
        ),
        (
            "@article{a, author={王伟}, title={古籍标记研究与应用综述}, year=2019}",
            "王伟. 古籍标记研究与应用综述. 2019.",
        ),
        (r"@article{a, title={Marks}, doi={10.1007/978-3\_12}}", "doi:10.1007/978-3_12"),
        (r"@misc{a, title={Marks}, url={\url{https://example.org/a_b}}}", "https://example.org/a_b"),
        (r"@misc{a, title={Marks}, eprint={ArXiv:1706.03762}}", "arxiv:1706.03762"),
        (
            "@inproceedings{a, author={Doe, J}, title={Marks of Hands}, crossref={p}}\n"
            "@proceedings{p, title={Acts of the Marks}, year={2005}, doi={10.1000/p}}",
            "Doe. Marks of Hands. Acts of the Marks. 2005.",
        ),
        (r"@article{a, title={" + r"\textit{" * 5000 + "x" + "}" * 5000 + "}, doi={10.1000/a}}", "doi:10.1000/a"),
    ],
)
def test_bibtex_is_read_as_tex_prints_it(tmp_path: Path, entry: str, source: str) -> None:
    assert entries_of(tmp_path, "my.bib", entry)[0][0] == source


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("TY  - JOUR\nDO  - 10.1000/a\nTY  - JOUR\nDO  - 10.1000/b\n", ["doi:10.1000/a", "doi:10.1000/b"]),
        ("TY - JOUR\nDO - 10.1000/a\nER -\n", ["doi:10.1000/a"]),
        ("  ty  - JOUR\n  do  - 10.1000/a\n  er  - \n", ["doi:10.1000/a"]),
        ("TY  - JOUR\nM3  - doi: 10.1000/a\nER  - \n", ["doi:10.1000/a"]),
        ("TY  - JOUR\nN1  - doi:10.1000/a\nER  - \n", ["doi:10.1000/a"]),
        ("TY  - JOUR\nL2  - https://doi.org/10.1000/a\nER  - \n", ["doi:10.1000/a"]),
        (
            "TY  - JOUR\nAU  - Roe, J\nTI  - Marks and their makers\n  US - China trade\nPY  - 2001\nER  - \n",
            ["Roe. Marks and their makers US - China trade. 2001."],
        ),
    ],
)
def test_ris_is_read_as_programs_write_it(tmp_path: Path, text: str, sources: list[str]) -> None:
    assert [source for source, _ in entries_of(tmp_path, "my.ris", text)] == sources


@pytest.mark.parametrize(
    ("items", "source"),
    [
        ({"items": [{"DOI": "10.1000/a"}]}, "doi:10.1000/a"),
        ([{"title": "Marks", "note": "Read.\nDOI: 10.1000/a"}], "doi:10.1000/a"),
        ([{"archive": "arXiv", "archive_location": "1706.03762"}], "arxiv:1706.03762"),
        ([{"publisher": "arXiv", "number": "arXiv:1706.03762"}], "arxiv:1706.03762"),
        ({"DOI": "10.1000/a"}, "doi:10.1000/a"),
    ],
)
def test_csl_is_read_as_programs_write_it(tmp_path: Path, items: Any, source: str) -> None:
    assert entries_of(tmp_path, "my.csl.json", json.dumps(items))[0][0] == source


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("my.bib", "", EmptyContent),
        ("my.txt", "Some words.", UnsupportedContent),
        ("my.csl.json", "[" * 100_000, CorruptContent),
        ("my.csl.json", "5", CorruptContent),
    ],
)
def test_what_is_no_bibliography_is_refused(tmp_path: Path, name: str, text: str, error: type[Exception]) -> None:
    path = tmp_path / "listing"
    path.write_text(text)
    with pytest.raises(error):
        read_bibliography(path, lambda *_: None, name)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (BIBTEX, Kind.BIBTEX),
        (RIS, Kind.RIS),
        (json.dumps(CSL), Kind.CSL),
        ('[{"name": "a record"}]', None),
        ("@ada wrote to me, {a}", None),
        ("@media print { a { color: red } }", None),
        ("TY for all", None),
    ],
)
def test_a_bibliography_is_known_by_how_it_begins(text: str, kind: Kind | None) -> None:
    assert kind_of(text.encode()) is kind


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("zotero:groups/2373", "groups/2373"),
        ("https://www.zotero.org/groups/2373/marks/library", "groups/2373"),
        ("https://www.zotero.org/groups/2373/marks/collections/ABCD2345/item-list", "groups/2373/collections/ABCD2345"),
        ("https://api.zotero.org/users/475425/items?v=3", "users/475425"),
        ("https://www.zotero.org/support/groups", None),
        ("https://example.org/groups/2373", None),
        ("zotero:mine", None),
    ],
)
def test_libraries_of_zotero_are_known_by_their_addresses(source: str, path: str | None) -> None:
    library = zotero_library(source)
    assert (library and library.path) == path


def item(version: int, **data: Any) -> dict[str, Any]:
    return {"key": "ABCD2345", "version": version, "data": {"itemType": "journalArticle", **data}}


def test_items_of_zotero_are_papers_but_notes_and_attachments() -> None:
    items = [
        item(7, title="Marks", DOI="10.5555/marks.1"),
        item(9, title="Attention", archiveID="arXiv:1706.03762", itemType="preprint"),
        item(3, title="Old", extra="PMID: 11237011\nPMCID: PMC123456"),
        item(8, itemType="note", note="<p>Read!</p>"),
    ]
    page = page_of(json.dumps(items).encode())
    assert [(each.entry() or {})["source"] for each in page.cited] == [
        "doi:10.5555/marks.1",
        "arxiv:1706.03762",
        "pmid:11237011",
    ]
    assert (page.passed_over, page.count) == (1, 4)


@pytest.mark.parametrize("data", [b"Forbidden", b"{}", b"[" * 100_000])
def test_what_zotero_does_not_say_so_is_refused(data: bytes) -> None:
    with pytest.raises(CorruptContent):
        page_of(data)
