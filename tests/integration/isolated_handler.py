"""Run by ``python -I -S`` with a function's unpacked zip and layers: imports its handler as Lambda would.

Arguments: the zip's folder, the handler string, a plugin's id or ``-``, and the layers' folders. Prints JSON.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import pkgutil
import site
import sys
from pathlib import Path
from typing import Any, ClassVar


def main(function: str, handler: str, plugin_id: str, layers: list[str]) -> dict[str, Any]:
    """Return what was imported with the handler, and what its plugin can do with these layers."""
    before = set(sys.modules)
    for layer in layers:
        for folder in (Path(layer, "python"), *Path(layer, "python").glob("lib/python*/site-packages")):
            site.addsitedir(str(folder))
    sys.path.insert(0, function)
    module, _, name = handler.rpartition(".")
    assert callable(getattr(importlib.import_module(module), name))
    imported = sorted({each.split(".")[0] for each in set(sys.modules) - before})
    files = sorted(
        {str(each.__file__) for each in list(sys.modules.values()) if getattr(each, "__file__", None) is not None}
    )
    found = {"imported": imported, "files": files, "path": sys.path}
    return found if plugin_id == "-" else {**found, **plugin_facts(plugin_id)}


def plugin_facts(plugin_id: str) -> dict[str, Any]:
    """Load the plugin, bind its stages, import all its modules, and call each engine that it needs once."""
    from williams.bootstrap.engines import ConfiguredEngines
    from williams.pipeline.stage_io import bound_stages
    from williams.plugin.registry import registry

    plugin = registry().plugin(plugin_id)
    # Binding looks at signatures only, so that it needs no stores.
    stages = list(bound_stages(plugin, None))  # type: ignore[arg-type]
    package = importlib.import_module(type(plugin).__module__.split(".")[0])
    modules = [
        importlib.import_module(each.name).__name__
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    engines = ConfiguredEngines()
    return {
        "stages": stages,
        "modules": modules,
        "engines": {need: asyncio.run(ENGINES[need](engines)) for need in sorted(plugin.needs)},
    }


async def _text(engines: Any) -> bool:
    """Let the text engine answer a task that quotes its first sentence."""
    from williams_writing.joining import grounded
    from williams_writing.reading import read

    from williams.plugin.engines import TEXT, Grounded, Passage, Prompt, Task

    class First(Task[Grounded]):
        answer: ClassVar[type[Grounded]] = Grounded

        def instructions(self) -> Prompt:
            return Prompt(name="first", version=1, sha256="", text="")

        def quote(self) -> Grounded:
            return grounded(read(self.passages, self.language).sentences[:1])

    passage = Passage(content_id="c", paragraph_id="p", text="Archives grow every single day. Readers come and go.")
    written = await engines.engine(TEXT).write(First(passages=(passage,)))
    return bool(written.answer.text == "Archives grow every single day.")


async def _embedding(engines: Any) -> bool:
    from williams.plugin.engines import EMBEDDING

    embedding = engines.engine(EMBEDDING)
    (vector,) = await embedding.embed(["one word"])
    return bool(len(vector) == embedding.dimensions)


async def _speech(engines: Any) -> bool:
    from williams.plugin.engines import SPEECH

    audio = await engines.engine(SPEECH).speak("One word.", "professional_male", "en")
    return bool(audio.seconds > 0.2)


async def _media(engines: Any) -> bool:
    import tempfile

    from williams.plugin.engines import MEDIA

    with tempfile.TemporaryDirectory() as folder:
        cover = Path(folder, "cover.jpg")
        engines.engine(MEDIA).cover("A title", "and a subtitle", cover)
        return cover.stat().st_size > 1000


async def _pictures(engines: Any) -> bool:
    from williams.plugin.engines import PICTURES

    drawn = await engines.engine(PICTURES).draw("Words", 64, 64)
    return bool(drawn.png.startswith(b"\x89PNG"))


async def _recognition(engines: Any) -> bool:
    """What is no picture is refused before a model is asked for; the library behind it can be loaded."""
    import tempfile

    from williams.domain.errors import CorruptContent
    from williams.plugin.engines import RECOGNITION

    engine = engines.engine(RECOGNITION)
    with tempfile.TemporaryDirectory() as folder:
        garbage = Path(folder, "garbage.png")
        garbage.write_bytes(b"garbage")
        try:
            await engine.recognize(garbage)
        except CorruptContent:
            return bool(importlib.import_module("tesserocr").tesseract_version())
    return False


async def _transcription(engines: Any) -> bool:
    """What is no recording is refused before a model is asked for; the library behind it can be loaded."""
    import tempfile

    from williams.domain.errors import CorruptContent
    from williams.plugin.engines import TRANSCRIPTION

    engine = engines.engine(TRANSCRIPTION)
    with tempfile.TemporaryDirectory() as folder:
        garbage = Path(folder, "garbage.mp3")
        garbage.write_bytes(b"garbage")
        try:
            await engine.transcribe(garbage)
        except CorruptContent:
            return hasattr(importlib.import_module("williams_engine_whisper.network").ctranslate2().models, "Whisper")
    return False


async def _mail(engines: Any) -> bool:
    """Nobody has said whom mails come from: it says what to set."""
    from williams.domain.errors import InvalidRequest
    from williams.plugin.engines import MAIL

    try:
        return not engines.engine(MAIL).sender
    except InvalidRequest as error:
        return "WILLIAMS_SES_MAIL_SENDER" in str(error)


async def _render(engines: Any) -> bool:
    """No engine is named: it says what to set."""
    from williams.domain.errors import EngineMissing
    from williams.plugin.engines import RENDER

    try:
        return not engines.engine(RENDER)
    except EngineMissing as error:
        return "WILLIAMS_RENDER_PROVIDER" in str(error)


ENGINES = {
    "text": _text,
    "embedding": _embedding,
    "speech": _speech,
    "media": _media,
    "pictures": _pictures,
    "recognition": _recognition,
    "transcription": _transcription,
    "mail": _mail,
    "render": _render,
}

if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])))
