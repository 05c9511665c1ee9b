"""From identifiers to one record: who is asked, in which order, and whose word counts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from williams.domain.errors import NotFound, ProviderUnavailable, WilliamsError
from williams_import_paper.asking import Asking, NoAnswer
from williams_import_paper.identifiers import Identifiers, word_count
from williams_import_paper.record import Record
from williams_import_paper.services import arxiv, crossref, datacite, europe_pmc, openalex, pubmed, unpaywall

_FEWEST_WORDS: Final = 3
"""Of a title that is looked for in a citation: shorter ones stand in many."""
_ROUNDS: Final = 3
"""One service may know an identifier by which another one is asked."""
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
_Ask: TypeAlias = Callable[[], Awaitable[Record | None]]


async def gathered(ids: Identifiers, asking: Asking) -> Record:
    """Return all that the services know of a paper, the first that was asked going before.

    Raises:
        NotFound: none of them knows it.
        ProviderUnavailable: none of those that answered does, and others did not answer.
    """
    record, asked = Record().identified_by(ids), set[str]()
    for _ in range(_ROUNDS):
        before = record.ids
        for name, ask in _questions(record.ids, asking):
            if name not in asked:
                asked.add(name)
                record = await _completed(record, name, ask, asking)
        if record.ids == before:
            break
    if record.sources:
        return record
    raise _unknown(", ".join(ids.works), asked, asking)


async def _completed(record: Record, name: str, ask: _Ask, asking: Asking) -> Record:
    """Return the record with what one service knows, as it was where that is nothing, or about another paper."""
    try:
        found = await ask()
    except NoAnswer:
        return record
    if found and found.ids.contradict(record.ids):
        asking.told_of_another(name, found.ids)
        return record
    return record.completed_by(found) if found else record


def _unknown(named: str, asked: set[str], asking: Asking) -> WilliamsError:
    if asking.silent:
        silent = ", ".join(dict.fromkeys(asking.silent))
        return ProviderUnavailable(f"{silent} did not answer about {named}. Try again.")
    return NotFound(f"None of {', '.join(sorted(asked))} knows {named}. Check it, or upload the paper's PDF.")


async def found_by_citation(citation: str, asking: Asking) -> Identifiers:
    """Return what a citation is of: a paper whose title and year, or title and first author, stand in it.

    Raises:
        NotFound: none is; the error names the nearest.
        ProviderUnavailable: Crossref did not answer.
    """
    url = crossref.search_url(asking.settings.crossref, citation, asking.settings.mailto)
    try:
        found = crossref.found_in(await asking.json(crossref.NAME, url))
    except NoAnswer as error:
        raise ProviderUnavailable(str(error)) from error
    for record in found:
        if is_cited(record, citation):
            return record.ids
    near = f" The nearest is “{found[0].title}” ({', '.join(found[0].ids.works)})." if found else ""
    raise NotFound(f"Crossref knows no paper that this citation fits.{near} Give the paper's DOI, or its PDF.")


def is_cited(record: Record, citation: str) -> bool:
    """True where the citation has the whole title, and the year or the first author's last name."""
    text, title = _letters(citation), _letters(record.title or "")
    if word_count(title) < _FEWEST_WORDS or f" {title} " not in f" {text} ":
        return False
    author = _letters(record.authors[0]).split()[-1:] if record.authors else []
    return (record.published or "")[:4] in _YEAR.findall(text) or bool(author and author[0] in text.split())


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"\w+", "".join(each for each in plain if not unicodedata.combining(each))))


def _questions(ids: Identifiers, asking: Asking) -> list[tuple[str, _Ask]]:
    """Whoever registered the paper comes first: arXiv for what is asked for there, else Crossref or DataCite."""
    services = _Services(ids, asking)
    questions: list[tuple[str, _Ask]] = []
    if ids.arxiv:
        questions += [(arxiv.NAME, services.arxiv), (datacite.NAME, services.datacite)]
    if ids.doi:
        questions += [(crossref.NAME, services.crossref), (datacite.NAME, services.datacite)]
    if ids.doi or ids.pmid or ids.pmcid:
        questions.append((europe_pmc.NAME, services.europe_pmc))
    if ids.pmid:
        questions.append((pubmed.NAME, services.pubmed))
    if ids.doi or ids.pmid or ids.arxiv:
        questions.append((openalex.NAME, services.openalex))
    if ids.doi and asking.settings.mailto:
        questions.append((unpaywall.NAME, services.unpaywall))
    return questions


class _Services:
    def __init__(self, ids: Identifiers, asking: Asking) -> None:
        self._ids = ids
        self._asking = asking
        self._at = asking.settings

    async def crossref(self) -> Record | None:
        url = crossref.work_url(self._at.crossref, self._ids.doi or "", self._at.mailto)
        return crossref.record_of(await self._asking.json(crossref.NAME, url))

    async def datacite(self) -> Record | None:
        url = datacite.work_url(self._at.datacite, self._ids)
        return datacite.record_of(await self._asking.json(datacite.NAME, url))

    async def openalex(self) -> Record | None:
        url = openalex.work_url(self._at.openalex, self._ids, self._at.mailto)
        return openalex.record_of(await self._asking.json(openalex.NAME, url))

    async def unpaywall(self) -> Record | None:
        url = unpaywall.work_url(self._at.unpaywall, self._ids.doi or "", self._at.mailto)
        return unpaywall.record_of(await self._asking.json(unpaywall.NAME, url))

    async def europe_pmc(self) -> Record | None:
        url = europe_pmc.search_url(self._at.europepmc, self._ids)
        return europe_pmc.record_of(self._at.europepmc, await self._asking.json(europe_pmc.NAME, url))

    async def pubmed(self) -> Record | None:
        pmid = self._ids.pmid or ""
        url = pubmed.summary_url(self._at.pubmed, pmid, self._at.mailto)
        return pubmed.record_of(pmid, await self._asking.json(pubmed.NAME, url))

    async def arxiv(self) -> Record | None:
        url = arxiv.query_url(self._at.arxiv_api, self._ids)
        said = await self._asking.read(arxiv.NAME, url, arxiv.READER)
        if not said:
            return None
        record = Record.model_validate(said)
        return record.model_copy(update={"full_texts": arxiv.full_texts(self._at.arxiv, record.ids)})
