"""Where the services are, and who asks them."""

from __future__ import annotations

import re
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

_ZOTERO_KEY: Final = re.compile(r"[A-Za-z0-9]{1,100}")


class PaperSettings(BaseModel):
    """Base addresses have no slash at their end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mailto: str = Field(
        default="",
        pattern=r"^$|^[^@\s]+@[^@\s]+$",
        description="An address at which the services can write to you. They serve who names one better, and Unpaywall "
        "is not asked without.",
    )
    seconds: float = Field(default=30.0, gt=0, le=120, description="How long one answer of a service may take.")
    crossref: str = Field(default="https://api.crossref.org", description="Crossref's REST API.")
    datacite: str = Field(default="https://api.datacite.org", description="DataCite's REST API.")
    openalex: str = Field(default="https://api.openalex.org", description="OpenAlex's API.")
    unpaywall: str = Field(default="https://api.unpaywall.org/v2", description="Unpaywall's API.")
    europepmc: str = Field(
        default="https://www.ebi.ac.uk/europepmc/webservices/rest", description="Europe PMC's RESTful web service."
    )
    pubmed: str = Field(default="https://eutils.ncbi.nlm.nih.gov/entrez/eutils", description="NCBI's E-utilities.")
    arxiv_api: str = Field(default="https://export.arxiv.org/api", description="arXiv's API.")
    zotero: str = Field(default="https://api.zotero.org", description="Zotero's web API.")
    zotero_key: SecretStr | None = Field(
        default=None,
        description="A key of Zotero's web API, for libraries that are not public. Everybody who may import can have "
        "listed what it may read: give it no more than that.",
    )
    arxiv: str = Field(default="https://arxiv.org", description="arXiv's pages, for HTML and PDF.")

    @field_validator("zotero_key")
    @classmethod
    def _is_key(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and not _ZOTERO_KEY.fullmatch(key.get_secret_value()):
            raise ValueError("a key of Zotero is letters and digits, and nothing else")
        return key
