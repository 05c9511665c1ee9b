"""Identifiers of papers, however people write them."""

from __future__ import annotations

import pytest
from williams_import_paper.gathering import is_cited
from williams_import_paper.identifiers import Identifiers, cited_in, identified, is_citation, named_in
from williams_import_paper.plugin import PaperImport
from williams_import_paper.record import Record

DOI = Identifiers(doi="10.1000/xyz123")
ARXIV = Identifiers(arxiv="1706.03762")
V2 = Identifiers(arxiv="1706.03762", version=2)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("10.1000/xyz123", DOI),
        ("doi:10.1000/XYZ123", DOI),
        ("DOI: 10.1000/xyz123.", DOI),
        ("https://doi.org/10.1000/xyz123", DOI),
        ("<https://doi.org/10.1000/xyz123>", DOI),
        ("“10.1000/xyz123”", DOI),
        ("DOI 10.1000/xyz123", DOI),
        ("doi.org/10.1000/xyz123", DOI),
        ("www.doi.org/10.1000/xyz123", DOI),
        ("urn:doi:10.1000/xyz123", DOI),
        ("info:doi/10.1000/xyz123", DOI),
        ("doi:https://doi.org/10.1000/xyz123", DOI),
        ("https://doi.org/doi:10.1000/xyz123", DOI),
        ("https://doi.org/10.1000/xyz123/", DOI),
        ("http://dx.doi.org/10.1000%2Fxyz123", DOI),
        ("10.1016/0022-2836(81)90087-5", Identifiers(doi="10.1016/0022-2836(81)90087-5")),
        (
            "10.1002/(SICI)1097(1998)49:8<693::AI4>3.0.CO;2-O",
            Identifiers(doi="10.1002/(sici)1097(1998)49:8<693::ai4>3.0.co;2-o"),
        ),
        ("10.48550/arXiv.1706.03762", ARXIV),
        ("10.48550/arXiv.1706.03762v2", V2),
        ("arXiv:1706.03762v2", V2),
        ("arXiv:1706.03762v2 [cs.CL] 6 Dec 2017", V2),
        ("arXiv: 1706.03762 [cs.CL]", ARXIV),
        ("arxiv.org/abs/1706.03762", ARXIV),
        ("https://arxiv.org/format/1706.03762", ARXIV),
        ("https://arxiv.org/e-print/1706.03762v2", V2),
        ("1706.03762", ARXIV),
        ("hep-th/9901001", Identifiers(arxiv="hep-th/9901001")),
        ("https://arxiv.org/abs/1706.03762v2", V2),
        ("https://arxiv.org/pdf/1706.03762v2.pdf", V2),
        ("https://arxiv.org/html/1706.03762", ARXIV),
        ("https://arxiv.org/abs/math.GT/0309136", Identifiers(arxiv="math.GT/0309136")),
        ("PMC3257301", Identifiers(pmcid="PMC3257301")),
        ("pmcid:pmc3257301", Identifiers(pmcid="PMC3257301")),
        ("PMC: 3257301", Identifiers(pmcid="PMC3257301")),
        ("PMC 3257301", Identifiers(pmcid="PMC3257301")),
        ("PMCID:3257301", Identifiers(pmcid="PMC3257301")),
        ("PMC3257301.1", Identifiers(pmcid="PMC3257301")),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/3257301/", Identifiers(pmcid="PMC3257301")),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/pmid/11237011/", Identifiers(pmid="11237011")),
        ("PMID 11237011", Identifiers(pmid="11237011")),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC3257301/", Identifiers(pmcid="PMC3257301")),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3257301/pdf/x.pdf", Identifiers(pmcid="PMC3257301")),
        ("pmid:11237011", Identifiers(pmid="11237011")),
        ("https://pubmed.ncbi.nlm.nih.gov/11237011/", Identifiers(pmid="11237011")),
        ("https://europepmc.org/article/MED/11237011", Identifiers(pmid="11237011")),
        ("11237011", Identifiers()),
        ("https://example.org/10.1000/xyz123", Identifiers()),
        ("https://arxiv.org/list/cs.CL/recent", Identifiers()),
        ("https://doi.org.example.org/10.1000/xyz123", Identifiers()),
        ("https://[", Identifiers()),
        ("ftp://doi.org/10.1000/xyz123", Identifiers()),
        ("a paper", Identifiers()),
    ],
)
def test_what_names_a_paper_alone(text: str, ids: Identifiers) -> None:
    assert identified(text) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("See https://doi.org/10.1000/xyz123).", DOI),
        ("(doi: 10.1000/xyz123; accessed 2020)", DOI),
        ("Attention. arXiv:1706.03762v2 [cs.CL] 6 Dec 2017", V2),
        ("arXiv preprint arXiv:1706.03762, 2017", ARXIV),
        ("Vol. 1706.03762 of nothing", Identifiers()),
    ],
)
def test_what_a_running_text_names(text: str, ids: Identifiers) -> None:
    assert named_in(text) == ids


CITATION = "Roe, J. (2021). Marks in old books and where they lead. Journal of Marks 5, 1-10."


@pytest.mark.parametrize(
    ("source", "handled", "valid"),
    [
        ("10.1000/xyz123", True, True),
        ("https://arxiv.org/pdf/1706.03762", True, True),
        (CITATION, True, True),
        ("upload://up_1/paper.nxml", True, True),
        ("upload://up_1/paper.pdf", False, True),
        ("https://example.org/paper", False, True),
        ("Marks in old books", False, False),
        ("ftp://example.org/2021 a b c d e f", False, False),
    ],
)
async def test_which_sources_are_papers(source: str, handled: bool, valid: bool) -> None:
    plugin = PaperImport()
    assert (await plugin.can_handle(source), await plugin.validate_url(source)) == (handled, valid)


STYLES = [
    "Roe, J. (2021). Marks in old books. Journal of Marks, 5(1), 1–10. https://doi.org/10.1000/xyz123",
    'Roe, Jane. "Marks in Old Books." Journal of Marks, vol. 5, no. 1, 2021, pp. 1-10.',
    "Roe, Jane. 2021. “Marks in Old Books.” Journal of Marks 5 (1): 1–10. doi:10.1000/xyz123.",
    "1. Roe J. Marks in old books. J Marks. 2021;5(1):1-10. PMID: 11237011; PMCID: PMC3257301.",
    "[1] ROE J. Marks in old books[J]. Journal of Marks, 2021, 5(1): 1-10.",
    "[1] 张三,李四.古籍标记研究与应用综述[J].计算机学报,2021,42(3):453-482.",
    "山田太郎「古い本の中の印について」『情報処理学会論文誌』60巻3号、2021年、453-482頁",
]


@pytest.mark.parametrize("citation", STYLES)
def test_a_citation_is_a_line_of_words_with_a_year_in_any_style_and_script(citation: str) -> None:
    assert is_citation(citation)


@pytest.mark.parametrize(
    "text", ["Marks in old books and where they lead", "报告2021", "a b c d e f A2021b", "https://e.org/2021 a b c d e"]
)
def test_what_has_no_year_or_few_words_is_no_citation(text: str) -> None:
    assert not is_citation(text)


@pytest.mark.parametrize(
    ("citation", "ids"),
    [
        (STYLES[0], DOI),
        (STYLES[1], Identifiers()),
        (STYLES[2], DOI),
        (STYLES[3], Identifiers(pmid="11237011", pmcid="PMC3257301")),
    ],
)
def test_a_citation_may_name_its_work_behind_its_words(citation: str, ids: Identifiers) -> None:
    assert cited_in(citation) == ids


@pytest.mark.parametrize(
    ("title", "year", "citation"),
    [
        ("Marks in Old Books", "2021", STYLES[1]),
        ("古籍标记研究与应用综述", "2021", STYLES[5]),
        ("古い本の中の印について", "2021", STYLES[6]),
    ],
)
def test_a_paper_is_cited_by_its_title_and_year_in_any_script(title: str, year: str, citation: str) -> None:
    assert is_cited(Record(title=title, published=year), citation)
    assert not is_cited(Record(title=title, published="1999"), citation)
    assert not is_cited(Record(title=title[:2], published=year), citation)
