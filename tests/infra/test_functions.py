"""What every function is made of: runtime, environment, code and layers."""

import importlib.util
from pathlib import Path

import pytest

from infra.config import ROOT
from infra.environment import as_environment
from tests.infra.synthesized import Synthesized
from williams.engine.deployment import default_variable
from williams.ports.engines import PORTS
from williams.settings import Settings

PLACES = {
    "api": ["core", "williams-engine-minilm", "plugins"],
    "websocket": ["core"],
    "publish-progress": ["core"],
    "dispatch": ["core"],
    "drop-folder": ["core", "plugins"],
    "settle-job": ["core", "plugins"],
    "reconcile": ["core", "plugins"],
    "migrate": ["core", "migrations"],
    "grant-token": ["core"],
    "weigh-owner": ["core"],
    "run-stage-import-sample": ["core", "import.sample", "williams-engine-minilm"],
    "run-stage-export-sample": [
        "core",
        "export.sample",
        "williams-engine-espeak+williams-engine-ffmpeg+williams-engine-hibari"
        "+williams-engine-kokoro+williams-engine-marco+williams-engine-openai+williams-engine-quoting",
    ],
}


def asset(stage: Synthesized, stack: str, logical: str) -> Path:
    """The staged folder of a function's or a layer's code."""
    resource = stage.templates[stack]["Resources"][logical]
    properties = resource["Properties"]
    code = properties.get("Code") or properties["Content"]
    return stage.folder / f"asset.{code['S3Key'].removesuffix('.zip')}"


def stack_of(stage: Synthesized, logical: str) -> str:
    return next(name for name, template in stage.templates.items() if logical in template["Resources"])


def layer_ids(stage: Synthesized, function: str) -> list[str]:
    return [layer["Ref"] for layer in stage.function(function)["Layers"]]


@pytest.mark.parametrize("name", sorted(PLACES))
def test_a_function_has_its_layers_in_order(local: Synthesized, name: str) -> None:
    layers = local.resources("AWS::Lambda::LayerVersion")
    described = [layers[id]["Description"] for id in layer_ids(local, f"williams-local-{name}")]
    assert described == [f"Williams Librarian: {layer}" for layer in PLACES[name]]


def test_layers_are_not_shared_between_stacks(prod: Synthesized) -> None:
    for stack, template in prod.templates.items():
        resources = template["Resources"].values()
        functions = [r["Properties"] for r in resources if r["Type"] == "AWS::Lambda::Function"]
        used = {layer["Ref"] for function in functions for layer in function.get("Layers", [])}
        assert used <= set(template["Resources"]), stack


@pytest.mark.parametrize("stage", ["local", "prod"])
def test_runtime_and_log_group(stage: str, request: pytest.FixtureRequest) -> None:
    made: Synthesized = request.getfixturevalue(stage)
    for function in made.functions():
        assert (function["Runtime"], function["Architectures"]) == ("python3.13", ["arm64"])
        group = made.resources("AWS::Logs::LogGroup")[function["LoggingConfig"]["LogGroup"]["Ref"]]
        assert group["RetentionInDays"] == (7 if stage == "local" else 90)
        assert function.get("TracingConfig", {}).get("Mode") == (None if stage == "local" else "Active")


@pytest.mark.parametrize("stage", ["local", "prod"])
def test_environment_holds_settings_only(stage: str, request: pytest.FixtureRequest) -> None:
    made: Synthesized = request.getfixturevalue(stage)
    known = {f"WILLIAMS_{name.upper()}" for name in Settings.model_fields} - {"WILLIAMS_REGION"}
    known |= {default_variable(port) for port in PORTS.values()}
    for function in made.functions():
        assert set(function["Environment"]["Variables"]) <= known


def test_settings_that_do_not_exist_are_refused() -> None:
    with pytest.raises(KeyError, match="bukket"):
        as_environment(bukket="williams")


def test_extra_environment_reaches_every_function(local: Synthesized) -> None:
    for function in local.functions():
        variables = function["Environment"]["Variables"]
        assert (variables["WILLIAMS_TEXT_PROVIDER"], variables["WILLIAMS_JOB_BUDGET_USD"]) == ("openai", "2.5")


def test_secrets_are_named_not_held(local: Synthesized, prod: Synthesized) -> None:
    here, there = local.environment("williams-local-api"), prod.environment("williams-prod-api")
    for name in ("database", "graph", "signing"):
        variable = f"WILLIAMS_{name.upper()}_SECRET"
        assert (here[variable], there[variable]) == (f"williams/{name}", f"williams-prod/{name}")
    assert there["WILLIAMS_PROVIDERS_SECRET"] == "williams-prod/providers"
    assert "WILLIAMS_PROVIDERS_SECRET" not in prod.environment("williams-prod-websocket")


def test_a_zip_holds_its_own_function_and_nothing_else(prod: Synthesized) -> None:
    for function in prod.functions():
        logical = prod.logical_id("AWS::Lambda::Function", FunctionName=function["FunctionName"])
        package, folder, module, name = function["Handler"].split(".")
        assert (package, module, name) == ("functions", "handler", "handler")
        code = asset(prod, stack_of(prod, logical), logical)
        shipped = {path.relative_to(code).as_posix() for path in code.rglob("*") if path.is_file()}
        source = ROOT / "functions" / folder
        own = {p.relative_to(ROOT).as_posix() for p in source.rglob("*") if p.is_file() and p.suffix != ".pyc"}
        assert shipped == own
        spec = importlib.util.spec_from_file_location("handler", code / "functions" / folder / "handler.py")
        assert spec is not None


def test_a_local_layer_is_a_link_whose_first_folder_wins(local: Synthesized) -> None:
    (id,) = layer_ids(local, "williams-local-dispatch")
    content = asset(local, stack_of(local, id), id)
    (link,) = (path for path in content.rglob("*") if path.is_file())
    assert link.relative_to(content).as_posix() == "python/lib/python3.13/site-packages/williams_core.pth"
    assert link.read_text() == (
        "import sys; sys.path.insert(0, '/second/core')\nimport sys; sys.path.insert(0, '/first/core')\n"
    )


def test_on_aws_a_layer_holds_its_packages(prod: Synthesized) -> None:
    (id,) = layer_ids(prod, "williams-prod-dispatch")
    content = asset(prod, stack_of(prod, id), id)
    assert [p.relative_to(content).as_posix() for p in content.rglob("*.txt")] == ["python/content.txt"]


@pytest.mark.parametrize(
    ("function", "megabytes"),
    [
        ("api", 512 + 28),
        ("run-stage-import-sample", 2048 + 28),
        ("run-stage-export-sample", 2048 + 169),
        ("websocket", 512),
    ],
)
def test_a_functions_scratch_has_room_for_its_engines_model_files(
    prod: Synthesized, function: str, megabytes: int
) -> None:
    assert prod.function(f"williams-prod-{function}")["EphemeralStorage"] == {"Size": megabytes}


def test_reserved_concurrency(prod: Synthesized) -> None:
    functions = prod.functions()
    reserved = {f["FunctionName"]: f.get("ReservedConcurrentExecutions") for f in functions}
    assert {name: number for name, number in reserved.items() if number} == {
        "williams-prod-dispatch": 20,
        "williams-prod-reconcile": 1,
    }


def test_only_imports_of_the_local_stage_may_fetch_from_this_machine(local: Synthesized, prod: Synthesized) -> None:
    allowed = {
        name: variables["WILLIAMS_FETCH_ALLOWED"]
        for stage in (local, prod)
        for name in (
            found["FunctionName"]
            for found in stage.resources("AWS::Lambda::Function").values()
            if "FunctionName" in found
        )
        if "WILLIAMS_FETCH_ALLOWED" in (variables := stage.environment(name))
    }
    assert allowed == {"williams-local-run-stage-import-sample": "127.0.0.1:14567"}
