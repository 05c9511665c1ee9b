"""What names a paper: DOI, arXiv id, PubMed id, PubMed Central id, however somebody writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from williams.domain.words import runs_of

_DOI: Final = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>]+", re.IGNORECASE)
_DOI_ALONE: Final = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[!-~]+", re.IGNORECASE)
"""Old ones of Wiley's have pointed brackets, which end a DOI in a running text."""
_NEW_ARXIV: Final = r"\d{4}\.\d{4,5}"
_OLD_ARXIV: Final = r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z]{2})?/\d{7}"
_ARXIV: Final = re.compile(rf"(?P<id>{_NEW_ARXIV}|{_OLD_ARXIV})(?:v(?P<version>[1-9]\d?))?")
_STAMP: Final = re.compile(r" ?\[[\w.-]+\](?: +\d{1,2} [A-Z][a-z]{2} \d{4})?$")
"""What stands behind an arXiv id in the margin of its paper: the subject and the day."""
_MARKED_ARXIV: Final = re.compile(
    rf"\barxiv(?:\.org/(?:abs|pdf|html)/|\s*:\s*|\s+){_ARXIV.pattern}(?!\d)", re.IGNORECASE
)
_ARXIV_DOI: Final = re.compile(r"10\.48550/arxiv\.(?P<arxiv>.+)", re.IGNORECASE)
_PMCID: Final = re.compile(r"(?:PMC)?(\d{2,9})(?:\.\d+)?", re.IGNORECASE)
_MARKED_PMCID: Final = re.compile(r"\bPMC\d{4,9}\b", re.IGNORECASE)
_MARKED_PMID: Final = re.compile(r"\b(?:PMID|PubMed)\s*:\s*([1-9]\d{0,8})\b", re.IGNORECASE)
_PMID: Final = re.compile(r"[1-9]\d{0,8}")
_PREFIX: Final = re.compile(
    r"(?:urn:|info:)?(?P<name>doi|arxiv|pmid|pubmed|pmcid|pmc)(?:\s*[:/]\s*|\s+)(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_DOI_HOSTS: Final = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_ARXIV_HOSTS: Final = frozenset(
    {"arxiv.org", "www.arxiv.org", "export.arxiv.org", "browse.arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org"}
)
_PMC_HOSTS: Final = frozenset({"pmc.ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov", "ncbi.nlm.nih.gov", "europepmc.org"})
_PUBMED_HOSTS: Final = frozenset({"pubmed.ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov", "europepmc.org"})
_ARXIV_PAGE: Final = re.compile(r"/(?:abs|pdf|html|ps|format|src|e-print)/(.+?)(?:\.pdf)?/?")
_PMC_PAGE: Final = re.compile(r"/(?:articles|article/pmc)/(?:PMC)?(\d+)(?:/|$)", re.IGNORECASE)
_PUBMED_PAGE: Final = re.compile(
    r"/(?:pubmed/|article/med/|abstract/med/|(?:pmc/)?articles/pmid/)?(\d+)/?", re.IGNORECASE
)
_YEAR: Final = re.compile(r"(?<![A-Za-z\d])(?:1[5-9]|20)\d\d(?![A-Za-z\d])")
_FEWEST_WORDS: Final = 6
"""Of a citation: fewer are as likely a file's name."""
_BEHIND: Final = ".,;:'’”*"
_AROUND: Final = '<>"“”„«»‘’` '
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True)
class Identifiers:
    """``doi`` is in small letters, ``arxiv`` without the version, ``version`` counts from 1, ``pmcid`` has its PMC."""

    doi: str | None = None
    arxiv: str | None = None
    version: int | None = None
    pmid: str | None = None
    pmcid: str | None = None

    def __bool__(self) -> bool:
        return any((self.doi, self.arxiv, self.pmid, self.pmcid))

    @property
    def works(self) -> list[str]:
        """What the library knows the paper by, as ``<scheme>:<id>``."""
        named = {"doi": self.doi, "arxiv": self.arxiv, "pmid": self.pmid, "pmcid": self.pmcid}
        return [f"{scheme}:{value}" for scheme, value in named.items() if value]

    def contradict(self, other: Identifiers) -> bool:
        """True where both have an identifier of one kind, and these differ: they are of two papers."""
        pairs = [(self.doi, other.doi), (self.arxiv, other.arxiv), (self.pmid, other.pmid), (self.pmcid, other.pmcid)]
        return any(mine and theirs and mine != theirs for mine, theirs in pairs)

    def __or__(self, other: Identifiers) -> Identifiers:
        """Return these, and of the others those that are lacking here; a version goes with its own arXiv id."""
        arxiv = self if self.arxiv else other
        return Identifiers(
            doi=self.doi or other.doi,
            arxiv=arxiv.arxiv,
            version=arxiv.version or (other.version if other.arxiv == arxiv.arxiv else None),
            pmid=self.pmid or other.pmid,
            pmcid=self.pmcid or other.pmcid,
        )


def is_citation(text: str) -> bool:
    """True for a line of running words with a year in it, as a list of references has them."""
    return not _SCHEME.match(text) and word_count(text) >= _FEWEST_WORDS and _YEAR.search(text) is not None


def word_count(text: str) -> int:
    """Return how many words a text has between blanks; in scripts without these two letters count for one more."""
    letters = sum(len(run) for run in runs_of(text, "") if isinstance(run, list))
    return len(text.split()) + letters // 2


def identified(text: str) -> Identifiers:
    """Return what a text names that is an identifier alone, or a page of one of the services; else nothing."""
    text = text.strip(_AROUND)
    if prefixed := _PREFIX.fullmatch(text):
        name, rest = prefixed["name"].lower(), prefixed["rest"].strip()
        return {
            "doi": _of_marked_doi,
            "arxiv": of_arxiv,
            "pmid": of_pmid,
            "pubmed": of_pmid,
            "pmcid": _of_pmc_number,
            "pmc": _of_pmc_number,
        }[name](rest)
    return of_doi(text) or of_pmcid(text) or of_arxiv(text) or _of_address(text)


def _of_marked_doi(text: str) -> Identifiers:
    return of_doi(text) or _of_address(text)


def of_doi(text: str | None) -> Identifiers:
    """Return what a DOI names; arXiv's own DOIs are arXiv ids."""
    found = _DOI_ALONE.fullmatch(unquote(text.strip())) if text else None
    if found is None:
        return Identifiers()
    doi = _ended(found[0]).lower()
    own = _ARXIV_DOI.fullmatch(doi)
    return (of_arxiv(own["arxiv"]) if own else None) or Identifiers(doi=doi)


def of_arxiv(text: str | None) -> Identifiers:
    found = _ARXIV.fullmatch(_STAMP.sub("", text.strip())) if text else None
    return Identifiers(arxiv=found["id"], version=int(found["version"] or 0) or None) if found else Identifiers()


def of_pmid(text: str | None) -> Identifiers:
    found = _PMID.fullmatch(str(text).strip()) if text else None
    return Identifiers(pmid=found[0]) if found else Identifiers()


def of_pmcid(text: str | None) -> Identifiers:
    return _of_pmc_number(text.strip()) if text and text.strip()[:3].upper() == "PMC" else Identifiers()


def _of_pmc_number(text: str) -> Identifiers:
    found = _PMCID.fullmatch(text)
    return Identifiers(pmcid=f"PMC{found[1]}") if found else Identifiers()


def named_in(text: str) -> Identifiers:
    """Return the first DOI and the first marked arXiv id that a running text holds."""
    return next(_dois(text), Identifiers()) | marked_arxiv(text)


def cited_in(text: str) -> Identifiers:
    """Return what an entry of a list of references names its work by, behind its words."""
    pmid, pmcid = _MARKED_PMID.search(text), _MARKED_PMCID.search(text)
    return named_in(text) | of_pmid(pmid and pmid[1]) | of_pmcid(pmcid and pmcid[0])


def marked_arxiv(text: str) -> Identifiers:
    """Return the first arXiv id that stands behind the word arXiv."""
    found = _MARKED_ARXIV.search(text)
    return Identifiers(arxiv=found["id"], version=int(found["version"] or 0) or None) if found else Identifiers()


def _dois(text: str) -> Iterator[Identifiers]:
    return (of_doi(_ended(found[0])) for found in _DOI.finditer(text))


def _ended(doi: str) -> str:
    """Take away what a sentence puts behind a DOI; DOIs have brackets of their own, in pairs."""
    while doi and (doi[-1] in _BEHIND or (doi[-1] in _PAIRS and doi.count(doi[-1]) > doi.count(_PAIRS[doi[-1]]))):
        doi = doi[:-1]
    return doi


def _of_address(url: str) -> Identifiers:
    """People leave out how an address begins."""
    try:
        parts = urlsplit(url if _SCHEME.match(url) else f"https://{url}")
        host, path = (parts.hostname or "").lower(), unquote(parts.path)
    except ValueError:
        return Identifiers()
    if parts.scheme.lower() not in ("http", "https"):
        return Identifiers()
    if host in _DOI_HOSTS:
        return of_doi(path.strip("/").removeprefix("doi:"))
    if host in _ARXIV_HOSTS:
        found = _ARXIV_PAGE.fullmatch(path)
        return of_arxiv(found[1]) if found else Identifiers()
    if host in _PMC_HOSTS and (found := _PMC_PAGE.search(path)):
        return _of_pmc_number(found[1])
    if host in _PUBMED_HOSTS and (found := _PUBMED_PAGE.fullmatch(path)):
        return of_pmid(found[1])
    return Identifiers()
