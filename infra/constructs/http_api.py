"""The HTTP API: every path goes to one function, in which FastAPI routes, authenticates and answers CORS."""

from __future__ import annotations

import json

from aws_cdk.aws_apigatewayv2 import CfnStage, HttpApi, HttpRoute, HttpRouteKey, HttpStage, ThrottleSettings
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from infra.acknowledge import acknowledge
from infra.config import Config
from infra.constructs.service_function import ServiceFunction
from infra.constructs.vended_log import vended_log
from infra.endpoints import http_url

# Not the path, in which a secret link may stand: the function logs it without, under its own request id.
ACCESS_LOG = {
    "request_id": "$context.requestId",
    "time": "$context.requestTime",
    "ip": "$context.identity.sourceIp",
    "method": "$context.httpMethod",
    "function_request_id": "$context.integration.requestId",
    "status": "$context.status",
    "bytes": "$context.responseLength",
    "milliseconds": "$context.responseLatency",
    "error": "$context.integrationErrorMessage",
}


class LibraryHttpApi(Construct):
    """The API comes first and its route later: the function behind it may be told the ``url``.

    It does not end in a slash.
    """

    def __init__(self, scope: Construct, id: str, config: Config) -> None:
        super().__init__(scope, id)
        self.api = HttpApi(
            self,
            "Api",
            api_name=f"{config.names.prefix}-http",
            create_default_stage=False,
        )
        self.stage = HttpStage(
            self,
            "Stage",
            http_api=self.api,
            auto_deploy=True,
            throttle=ThrottleSettings(
                rate_limit=config.numbers.requests_per_second, burst_limit=config.numbers.request_burst
            ),
        )
        if config.on_aws:
            self._log_access(config)
        acknowledge(self, "APIG4", "FastAPI authenticates, so that every error is answered as problem+json.")
        self.url = http_url(config, self.api.api_id)

    def route(self, handler: ServiceFunction) -> None:
        """Send every request to the function."""
        HttpRoute(
            self.api,
            "DefaultRoute",
            http_api=self.api,
            route_key=HttpRouteKey.DEFAULT,
            integration=HttpLambdaIntegration("Function", handler.function),
        )

    def _log_access(self, config: Config) -> None:
        group = vended_log(self, "AccessLogs", config, f"apigateway/{config.names.prefix}-http")
        stage = self.stage.node.default_child
        assert isinstance(stage, CfnStage)
        stage.access_log_settings = CfnStage.AccessLogSettingsProperty(
            destination_arn=group.log_group_arn, format=json.dumps(ACCESS_LOG)
        )
