"""Qdrant's failures, in the words of the domain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from williams.domain.errors import StoreUnavailable

if TYPE_CHECKING:
    from qdrant_client.http.exceptions import UnexpectedResponse

_NOT_LET_IN: Final = (401, 403)
# A collection that is gone is made again at the next attempt.
_NOT_NOW: Final = (404, 408, 429)
_LONGEST: Final = 300


@contextmanager
def translated_failures() -> Iterator[None]:
    """Raise StoreUnavailable for what may work later; a request that Qdrant calls wrong is a defect of ours."""
    from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
    from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

    try:
        yield
    except ResourceExhaustedResponse as error:
        wait = f"{error.retry_after_s} s"
        raise StoreUnavailable(f"Qdrant is asked too often; it wants {wait} of rest.", str(error)) from error
    except (ResponseHandlingException, json.JSONDecodeError) as error:
        raise StoreUnavailable(
            "Qdrant cannot be reached, or does not answer as it should. "
            "Check that it runs and that the URL in the secret of WILLIAMS_VECTORS_SECRET is right.",
            str(getattr(error, "source", None) or error),
        ) from error
    except UnexpectedResponse as error:
        if error.status_code in _NOT_LET_IN:
            raise StoreUnavailable(
                f"Qdrant refused the key ({error.status_code}). Put the right api_key into the secret of "
                "WILLIAMS_VECTORS_SECRET."
            ) from error
        if error.status_code in _NOT_NOW or (error.status_code or 500) >= 500:
            raise StoreUnavailable(f"Qdrant answered {error.status_code}. Try again.", _reason(error)) from error
        raise


def _reason(error: UnexpectedResponse) -> str:
    """Return what a Qdrant server says, or the beginning of what something else in its place does."""
    try:
        return str(json.loads(error.content)["status"]["error"])[:_LONGEST]
    except (ValueError, KeyError, TypeError):
        return error.content[:_LONGEST].decode(errors="replace")
