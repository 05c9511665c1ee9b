"""The HTTP API: every path goes to one function, in which FastAPI routes, authenticates and answers CORS."""

from __future__ import annotations

import json

from aws_cdk import RemovalPolicy
from aws_cdk.aws_apigatewayv2 import CfnStage, HttpApi, HttpStage, ThrottleSettings
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from aws_cdk.aws_logs import LogGroup
from constructs import Construct

from infra.acknowledge import acknowledge
from infra.config import Config
from infra.constructs.service_function import ServiceFunction
from infra.endpoints import http_url

ACCESS_LOG = {
    "request_id": "$context.requestId",
    "time": "$context.requestTime",
    "ip": "$context.identity.sourceIp",
    "method": "$context.httpMethod",
    "path": "$context.path",
    "status": "$context.status",
    "bytes": "$context.responseLength",
    "milliseconds": "$context.responseLatency",
    "error": "$context.integrationErrorMessage",
}


class LibraryHttpApi(Construct):
    """``url`` does not end in a slash."""

    def __init__(self, scope: Construct, id: str, config: Config, handler: ServiceFunction) -> None:
        super().__init__(scope, id)
        self.api = HttpApi(
            self,
            "Api",
            api_name=f"{config.names.prefix}-http",
            default_integration=HttpLambdaIntegration("Function", handler.function),
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

    def _log_access(self, config: Config) -> None:
        group = LogGroup(
            self,
            "AccessLogs",
            log_group_name=f"/aws/vendedlogs/apigateway/{config.names.prefix}-http",
            retention=config.numbers.log_retention,
            removal_policy=RemovalPolicy.DESTROY,
        )
        stage = self.stage.node.default_child
        assert isinstance(stage, CfnStage)
        stage.access_log_settings = CfnStage.AccessLogSettingsProperty(
            destination_arn=group.log_group_arn, format=json.dumps(ACCESS_LOG)
        )
