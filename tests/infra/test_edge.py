"""CloudFront: one host name for the API, downloads and progress."""

import json
import subprocess
from typing import Any

from tests.infra.synthesized import Synthesized, text_of
from williams_localcloud.synth import node_program


def distribution(stage: Synthesized) -> dict[str, Any]:
    config: dict[str, Any] = stage.only("AWS::CloudFront::Distribution")["DistributionConfig"]
    return config


def origin_of(stage: Synthesized, behavior: dict[str, Any]) -> dict[str, Any]:
    (origin,) = (o for o in distribution(stage)["Origins"] if o["Id"] == behavior["TargetOriginId"])
    return dict(origin)


def behaviors(stage: Synthesized) -> dict[str, dict[str, Any]]:
    config = distribution(stage)
    return {"*": config["DefaultCacheBehavior"], **{b["PathPattern"]: b for b in config["CacheBehaviors"]}}


def test_each_path_goes_to_its_api(prod: Synthesized) -> None:
    http = prod.logical_id("AWS::ApiGatewayV2::Api", Name="williams-prod-http")
    socket = prod.logical_id("AWS::ApiGatewayV2::Api", Name="williams-prod-websocket")
    found = {path: text_of(origin_of(prod, b)["DomainName"]).split(".")[0] for path, b in behaviors(prod).items()}
    assert found == {
        "*": f"<{http}>",
        "/api/*": f"<{http}>",
        "/download/*": f"<{http}>",
        "/feeds/*": f"<{http}>",
        "/ws/jobs/*": f"<{socket}>",
    }


def test_nothing_is_cached_and_everything_is_asked_over_tls(prod: Synthesized) -> None:
    disabled, all_but_host = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    for behavior in behaviors(prod).values():
        assert behavior["ViewerProtocolPolicy"] == "https-only"
        assert (behavior["CachePolicyId"], behavior["OriginRequestPolicyId"]) == (disabled, all_but_host)
        origin = origin_of(prod, behavior)["CustomOriginConfig"]
        assert (origin["OriginProtocolPolicy"], origin["OriginSSLProtocols"]) == ("https-only", ["TLSv1.2"])
    certificate = distribution(prod)["ViewerCertificate"]
    assert certificate["MinimumProtocolVersion"] == "TLSv1.2_2021"


def test_the_path_of_a_job_becomes_the_stage_of_the_websocket(prod: Synthesized) -> None:
    """The function runs, in Node as CloudFront's runtime is not to be had."""
    (association,) = behaviors(prod)["/ws/jobs/*"]["FunctionAssociations"]
    assert association["EventType"] == "viewer-request"
    code = prod.only("AWS::CloudFront::Function", Name="williams-prod-progress-path")["FunctionCode"]
    event = {"request": {"uri": "/ws/jobs/job_1", "querystring": {"ticket": {"value": "t"}}}}
    program = f"{code}\nconsole.log(JSON.stringify(handler({json.dumps(event)})))"
    done = subprocess.run([node_program(), "-e", program], capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(done.stdout) == {"uri": "/prod", "querystring": {"ticket": {"value": "t"}}}


def test_answers_carry_security_headers(prod: Synthesized) -> None:
    config = prod.only("AWS::CloudFront::ResponseHeadersPolicy")["ResponseHeadersPolicyConfig"]
    headers = config["SecurityHeadersConfig"]
    assert headers["StrictTransportSecurity"]["AccessControlMaxAgeSec"] == 2 * 365 * 24 * 3600
    assert headers["ContentTypeOptions"] == {"Override": True}
    assert headers["FrameOptions"]["FrameOption"] == "DENY"
    assert headers["ReferrerPolicy"]["ReferrerPolicy"] == "no-referrer"
    assert headers["ContentSecurityPolicy"]["ContentSecurityPolicy"].startswith("default-src 'none'")
    policies = {text_of(behavior["ResponseHeadersPolicyId"]) for behavior in behaviors(prod).values()}
    assert len(policies) == 1


def test_every_request_is_logged(prod: Synthesized) -> None:
    logging = distribution(prod)["Logging"]
    (bucket,) = (b for b in prod.resources("AWS::S3::Bucket").values() if "edge-logs" in text_of(b["BucketName"]))
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "ObjectWriter"}]
    assert "AccessLogs" in text_of(logging["Bucket"])


def test_a_domain_of_ones_own(prod: Synthesized) -> None:
    assert distribution(prod)["Aliases"] == ["library.example.org"]
    certificate = distribution(prod)["ViewerCertificate"]["AcmCertificateArn"]
    assert certificate == "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d"
    record = prod.only("AWS::Route53::RecordSet")
    assert (record["Name"], record["HostedZoneId"]) == ("library.example.org.", "Z0A1B2C3D")


def test_without_a_domain_it_has_cloudfronts_name(brought: Synthesized) -> None:
    assert "Aliases" not in distribution(brought)
    id = brought.logical_id("AWS::CloudFront::Distribution")
    outputs = {name: text_of(value) for name, value in brought.outputs("WilliamsApi").items()}
    assert outputs["ApiUrl"] == f"https://<{id}.DomainName>"
    assert outputs["WebSocketUrl"] == f"wss://<{id}.DomainName>/ws/jobs/{{job_id}}"
    assert not brought.resources("AWS::Route53::RecordSet")


def test_the_local_cloud_has_no_front_door(local: Synthesized) -> None:
    assert not local.resources("AWS::CloudFront::Distribution")
