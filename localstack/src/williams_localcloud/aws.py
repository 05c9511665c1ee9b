"""boto3 clients of the local cloud's AWS services."""

import os
from functools import cache
from typing import Any

import boto3
import botocore.session
from botocore.config import Config

from williams_localcloud.account import REGION

CONFIG = Config(connect_timeout=5, read_timeout=60, retries={"total_max_attempts": 3}, proxies={})
# (name in the file, environment variable, default, conversion): none of the user's own AWS settings is read.
UNTOUCHED = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}


class Aws:
    """Clients by service name, each made once. Making one is not safe in several threads at once; using it is."""

    def __init__(self, endpoint_url: str) -> None:
        self.endpoint_url = endpoint_url
        session = botocore.session.Session(session_vars=UNTOUCHED)
        session.set_credentials("test", "test")
        self._session = boto3.Session(region_name=REGION, botocore_session=session)
        self.client = cache(self._client)

    def _client(self, service: str) -> Any:
        return self._session.client(service, endpoint_url=self.endpoint_url, config=CONFIG)  # type: ignore[call-overload]
