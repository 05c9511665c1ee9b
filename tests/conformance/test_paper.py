"""The importer of papers, on a file of JATS that no service is asked about in vain."""

from typing import ClassVar

from williams_import_paper import PaperImport

from tests.unit.import_paper.jats import article
from williams_testing.conformance import ImportConformance

BODY = "<sec><title>Means</title><p>Ink of oak was used for nearly all of the marks that were counted.</p></sec>"


class TestPaperImport(ImportConformance):
    plugin_class: ClassVar[type[PaperImport]] = PaperImport
    url: ClassVar[str] = "upload://up_1/paper.nxml"
    sample: ClassVar[bytes] = article(BODY).encode()
    heavy: ClassVar[frozenset[str]] = frozenset({"lxml", "williams_html", "boto3", "sqlalchemy"})
