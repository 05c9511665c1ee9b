"""The WebSocket API: clients connect with a ticket, subscribe to a job, and are sent its progress."""

from __future__ import annotations

from aws_cdk.aws_apigatewayv2 import WebSocketApi, WebSocketStage
from aws_cdk.aws_apigatewayv2_integrations import WebSocketLambdaIntegration
from constructs import Construct

from infra.acknowledge import acknowledge
from infra.config import Config
from infra.constructs.service_function import ServiceFunction
from infra.endpoints import websocket_management_url, websocket_url
from infra.names import WEBSOCKET_STAGE
from infra.permissions import Permission, push_to_connections

ACTIONS = ("subscribe", "ping")


class ProgressWebSocket(Construct):
    """The API comes first and its routes later: the function behind them is told the API's URLs."""

    def __init__(self, scope: Construct, id: str, config: Config) -> None:
        super().__init__(scope, id)
        self.api = WebSocketApi(
            self,
            "Api",
            api_name=f"{config.names.prefix}-websocket",
            route_selection_expression="$request.body.action",
        )
        self.stage = WebSocketStage(
            self, "Stage", web_socket_api=self.api, stage_name=WEBSOCKET_STAGE, auto_deploy=True
        )
        self.url = websocket_url(config, self.api.api_id)
        self.management_url = websocket_management_url(config, self.api.api_id)
        acknowledge(
            self, "APIG4", "The $connect route's handler checks the ticket, and no other route comes before it."
        )
        acknowledge(
            self,
            "APIG1",
            "Access logs of WebSocket APIs need a role set for the whole account; the function logs every route.",
        )

    def route(self, handler: ServiceFunction) -> None:
        """Send every message, connects and disconnects included, to the function."""
        for key in ("$connect", "$disconnect", *ACTIONS, "$default"):
            integration = WebSocketLambdaIntegration(f"{key.strip('$').title()}Integration", handler.function)
            self.api.add_route(key, integration=integration)

    @property
    def push(self) -> Permission:
        """Post to connected clients."""
        return push_to_connections(self.api.api_id, WEBSOCKET_STAGE)
