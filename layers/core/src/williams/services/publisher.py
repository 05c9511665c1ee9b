"""Pushes progress to those who listen."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from williams.domain.batch_progress import BatchProgress
from williams.domain.errors import WilliamsError
from williams.domain.progress import ProgressEvent
from williams.ports.progress import ConnectionPort, PushPort

log = logging.getLogger(__name__)

# As many as a client of AWS keeps connections open.
_AT_ONCE: Final = 16


def message_of(event: ProgressEvent | BatchProgress) -> str:
    """Return v2's WebSocket message with ``seq`` and, of a failure, its reason; or that of a batch."""
    return event.model_dump_json(exclude_none=True)


@dataclass(frozen=True)
class Publisher:
    connections: ConnectionPort
    push: PushPort

    def publish(self, events: Sequence[ProgressEvent | BatchProgress]) -> None:
        """Send each event to every subscriber of its job or batch, in order, and forget the connections that are gone.

        Connections are served side by side, so that one that is slow or cannot be reached holds up no other; it asks
        for what it missed by ``since`` when it is back. Whoever subscribes meanwhile is answered from the record, in
        which all these events already are.
        """
        listeners = {each: self.connections.subscribers(each) for each in dict.fromkeys(e.watched for e in events)}
        outbox: dict[str, list[str]] = {}
        for event in events:
            message = message_of(event)
            for connection_id in listeners[event.watched]:
                outbox.setdefault(connection_id, []).append(message)
        if outbox:
            with ThreadPoolExecutor(min(_AT_ONCE, len(outbox))) as threads:
                list(threads.map(self._send, outbox.keys(), outbox.values()))

    def _send(self, connection_id: str, messages: Sequence[str]) -> None:
        try:
            if not all(self.push.push(connection_id, message) for message in messages):
                self.connections.forget(connection_id)
        except WilliamsError as error:
            log.error("could not push to %s: %s", connection_id, error)
