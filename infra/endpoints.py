"""Where an API is reached: AWS's host names, or the emulator's paths on the loopback interface."""

from __future__ import annotations

from aws_cdk import Aws

from infra.config import Config
from infra.names import WEBSOCKET_STAGE


def http_url(config: Config, api_id: str) -> str:
    """The HTTP API's URL; it does not end in a slash."""
    if config.local:
        return f"http://{_emulated(config, api_id)}/$default"
    return f"https://{_host(api_id)}"


def websocket_url(config: Config, api_id: str) -> str:
    """Where clients connect."""
    scheme = "ws" if config.local else "wss"
    return f"{scheme}://{_websocket(config, api_id)}"


def websocket_management_url(config: Config, api_id: str) -> str:
    """Where messages to connected clients are posted."""
    scheme = "http" if config.local else "https"
    return f"{scheme}://{_websocket(config, api_id)}"


def _websocket(config: Config, api_id: str) -> str:
    base = _emulated(config, api_id) if config.local else _host(api_id)
    return f"{base}/{WEBSOCKET_STAGE}"


def _emulated(config: Config, api_id: str) -> str:
    return f"127.0.0.1:{config.gateway_port}/_aws/execute-api/{api_id}"


def _host(api_id: str) -> str:
    return f"{api_id}.execute-api.{Aws.REGION}.{Aws.URL_SUFFIX}"
