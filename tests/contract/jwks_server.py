"""An issuer of tokens on this machine: it signs with keys of its own, and publishes them as a JSON Web Key Set."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

AUDIENCE = "williams"
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class IssuerServer:
    """``published`` names the keys of the set; ``requests`` counts how often it was asked for."""

    def __init__(self) -> None:
        self.keys: dict[str, Key] = {
            "first": rsa.generate_private_key(public_exponent=65537, key_size=2048),
            "second": ec.generate_private_key(ec.SECP256R1()),
        }
        self.published = ["first"]
        self.requests = 0
        self.url = ""

    def key_set(self) -> bytes:
        keys = []
        for name in self.published:
            key = self.keys[name]
            algorithm: Any = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
            keys.append(algorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": name, "use": "sig"})
        return json.dumps({"keys": keys}).encode()

    def token(self, key: str = "first", **claims: Any) -> str:
        """Sign the usual claims, changed by ``claims``; those that are None are left out."""
        usual = {"iss": self.url, "aud": AUDIENCE, "sub": "ada", "exp": time.time() + 600, "scope": "read write"}
        chosen = {name: value for name, value in (usual | claims).items() if value is not None}
        algorithm = "RS256" if isinstance(self.keys[key], rsa.RSAPrivateKey) else "ES256"
        return jwt.encode(chosen, self.keys[key], algorithm=algorithm, headers={"kid": key})


@contextmanager
def issuer_server() -> Iterator[IssuerServer]:
    issuer = IssuerServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.requests += 1
            body = issuer.key_set()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        issuer.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield issuer
        server.shutdown()
        thread.join()
