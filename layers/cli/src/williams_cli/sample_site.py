"""Serves the sample web page on the address that the local cloud's importers may fetch from."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from williams_cli.exits import Failure

LOOPBACK = "127.0.0.1"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(folder: Path, address: str) -> Iterator[str]:
    """Serve the files of a folder at ``address`` (``127.0.0.1:port``); yield the site's URL, without a last slash.

    Raises:
        Failure: the address is taken.
    """
    port = int(address.rpartition(":")[2])
    try:
        server = ThreadingHTTPServer((LOOPBACK, port), functools.partial(_Quiet, directory=str(folder)))
    except OSError as error:
        raise Failure(
            f"The sample page cannot be served: {address} is taken ({error.strerror}). Run make down and try again."
        ) from error
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://{address}"
        finally:
            server.shutdown()
            thread.join()
