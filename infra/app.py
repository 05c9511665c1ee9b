"""The CDK app: ``python -m infra.app``, with ``-c stage=local`` or any other stage for AWS."""

from __future__ import annotations

import sys

from aws_cdk import App, DefaultStackSynthesizer, Tags

from infra.config import Config, ConfigError, read_config
from infra.names import FUNCTIONS
from infra.plugins import deployed, warn_of_broken
from infra.stacks.api import ApiStack
from infra.stacks.data import DataStack
from infra.stacks.github import GithubStack
from infra.stacks.network import NetworkStack
from infra.stacks.observability import ObservabilityStack
from infra.stacks.operator import OperatorStack
from infra.stacks.pipelines import PipelinesStack
from williams.plugin.registry import Registry, discover


def build(app: App, config: Config, registry: Registry) -> None:
    """Put the stacks of a stage into the app.

    Raises:
        ConfigError: something that the stage needs is missing.
    """
    # The local cloud is not bootstrapped: its deployer uploads the assets itself.
    synthesizer = DefaultStackSynthesizer(generate_bootstrap_version_rule=config.on_aws)
    plugins = deployed(config, registry)
    network = NetworkStack(app, "WilliamsNetwork", config, synthesizer) if config.makes_database else None
    place = network.functions if network else None
    data = DataStack(app, "WilliamsData", config, synthesizer, network)
    operator = OperatorStack(app, "WilliamsOperator", config, plugins, synthesizer, place)
    pipelines = PipelinesStack(app, "WilliamsPipelines", config, plugins, synthesizer, place)
    ApiStack(
        app,
        "WilliamsApi",
        config,
        plugins,
        synthesizer,
        coordination=pipelines.coordination,
        progress_table=data.tables.progress,
        place=place,
    )
    names = config.names
    functions = [names.function(name) for name in FUNCTIONS] + [names.run_stage(plugin_id) for plugin_id in plugins]
    ObservabilityStack(app, "WilliamsObservability", config, synthesizer, functions=functions, plugins=plugins)
    warn_of_broken(pipelines, registry)
    # Its policies and settings name the tables and the bucket, which therefore come first.
    operator.add_stack_dependency(data)
    # The code comes after the schema that it expects.
    pipelines.add_stack_dependency(operator)
    if config.github:
        GithubStack(app, "WilliamsGithub", config, config.github, synthesizer)
    Tags.of(app).add("application", "williams-librarian")
    Tags.of(app).add("stage", config.stage)


def main() -> None:
    # The same check as cfn-lint, which the tests run, and it takes longer than all the rest.
    app = App(builtin_cloud_formation_validation=False)
    try:
        build(app, read_config(app.node.try_get_context), discover())
    except ConfigError as error:
        sys.exit(f"infra: {error}")
    app.synth()


if __name__ == "__main__":
    main()
