"""Uploads that a stage makes of what was packed in another file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from williams.domain.bucket import upload_prefix
from williams.domain.filenames import kept_name, key_name
from williams.domain.urls import upload_url
from williams.ports.objects import ObjectPort

_DIGITS: Final = 28


@dataclass(frozen=True)
class OwnedUploads:
    """See :class:`williams.plugin.context.UploadKeeper`."""

    objects: ObjectPort
    owner: str

    def keep(self, filename: str, file: Path) -> str:
        name = kept_name(filename)
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256")
        digest.update(f"\0{self.owner}\0{name}".encode())
        upload_id = f"up_{digest.hexdigest()[:_DIGITS]}"
        self.objects.write(upload_prefix(self.owner, upload_id) + key_name(name), file, "application/octet-stream")
        return upload_url(upload_id, name)
