"""The importer of pictures, on a picture whose text the engine in memory knows."""

from typing import ClassVar

from williams_import_image import ImageImport

from tests.unit.import_image.pictures import written
from williams_testing.conformance import ImportConformance


class TestImageImport(ImportConformance):
    plugin_class: ClassVar[type[ImageImport]] = ImageImport
    url: ClassVar[str] = "upload://up_1/page.png"
    sample: ClassVar[bytes] = written("The ferry crosses at nine.")
    heavy: ClassVar[frozenset[str]] = frozenset({"PIL", "tesserocr", "boto3", "sqlalchemy"})
