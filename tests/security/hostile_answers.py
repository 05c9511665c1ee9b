"""What a hostile or broken site may answer, and how each must end. ``{self}`` stands for the site's own URL."""

from __future__ import annotations

import gzip
from typing import NamedTuple

from tests.security.packed import (
    bare_deflated,
    deflated,
    gzip_of_gzip,
    packed,
    skippable_zstd,
    wide_zstd,
    zeros_brotli,
    zeros_deflated,
    zeros_gzip,
    zeros_zlib,
    zeros_zstd,
)
from tests.security.raw_server import answer, ok, redirect

PAGE = b"<html><body><h1>Page</h1><p>" + b"The words of a page, again and again. " * 50 + b"</p></body></html>"
BOMB_MB = 64
"""More than any plugin takes of a web page."""
TOO_LARGE, UNSUPPORTED, CORRUPT = "content-too-large", "unsupported-content", "corrupt-content"
INVALID, FORBIDDEN, AWAY = "invalid-request", "forbidden", "provider-unavailable"


class Row(NamedTuple):
    """``code`` is the error's, ``says`` stands in its message."""

    answer: bytes
    code: str
    says: str


def _packed_as(encoding: str, body: bytes) -> bytes:
    return ok(body, f"Content-Encoding: {encoding}")


BOMBS = {
    "bomb-gzip": Row(_packed_as("gzip", zeros_gzip(BOMB_MB)), TOO_LARGE, "unpacks to more than"),
    "bomb-gzip-gzip": Row(_packed_as("gzip, gzip", gzip_of_gzip(BOMB_MB)), TOO_LARGE, "unpacks to more than"),
    "bomb-two-headers": Row(
        ok(gzip_of_gzip(BOMB_MB), "Content-Encoding: gzip", "content-encoding: GZIP"), TOO_LARGE, "unpacks to more than"
    ),
    "bomb-deflate": Row(_packed_as("deflate", zeros_zlib(BOMB_MB)), TOO_LARGE, "unpacks to more than"),
    "bomb-bare-deflate": Row(_packed_as("deflate", zeros_deflated(BOMB_MB)), TOO_LARGE, "unpacks to more than"),
    "bomb-br": Row(_packed_as("br", zeros_brotli(BOMB_MB)), TOO_LARGE, "unpacks to more than"),
    "bomb-zstd": Row(_packed_as("zstd", zeros_zstd(BOMB_MB)), TOO_LARGE, "unpacks to more than"),
    "bomb-within": Row(
        # The inner layer never gives a byte: only the outer one grows.
        _packed_as("zstd, gzip", gzip.compress(skippable_zstd(8 * 1024 * 1024), mtime=0)),
        CORRUPT,
        "goes on where its zstd data has ended",
    ),
}
UNKNOWN_CODINGS = {
    f"coding-{number}": Row(_packed_as(coding, PAGE), UNSUPPORTED, says)
    for number, (coding, says) in enumerate(
        [
            ("compress", "'compress'"),
            ("x-compress", "'x-compress'"),
            ("lzma", "'lzma'"),
            ("utf-8", "'utf-8'"),
            ("gzip, exi", "'exi'"),
            ("gzip;q=1", "'gzip;q=1'"),
            ("aws-chunked", "only gzip, deflate, br, zstd can"),
            ("g" * 50_000, "'" + "g" * 40 + "'"),
            ("gzip, gzip, gzip", "3 times over"),
            (", ".join(["br"] * 5000), "5000 times over"),
        ]
    )
}
DAMAGED = {
    "short-gzip": Row(_packed_as("gzip", packed(PAGE, "gzip")[:-4]), CORRUPT, "its gzip data ends too soon"),
    "short-deflate": Row(_packed_as("deflate", deflated(PAGE)[:-2]), CORRUPT, "its deflate data ends too soon"),
    "one-byte-deflate": Row(_packed_as("deflate", b"\x78"), CORRUPT, "its deflate data ends too soon"),
    "short-br": Row(_packed_as("br", packed(PAGE, "br")[:-3]), CORRUPT, "its br data ends too soon"),
    "short-zstd": Row(_packed_as("zstd", packed(PAGE, "zstd")[:-3]), CORRUPT, "its zstd data ends too soon"),
    "short-inside": Row(
        _packed_as("gzip, br", packed(packed(PAGE, "gzip")[:-9], "br")), CORRUPT, "its gzip data ends too soon"
    ),
    "not-gzip": Row(_packed_as("gzip", PAGE), CORRUPT, "its gzip data is invalid"),
    "not-deflate": Row(_packed_as("deflate", PAGE), CORRUPT, "its deflate data is invalid"),
    "not-br": Row(_packed_as("br", PAGE), CORRUPT, "its br data is invalid"),
    "not-zstd": Row(_packed_as("zstd", PAGE), CORRUPT, "its zstd data is invalid"),
    "wrong-sum": Row(_packed_as("gzip", packed(PAGE, "gzip")[:-8] + b"\0" * 8), CORRUPT, "its gzip data is invalid"),
    "wide-window": Row(_packed_as("zstd", wide_zstd()), CORRUPT, "its zstd data is invalid"),
    "after-gzip": Row(_packed_as("gzip", packed(PAGE, "gzip") + b"<!-- 1 ms -->"), CORRUPT, "its gzip data is invalid"),
    "after-deflate": Row(
        _packed_as("deflate", deflated(PAGE) * 2), CORRUPT, "goes on where its deflate data has ended"
    ),
    "after-bare": Row(_packed_as("deflate", bare_deflated(PAGE) + b"\0"), CORRUPT, "goes on where its deflate data"),
    "after-br": Row(_packed_as("br", packed(PAGE, "br") + b"\0"), CORRUPT, "its br data is invalid"),
    "many-streams": Row(_packed_as("gzip", packed(b"", "gzip") * 10_001), CORRUPT, "goes on where its gzip data"),
}
NO_HTTP = {
    "large-header": Row(ok(PAGE, "X: " + "a" * 200_000), CORRUPT, "Receive buffer too long"),
    "many-headers": Row(ok(PAGE, *["X: a"] * 30_000), CORRUPT, "Receive buffer too long"),
    "large-status": Row(b"HTTP/1.1 200 " + b"a" * 200_000, CORRUPT, "Receive buffer too long"),
    "no-colon": Row(ok(PAGE, "a" * 9000), CORRUPT, "illegal header line"),
    "nul-header": Row(ok(PAGE, "X: a\0b"), CORRUPT, "illegal header line"),
    "ssh": Row(b"SSH-2.0-OpenSSH_9.6\r\n\r\n", CORRUPT, "illegal status line"),
    "status-0": Row(b"HTTP/1.1 000 Nothing\r\n\r\n", CORRUPT, "status_code"),
    "upgrade": Row(b"HTTP/1.1 101 Go\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n", CORRUPT, "valid HTTP"),
    "length-below-0": Row(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", CORRUPT, "bad Content-Length"),
    "length-5000-digits": Row(
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", CORRUPT, "bad Content-Length"
    ),
    "two-lengths": Row(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", CORRUPT, "conflicting"),
    "length-huge": Row(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 15 + b"\r\n\r\n", TOO_LARGE, "9" * 15),
    "transfer-gzip": Row(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", CORRUPT, "Only Transfer-Encoding: chunked"
    ),
    "chunk-of-xyz": Row(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", CORRUPT, "illegal chunk header"
    ),
    "chunk-size": Row(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f" * 5000 + b"\r\n",
        CORRUPT,
        "illegal chunk header",
    ),
    "a-part": Row(answer(206, PAGE, "Content-Range: bytes 0-9/999"), INVALID, "only a part"),
}
REDIRECTS = {
    f"redirect-{number}": Row(redirect(location), code, says)
    for number, (location, code, says) in enumerate(
        [
            ("javascript:alert(1)", INVALID, "redirects to where nothing is fetched: 'javascript:alert(1)'"),
            ("data:text/html,<p>x</p>", INVALID, "only http:// and https://"),
            ("file:///etc/passwd", INVALID, "only http:// and https://"),
            ("gopher://127.0.0.1:6379/_FLUSHALL", INVALID, "only http:// and https://"),
            ("ftp://example.org/", INVALID, "only http:// and https://"),
            ("upload://up_1/a.pdf", INVALID, "only http:// and https://"),
            ("blob:http://example.org/1", INVALID, "only http:// and https://"),
            ("view-source:http://example.org/", INVALID, "only http:// and https://"),
            ("", INVALID, "the address is empty"),
            ("   ", INVALID, "the address is empty"),
            ("http://", INVALID, "redirects more than 5 times"),
            ("http:///a", "not-found", "/a does not exist"),
            ("//", INVALID, "redirects more than 5 times"),
            ("http://[::1", INVALID, "is not a URL"),
            ("//[::1", INVALID, "is not a URL"),
            ("http://[v1.x]/", INVALID, "redirects to where nothing is fetched"),
            ("http://[fe80::1%25eth0]/", INVALID, "redirects to where nothing is fetched"),
            ("http://a.example:99999/", INVALID, "no valid port"),
            ("http://a.example:-1/", INVALID, "no valid port"),
            ("http://a.example:http/", INVALID, "no valid port"),
            ("http://a.example:0/", INVALID, "port 0"),
            ("http://user:secret@a.example/", INVALID, "user name or password"),
            ("http://a b.example/", INVALID, "no valid host name"),
            ("http://a\x01b.example/", INVALID, "a control character, U+0001"),
            ("http://a..example/", INVALID, "no valid host name"),
            (f"http://{'a' * 64}.example/", INVALID, "no valid host name"),
            (f"http://{'a.' * 200}example/", INVALID, "no valid host name"),
            ("http://xn--a/", INVALID, "IDNA"),
            ("http://xn--/", INVALID, "IDNA"),
            ("http://☃.example/", INVALID, "IDNA"),
            ("http://a.example\\@127.0.0.1/", INVALID, "user name or password"),
            ("http:\\\\127.0.0.1\\", "not-found", "does not exist"),
            ("http://%31%32%37.0.0.1/", INVALID, "no valid host name"),
            (f"/{'a' * 5000}", INVALID, "more than 4096 characters"),
            ("/redirect-34", INVALID, "redirects more than 5 times"),
            ("#again", INVALID, "redirects more than 5 times"),
            ("http://0x7f.1/", INVALID, "nor four numbers"),
            ("http://2130706433/", INVALID, "nor four numbers"),
            ("http://0177.0.0.1/", INVALID, "nor four numbers"),
            ("http://127.1/", INVALID, "nor four numbers"),
            ("http://127.0.0.1./", INVALID, "nor four numbers"),
            ("http://１２７.0.0.1/", INVALID, "IDNA"),
            ("http://127.0.0.1:1/", FORBIDDEN, "not on the public internet"),
            ("http://[::1]/", FORBIDDEN, "not on the public internet"),
            ("http://[::ffff:127.0.0.1]/", FORBIDDEN, "not on the public internet"),
            ("//169.254.169.254/latest/meta-data", FORBIDDEN, "not on the public internet"),
            ("http://168.63.129.16/machine?comp=goalstate", FORBIDDEN, "not on the public internet"),
            ("http://localhost:1/", FORBIDDEN, "not on the public internet"),
        ]
    )
}
ANSWERS = BOMBS | UNKNOWN_CODINGS | DAMAGED | NO_HTTP | REDIRECTS
