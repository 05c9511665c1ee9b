"""The front door on AWS: one host name for the API, for downloads and for the progress of jobs."""

from __future__ import annotations

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk.aws_certificatemanager import Certificate
from aws_cdk.aws_cloudfront import (
    AllowedMethods,
    BehaviorOptions,
    CachePolicy,
    Distribution,
    Function,
    FunctionAssociation,
    FunctionCode,
    FunctionEventType,
    FunctionRuntime,
    HeadersFrameOption,
    HeadersReferrerPolicy,
    IOrigin,
    OriginProtocolPolicy,
    OriginRequestPolicy,
    OriginSslPolicy,
    PriceClass,
    ResponseHeadersContentSecurityPolicy,
    ResponseHeadersContentTypeOptions,
    ResponseHeadersFrameOptions,
    ResponseHeadersPolicy,
    ResponseHeadersReferrerPolicy,
    ResponseHeadersStrictTransportSecurity,
    ResponseSecurityHeadersBehavior,
    SecurityPolicyProtocol,
    ViewerProtocolPolicy,
)
from aws_cdk.aws_cloudfront_origins import HttpOrigin
from aws_cdk.aws_route53 import ARecord, HostedZone, RecordTarget
from aws_cdk.aws_route53_targets import CloudFrontTarget
from aws_cdk.aws_s3 import BlockPublicAccess, Bucket, BucketEncryption, LifecycleRule, ObjectOwnership
from constructs import Construct

from infra.acknowledge import acknowledge
from infra.config import Config, Domain
from infra.names import WEBSOCKET_STAGE

PROGRESS_PATH = "/ws/jobs/"
# API Gateway knows one path, its stage; the ticket in the query says which job.
_REWRITE = f"""\
function handler(event) {{
    event.request.uri = '/{WEBSOCKET_STAGE}';
    return event.request;
}}
"""
# What comes through here is data for programs: no browser has a reason to show it as a page.
_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'"
_TWO_YEARS = Duration.days(730)
_ANSWER = Duration.seconds(30)


class Edge(Construct):
    """Nothing is cached: every answer is one owner's. ``host`` is the name that clients use."""

    def __init__(self, scope: Construct, id: str, config: Config, *, http_api_id: str, websocket_api_id: str) -> None:
        super().__init__(scope, id)
        self._headers = self._security_headers(config)
        domain = config.domain
        api = self._behavior(_origin(http_api_id))
        self.distribution = Distribution(
            self,
            "Distribution",
            comment=f"Williams Librarian, {config.stage}",
            default_behavior=api,
            additional_behaviors={
                "/api/*": api,
                "/download/*": api,
                "/feeds/*": api,
                f"{PROGRESS_PATH}*": self._behavior(_origin(websocket_api_id), self._to_the_stage(config)),
            },
            domain_names=[domain.name] if domain else None,
            certificate=Certificate.from_certificate_arn(self, "Certificate", domain.certificate_arn)
            if domain
            else None,
            minimum_protocol_version=SecurityPolicyProtocol.TLS_V1_2_2021,
            price_class=PriceClass.PRICE_CLASS_100,
            enable_ipv6=True,
            log_bucket=self._access_logs(config),
            log_file_prefix="edge/",
        )
        self.host = domain.name if domain else self.distribution.distribution_domain_name
        if domain and domain.hosted_zone_id:
            self._name_it(domain, domain.hosted_zone_id)
        self._acknowledge(named=domain is not None)

    def _behavior(self, origin: IOrigin, rewrite: Function | None = None) -> BehaviorOptions:
        return BehaviorOptions(
            origin=origin,
            allowed_methods=AllowedMethods.ALLOW_ALL,
            cache_policy=CachePolicy.CACHING_DISABLED,
            origin_request_policy=OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            response_headers_policy=self._headers,
            viewer_protocol_policy=ViewerProtocolPolicy.HTTPS_ONLY,
            function_associations=[FunctionAssociation(event_type=FunctionEventType.VIEWER_REQUEST, function=rewrite)]
            if rewrite
            else None,
        )

    def _to_the_stage(self, config: Config) -> Function:
        return Function(
            self,
            "ProgressPath",
            function_name=f"{config.names.prefix}-progress-path",
            runtime=FunctionRuntime.JS_2_0,
            code=FunctionCode.from_inline(_REWRITE),
        )

    def _security_headers(self, config: Config) -> ResponseHeadersPolicy:
        return ResponseHeadersPolicy(
            self,
            "SecurityHeaders",
            response_headers_policy_name=f"{config.names.prefix}-security-headers",
            security_headers_behavior=ResponseSecurityHeadersBehavior(
                strict_transport_security=ResponseHeadersStrictTransportSecurity(
                    access_control_max_age=_TWO_YEARS, include_subdomains=False, override=True
                ),
                content_type_options=ResponseHeadersContentTypeOptions(override=True),
                frame_options=ResponseHeadersFrameOptions(frame_option=HeadersFrameOption.DENY, override=True),
                referrer_policy=ResponseHeadersReferrerPolicy(
                    referrer_policy=HeadersReferrerPolicy.NO_REFERRER, override=True
                ),
                content_security_policy=ResponseHeadersContentSecurityPolicy(
                    content_security_policy=_CONTENT_POLICY, override=True
                ),
            ),
        )

    def _access_logs(self, config: Config) -> Bucket:
        return Bucket(
            self,
            "AccessLogs",
            bucket_name=config.names.edge_log_bucket,
            block_public_access=BlockPublicAccess.BLOCK_ALL,
            encryption=BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            # CloudFront delivers with access control lists.
            object_ownership=ObjectOwnership.OBJECT_WRITER,
            lifecycle_rules=[LifecycleRule(id="old-logs", expiration=Duration.days(90))],
            removal_policy=RemovalPolicy.RETAIN,
        )

    def _name_it(self, domain: Domain, hosted_zone_id: str) -> None:
        zone = HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id=hosted_zone_id, zone_name=domain.zone_name
        )
        ARecord(
            self,
            "Alias",
            zone=zone,
            record_name=f"{domain.name}.",
            target=RecordTarget.from_alias(CloudFrontTarget(self.distribution)),
        )

    def _acknowledge(self, *, named: bool) -> None:
        acknowledge(self, "CFR1", "A library has readers everywhere.")
        acknowledge(self, "CFR2", "Every request needs a token, and each owner's rate is limited in the API.")
        acknowledge(self, "S1", "This is the bucket of access logs.")
        if not named:
            acknowledge(self, "CFR4", "CloudFront's own host name comes with its own minimum; give a domain to set it.")


def _origin(api_id: str) -> HttpOrigin:
    return HttpOrigin(
        f"{api_id}.execute-api.{Aws.REGION}.{Aws.URL_SUFFIX}",
        protocol_policy=OriginProtocolPolicy.HTTPS_ONLY,
        origin_ssl_protocols=[OriginSslPolicy.TLS_V1_2],
        read_timeout=_ANSWER,
    )
