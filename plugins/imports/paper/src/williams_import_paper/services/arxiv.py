"""arXiv: what is asked, and where it has a paper's text."""

from __future__ import annotations

from typing import Final

from williams_import_paper.identifiers import Identifiers
from williams_import_paper.record import FullText

NAME: Final = "arXiv"
READER: Final = "williams_import_paper.services.atom:read_answer"


def query_url(base: str, ids: Identifiers) -> str:
    version = f"v{ids.version}" if ids.version else ""
    return f"{base}/query?id_list={ids.arxiv}{version}&max_results=1"


def full_texts(base: str, ids: Identifiers) -> list[FullText]:
    """Where arXiv has the text: HTML made of the source, else PDF."""
    name = f"{ids.arxiv}v{ids.version}" if ids.version else f"{ids.arxiv}"
    return [FullText(url=f"{base}/{form}/{name}", form=form, source=NAME) for form in ("html", "pdf")]
