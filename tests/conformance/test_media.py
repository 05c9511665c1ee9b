"""The importer of recordings, on a recording in which the engine in memory hears its sentences."""

from typing import ClassVar

from williams_import_media import MediaImport

from tests.unit.import_media.recordings import wave_file
from williams_testing.conformance import ImportConformance


class TestMediaImport(ImportConformance):
    plugin_class: ClassVar[type[MediaImport]] = MediaImport
    url: ClassVar[str] = "upload://up_1/talk.wav"
    sample: ClassVar[bytes] = wave_file("ss")
    garbage: ClassVar[dict[str, bytes]] = {
        "empty": b"",
        "noise": b"\x00\x01garbage" * 50,
        "silent": wave_file("    "),
        "broken": wave_file("s")[:30],
    }
    heavy: ClassVar[frozenset[str]] = frozenset({"numpy", "ctranslate2", "PIL", "boto3", "sqlalchemy"})
