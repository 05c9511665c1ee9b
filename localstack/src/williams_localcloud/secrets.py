"""Writes the secrets that the deployed functions read, before the stacks that refer to them by name."""

import json
from typing import Any

from williams_localcloud.aws import Aws

DATABASE = "williams/database"
GRAPH = "williams/graph"
VECTORS = "williams/vectors"
SIGNING = "williams/signing"


def write_secrets(aws: Aws, secrets: dict[str, dict[str, str]]) -> None:
    """Create or correct each secret, a JSON object by name. One that is right already is left as it is."""
    client = aws.client("secretsmanager")
    for name, value in secrets.items():
        _write(client, name, json.dumps(value, sort_keys=True))


def _write(client: Any, name: str, text: str) -> None:
    try:
        standing = client.get_secret_value(SecretId=name)["SecretString"]
    except client.exceptions.ResourceNotFoundException:
        client.create_secret(Name=name, SecretString=text)
        return
    if standing != text:
        client.put_secret_value(SecretId=name, SecretString=text)
