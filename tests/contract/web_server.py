"""A small web server on the loopback, with the pages a hostile or broken site would have."""

from __future__ import annotations

import datetime as dt
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"x" * 5000


class Site(BaseHTTPRequestHandler):
    """``hosts`` keeps the Host header of every request, ``keys`` its X-Key, ``server_names`` the SNI."""

    hosts: ClassVar[list[str]] = []
    keys: ClassVar[list[str | None]] = []
    server_names: ClassVar[list[str | None]] = []
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        self.keys.append(self.headers["X-Key"])
        path, _, argument = self.path.lstrip("/").partition("/")
        self.close_connection = True
        getattr(self, f"_{path.partition('?')[0].partition('.')[0]}")(argument)

    def _paper(self, _: str) -> None:
        self._send(200, PDF, {"Content-Type": "text/html"})

    def _page(self, _: str) -> None:
        self._send(200, b"<html><p>Page</p></html>", {"Content-Type": "text/html; charset=iso-8859-1"})

    def _dated(self, etag: str) -> None:
        """A page with an ETag, or with a date where the address names no tag."""
        told = {"ETag": f'"{etag}"'} if etag else {"Last-Modified": "Sat, 28 Nov 2026 10:00:00 GMT"}
        asked = {self.headers["If-None-Match"], self.headers["If-Modified-Since"]}
        same = bool(asked & set(told.values()))
        self._send(304 if same else 200, b"" if same else b"<html><p>Dated</p></html>", told)

    def _named(self, _: str) -> None:
        self._send(200, PDF, {"Content-Disposition": 'attachment; filename="../../etc/pass wd.pdf"'})

    def _status(self, code: str) -> None:
        self._send(int(code), b"no", {})

    def _hops(self, left: str) -> None:
        self._send(302, b"", {"Location": f"/hops/{int(left) - 1}" if int(left) else "/paper.pdf"})

    def _to(self, where: str) -> None:
        self._send(301, b"", {"Location": where})

    def _endless(self, _: str) -> None:
        self.send_response(200)
        self.end_headers()
        for _block in range(400):
            self.wfile.write(b"y" * 65536)

    def _short(self, _: str) -> None:
        self._send(200, b"only this", {"Content-Length": "5000"})

    def _slow(self, _: str) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(ConnectionError):
            while True:
                self.wfile.write(b"z")
                self.wfile.flush()
                time.sleep(0.1)

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what most of these tests are about."""


@contextmanager
def web_server(certificate: Path | None = None) -> Iterator[int]:
    """Serve ``Site`` and give its port; over TLS when there is a certificate with its key in one file."""
    server = _Server(("127.0.0.1", 0), Site)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.sni_callback = lambda _socket, name, _context: Site.server_names.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def write_certificate(path: Path, host: str) -> None:
    """Write a key and a self-signed certificate for ``host`` that is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
