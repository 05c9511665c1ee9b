"""Everything that the API's doors need, in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from williams.domain.progress import Subscriber
from williams.ports.tokens import IdentityPort, TokenStorePort
from williams.ports.usage import UsagePort
from williams.services.backend import Backend
from williams.services.consistency import Consistency
from williams.services.rate_limits import RateLimiter
from williams.services.search import Search
from williams.services.tickets import issue


@dataclass(frozen=True)
class Application:
    """``checks`` maps a store's name to a function that raises StoreUnavailable when it does not answer.

    ``identity`` is None where no issuer of tokens is set. ``signing_key`` is a function, so that the secret is read
    when the first ticket is made. ``websocket_url`` may hold ``{job_id}``.
    """

    backend: Backend
    search: Search
    tokens: TokenStorePort
    identity: IdentityPort | None
    usage: UsagePort
    limiter: RateLimiter
    checks: Mapping[str, Callable[[], None]]
    signing_key: Callable[[], bytes]
    public_url: str
    websocket_url: str
    ticket_seconds: int
    upload_max_bytes: int
    download_seconds: int
    link_seconds: int

    @property
    def consistency(self) -> Consistency:
        return Consistency(self.backend, self.search.vectors, self.search.embedding)

    def progress_url(self, owner: str, job_id: str | None) -> str:
        """Return the WebSocket address that shows this job's progress, or that of all the owner's, with its ticket."""
        ticket = issue(self.signing_key(), Subscriber(owner=owner, job_id=job_id), self.ticket_seconds)
        return f"{self.websocket_url.replace('{job_id}', job_id or 'all')}?ticket={ticket}"
