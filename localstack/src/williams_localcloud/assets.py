"""Uploads a cloud assembly's files."""

import io
import stat
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from botocore.exceptions import ClientError

from williams_localcloud.assembly import Asset
from williams_localcloud.aws import Aws

EPOCH = (1980, 1, 1, 0, 0, 0)
PARALLEL = 4


def upload(aws: Aws, assets: Sequence[Asset]) -> int:
    """Put every asset that is not there yet; keys are content hashes, so what stands under one is right.

    Returns:
        How many were uploaded.
    """
    # Made before the threads share it: making a client is not safe in several at once.
    aws.client("s3")
    with ThreadPoolExecutor(PARALLEL) as pool:
        return sum(pool.map(lambda asset: _upload(aws, asset), assets))


def _upload(aws: Aws, asset: Asset) -> bool:
    s3 = aws.client("s3")
    try:
        s3.head_object(Bucket=asset.bucket, Key=asset.key)
        return False
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
    body = zip_folder(asset.source) if asset.zipped else asset.source.read_bytes()
    s3.put_object(Bucket=asset.bucket, Key=asset.key, Body=body)
    return True


def zip_folder(folder: Path) -> bytes:
    """A zip of a folder, the same bytes for the same files: sorted, without times, with the execute bit kept."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(folder).as_posix(), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            executable = file.stat().st_mode & stat.S_IXUSR
            entry.external_attr = (stat.S_IFREG | (0o755 if executable else 0o644)) << 16
            archive.writestr(entry, file.read_bytes())
    return buffer.getvalue()
