"""Objects in S3 or any store that speaks its API."""

from williams.adapters.s3.objects import S3Objects

__all__ = ["S3Objects"]
