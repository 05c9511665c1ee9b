"""ObjectPort on an S3 bucket."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote

from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

from williams.adapters.aws import aws_errors, error_code
from williams.adapters.s3.streams import HashingReader
from williams.domain.content import ObjectRef
from williams.domain.errors import ContentTooLarge, StoreUnavailable
from williams.ports.objects import PresignedPost, StoredObject

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CopySourceTypeDef

_MIB: Final = 1024 * 1024
_PART_BYTES: Final = 8 * _MIB
_DOWNLOAD_PARTS_FROM_BYTES: Final = 64 * _MIB
_COPY_PARTS_FROM_BYTES: Final = 64 * _MIB
_THREADS: Final = 4
_WHAT: Final = "The object store"
_DELETE_BATCH: Final = 1000
_MISSING: Final = ("NoSuchKey", "404", "NotFound")
# S3 answers 412 when the key exists, 409 when another conditional write of it is under way.
_PRESENT: Final = ("PreconditionFailed", "412")
_CHANGED: Final = _PRESENT
_RACING: Final = ("ConditionalRequestConflict", "409")


class S3Objects:
    """The library's bucket. Every method raises StoreUnavailable when the store does not answer."""

    def __init__(self, bucket: str, client: S3Client) -> None:
        self._bucket = bucket
        self._client = client
        self._upload = TransferConfig(
            multipart_threshold=_PART_BYTES, multipart_chunksize=_PART_BYTES, max_concurrency=_THREADS
        )
        # A stream's parts wait in memory: ten of them, the default, would be 80 MB of a small Lambda.
        self._upload.max_in_memory_upload_chunks = _THREADS
        self._download = TransferConfig(
            multipart_threshold=_DOWNLOAD_PARTS_FROM_BYTES, multipart_chunksize=_PART_BYTES, max_concurrency=_THREADS
        )

    def write(self, key: str, data: bytes | Path, media_type: str) -> ObjectRef:
        if isinstance(data, Path):
            return self._write_file(key, data, media_type)
        with aws_errors(_WHAT):
            self._client.put_object(Bucket=self._bucket, Key=key, Body=data, ContentType=media_type)
        return ObjectRef(key=key, media_type=media_type, size=len(data), sha256=hashlib.sha256(data).hexdigest())

    def write_if_absent(self, key: str, data: bytes, media_type: str) -> bool:
        with aws_errors(_WHAT):
            try:
                self._client.put_object(
                    Bucket=self._bucket, Key=key, Body=data, ContentType=media_type, IfNoneMatch="*"
                )
            except ClientError as error:
                if error_code(error) in _PRESENT:
                    return False
                if error_code(error) in _RACING:
                    raise StoreUnavailable(f"Another writer is at work on {key}. Try again.") from error
                raise
        return True

    def read(self, key: str) -> bytes:
        with self._errors(key):
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()

    def download(self, key: str, to: Path, at_most: int | None = None) -> None:
        with self._errors(key):
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
            if at_most is not None and answer["ContentLength"] > at_most:
                answer["Body"].close()
                raise ContentTooLarge(f"The file has {answer['ContentLength']} bytes; at most {at_most} are allowed.")
            if answer["ContentLength"] > _PART_BYTES:
                answer["Body"].close()
                self._client.download_file(self._bucket, key, str(to), Config=self._download)
            else:
                # One request, where the transfer manager makes two. Whole or not at all, as with that.
                part = to.with_name(f"{to.name}.part")
                part.write_bytes(answer["Body"].read())
                part.replace(to)

    def copy(self, source: str, target: str, etag: str | None = None, size: int | None = None) -> None:
        place: CopySourceTypeDef = {"Bucket": self._bucket, "Key": source}
        unchanged: dict[str, Any] = {"CopySourceIfMatch": etag} if etag else {}
        with aws_errors(_WHAT, dict.fromkeys((*_MISSING, *_CHANGED), f"There is no object {source} as it was.")):
            if size is not None and size < _COPY_PARTS_FROM_BYTES:
                self._client.copy_object(CopySource=place, Bucket=self._bucket, Key=target, **unchanged)
            else:
                self._client.copy(place, self._bucket, target, ExtraArgs=unchanged, Config=self._upload)

    def size(self, key: str) -> int | None:
        with aws_errors(_WHAT):
            try:
                return self._client.head_object(Bucket=self._bucket, Key=key)["ContentLength"]
            except ClientError as error:
                if error_code(error) in _MISSING:
                    return None
                raise

    def stat(self, key: str) -> StoredObject | None:
        with aws_errors(_WHAT):
            try:
                found = self._client.head_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if error_code(error) in _MISSING:
                    return None
                raise
        etag = found["ETag"].strip('"')
        return StoredObject(key=key, size=found["ContentLength"], etag=etag, modified=found["LastModified"])

    def keys_after(self, prefix: str, after: str, limit: int) -> list[str]:
        with aws_errors(_WHAT):
            page = self._client.list_objects_v2(Bucket=self._bucket, Prefix=prefix, StartAfter=after, MaxKeys=limit)
        return [entry["Key"] for entry in page.get("Contents", [])]

    def delete(self, key: str, etag: str) -> None:
        with aws_errors(_WHAT):
            try:
                self._client.delete_object(Bucket=self._bucket, Key=key, IfMatch=etag)
            except ClientError as error:
                if error_code(error) not in (*_MISSING, *_CHANGED):
                    raise

    def keys(self, prefix: str) -> list[str]:
        return [key for page in self._pages(prefix) for key in page]

    def folders(self, prefix: str) -> list[str]:
        with aws_errors(_WHAT):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=prefix, Delimiter="/"
            )
            found = [entry["Prefix"] for page in pages for entry in page.get("CommonPrefixes", [])]
        return [folder.removeprefix(prefix).removesuffix("/") for folder in found]

    def delete_prefix(self, prefix: str) -> None:
        """Raises ValueError for the empty prefix, which would be the whole library."""
        if not prefix:
            raise ValueError("delete_prefix needs a prefix: the empty one is the whole bucket")
        # Listed first, deleted then: a listing that goes on while its keys vanish may skip some.
        keys = self.keys(prefix)
        for start in range(0, len(keys), _DELETE_BATCH):
            self._delete(keys[start : start + _DELETE_BATCH])

    def presigned_get(self, key: str, filename: str, seconds: int) -> str:
        """Signing asks nobody: the URL of a missing object answers 404."""
        parameters = {
            "Bucket": self._bucket,
            "Key": key,
            "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(filename, safe='')}",
        }
        with aws_errors(_WHAT):
            return self._client.generate_presigned_url("get_object", Params=parameters, ExpiresIn=seconds)

    def presigned_post(self, key: str, max_bytes: int, seconds: int) -> PresignedPost:
        limit = ["content-length-range", 0, max_bytes]
        with aws_errors(_WHAT):
            post = self._client.generate_presigned_post(self._bucket, key, Conditions=[limit], ExpiresIn=seconds)
        return PresignedPost(url=post["url"], fields=post["fields"])

    def ping(self) -> None:
        with aws_errors(_WHAT):
            try:
                self._client.head_bucket(Bucket=self._bucket)
            except ClientError as error:
                if error_code(error) in _MISSING:
                    raise StoreUnavailable(f"There is no bucket {self._bucket}. Deploy the stack first.") from error
                raise

    def _write_file(self, key: str, path: Path, media_type: str) -> ObjectRef:
        with path.open("rb") as file, aws_errors(_WHAT):
            reader = HashingReader(file)
            extra = {"ContentType": media_type}
            # boto3 asks for nothing but `read`.
            stream = cast(IO[bytes], reader)
            self._client.upload_fileobj(stream, self._bucket, key, ExtraArgs=extra, Config=self._upload)
        return ObjectRef(key=key, media_type=media_type, size=reader.size, sha256=reader.sha256)

    def _pages(self, prefix: str) -> Iterator[list[str]]:
        with aws_errors(_WHAT):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
            for page in pages:
                yield [entry["Key"] for entry in page.get("Contents", [])]

    def _delete(self, keys: list[str]) -> None:
        with aws_errors(_WHAT):
            answer = self._client.delete_objects(
                Bucket=self._bucket, Delete={"Objects": [{"Key": key} for key in keys], "Quiet": True}
            )
        if answer.get("Errors"):
            first = answer["Errors"][0]
            raise StoreUnavailable(f"Could not delete {first.get('Key')}: {first.get('Message')}")

    @staticmethod
    def _errors(key: str) -> AbstractContextManager[None]:
        return aws_errors(_WHAT, dict.fromkeys(_MISSING, f"There is no object {key}."))
