"""What `cdk bootstrap` would have left behind: the buckets for files, and the version that templates ask for."""

from contextlib import suppress
from pathlib import Path

from williams_localcloud.assembly import read_assets, read_bootstrap_parameters
from williams_localcloud.aws import Aws

# At least what any cloud assembly requires ("requiresBootstrapStackVersion").
VERSION = "100"


def bootstrap(aws: Aws, assembly: Path) -> None:
    """Make what this assembly expects of a bootstrapped account. Repeatable."""
    s3 = aws.client("s3")
    for bucket in sorted({asset.bucket for asset in read_assets(assembly)}):
        with suppress(s3.exceptions.BucketAlreadyOwnedByYou):
            s3.create_bucket(Bucket=bucket)
    for parameter in read_bootstrap_parameters(assembly):
        aws.client("ssm").put_parameter(Name=parameter, Value=VERSION, Type="String", Overwrite=True)
