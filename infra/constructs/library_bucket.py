"""The library's bucket: v2's layout, scratch and uploads."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy
from aws_cdk.aws_s3 import BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, LifecycleRule
from constructs import Construct

from infra.config import Config
from williams.domain.bucket import DROP_RESULTS, HEARD, JOBS, UPLOADS


class LibraryBucket(Construct):
    """Kept when the stack goes, on AWS. Locally the emulator neither versions nor encrypts for anyone's benefit."""

    def __init__(self, scope: Construct, id: str, config: Config) -> None:
        super().__init__(scope, id)
        self.bucket = Bucket(
            self,
            "Bucket",
            bucket_name=config.names.bucket,
            block_public_access=BlockPublicAccess.BLOCK_ALL,
            encryption=BucketEncryption.S3_MANAGED if config.on_aws else None,
            enforce_ssl=config.on_aws,
            versioned=config.on_aws,
            lifecycle_rules=_lifecycle(config),
            # Also locally: a deployment adopts the bucket of one whose state was lost, with all that is in it.
            removal_policy=RemovalPolicy.RETAIN,
            server_access_logs_bucket=self._access_logs(config) if config.on_aws else None,
        )
        # The L2's own way is a custom resource; CloudFormation has had the property since 2021.
        bucket = self.bucket.node.default_child
        assert isinstance(bucket, CfnBucket)
        bucket.notification_configuration = CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
        )

    def _access_logs(self, config: Config) -> Bucket:
        return Bucket(
            self,
            "AccessLogs",
            bucket_name=config.names.access_log_bucket,
            block_public_access=BlockPublicAccess.BLOCK_ALL,
            encryption=BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            lifecycle_rules=[LifecycleRule(id="old-logs", expiration=Duration.days(90))],
            removal_policy=RemovalPolicy.RETAIN,
        )


def _lifecycle(config: Config) -> list[LifecycleRule]:
    rules = [
        LifecycleRule(id="scratch", prefix=f"{JOBS}/", expiration=Duration.days(14)),
        LifecycleRule(id="heard", prefix=f"{HEARD}/", expiration=Duration.days(1)),
        LifecycleRule(id="drop-results", prefix=f"{DROP_RESULTS}/", expiration=Duration.days(90)),
        LifecycleRule(id="uploads", prefix=f"{UPLOADS}/", expiration=Duration.days(2)),
        LifecycleRule(id="broken-uploads", abort_incomplete_multipart_upload_after=Duration.days(2)),
    ]
    if config.on_aws:
        rules.append(LifecycleRule(id="old-versions", noncurrent_version_expiration=Duration.days(30)))
    return rules
