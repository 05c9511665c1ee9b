"""The environment that our servers get, and through MiniStack every Lambda function."""

import os
from pathlib import Path

ROOT_VARIABLE = "WILLIAMS_LOCAL_ROOT"
PROXIES = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
NO_PROXY = ("no_proxy", "NO_PROXY")
PASSED_ON = frozenset({"PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", *PROXIES})
LOCAL_HOSTS = "127.0.0.1,localhost"


def server_environment(root: Path) -> dict[str, str]:
    """The few variables that a server needs of ours, so that no key of the user's shell leaks into a function.

    The mark `WILLIAMS_LOCAL_ROOT` tells later commands which processes belong to the local cloud of `root`.
    """
    kept = {name: value for name, value in os.environ.items() if name in PASSED_ON or name.startswith("LC_")}
    direct = {name: ",".join(filter(None, (os.environ.get(name), LOCAL_HOSTS))) for name in NO_PROXY}
    return {**kept, **direct, ROOT_VARIABLE: str(root)}
