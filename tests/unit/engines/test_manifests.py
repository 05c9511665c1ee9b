"""The manifests of the built-in engines whose ports' suites are run elsewhere, or that have none."""

from __future__ import annotations

from typing import ClassVar

from williams_engine_bedrock.manifest import BedrockEntailmentManifest, BedrockManifest
from williams_engine_ffmpeg.manifest import FfmpegManifest
from williams_engine_openai.manifest import OpenAiEmbeddingManifest, OpenAiEntailmentManifest, OpenAiTextManifest
from williams_engine_quoting.manifest import QuotingManifest

from williams_testing.engines.manifest import ManifestConformance


class TestQuoting(ManifestConformance):
    manifest_class: ClassVar[type[QuotingManifest]] = QuotingManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"williams_writing", "sentencex"})


class TestOpenAiText(ManifestConformance):
    manifest_class: ClassVar[type[OpenAiTextManifest]] = OpenAiTextManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"openai", "williams_writing"})
    key: ClassVar[str] = "sk-test"

    def test_a_request_may_name_another_model(self) -> None:
        assert self.make().model.name == "gpt-5-mini"
        assert self.make("gpt-5").model.name == "gpt-5"


class TestOpenAiJudge(ManifestConformance):
    manifest_class: ClassVar[type[OpenAiEntailmentManifest]] = OpenAiEntailmentManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"openai", "williams_writing"})
    key: ClassVar[str] = "sk-test"


class TestOpenAiEmbedding(ManifestConformance):
    manifest_class: ClassVar[type[OpenAiEmbeddingManifest]] = OpenAiEmbeddingManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"openai"})
    key: ClassVar[str] = "sk-test"


class TestBedrock(ManifestConformance):
    manifest_class: ClassVar[type[BedrockManifest]] = BedrockManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"boto3", "botocore", "williams_writing"})
    environment: ClassVar[dict[str, str]] = {"WILLIAMS_TEXT_MODEL": "amazon.nova-pro-v1:0"}


class TestBedrockJudge(ManifestConformance):
    manifest_class: ClassVar[type[BedrockEntailmentManifest]] = BedrockEntailmentManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"boto3", "botocore", "williams_writing"})
    environment: ClassVar[dict[str, str]] = {"WILLIAMS_ENTAILMENT_MODEL": "amazon.nova-pro-v1:0"} | {
        "WILLIAMS_ENTAILMENT_PROVIDER": "bedrock"
    }


class TestFfmpeg(ManifestConformance):
    manifest_class: ClassVar[type[FfmpegManifest]] = FfmpegManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"pydub", "PIL", "imageio_ffmpeg"})
