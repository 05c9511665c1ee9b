"""The doors: the HTTP API, the WebSocket API, and what pushes progress through the latter."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import CfnOutput, Duration, Stack, StackSynthesizer
from aws_cdk.aws_dynamodb import Table
from aws_cdk.aws_lambda import StartingPosition
from constructs import Construct

from infra.config import Config
from infra.constructs.doors import api_spec, publish_progress_spec, websocket_spec
from infra.constructs.edge import PROGRESS_PATH, Edge
from infra.constructs.http_api import LibraryHttpApi
from infra.constructs.layer_set import LayerSet
from infra.constructs.service_function import FunctionSpec, ServiceFunction
from infra.constructs.websocket_api import ProgressWebSocket
from infra.environment import as_environment
from infra.permissions import watch_progress
from infra.place import Place
from infra.plugins import Plugins

BATCH = 100
RETRIES = 3
OLDEST = Duration.minutes(10)


class ApiStack(Stack):
    """``coordination`` is the environment of functions that make jobs."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        config: Config,
        plugins: Plugins,
        synthesizer: StackSynthesizer,
        *,
        coordination: Mapping[str, str],
        progress_table: Table,
        place: Place | None,
    ) -> None:
        super().__init__(scope, id, stack_name=f"{config.names.prefix}-api", synthesizer=synthesizer)
        self._config = config
        self._place = place
        self._layers = LayerSet(self, "Layers", config)
        self.websocket = ProgressWebSocket(self, "Progress", config)
        self.http = LibraryHttpApi(self, "Http", config)
        api_url, websocket_url = self._front_door(config) if config.on_aws else (self.http.url, self.websocket.url)
        self._where = as_environment(
            websocket_url=websocket_url, websocket_management_url=self.websocket.management_url
        )
        where = {**self._where, **as_environment(public_url=api_url)}
        self.api_function = self._function("Api", api_spec(config, plugins, {**coordination, **where}))
        self.http.route(self.api_function)
        self.websocket_function = self._function("Websocket", websocket_spec(config, self._where, self.websocket.push))
        self.websocket.route(self.websocket_function)
        self.publish_progress = self._publisher(progress_table)
        CfnOutput(self, "ApiUrl", value=api_url)
        CfnOutput(self, "WebSocketUrl", value=websocket_url)

    def _function(self, id: str, spec: FunctionSpec) -> ServiceFunction:
        return ServiceFunction(self, id, self._config, self._layers, spec, self._place)

    def _front_door(self, config: Config) -> tuple[str, str]:
        """The addresses of the API and of a job's progress."""
        edge = Edge(
            self,
            "Edge",
            config,
            http_api_id=self.http.api.api_id,
            websocket_api_id=self.websocket.api.api_id,
        )
        CfnOutput(self, "EdgeHost", value=edge.distribution.distribution_domain_name)
        return f"https://{edge.host}", f"wss://{edge.host}{PROGRESS_PATH}{{job_id}}"

    def _publisher(self, progress_table: Table) -> ServiceFunction:
        stream = progress_table.table_stream_arn
        assert stream is not None
        publisher = self._function(
            "PublishProgress", publish_progress_spec(self._config, self._where, self.websocket.push)
        )
        publisher.allow(watch_progress(stream))
        mapping = publisher.function.add_event_source_mapping(
            "ProgressStream",
            event_source_arn=stream,
            starting_position=StartingPosition.TRIM_HORIZON,
            batch_size=BATCH,
            bisect_batch_on_error=True,
            retry_attempts=RETRIES,
            max_record_age=OLDEST,
            report_batch_item_failures=True,
        )
        # Lambda tries to read the stream when the mapping is made.
        mapping.node.add_dependency(publisher.role)
        return publisher
