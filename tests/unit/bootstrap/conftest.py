"""A process that has made nothing yet, its environment, and secrets that need no store."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from williams import bootstrap, configuration
from williams.bootstrap import engines, stores
from williams.domain.errors import StoreUnavailable

SECRETS = {
    "williams/database": {"url": "postgresql://u:p@database.test:5432/williams"},
    "williams/graph": {"url": "bolt://graph.test:7687", "user": "u", "password": "p"},
    "williams/signing": {"key": "a signing key"},
    "williams/providers": {"openai": "sk-test"},
}
ENVIRONMENT = {
    "AWS_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "WILLIAMS_BUCKET": "library",
    "WILLIAMS_PROGRESS_TABLE": "progress",
    "WILLIAMS_CONNECTIONS_TABLE": "connections",
    "WILLIAMS_RATE_LIMITS_TABLE": "rate-limits",
    "WILLIAMS_QUEUE_URLS": ",".join(f"https://sqs.test/priority-{n}" for n in range(1, 11)),
    "WILLIAMS_STATE_MACHINE_PREFIX": "arn:aws:states:eu-central-1:1:stateMachine:williams-",
    "WILLIAMS_WEBSOCKET_URL": "wss://progress.test/prod",
    "WILLIAMS_WEBSOCKET_MANAGEMENT_URL": "https://progress.test/prod",
}


class Secrets:
    """Reads what is in ``SECRETS``."""

    def read(self, name: str) -> dict[str, str]:
        if name not in SECRETS:
            raise StoreUnavailable(f"The secret {name!r} does not exist.")
        return SECRETS[name]


def _forget() -> None:
    for module in (configuration, bootstrap, engines, stores):
        for made in vars(module).values():
            clear: Callable[[], None] | None = getattr(made, "cache_clear", None)
            if clear is not None:
                clear()


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    _forget()
    with monkeypatch.context() as patched:
        patched.setattr(stores, "_secrets", Secrets)
        yield
    _forget()
