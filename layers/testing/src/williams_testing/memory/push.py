"""Messages to connections in a list."""

from __future__ import annotations


class InMemoryPush:
    """PushPort for tests. ``sent`` keeps (connection, message) in order; those in ``gone`` hear nothing."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.gone: set[str] = set()
        self.sent: list[tuple[str, str]] = []

    def push(self, connection_id: str, message: str) -> bool:
        if self.failure is not None:
            raise self.failure
        if len(message.encode()) > 32 * 1024:
            raise ValueError("a message has at most 32 KB")
        if connection_id in self.gone:
            return False
        self.sent.append((connection_id, message))
        return True
