"""Secrets: read from the real service, kept for five minutes."""

from __future__ import annotations

import json
import secrets

import pytest
from botocore.stub import Stubber

from tests.contract.aws_server import AwsClients
from williams.adapters.secrets.reader import SecretReader
from williams.domain.errors import StoreUnavailable


@pytest.fixture
def name() -> str:
    return f"williams/{secrets.token_hex(6)}"


def test_a_secret_is_kept_for_five_minutes(aws: AwsClients, name: str) -> None:
    aws.secretsmanager.create_secret(Name=name, SecretString=json.dumps({"url": "postgresql://one", "port": 5432}))
    now = 1000.0
    reader = SecretReader(aws.secretsmanager, lambda: now)
    assert reader.read(name) == {"url": "postgresql://one", "port": "5432"}
    aws.secretsmanager.put_secret_value(SecretId=name, SecretString=json.dumps({"url": "postgresql://two"}))
    now += 299
    assert reader.read(name)["url"] == "postgresql://one"
    now += 1
    assert reader.read(name) == {"url": "postgresql://two"}


def test_a_missing_secret_is_named(aws: AwsClients, name: str) -> None:
    with pytest.raises(StoreUnavailable, match=f"{name}.*not deployed"):
        SecretReader(aws.secretsmanager).read(name)


@pytest.mark.parametrize("text", ["hunter2", '["hunter2"]', '"hunter2"'])
def test_a_secret_that_is_no_object_is_named_but_not_told(aws: AwsClients, name: str, text: str) -> None:
    aws.secretsmanager.create_secret(Name=name, SecretString=text)
    with pytest.raises(StoreUnavailable, match="not a JSON object") as caught:
        SecretReader(aws.secretsmanager).read(name)
    assert name in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_failure_is_not_kept(nobody: AwsClients, name: str) -> None:
    reader = SecretReader(nobody.secretsmanager)
    with Stubber(nobody.secretsmanager) as stub:
        stub.add_client_error("get_secret_value", "InternalServiceError", http_status_code=500)
        stub.add_response("get_secret_value", {"Name": name, "SecretString": '{"key": "k"}'})
        with pytest.raises(StoreUnavailable, match="busy"):
            reader.read(name)
        assert reader.read(name) == {"key": "k"}


def test_a_service_that_is_not_there(nobody: AwsClients, name: str) -> None:
    with pytest.raises(StoreUnavailable, match="did not answer"):
        SecretReader(nobody.secretsmanager).read(name)
