"""Puts the engines' model files into the library's bucket, as a deployment to AWS does by itself."""

from collections.abc import Callable, Sequence
from pathlib import Path

from williams_localcloud.assembly import Stack
from williams_localcloud.aws import Aws
from williams_localcloud.errors import DeployError

# As `infra/` names it.
METADATA = "williams:model-files"
MEDIA_TYPE = "application/octet-stream"

BringModels = Callable[[Sequence[str]], Path]


def put_models(aws: Aws, stack: Stack, bring: BringModels) -> int:
    """Put those that the stack's metadata name and that its bucket has not yet.

    Args:
        bring: brings files of these hashes into a folder, and returns it; each is named after its hash.

    Returns:
        How many were put.

    Raises:
        DeployError: a file has other bytes than its name says.
    """
    from williams.adapters.s3.objects import S3Objects
    from williams.domain.bucket import model_key

    wanted = stack.template.get("Metadata", {}).get(METADATA, {"bucket": "", "bytes": {}})
    objects = S3Objects(wanted["bucket"], aws.client("s3"))
    absent = [sha256 for sha256, size in wanted["bytes"].items() if objects.size(model_key(sha256)) != size]
    if not absent:
        return 0
    folder = bring(absent)
    for sha256 in absent:
        written = objects.write(model_key(sha256), folder / sha256, MEDIA_TYPE)
        if written.sha256 != sha256:
            objects.delete_prefix(model_key(sha256))
            raise DeployError(f"{folder / sha256} is damaged: delete it, and run `make up` again.")
    return len(absent)
