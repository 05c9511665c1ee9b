"""The context, and what is said when it is wrong."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Aws, Stack

from infra.assets import layer_code, model_folder
from infra.config import ROOT, Config, ConfigError, Github, read_config
from infra.constructs import layer_set
from infra.constructs.layer_set import LayerSet
from infra.constructs.plugin_function import run_stage_spec
from infra.engines import StageEngines
from infra.permissions import count_requests
from infra.plugins import Plugins, deployed
from tests.infra.layer_folders import make_layers
from tests.infra.sample_plugins import SampleExport, sample_registry
from tests.unit.model_files.samples import sample
from williams.plugin.registry import BrokenPlugin, Registry

VPC = {"vpc_id": "v", "availability_zones": ["a"], "private_subnet_ids": ["s"], "security_group_id": "g"}
DOMAIN = {"name": "a.example", "certificate_arn": "arn:aws:acm:us-east-1:1:certificate/1"}
FILE = sample()
LOCAL = {"stage": "local", "gateway_port": "4566"}


def config(**context: Any) -> Config:
    return read_config((LOCAL | context).get)


def test_defaults() -> None:
    local, prod = config(), config(stage="prod")
    assert (local.gateway_port, prod.gateway_port) == (4566, None)
    assert (local.sources.layers, prod.sources.layers) == (ROOT / ".local/layers", ROOT / "build/layers")
    assert local.sources.functions == ROOT / "functions"
    assert prod.network is None
    assert (local.makes_database, prod.makes_database) == (False, True)


def test_the_repository_sets_nothing_of_its_own() -> None:
    """Whoever clones it sets a secret, an environment or a network themselves."""
    context = json.loads((ROOT / "cdk.json").read_text())["context"]
    assert {name for name in context if not name.startswith("@")} == {"stage"}


def test_a_database_of_ones_own() -> None:
    own = config(stage="prod", database_url_secret="shared/postgres", vpc=VPC)
    assert not own.makes_database
    assert (own.secret("database"), own.secret("graph")) == ("shared/postgres", "williams-prod/graph")
    assert own.network is not None


def test_a_github_environment_is_named_after_the_stage() -> None:
    assert config(stage="prod", github={"repository": "a/b"}).github == Github("a/b", "prod")


@pytest.mark.parametrize(
    ("context", "message"),
    [
        ({"stage": "Prod!"}, "not 2 to 12 lower-case letters"),
        ({"gateway_port": ""}, "-c gateway_port=4566"),
        ({"sample_site": "169.254.169.254:80"}, "not on this machine"),
        ({"sample_site": "127.0.0.1:1,10.0.0.1:80"}, "not on this machine"),
        ({"environment": "{"}, "'environment' is not JSON"),
        ({"environment": "[]"}, "'environment' is a JSON object, not list"),
        ({"vpc": '{"vpc_id": "vpc-1"}'}, "lacks 'availability_zones'"),
        ({"stage": "prod", "vpc": VPC}, "-c database_url_secret=<name>"),
        ({"domain": {"name": "a.example"}}, "takes certificate_arn, name and perhaps hosted_zone_id"),
        ({"domain": {**DOMAIN, "certificate_arn": "arn:aws:acm:eu-west-1:1:certificate/1"}}, "one of us-east-1"),
        ({"domain": {**DOMAIN, "hosted_zone_id": "Z1"}}, "hosted_zone_id and zone_name together"),
        ({"github": {"repo": "a/b"}}, "takes environment, repository"),
    ],
)
def test_a_wrong_context_is_explained(context: Mapping[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        config(**context)


@pytest.mark.parametrize(("stage", "target"), [("local", "local"), ("prod", "lambda")])
def test_a_layer_that_is_not_built_is_explained(tmp_path: Path, stage: str, target: str) -> None:
    chosen = config(stage=stage, layers=str(tmp_path))
    with pytest.raises(ConfigError, match=f"layers.build --target {target}"), layer_code(chosen, "core"):
        pass


def test_too_many_layers_are_refused(tmp_path: Path) -> None:
    layers = LayerSet(Stack(App(), "Stack"), "Layers", config(layers=str(make_layers(tmp_path, *"abcdef"))))
    assert len(layers.named("abcde")) == 5
    with pytest.raises(ConfigError, match="Lambda takes 5 layers, not 6"):
        layers.named("abcdef")


def test_layers_that_weigh_too_much_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = make_layers(tmp_path, *"ab")
    for name in "ab":
        (built / name / "python" / f"{name}.so").write_bytes(bytes(2 * 2**20))
    monkeypatch.setattr(layer_set, "MAX_MEGABYTES", 3)
    layers = LayerSet(Stack(App(), "Stack"), "Layers", config(stage="prod", layers=str(built)))
    assert len(layers.named("a")) == 1
    with pytest.raises(ConfigError, match=r"Lambda takes 3 MB .* not 4: a\+b \(4 MB\)\. .*WILLIAMS_ENGINES"):
        layers.named(["a+b"])


@pytest.mark.parametrize("size", [None, 3])
def test_a_model_file_that_is_not_brought_whole_says_what_to_run(tmp_path: Path, size: int | None) -> None:
    if size:
        (tmp_path / FILE.sha256).write_bytes(bytes(size))
    chosen = config(stage="prod", models=str(tmp_path))
    with pytest.raises(ConfigError, match=r"net\.bin.*layers\.models --out"), model_folder(chosen, [FILE]):
        pass


def layers_of(ports: set[str], **environment: str) -> str:
    return "".join(StageEngines(config(environment=environment), ports).layers)


def test_a_function_has_one_layer_with_the_engines_of_its_ports() -> None:
    assert layers_of(set()) == ""
    assert layers_of({"embedding"}) == "williams-engine-minilm"
    assert layers_of({"embedding", "media"}) == "williams-engine-ffmpeg+williams-engine-minilm"
    free = "williams-engine-espeak+williams-engine-hibari+williams-engine-kokoro"
    assert layers_of({"text", "speech"}) == f"{free}+williams-engine-quoting"
    assert layers_of({"embedding"}, WILLIAMS_EMBEDDING_PROVIDER="openai") == "williams-engine-openai"
    assert layers_of({"embedding"}, WILLIAMS_VECTORS_PROVIDER="qdrant") == "qdrant+williams-engine-minilm"


def test_who_asks_a_model_for_texts_carries_the_judge_of_what_it_states() -> None:
    chosen = {"WILLIAMS_TEXT_PROVIDER": "bedrock", "WILLIAMS_TEXT_MODEL": "amazon.nova-pro-v1:0"}
    assert layers_of({"text"}, **chosen) == "williams-engine-bedrock+williams-engine-marco+williams-engine-quoting"
    judged = {"WILLIAMS_ENTAILMENT_PROVIDER": "bedrock", "WILLIAMS_ENTAILMENT_MODEL": "amazon.nova-lite-v1:0"}
    assert layers_of({"text"}, **chosen, **judged) == "williams-engine-bedrock+williams-engine-quoting"


def test_with_a_key_a_function_has_the_engines_that_want_one_too() -> None:
    keyed = config(providers_secret="williams/providers")
    names = ("elevenlabs", "espeak", "hibari", "kokoro", "openai")
    assert StageEngines(keyed, {"speech"}).layers == ("+".join(f"williams-engine-{name}" for name in names),)
    assert StageEngines(keyed, {"speech"}).secret == "williams/providers"
    assert StageEngines(keyed, {"embedding"}).secret is None
    assert StageEngines(config(), {"speech"}).secret is None


def test_an_engine_that_is_not_installed_is_explained() -> None:
    chosen = config(environment={"WILLIAMS_SPEECH_PROVIDER": "oracle"})
    there = "elevenlabs, espeak, hibari, kokoro, openai, polly"
    with pytest.raises(ConfigError, match=rf"'oracle'.*no speech engine here\. Installed are: {there}"):
        _ = StageEngines(chosen, {"speech"}).layers


def test_rights_are_of_this_account_and_region() -> None:
    environment = {"WILLIAMS_TEXT_PROVIDER": "bedrock", "WILLIAMS_TEXT_MODEL": "amazon.nova-pro-v1:0"}
    models, right = StageEngines(config(environment=environment), {"text"}).rights
    assert models.actions == ("s3:GetObject",), "the judge has model files"
    assert right.actions == ("bedrock:InvokeModel",)
    assert right.resources == (f"arn:{Aws.PARTITION}:bedrock:{Aws.REGION}::foundation-model/amazon.nova-pro-v1:0",)
    (models,) = StageEngines(config(environment=environment), {"speech"}).rights
    assert (models.actions, models.resources[0].endswith("/models/*")) == (("s3:GetObject",), True)


def test_an_engine_that_works_in_the_bucket_has_a_folder_of_the_deployments_own() -> None:
    chosen = config(environment={"WILLIAMS_TRANSCRIBE_TRANSCRIPTION_API": "start-transcription-job"})
    _, _, jobs, folder = StageEngines(chosen, {"transcription"}).rights
    assert jobs.resources == (
        f"arn:{Aws.PARTITION}:transcribe:{Aws.REGION}:{Aws.ACCOUNT_ID}:transcription-job/williams-*",
    )
    assert folder.resources == (f"arn:{Aws.PARTITION}:s3:::{chosen.names.bucket}/heard/*",)


def test_an_engine_without_what_it_wants_is_explained() -> None:
    chosen = config(environment={"WILLIAMS_TEXT_PROVIDER": "bedrock"})
    with pytest.raises(ConfigError, match=r"WILLIAMS_TEXT_MODEL: Field required.*'environment'"):
        _ = StageEngines(chosen, {"text"}).rights


def test_stages_on_aws_leave_out_the_plugin_for_tests() -> None:
    registry = sample_registry()
    faulty = type("Faulty", (SampleExport,), {"plugin_id": "export.faulty"})()
    registry.plugins["export.faulty"] = faulty
    assert set(deployed(config(), registry)) == {"import.sample", "export.sample", "export.faulty"}
    assert set(deployed(config(stage="prod"), registry)) == {"import.sample", "export.sample"}


def test_without_a_plugin_there_is_nothing_to_deploy() -> None:
    with pytest.raises(ConfigError, match="ImportError: no"):
        deployed(config(), Registry(broken=[BrokenPlugin("import.x", "x", "ImportError: no")]))


@pytest.mark.parametrize(("robots", "counts"), [({"WILLIAMS_FETCH_ROBOTS": "respect"}, True), ({}, False)])
def test_only_who_keeps_to_the_pace_of_sites_writes_where_requests_are_counted(
    robots: dict[str, str], counts: bool
) -> None:
    plugins: Plugins = {each.plugin_id: each for each in sample_registry().imports()}
    chosen = config(environment=robots)
    spec = run_stage_spec(chosen, plugins, "import.sample")
    told = (count_requests(chosen.names) in spec.permissions, "WILLIAMS_RATE_LIMITS_TABLE" in spec.environment)
    assert told == (counts, counts)
