"""A local server that speaks as the services do that know of papers: one paper in journals, one on arXiv."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from williams_import_paper.settings import PaperSettings

from tests.unit.import_paper.jats import article

DOI = "10.5555/marks.1"
MAILTO = "library@example.org"
CITATION = "Roe J. Marks in Old Books. Journal of Marks. 2021;5:1-10."
BODY = "<sec><title>Means</title><p>Ink of oak was used for nearly all of the marks that were counted here.</p></sec>"

CROSSREF: dict[str, Any] = {
    "DOI": "10.5555/Marks.1",
    "type": "journal-article",
    "title": ["Marks in Old Books"],
    "container-title": ["Journal of Marks"],
    "publisher": "Mark Press",
    "language": "en",
    "author": [{"given": "Jane A.", "family": "Roe", "sequence": "first"}, {"name": "The Book Group"}],
    "published": {"date-parts": [[2021, 5]]},
    "abstract": "<jats:title>Abstract</jats:title><jats:p>We count marks &amp; more.</jats:p>",
    "license": [
        {"URL": "https://creativecommons.org/licenses/by/4.0/", "content-version": "vor", "delay-in-days": 0},
        {"URL": "https://www.example.org/tdm", "content-version": "tdm", "delay-in-days": 0},
    ],
    "reference": [
        {"key": "r1", "DOI": "10.1000/xyz", "article-title": "On marks", "author": "Smith", "year": "2001"},
        {"key": "r2", "unstructured": "Doe J. Things. doi:10.1000/other"},
    ],
    "updated-by": [
        {
            "DOI": "10.5555/marks.9",
            "type": "retraction",
            "source": "retraction-watch",
            "updated": {"date-parts": [[2023, 1, 2]]},
        },
        {"DOI": "10.5555/marks.8", "type": "Correction", "source": "publisher"},
        {"DOI": "10.5555/marks.7", "type": "something_new"},
    ],
}
OPENALEX: dict[str, Any] = {
    "id": "https://openalex.org/W1",
    "doi": f"https://doi.org/{DOI}",
    "title": "Marks in old books",
    "type": "article",
    "publication_date": "2021-05-03",
    "is_retracted": True,
    "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/11237011"},
    "best_oa_location": {"license": "cc-by", "version": "publishedVersion", "pdf_url": None},
    "abstract_inverted_index": {"count": [1], "We": [0], "marks.": [2]},
    "authorships": [{"author": {"display_name": "J. Roe"}}],
}
EUROPE_PMC: dict[str, Any] = {
    "id": "11237011",
    "source": "MED",
    "pmid": "11237011",
    "pmcid": "PMC123456",
    "doi": DOI,
    "title": "Marks in Old Books.",
    "isOpenAccess": "Y",
    "license": "cc by",
    "commentCorrectionList": {"commentCorrection": [{"id": "999", "type": "Erratum in"}]},
}
PUBMED: dict[str, Any] = {
    "uid": "11237011",
    "title": "Marks in Old Books.",
    "pubdate": "2021 May 3",
    "fulljournalname": "Journal of marks",
    "pubtype": ["Journal Article", "Retracted Publication"],
    "articleids": [{"idtype": "doi", "value": DOI}, {"idtype": "pmc", "value": "PMC123456"}],
    "references": [{"reftype": "Retraction in", "pmid": 998}],
}
ARXIV = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/1706.03762v7</id>
<updated>2023-08-02T00:41:18Z</updated><published>2017-06-12T17:57:34Z</published>
<title>Marks Are All
  You Need</title><summary>  We count marks.</summary><author><name>Jane Roe</name></author>
<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">15 pages</arxiv:comment><category term="cs.CL"/>
</entry></feed>"""
DATACITE: dict[str, Any] = {
    "doi": "10.48550/arxiv.1706.03762",
    "titles": [{"title": "Marks Are All You Need"}],
    "creators": [{"name": "Roe, Jane", "givenName": "Jane", "familyName": "Roe", "nameType": "Personal"}],
    "publisher": "arXiv",
    "publicationYear": 2017,
    "types": {"resourceTypeGeneral": "Preprint"},
    "rightsList": [{"rights": "CC BY 4.0", "rightsUri": "http://creativecommons.org/licenses/by/4.0/"}],
    "dates": [
        {"date": "2017-06-12T17:57:34Z", "dateType": "Submitted", "dateInformation": "v1"},
        {"date": "2023-08-02T00:41:18Z", "dateType": "Updated", "dateInformation": "v7"},
    ],
}
LATEXML = """<!DOCTYPE html><html lang="en"><body><nav>arXiv</nav><article class="ltx_document">
<h1 class="ltx_title ltx_title_document">Marks Are All You Need</h1>
<div class="ltx_authors"><span class="ltx_personname">Jane Roe</span></div>
<div class="ltx_abstract"><h6 class="ltx_title ltx_title_abstract">Abstract</h6>
<p class="ltx_p">We count marks.</p></div>
<section id="S1" class="ltx_section"><h2 class="ltx_title"><span class="ltx_tag">1 </span>Means</h2>
<p class="ltx_p">Ink, where <math alttext="a^{2}"><mi>a</mi></math> is ink<span class="ltx_note ltx_role_footnote">
<sup class="ltx_note_mark">1</sup><span class="ltx_note_outer"><span class="ltx_note_content">
<sup class="ltx_note_mark">1</sup>Of oak.</span></span></span>, lasts.</p>
<table class="ltx_equation"><tbody><tr class="ltx_equation"><td>
<math alttext="E=mc^{2}" display="block"><mi>E</mi></math></td>
<td>(1)</td></tr></tbody></table>
<figure id="F1" class="ltx_figure"><img src="f.png">
<figcaption class="ltx_caption">Figure 1: Marks.</figcaption></figure>
<p class="ltx_p">By <span class="ltx_ERROR undefined">\\nosuch</span> counting.</p></section>
<section class="ltx_bibliography"><h2 class="ltx_title">References</h2><ul><li class="ltx_bibitem">
<span class="ltx_bibblock">Smith. On marks. 2001. <a href="https://doi.org/10.1000/xyz">link</a></span></li></ul></section>
</article></body></html>"""
PAGE = f"""<html><head><meta name="citation_doi" content="doi:{DOI}"></head><body><p>A page.</p></body></html>"""


@dataclass(frozen=True)
class Reply:
    body: str | bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def answers() -> dict[str, Reply | list[Reply]]:
    """What each service says, by path; what follows the path's first part is unquoted."""
    found = {"resultList": {"result": [EUROPE_PMC]}}
    return {
        f"/crossref/works/{DOI}": said({"status": "ok", "message-type": "work", "message": CROSSREF}),
        "/crossref/works": said({"status": "ok", "message": {"items": [CROSSREF]}}),
        f"/openalex/works/doi:{DOI}": said(OPENALEX),
        f"/unpaywall/{DOI}": said({"doi": DOI, "is_oa": False, "best_oa_location": None, "oa_locations": []}),
        "/europepmc/search": said(found),
        "/europepmc/PMC123456/fullTextXML": Reply(article(BODY)),
        "/pubmed/esummary.fcgi": said({"result": {"uids": ["11237011"], "11237011": PUBMED}}),
        "/arxivapi/query": Reply(ARXIV),
        "/datacite/dois/10.48550/arxiv.1706.03762": said({"data": {"attributes": DATACITE}}),
        "/arxiv/html/1706.03762v7": Reply(LATEXML, headers={"Content-Type": "text/html"}),
        "/page": Reply(PAGE),
    }


def said(answer: object) -> Reply:
    return Reply(json.dumps(answer), headers={"Content-Type": "application/json"})


class PaperServices:
    """``answers`` may be changed by a test: a list gives one reply after the other, the last again and again.

    ``asked`` are the paths that were asked for, with their queries; ``headers``
    what came along with each.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Reply | list[Reply]] = {}
        self.asked: list[str] = []
        self.headers: list[Message] = []
        services = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                services.asked.append(self.path)
                services.headers.append(self.headers)
                asked = parse_qs(parts.query)
                page = f"{unquote(parts.path)}?start={asked.get('start', [''])[0]}&since={asked.get('since', [''])[0]}"
                reply = services.answers.get(page) or services.answers.get(unquote(parts.path), Reply("{}", 404))
                if isinstance(reply, list):
                    reply = reply.pop(0) if len(reply) > 1 else reply[0]
                body = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
                self.send_response(reply.status)
                for name, value in {"Content-Length": str(len(body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self._http.server_port}"

    @property
    def base(self) -> str:
        return f"http://{self.place}"

    def settings(self, **changes: Any) -> PaperSettings:
        names = ("crossref", "datacite", "openalex", "unpaywall", "europepmc", "pubmed", "arxiv", "zotero")
        places = {name: f"{self.base}/{name}" for name in names}
        return PaperSettings(**{**places, "arxiv_api": f"{self.base}/arxivapi", "mailto": MAILTO, **changes})

    def query(self, begins: str) -> dict[str, list[str]]:
        """Return what the first question to a path asked."""
        return parse_qs(urlsplit(next(path for path in self.asked if path.startswith(begins))).query)

    @contextmanager
    def running(self) -> Iterator[PaperServices]:
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()
            thread.join(5)
