"""What S/MIME wraps up (CMS, RFC 5652): what is only signed or packed is taken out, and no signature checked."""

from __future__ import annotations

import zlib
from typing import Final

from williams.domain.errors import ContentTooLarge

WRAPPED: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
SIGNATURES: Final = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_MOST_BYTES: Final = 50 << 20


def content_of(data: bytes) -> bytes | None:
    """Return what was signed or packed; None where it is encrypted, or the wrapping is no such one.

    Raises ContentTooLarge for what unpacks to too much.
    """
    # Not for mails that nobody wrapped up.
    from asn1crypto.cms import ContentInfo

    try:
        wrapping = ContentInfo.load(data)
        kind = wrapping["content_type"].native
        if kind not in ("signed_data", "compressed_data"):
            return None
        content = wrapping["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError, AttributeError):  # what asn1crypto raises of damage
        return None
    if not isinstance(content, bytes):
        return None
    return content if kind == "signed_data" else _unpacked(content)


def _unpacked(packed: bytes) -> bytes | None:
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(packed, _MOST_BYTES)
    except zlib.error:
        return None
    if unpacking.unconsumed_tail:
        raise ContentTooLarge(
            f"Unpacked, the mail has more than {_MOST_BYTES >> 20} MB. Save its text and import that."
        )
    return data
