"""What a web server tells an answer by, so that it can say later that nothing has changed (RFC 9110, 8.8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pydantic import ConfigDict

from williams.domain.fitting import LONGEST_URL
from williams.domain.models import DeferredModel

_PLAIN: Final = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,299}")


class NotModified(Exception):
    """The site says that what was asked for is what it was."""


class Validators(DeferredModel):
    """``url`` is where the answer came from, ``etag`` and ``last_modified`` are as the server wrote them."""

    model_config = ConfigDict(frozen=True)

    url: str
    etag: str | None = None
    last_modified: str | None = None

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for the answer only where it is another (RFC 9110, 13.1)."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


def validators_of(url: str, headers: Mapping[str, str]) -> Validators | None:
    """Return those of an answer; None where it has none that can be kept."""
    etag, last_modified = (_plain(headers.get(name)) for name in ("etag", "last-modified"))
    if len(url) > LONGEST_URL or not (etag or last_modified):
        return None
    return Validators(url=url, etag=etag, last_modified=last_modified)


def _plain(value: str | None) -> str | None:
    return value if value and _PLAIN.fullmatch(value) else None
