"""AWS's published quotas and list prices, entered by hand. Check them before you rely on them."""

from __future__ import annotations

from dataclasses import dataclass

AS_OF = "us-east-1, entered by hand in November 2026"


@dataclass(frozen=True)
class Bucket:
    """A token bucket: ``size`` at once, then ``per_second``."""

    size: float
    per_second: float


@dataclass(frozen=True)
class Quotas:
    """The published defaults. A new account begins lower for Lambda's concurrency and for state transitions.

    A function's concurrency grows by 1,000 every 10 seconds, the first 1,000 at once; up to 1,000 that is no limit.
    """

    api_requests: Bucket = Bucket(5000, 10_000)
    lambda_concurrency: int = 1000
    start_execution: Bucket = Bucket(1300, 300)
    state_transitions: Bucket = Bucket(5000, 5000)


# What `infra/config.py` lets the gateway take.
DEPLOYED_REQUESTS = Bucket(200, 100)
DEPLOYED = Quotas(api_requests=DEPLOYED_REQUESTS)


@dataclass(frozen=True)
class Prices:
    """US dollars, beyond the free tiers."""

    http_request: float = 1.00 / 1e6
    websocket_message: float = 1.00 / 1e6
    lambda_request: float = 0.20 / 1e6
    lambda_gb_second: float = 0.0000133334
    state_transition: float = 25.0 / 1e6
    sqs_request: float = 0.40 / 1e6
    dynamodb_write: float = 0.625 / 1e6
    dynamodb_read: float = 0.125 / 1e6
    s3_put: float = 5.0 / 1e6
    s3_get: float = 0.4 / 1e6
    log_gb: float = 0.50
    secret_month: float = 0.40
    alarm_month: float = 0.10
    dashboard_month: float = 3.00
    aurora_capacity_hour: float = 0.12
    aurora_gb_month: float = 0.10
    nat_gateway_hour: float = 0.045
